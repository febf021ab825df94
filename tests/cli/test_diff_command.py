"""``policy diff``: exit codes, languages, JSON. What is compared and how stands in tests/policy/test_diff.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.door import Door
from tests.cli.test_check import spoil


@pytest.fixture
def other(club: Path) -> Path:
    """The same policy with a longer period and a new word."""
    path = club.with_name("other.toml")
    path.write_bytes(club.read_bytes())
    spoil(
        path,
        'keep = { months = 12, after = "connection_end" }',
        'keep = { months = 24, after = "connection_end" }',
    )
    spoil(path, 'en = "You have joined us as a member."', 'en = "You joined us as a member."')
    return path


def test_the_same_document_exits_with_zero(door: Door, club: Path) -> None:
    said = door("policy", "diff", club, club)
    assert (said.code, said.out) == (0, "The documents say the same.\n")


def test_a_difference_exits_with_one_and_says_what_it_means(door: Door, club: Path, other: Path) -> None:
    said = door("policy", "diff", club, other)
    assert said.code == 1
    flat = " ".join(said.out.split())
    assert "substantive connection `member`, retention period: 12 months → 24 months" in flat
    assert "why: data are kept longer than people were told [INF-08]" in flat
    assert "1 substantive, 1 editorial." in flat
    assert flat.index("substantive connection") < flat.index("editorial connection")


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fi", "olennainen Yhteys ”jäsen”, säilytysaika: 12 kuukautta → 24 kuukautta."),
        ("sv", "väsentlig Anknytning ”medlem”, lagringstid: 12 månader → 24 månader."),
        ("en", "substantive Connection “member”, retention period: 12 months → 24 months."),
    ],
)
def test_it_is_said_in_three_languages(
    door: Door, club: Path, other: Path, language: str, sentence: str
) -> None:
    assert sentence in " ".join(door("policy", "diff", club, other, "--lang", language).out.split())


def test_the_json_names_both_files(door: Door, club: Path, other: Path) -> None:
    value = door("policy", "diff", club, other, "--json").json
    assert set(value) == {"old", "new", "same", "counts", "changes"}
    assert value["counts"] == {"editorial": 1, "substantive": 1}
    assert value["changes"][0]["where"]["file"] == str(other)
    assert door("policy", "diff", club, club, "--json").json["same"] is True


def test_a_document_that_cannot_be_read_is_no_difference(door: Door, club: Path, other: Path) -> None:
    other.write_text("seloste = ", encoding="utf-8")
    said = door("policy", "diff", club, other)
    assert said.code == 2
    assert "P104" in said.err
    assert str(other) in said.err.replace("\n    ", "")
    asked = door("policy", "diff", club, other, "--json")
    assert asked.code == 2
    assert asked.json["error"]["code"] == "P104"

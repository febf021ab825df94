"""``policy check``: exit codes, places, counts, values, the rooms, the day, JSON."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.door import DAY, Door

SHAPE = {"code", "severity", "message", "why", "do", "rule", "clause", "where"}


def spoil(path: Path, find: str, put: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert find in text
    path.write_text(text.replace(find, put, 1), encoding="utf-8")


def test_a_lawful_document_is_fine_with_warnings_for_what_is_given_later(door: Door, club: Path) -> None:
    said = door("policy", "check", club, "--today", DAY)
    assert said.code == 0
    assert said.err == ""
    last = said.out.splitlines()[-1]
    assert "2 warnings" in last
    assert said.out.count("P501") == 2


def test_values_of_the_installation_quiet_the_warnings(door: Door, club: Path) -> None:
    values = club.with_name("values.toml")
    values.write_text(
        'contact.phone = "+358 50 000 0000"\n[controller]\nphone = "+358 50 000 0001"\n', encoding="utf-8"
    )
    said = door("policy", "check", club, "--today", DAY, "--values", values)
    assert said.code == 0
    assert "P501" not in said.out
    assert "0 warnings" in said.out


def test_a_dotted_key_in_quotes_means_the_same_clause(door: Door, club: Path) -> None:
    values = club.with_name("values.toml")
    values.write_text('"contact.phone" = "+358 50 000 0000"\n', encoding="utf-8")
    assert door("policy", "check", club, "--today", DAY, "--values", values).out.count("P501") == 1


@pytest.mark.parametrize(
    ("content", "code", "told"),
    [
        ('contact.fone = "1"', "V002", "contact.phone"),
        ('contact.email = "a@example.org"', "V002", "contact.email"),
        ("contact.phone = 358", "V003", "contact.phone"),
        ('contact.phone = " "', "V004", "contact.phone"),
        ('contact.phone = """a\nb"""', "V004", "contact.phone"),
        (f'contact.phone = "{"1" * 501}"', "V004", "contact.phone"),
        ("contact.phone = ", "V001", "TOML"),
        ("contact.phone = 1\ncontact.phone = 2", "V001", "twice"),
        ('contact.phone = "1\u200b2"', "V001", "invisible"),
    ],
)
def test_a_values_file_that_cannot_be_used_is_named(
    door: Door, club: Path, content: str, code: str, told: str
) -> None:
    values = club.with_name("values.toml")
    values.write_text(content, encoding="utf-8")
    said = door("policy", "check", club, "--values", values)
    assert said.code == 2
    assert code in said.err
    assert told in said.err
    assert f"{values}" in said.err.replace("\n    ", "")
    assert said.out == ""


def test_a_refused_document_says_where_why_and_what_to_do(door: Door, club: Path) -> None:
    spoil(club, 'authority = "authority"', 'authority = "nobody"')
    said = door("policy", "check", club, "--today", DAY)
    assert said.code == 1
    assert "P312" in said.out
    assert "    why: " in said.out
    assert "    do:  " in said.out
    assert "refused" in said.out.splitlines()[-1]


def test_findings_come_in_the_order_of_the_text(door: Door, club: Path) -> None:
    spoil(club, 'home = "https://example.org/privacy"', 'home = "nowhere"')
    spoil(club, 'control = ["notice_complete"', 'control = ["no_such_control"')
    found = door("policy", "check", club, "--today", DAY, "--json").json["findings"]
    lines = [f["where"]["line"] for f in found]
    assert len(set(lines)) >= 4
    assert lines == sorted(lines)


def test_the_day_decides_what_is_current(door: Door, club: Path) -> None:
    assert door("policy", "check", club, "--today", DAY).code == 0
    late = door("policy", "check", club, "--today", "2028-01-01")
    assert late.code == 1
    assert "P507" in late.out


def test_other_rooms_may_be_described(door: Door, club: Path) -> None:
    house = club.with_name("house.toml")
    house.write_text("[table]\n", encoding="utf-8")
    said = door("policy", "check", club, "--today", DAY, "--house", house)
    assert said.code == 1
    assert "P600" in said.out


@pytest.mark.parametrize(
    "content", ["table = 1", "[table.x]\ncategory = 1", "[control.x]", "= 1", "[table.x]\nx"]
)
def test_rooms_that_are_not_described_in_their_form_are_named(door: Door, club: Path, content: str) -> None:
    house = club.with_name("house.toml")
    house.write_text(content, encoding="utf-8")
    said = door("policy", "check", club, "--house", house)
    assert said.code == 2
    assert "H001" in said.err


def test_the_json_has_one_shape_for_lawful_and_refused(door: Door, club: Path) -> None:
    fine = door("policy", "check", club, "--today", DAY, "--json")
    spoil(club, 'authority = "authority"', 'authority = "nobody"')
    refused = door("policy", "check", club, "--today", DAY, "--json")
    assert (fine.code, refused.code) == (0, 1)
    assert set(fine.json) == set(refused.json) == {"file", "refused", "counts", "findings", "compiled"}
    assert (fine.json["refused"], refused.json["refused"]) == (False, True)
    assert fine.json["counts"]["warnings"] == 2
    assert fine.json["counts"]["clauses"] > 100
    for finding in fine.json["findings"] + refused.json["findings"]:
        assert set(finding) == SHAPE
        assert set(finding["where"]) == {"file", "line", "column"}


def test_the_check_compiles_to_every_reading_so_that_nothing_is_found_later(door: Door, club: Path) -> None:
    compiled = door("policy", "check", club, "--today", DAY, "--json").json["compiled"]
    assert set(compiled) == {
        *(f"{reading}.{code}" for reading in ("notice", "record", "evidence") for code in ("fi", "sv", "en")),
        "dpv",
        "sql",
    }


def test_what_a_compiler_refuses_is_a_finding_of_the_check(
    door: Door, club: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from seloste.policy.compile import postgres

    def cannot_express(*_: object) -> Iterator[postgres.CannotExpress]:
        yield postgres.CannotExpress("purpose.rights.basis", "no statement can carry it out")
        yield postgres.CannotExpress("retention", "nor this")

    monkeypatch.setattr(postgres, "cannot_express", cannot_express)
    said = door("policy", "check", club, "--today", DAY)
    assert said.code == 1
    assert said.out.count("P820") == 2
    assert "purpose.rights.basis" in said.out


@pytest.mark.parametrize("day", ["yesterday", "22.11.2026", "2026-02-30", ""])
def test_a_day_is_a_day(door: Door, club: Path, day: str) -> None:
    said = door("policy", "check", club, f"--today={day}")
    if day:
        assert said.code == 2
        assert "U005" in said.err
    else:  # the real day: a document of this year is not refused for its shape
        assert said.code in {0, 1}

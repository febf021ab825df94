"""``policy show``: every reading in every format, and what is not shown."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from seloste.cli.readings import READINGS
from tests.cli.door import DAY, Door, at_a_terminal
from tests.cli.test_check import spoil
from tests.policy.documents import ROOT

SOUND, SPOILT = 'home = "https://example.org/privacy"', 'home = "nowhere"'
SHOWN = [(r.name, form) for r in READINGS.values() for form in r.formats]


@pytest.mark.parametrize(("reading", "form"), SHOWN)
def test_each_reading_is_written_in_each_of_its_formats(
    door: Door, club: Path, reading: str, form: str
) -> None:
    path = club.with_name(f"out.{form}")
    said = door(
        "policy",
        "show",
        club,
        "--as",
        reading,
        "--format",
        form,
        "--today",
        DAY,
        "--out",
        path,
        "--lang",
        "en",
    )
    assert said.code == 0
    assert said.out == ""
    assert f"the {reading} as {form}" in said.err.replace("\n    ", " ")
    content = path.read_bytes()
    if form == "pdf":
        assert content.startswith(b"%PDF-")
    elif form == "json":
        assert json.loads(content)
    elif form == "html":
        assert content.lstrip().lower().startswith(b"<!doctype html>")
    elif form == "csv":
        assert len(list(csv.reader(io.StringIO(content.decode())))) > 3
    else:
        assert len(content.decode().splitlines()) > 10


@pytest.mark.parametrize("reading", sorted(READINGS))
def test_each_reading_has_a_usual_format(door: Door, club: Path, reading: str) -> None:
    plain = door("policy", "show", club, "--as", reading, "--today", DAY)
    usual = READINGS[reading].usual
    assert plain.code == 0
    assert plain.out == door("policy", "show", club, "--as", reading, "--format", usual, "--today", DAY).out
    assert plain.out.strip()


def test_the_notice_speaks_each_language_of_the_document(door: Door, club: Path) -> None:
    texts = {
        code: door("policy", "show", club, "--as", "notice", "--lang", code, "--today", DAY).out
        for code in ("fi", "sv", "en")
    }
    assert "Jäsenrekisteri" in texts["fi"]
    assert "Medlemsregister" in texts["sv"]
    assert "Members' register" in texts["en"]
    assert door("policy", "show", club, "--as", "notice", "--today", DAY).out == texts["fi"]


def test_the_ending_of_the_file_names_the_format(door: Door, club: Path) -> None:
    page = club.with_name("notice.html")
    assert door("policy", "show", club, "--as", "notice", "--today", DAY, "--out", page).code == 0
    assert page.read_text(encoding="utf-8").lstrip().lower().startswith("<!doctype html>")


def test_a_file_is_written_whole_or_not_at_all(door: Door, club: Path) -> None:
    out = club.with_name("out.txt")
    out.write_text("before", encoding="utf-8")
    spoil(club, 'authority = "authority"', 'authority = "nobody"')
    assert door("policy", "show", club, "--as", "notice", "--today", DAY, "--out", out).code == 1
    assert out.read_text(encoding="utf-8") == "before"
    assert not list(club.parent.glob(".out.txt*"))


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("--as", "notic"), "U001", "`notice`"),
        (("--as", "notice", "--format", "csv"), "U003", "text, html, pdf or json"),
        (("--as", "sql", "--format", "htm"), "U003", "text or json"),
        (("--as", "notice", "--lang", "de"), "U002", "fi, sv or en"),
        (("--as", "notice", "--lang", "fin"), "U002", "Did you mean `fi`?"),
        (("--as",), "U001", "--as"),
        ((), "U001", "--as"),
    ],
)
def test_what_there_is_not_is_answered_with_what_there_is(
    door: Door, club: Path, words: tuple[str, ...], code: str, told: str
) -> None:
    said = door("policy", "show", club, "--today", DAY, *words)
    assert said.code == 2
    assert code in said.err
    assert told in said.err.replace("\n         ", " ").replace("\n    ", " ")
    assert said.out == ""


def test_a_refused_document_is_not_shown(door: Door, club: Path) -> None:
    spoil(club, 'authority = "authority"', 'authority = "nobody"')
    said = door("policy", "show", club, "--as", "notice", "--today", DAY)
    assert said.code == 1
    assert said.out == ""
    assert "P312" in said.err
    assert "--even-if-refused" in said.err


@pytest.mark.parametrize(("reading", "form"), [("notice", "text"), ("notice", "html"), ("notice", "json"), ("sql", "text"), ("sql", "json"), ("dpv", "json")])  # fmt: skip
def test_a_refused_document_that_is_shown_all_the_same_says_so(
    door: Door, club: Path, reading: str, form: str
) -> None:
    spoil(club, SOUND, SPOILT)
    words = ("policy", "show", club, "--as", reading, "--format", form, "--today", DAY, "--lang", "en")
    said = door(*words, "--even-if-refused")
    assert said.code == 1
    assert "REFUSED BY THE CHECK" in said.out
    if reading == "sql" and form == "text":
        assert said.out.startswith("-- REFUSED")
    if form == "json":
        assert "refused" in json.loads(said.out)


def test_a_document_too_broken_for_a_compiler_is_refused_in_words(door: Door, club: Path) -> None:
    spoil(club, 'authority = "authority"', 'authority = "nobody"')
    said = door("policy", "show", club, "--as", "notice", "--today", DAY, "--even-if-refused")
    assert said.code == 1
    assert "P312" in said.err or "REFUSED" in said.out


@pytest.mark.parametrize(("reading", "form"), [("notice", "pdf"), ("record", "csv")])
def test_a_format_that_cannot_say_so_is_not_given(door: Door, club: Path, reading: str, form: str) -> None:
    spoil(club, SOUND, SPOILT)
    out = club.with_name(f"out.{form}")
    said = door("policy", "show", club, "--as", reading, "--out", out, "--today", DAY, "--even-if-refused")
    assert said.code == 2
    assert "U006" in said.err
    assert not out.exists()


def test_what_cannot_be_read_cannot_be_shown_in_any_case(door: Door, club: Path) -> None:
    club.write_bytes(b"seloste = ")
    said = door("policy", "show", club, "--as", "notice", "--even-if-refused")
    assert said.code == 1
    assert said.out == ""
    assert "P104" in said.err


def test_a_pdf_is_not_sent_to_a_terminal(club: Path) -> None:
    code, written = at_a_terminal("policy", "show", club, "--as", "notice", "--format", "pdf", "--today", DAY)
    assert code == 2
    assert "U004" in written
    assert "--out notice.pdf" in written
    assert "%PDF" not in written


@pytest.mark.parametrize("out", ["no/such/folder/x.txt", "", "x\0.txt"])
def test_a_place_that_cannot_be_written_is_named(door: Door, club: Path, out: str) -> None:
    target = str(club.parent / out)
    said = door("policy", "show", club, "--as", "notice", "--today", DAY, "--out", target, "--format", "text")
    assert said.code == 2
    assert "F00" in said.err


def test_the_notice_of_the_register_says_what_changed_since_its_first_version(door: Door) -> None:
    said = door(
        "policy", "show", ROOT / "policies/medtime-pro.toml", "--as", "notice", "--lang", "en", "--today", DAY
    )
    assert said.code == 0
    assert "What changed since version 1?" in said.out


@pytest.mark.parametrize(("reading", "form"), [s for s in SHOWN if s != ("record", "pdf")])
@pytest.mark.parametrize("policy", ["medtime-pro", "association"])
def test_the_policies_of_the_project_are_shown_in_every_way(
    door: Door, tmp_path: Path, policy: str, reading: str, form: str
) -> None:
    out = tmp_path / f"x.{form}"
    house = ["--house", str(ROOT / "policies/association.house.toml")] if policy == "association" else []
    said = door("policy", "show", ROOT / f"policies/{policy}.toml", *house, "--as", reading, "--format", form, "--out", out, "--today", DAY)  # fmt: skip
    assert said.code == 0, said.err
    assert out.stat().st_size > 1000


def test_json_is_a_short_way_to_ask_for_the_format(door: Door, club: Path) -> None:
    asked = ("policy", "show", club, "--as", "evidence", "--today", DAY)
    short, long = door(*asked, "--json"), door(*asked, "--format", "json")
    assert short.code == 0
    assert short.out == long.out
    both = door(*asked, "--json", "--format", "html")
    assert both.code == 2
    assert "U001" in both.err

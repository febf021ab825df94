"""A register of another kind: the rowing club says what the company's register does not, in the same language."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from seloste.cli.readings import READINGS, Compilation
from seloste.policy.check import Given, check
from seloste.policy.findings import Finding, Severity
from seloste.policy.house import House, read_house
from seloste.policy.text.read import read
from seloste.policy.text.words import MAX_WORDS, sentences, words
from seloste.policy.tree.document import Document, load

ROOT = Path(__file__).resolve().parents[2]
POLICIES = ROOT / "policies"
DOCUMENT = POLICIES / "association.toml"
TODAY = date(2026, 11, 22)


def document(name: str = "association.toml", values: Mapping[str, str] | None = None) -> Document:
    return load(read(name, (POLICIES / name).read_bytes()), values)


@pytest.fixture(scope="module")
def club() -> Document:
    return document()


@pytest.fixture(scope="module")
def company() -> Document:
    return document("medtime-pro.toml")


@pytest.fixture(scope="module")
def rooms() -> House:
    return house("policies/association.house.toml")


def house(path: str) -> House:
    return read_house(tomllib.loads((ROOT / path).read_text(encoding="utf-8")))


def beside(doc: Document) -> dict[str, bytes]:
    return {path: (POLICIES / path).read_bytes() for _, _, path in doc.files()}


def findings(doc: Document, rooms: House) -> list[Finding]:
    return check(doc, Given(TODAY, rooms, beside(doc)))


# It is lawful, and says so in every reading.


def test_it_checks_with_warnings_for_installation_values_only(club: Document, rooms: House) -> None:
    found = findings(club, rooms)
    assert [f.as_text(DOCUMENT.name) for f in found if f.severity is Severity.REFUSED] == []
    assert {f.code for f in found} == {"P501"}
    assert {f.clause for f in found} == {"controller.phone", "contact.phone"}


def test_with_the_installation_values_nothing_is_left_to_say(rooms: House) -> None:
    doc = document(values={"controller.phone": "+49 40 66969 001", "contact.phone": "+49 40 66969 002"})
    assert findings(doc, rooms) == []


def test_against_other_rooms_it_is_refused(club: Document) -> None:
    found = findings(club, house("seloste/cli/house.toml"))
    assert any(f.severity is Severity.REFUSED for f in found)


def every_format() -> Iterator[tuple[str, str, str]]:
    for reading in READINGS.values():
        for form in reading.formats:
            for language in ("de", "en") if reading.by_language else ("de",):
                yield reading.name, form, language


@pytest.mark.parametrize(("reading", "form", "language"), list(every_format()))
def test_it_compiles_to_every_reading(
    reading: str, form: str, language: str, club: Document, rooms: House
) -> None:
    made = READINGS[reading]
    written = made.formats[form](made.state(Compilation(club, language, rooms, beside(club))))
    assert len(written) > 1_000


def test_the_german_notice_says_du_and_the_authority_s_name(club: Document, rooms: House) -> None:
    made = READINGS["notice"]
    text = str(made.formats["text"](made.state(Compilation(club, "de", rooms, beside(club)))))
    said = " ".join(text.split())
    assert "Du kannst der Direktwerbung jederzeit widersprechen." in said
    assert "Der Hamburgische Beauftragte für Datenschutz und Informationsfreiheit" in said
    assert "8 Jahre nach dem Ende des Kalenderjahrs" in said.replace("\u00a0", " ")
    assert " Sie " not in said.replace("Sie gehört", "")
    assert "Verantwortlich ist Ruderverein Beispielhafen e. V. Wer" in said
    assert ".." not in said
    assert "Ombudsman" not in said


def test_no_sentence_of_the_document_is_long(club: Document) -> None:
    given = [t for node in club.nodes() for t in getattr(node, "given", {}).values()]
    given += [t for texts in club.words.values() for t in texts.values()]
    assert len(given) > 300
    assert [s for t in given for s in sentences(t) if words(s) > MAX_WORDS] == []


def test_every_word_stands_in_both_languages(club: Document) -> None:
    for node in club.nodes():
        texts = getattr(node, "given", None)
        if texts:
            assert set(texts) == {"de", "en"}, node.clause


# It differs from the company's register where the law and the people differ.


def test_it_stands_under_another_law(club: Document, company: Document) -> None:
    ours, theirs = club.register_, company.register_
    assert (ours.country, ours.time_zone) == ("DE", "Europe/Berlin")
    assert (theirs.country, theirs.time_zone) == ("FI", "Europe/Helsinki")
    assert set(ours.languages) - set(theirs.languages) == {"de"}
    assert club.authority[ours.authority].country == "DE"
    assert ours.children is not None
    assert theirs.children is not None
    assert ours.children.consent_age == 16
    assert theirs.children.consent_age == 13
    assert ours.marketing is not None
    assert theirs.marketing is not None
    assert "phone" in ours.marketing.consent_channels  # UWG § 7(2) no. 1
    assert "phone" in theirs.marketing.opt_out_channels  # 917/2014 s. 200(2)
    assert not ours.marketing.work_role_rule


@pytest.mark.parametrize(
    "table", ["connection", "data", "purpose", "recipient", "source", "form", "authority"]
)
def test_it_shares_no_id_with_the_company(table: str, club: Document, company: Document) -> None:
    assert getattr(club, table).keys() & getattr(company, table).keys() == set()


def test_its_bases_are_others(club: Document, company: Document) -> None:
    assert {b for p in club.purpose.values() for b in p.basis} - {
        b for p in company.purpose.values() for b in p.basis
    } == {"vital_interests"}


def test_its_topics_are_others(club: Document, company: Document) -> None:
    def topics(doc: Document) -> set[str]:
        return {t for p in doc.purpose.values() for t in p.topic}

    assert len(topics(club)) >= 4
    assert topics(club).isdisjoint(topics(company))


def test_it_asks_nobody_at_work_and_calls_nobody_unasked(club: Document) -> None:
    for purpose in club.purpose.values():
        for topic in purpose.topic.values():
            assert all("work_role" not in rules for rules in topic.reach.values())
            assert topic.reach.get("phone", ("consent",)) == ("consent",)


def test_it_says_what_the_company_never_needs_to(club: Document, company: Document) -> None:
    assert club.controller.joint
    assert not company.controller.joint
    assert club.purpose["photo_publication"].children == "guardian"
    assert club.data["photos"].keep.after == "publication"
    given_by = club.data["camp_needs"].given_by
    assert given_by is not None
    assert (given_by.another, given_by.guardian) == ("refused", "at_once")
    assert club.transfer["switzerland"].tool == "adequacy"
    assert not club.profile
    assert company.profile


# Its description of the rooms does not drift from the one it resembles.


def test_controls_and_probes_of_both_houses_say_the_same(rooms: House) -> None:
    ours, theirs = rooms, house("seloste/cli/house.toml")
    assert len(ours.controls.keys() & theirs.controls.keys()) > 20
    assert {
        c for c in ours.controls.keys() & theirs.controls.keys() if ours.controls[c] != theirs.controls[c]
    } == set()
    assert {
        p for p in ours.probes.keys() & theirs.probes.keys() if ours.probes[p] != theirs.probes[p]
    } == set()


def test_every_item_has_a_column(club: Document, rooms: House) -> None:
    items = {f"{c.id}.{i}" for c in club.data.values() for i in c.item}
    assert items == {c.item for t in rooms.tables.values() for c in t.columns.values() if c.item}

"""The record has all that Art. 30(1)(a) to (g) asks for (ROP-01), in each language and in each way of showing it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from copy import deepcopy
from functools import cache, partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seloste.policy.compile.phrases import built_in
from seloste.policy.compile.record import as_csv, as_json, record
from seloste.policy.compile.record.csv import safe
from seloste.policy.findings import DocumentRefused
from seloste.policy.tree.document import Document
from tests.policy.documents import SMALL, changed, loaded
from tests.policy.effort import counted, growth
from tests.policy.records import READ, made, of_text, policy

Json = dict[str, Any]
LETTERS = "abcdefg"
CLUB = "policies/association.toml"


# What the article asks for, read from the document and looked for in the record by clause and by name.


def lacking(doc: Document, language: str, shown: Json) -> set[tuple[str, str]]:
    """Return the letter of each element that the record does not say, and what it leaves out."""
    found = {*_lacking_head(doc, language, shown), *_empty(shown)}
    activities = {activity["clause"]: activity for activity in shown["activities"]}
    for purpose in doc.purpose.values():
        if purpose.clause not in activities:
            found.add(("b", purpose.clause))
            continue
        activity = activities[purpose.clause]
        found |= {
            (letter, f"{purpose.clause}: {what}") for letter, what in _lacking_in(doc, purpose, activity)
        }
        if not said(doc, purpose.name, language, activity["name"]):
            found.add(("b", purpose.clause))
    return found


def _lacking_head(doc: Document, language: str, shown: Json) -> Iterator[tuple[str, str]]:
    head = shown["head"]
    parties = words_of(*(head[f] for f in ("controller", "joint", "representative", "officer", "contact")))
    for name in (
        doc.controller.name,
        doc.controller.city,
        *(joint.name for joint in doc.controller.joint.values()),
    ):
        if name not in parties:
            yield "a", name
    if not said(doc, doc.contact.name, language, parties):
        yield "a", "contact.name"
    for node, letter, field in (
        *((connection, "c", "people") for connection in doc.connection.values()),
        *((measure, "g", "security") for measure in doc.measure.values()),
    ):
        if node.clause not in clauses(head[field]):
            yield letter, node.clause
    for connection in doc.connection.values():
        if f"{connection.clause}.keep" not in clauses(head["erasure"]):
            yield "f", connection.clause
    everywhere = {c for a in shown["activities"] for c in clauses(a["cells"]["transfers"])}
    for transfer in doc.transfer.values():
        if not any(c.startswith(transfer.clause) for c in everywhere | clauses(head["transfers"])):
            yield "e", transfer.clause


def _lacking_in(doc: Document, purpose: Any, activity: Json) -> Iterator[tuple[str, str]]:
    """Yield what one activity leaves out of (b) to (f)."""
    cells = activity["cells"]
    if f"{purpose.clause}.description" not in clauses(cells["purpose"]):
        yield "b", "description"
    narrow = {id_ for basis in purpose.basis.values() for id_ in basis.of}
    if not any(basis.for_anyone for basis in purpose.basis.values()):
        yield from (("c", id_) for id_ in narrow if f"connection.{id_}" not in clauses(cells["people"]))
    for id_ in purpose.data:
        if not any(c.startswith(f"data.{id_}") for c in clauses(cells["data"])):
            yield "c", id_
        if f"data.{id_}.keep" not in clauses(cells["erasure"]):
            yield "f", id_
    for recipient in doc.recipient.values():
        if purpose.id in recipient.purposes:
            if recipient.clause not in clauses(cells["recipients"]):
                yield "d", recipient.id
            if recipient.transfer and f"{recipient.clause}.country" not in clauses(cells["transfers"]):
                yield "e", recipient.id


def _empty(shown: Json) -> Iterator[tuple[str, str]]:
    for where, cells in cells_of(shown):
        for field, cell in cells.items():
            if not words_of(cell).strip():
                yield cell["element"][-1], f"{where}: {field} is empty"


def cells_of(shown: Json) -> Iterator[tuple[str, Json]]:
    yield "head", shown["head"]
    yield from ((part["clause"], part["cells"]) for part in (*shown["activities"], *shown["data"]))


def clauses(cell: Json) -> set[str]:
    return {clause for line in cell["lines"] for sentence in line for clause in sentence["clauses"]}


def words_of(*cells: Json) -> str:
    return "\n".join(sentence["text"] for cell in cells for line in cell["lines"] for sentence in line)


def said(doc: Document, text: Any, language: str, where: str) -> bool:
    return doc.say(text, language).rstrip(".").lower() in where.lower()


@pytest.mark.parametrize(("path", "language"), READ)
def test_every_element_of_the_article_is_there(path: str, language: str) -> None:
    shown = as_json(made(path, language))
    assert lacking(policy(path), language, shown) == set()
    elements = {cell["element"] for _, cells in cells_of(shown) for cell in cells.values()}
    assert elements == {*(f"ROP-01{letter}" for letter in LETTERS), "LAW-01"}


@pytest.mark.parametrize(("path", "language"), [READ[0], READ[3], READ[4]])
def test_an_element_that_is_taken_out_is_missed(path: str, language: str) -> None:
    """Control: each cell in turn loses its lines, and its letter is told as lacking."""
    whole = as_json(made(path, language))
    tried: set[str] = set()
    for number, (where, cells) in enumerate(cells_of(whole)):
        for field, cell in cells.items():
            if cell["element"] == "LAW-01":
                continue
            planted = deepcopy(whole)
            _, faulty = list(cells_of(planted))[number]
            faulty[field]["lines"] = []
            letter = cell["element"][-1]
            assert letter in {found for found, _ in lacking(policy(path), language, planted)}, (where, field)
            tried.add(letter)
    assert tried == set(LETTERS)


@pytest.mark.parametrize(("path", "language"), [READ[3], READ[5]])
def test_a_line_that_is_taken_out_of_an_activity_is_missed(path: str, language: str) -> None:
    """Control: a recipient, a transfer, a data category or a period less is told, though its cell is not empty."""
    whole = as_json(made(path, language))
    tried: set[str] = set()
    for number, activity in enumerate(whole["activities"]):
        for field in ("recipients", "transfers", "erasure"):
            lines = activity["cells"][field]["lines"]
            if len(lines) < 2:
                continue
            planted = deepcopy(whole)
            del planted["activities"][number]["cells"][field]["lines"][0]
            assert lacking(policy(path), language, planted), (activity["clause"], field)
            tried.add(field)
    assert {"recipients", "erasure"} <= tried


def test_an_activity_that_is_taken_out_is_missed() -> None:
    shown = as_json(made(CLUB, "en"))
    gone = shown["activities"].pop()
    assert ("b", gone["clause"]) in lacking(policy(CLUB), "en", shown)


# What it says, and of whom.


@pytest.mark.parametrize(("path", "language"), READ)
def test_every_sentence_comes_from_a_clause_of_the_document(path: str, language: str) -> None:
    doc = policy(path)
    known = {node.clause for node in doc.nodes()} | {"controller", "contact", "measure"}
    for cell in made(path, language).cells():
        for sentence in cell.sentences():
            for clause in sentence.clause.split():
                steps = clause.split(".")
                assert any(".".join(steps[:n]) in known for n in range(1, len(steps) + 1)), clause
            if not sentence.clause:
                assert sentence.text.endswith(":") or len(cell.lines) == 1, sentence.text


def test_a_transfer_names_country_safeguard_and_assessment() -> None:
    doc = policy(CLUB)
    shown = as_json(made(CLUB, "en"))
    (leaving,) = [r for r in doc.recipient.values() if r.id == "lake_centre"]
    cells = [a["cells"] for a in shown["activities"] if a["id"] in leaving.purposes]
    assert cells
    for cell in cells:
        assert "Switzerland" in words_of(cell["transfers"])
        assert "Switzerland (third country)" in words_of(cell["recipients"])
        assert "adequate" in words_of(cell["transfers"]).lower()
    prepared = words_of(as_json(made("policies/medtime-pro.toml", "en"))["head"]["transfers"])
    for part in ("not in use", "United States", "module 2", "1 June 2026", "assessed"):
        assert part.lower() in prepared.lower(), part


def test_special_categories_are_marked_with_what_lifts_the_prohibition() -> None:
    shown = as_json(made("policies/medtime-pro.toml", "en"))
    (catering,) = [a for a in shown["activities"] if a["id"] == "event_catering"]
    assert words_of(catering["cells"]["data"]).splitlines() == [
        "Allergies (special category).",
        "It is kept only with explicit consent (Art. 9(2)(a)).",
    ]


def test_what_there_is_not_is_said() -> None:
    head = as_json(of_text(SMALL))["head"]
    none = built_in("en").plain("record.nothing").capitalize()
    for field in ("joint", "representative", "officer", "transfers"):
        assert words_of(head[field]).capitalize().startswith(none), field
    officer = changed("officer = false\nwhy_no_officer", "officer = true\n# why_no_officer")
    assert "Privacy lead" in words_of(as_json(of_text(officer))["head"]["officer"])


def test_the_record_speaks_of_people_and_not_to_them() -> None:
    spoken = re.compile(r"\b(you|your|sinä|sinun|sinua|sinulle|sinut|du|dig|din|ditt|dina)\b", re.IGNORECASE)
    assert not spoken.search(as_csv(of_text(SMALL)))
    for language in ("fi", "sv", "en"):
        cut = built_in(language).cut
        of_people = {key: "".join(steps[::2]) for key, steps in cut.items() if key.startswith("record")}
        assert len(of_people) > 50
        assert not {key for key, text in of_people.items() if spoken.search(text)}
        # Control: the notice's own phrases under the same keys do speak to people.
        assert spoken.search("".join(cut["basis.contract"][::2])) or language == "fi"


def test_each_phrase_for_the_record_stands_in_for_one_of_the_notice() -> None:
    cut = built_in("en").cut
    instead = [key for key in cut if key.startswith("record_")]
    assert instead
    assert not [key for key in instead if key.removeprefix("record_") not in cut]
    assert not [key for key in instead if cut[key] == cut[key.removeprefix("record_")]]


def test_a_language_or_a_text_that_is_missing_is_refused() -> None:
    with pytest.raises(DocumentRefused) as refused:
        record(loaded(), "fi", built_in("fi"))
    assert [f.code for f in refused.value.findings] == ["P810"]
    two = changed('languages = ["en"]', 'languages = ["en", "fi"]')
    with pytest.raises(DocumentRefused) as refused:
        record(loaded(two), "fi", built_in("fi"))
    assert {f.code for f in refused.value.findings} == {"P811"}


# CSV


@pytest.mark.parametrize(("path", "language"), READ)
def test_each_line_of_the_csv_is_whole_by_itself(path: str, language: str) -> None:
    doc = policy(path)
    head, *rows = csv.reader(io.StringIO(as_csv(made(path, language)), newline=""))
    assert len(rows) == len(doc.purpose)
    assert {len(row) for row in rows} == {len(head)}
    assert len(set(head)) == len(head)
    for letter in LETTERS:
        assert any(f"({letter})" in label for label in head)
    for row, purpose in zip(rows, doc.purpose.values(), strict=True):
        assert all(row)
        assert doc.controller.name in "\n".join(row)
        assert purpose.clause in row
        assert str(doc.register_.version) in row[-1]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\0"])
def test_a_cell_that_would_be_computed_is_guarded(start: str) -> None:
    assert safe(f"{start}1+1") == f"'{start}1+1"


@given(st.text(max_size=20))
def test_only_cells_that_would_be_computed_are_changed(text: str) -> None:
    assert safe(text) == (f"'{text}" if text[:1] in set("=+-@\t\r\0") else text)
    assert not safe(text).startswith(("=", "+", "-", "@", "\t", "\r", "\0"))


def test_a_formula_in_the_document_is_words_in_the_csv() -> None:
    text = changed('en = "customer service" }', """en = '=HYPERLINK("https://example.org")' }""")
    text = changed('en = "We deliver orders and answer questions." }', 'en = "@SUM(A1). More." }', text)
    rows = list(csv.reader(io.StringIO(as_csv(of_text(text)), newline="")))
    assert any(cell.startswith("'=HYPERLINK") for cell in rows[1])
    assert any(cell.startswith("'@SUM") for cell in rows[1])
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


# Cost


def test_the_cost_grows_with_the_document_and_no_faster() -> None:
    calls = []
    for n in (20, 40, 80):
        doc = loaded(large(n))
        calls.append(counted(partial(record, doc, "en", built_in("en"))))
    assert growth(calls) < 2.3


def test_a_cost_that_grows_faster_is_seen() -> None:
    """Control: work for each pair doubles twice over where the document doubles once."""

    def pairs(n: int) -> None:
        for number in range(n * n):
            abs(number)

    assert growth([counted(partial(pairs, n)) for n in (20, 40, 80)]) > 3


@cache
def large(n: int) -> str:
    """Return the small document with ``n`` more data categories, purposes, recipients and retention rules."""
    more = [
        f"""
[data.d{k}]
name = {{ en = "data {k}" }}
item.a = {{ name = {{ en = "item {k}" }}, dpv = "pd:Name" }}
keep = {{ months = {k % 50 + 1}, after = "connection_end" }}

[purpose.p{k}]
name = {{ en = "purpose {k}" }}
description = {{ en = "We use data {k}." }}
dpv = "dpv:CustomerCare"
data = ["d{k}"]
basis.contract = {{ of = "customer", necessary_for = {{ en = "task {k}" }} }}

[recipient.r{k}]
name = {{ en = "helper {k}" }}
kind = "controller"
country = ["FI"]
purposes = ["p{k}"]
data = ["d{k}"]

[retention.h{k}]
name = {{ en = "floor {k}" }}
kind = "floor"
data = ["d{k}"]
while = "connection_live"
"""
        for k in range(n)
    ]
    return SMALL + "".join(more)

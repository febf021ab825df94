"""Comparing two documents: nothing is missed, each change is ruled by the table, and it is said in three languages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from seloste.policy.diff import Kind, as_json, as_sentences, as_text, diff
from seloste.policy.diff.say import LANGUAGES, _words
from seloste.policy.diff.table import rows, ruling
from seloste.policy.diff.walk import Event, differences
from seloste.policy.text.read import read
from seloste.policy.tree.document import Document, load
from seloste.policy.tree.values import AtInstallation, Condition, Length, Period, Text
from tests.policy.documents import ROOT, SMALL, changed, loaded

SUBSTANTIVE, EDITORIAL = Kind.SUBSTANTIVE, Kind.EDITORIAL
RECIPIENT = """
[recipient.mailing]
name = { en = "mailing service" }
kind = "processor"
entity = "Example Post Oy"
country = ["FI"]
purposes = ["newsletter"]
data = ["contact_points"]
"""


def policies() -> list[Path]:
    return [
        ROOT / "tests/policies/small/policy.toml",
        *sorted((ROOT / "policies").glob("medtime-pro.1.toml")),
    ]


def document(path: Path) -> Document:
    return load(read(path.name, path.read_bytes()))


def only_change(old: str, new: str) -> Any:
    changes = diff(loaded(old), loaded(new))
    assert len(changes) == 1, [c.sentence for c in changes]
    return changes[0]


def test_the_same_document_has_no_changes() -> None:
    assert diff(loaded(), loaded()) == ()
    assert as_text(()) == "The documents say the same."


def test_spaces_and_comments_are_no_change() -> None:
    assert diff(loaded(), loaded("# hello\n\n" + SMALL.replace(" = ", "  =  "))) == ()


@pytest.mark.parametrize(
    ("find", "put", "clause", "kind", "rule", "sentence"),
    [
        ("months = 12", "months = 24", "connection.customer.keep", SUBSTANTIVE, "INF-08", "connection `customer`, retention period: 12 months → 24 months"),
        ("months = 12", "months = 6", "connection.customer.keep", EDITORIAL, "INF-08", "connection `customer`, retention period: 12 months → 6 months"),
        ("months = 12", "years = 1", "connection.customer.keep", EDITORIAL, "INF-24", "connection `customer`, retention period: 12 months after the connection ended → 1 year after the connection ended"),
        ("months = 12, after = \"connection_end\"", "months = 12, after = \"case_closed\"", "connection.customer.keep", SUBSTANTIVE, "INF-08", "12 months after the connection ended → 12 months after the matter was closed"),
        ("gives = [\"identity\", \"contact_points\"]", "gives = [\"identity\"]", "source.self.gives", EDITORIAL, "INF-24", "source `self`, what it gives: no longer: `contact_points`"),
        ("basis.contract = { of", "basis.public_task = { of = \"anyone\", law = \"x\" }\nbasis.contract = { of", "purpose.customer_service.basis.public_task", SUBSTANTIVE, "LAW-01", "purpose `customer_service`, legal basis `public_task` is new"),
        ("A person who has ordered from us.", "Someone who has ordered from us.", "connection.customer.description", EDITORIAL, "INF-24", "“A person who has ordered from us.” → “Someone who has ordered from us.”"),
        ("name = \"Example Oy\"", "name = \"Example Ab\"", "controller.name", SUBSTANTIVE, "INF-01", "controller, name: `Example Oy` → `Example Ab`"),
        ("email = \"privacy@example.org\"", "email = \"law@example.org\"", "contact.email", SUBSTANTIVE, "INF-02", "`privacy@example.org` → `law@example.org`"),
        ("reach.email = [\"consent\"]", "reach.email = [\"consent\", \"existing_customer\"]", "purpose.newsletter.topic.clock_news.reach.email", SUBSTANTIVE, "MKT-01", "topic `clock_news`, how people are reached, e-mail: new: as you are a customer"),
        ("reach.email = [\"consent\"]", "reach.email = [\"consent\"]\nreach.sms = [\"consent\"]", "purpose.newsletter.topic.clock_news.reach.sms", SUBSTANTIVE, "MKT-01", "text message: new: consent"),
        ("Yes, send me news", "Please send me news", "form.order.consent.news.wording", SUBSTANTIVE, "CON-03", "wording: "),
        ("dated = 2026-11-22", "dated = 2026-11-23", "register.dated", EDITORIAL, "INF-24", "register, date: 2026-11-22 → 2026-11-23"),
        ("version = 1", "version = 2", "register.version", EDITORIAL, "INF-24", "register, version: 1 → 2"),
        ("required = true", "required = false", "form.order.field.last_name.required", EDITORIAL, "INF-12", "required: yes → no"),
        ("[measure.access_control]", "[measure.doors]", "measure.doors", EDITORIAL, "INF-24", "security measure `doors` is new"),
    ],
)  # fmt: skip
def test_a_change_has_its_kind_its_rule_and_a_sentence(
    find: str, put: str, clause: str, kind: Kind, rule: str, sentence: str
) -> None:
    change = next(c for c in diff(loaded(), loaded(changed(find, put))) if c.clause == clause)
    assert (change.kind, change.rule) == (kind, rule)
    assert sentence in change.sentence


@pytest.mark.parametrize(
    ("addition", "clause", "rule", "sentence"),
    [
        (RECIPIENT, "recipient.mailing", "INF-06", "recipient `mailing` is new"),
        ("\n[data.notes]\nname = { en = \"notes\" }\nitem.note = { name = { en = \"note\" }, dpv = \"pd:Opinion\" }\nkeep = { days = 5, after = \"data_obtained\" }\n", "data.notes", "INF-05", "data category `notes` is new"),
        ("\n[transfer.clauses]\nname = { en = \"clauses\" }\ncountry = [\"IN\"]\ntool = \"standard_contractual_clauses\"\n", "transfer.clauses", "INF-07", "transfer `clauses` is new"),
        ("\n[source.media]\nname = { en = \"newspapers\" }\nkind = \"media\"\npublic = true\ngives = [\"identity\"]\n", "source.media", "INF-13", "source `media` is new"),
        ("\n[purpose.surveys]\nname = { en = \"surveys\" }\ndescription = { en = \"We ask.\" }\ndpv = \"dpv:Purpose\"\ndata = [\"identity\"]\nbasis.consent = { of = \"anyone\" }\n", "purpose.surveys", "INF-03", "purpose `surveys` is new"),
    ],
)  # fmt: skip
def test_what_is_new_is_told_and_what_is_gone_is_not(
    addition: str, clause: str, rule: str, sentence: str
) -> None:
    new = only_change(SMALL, SMALL + addition)
    assert (new.clause, new.kind, new.rule, new.sentence) == (clause, SUBSTANTIVE, rule, sentence)
    assert not new.in_old
    gone = only_change(SMALL + addition, SMALL)
    assert (gone.clause, gone.kind, gone.sentence) == (
        clause,
        EDITORIAL,
        sentence.replace("is new", "is gone"),
    )
    assert gone.in_old
    assert gone.spot.line == new.spot.line


def test_a_basis_that_goes_is_told_because_another_may_now_hold() -> None:
    more = changed("basis.contract = {", 'basis.consent = { of = "anyone" }\nbasis.contract = {')
    gone = only_change(more, SMALL)
    assert (gone.event, gone.kind, gone.rule) == (Event.REMOVED, SUBSTANTIVE, "LAW-01")


def test_another_order_of_bases_is_told_and_of_purposes_is_not() -> None:
    first = changed("basis.contract = {", 'basis.consent = { of = "anyone" }\nbasis.contract = {')
    lines = first.splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("basis.consent"))
    lines[at], lines[at + 1] = lines[at + 1], lines[at]
    assert only_change(first, "\n".join(lines)).kind is SUBSTANTIVE
    head, service, rest = SMALL.partition("[purpose.customer_service]")
    service_text, mark, tail = rest.partition("[purpose.newsletter]")
    letter, source, end = tail.partition("[source.self]")
    swapped = head + mark + letter + service + service_text + source + end
    change = only_change(SMALL, swapped)
    assert (change.clause, change.event, change.kind) == ("purpose", Event.REORDERED, EDITORIAL)


def test_a_language_more_is_one_change_and_not_one_for_every_text() -> None:
    more = changed('languages = ["en"]', 'languages = ["en", "fi"]').replace(
        'en = "Customer register"', 'en = "Customer register", fi = "Asiakasrekisteri"'
    )
    assert only_change(SMALL, more).sentence == "register, languages: new: Finnish"


def test_words_that_clauses_share_are_told_where_they_are_used() -> None:
    shared = changed('{ en = "delivering what was ordered" }', '"words.delivery"')
    old = shared + '\n[words.delivery]\nen = "delivering what was ordered"\n'
    new = shared + '\n[words.delivery]\nen = "selling on"\n'
    change = only_change(old, new)
    assert (change.clause, change.kind) == (
        "purpose.customer_service.basis.contract.necessary_for",
        SUBSTANTIVE,
    )
    assert only_change(SMALL, old).event is Event.RESTATED


def test_words_that_nothing_uses_are_a_change_of_their_own() -> None:
    old, new = SMALL + '\n[words.spare]\nen = "a"\n', SMALL + '\n[words.spare]\nen = "b"\n'
    assert only_change(old, new).clause == "words.spare.en"


def test_a_floor_that_a_period_no_longer_ends_makes_it_longer() -> None:
    old = changed('after = "connection_end"', 'after = "connection_end", before_retention_floor = true')
    assert only_change(old, SMALL).event is Event.LONGER
    assert only_change(SMALL, old).event is Event.SHORTER


# Completeness: whatever changes in a tree, at least one change says so, and as many on the way back.


@pytest.mark.parametrize("path", policies(), ids=lambda p: p.name)
def test_every_value_of_a_document_that_changes_is_noticed(path: Path) -> None:
    old = document(path)
    missed, lopsided, tried = [], [], 0
    for where, new in mutants(old):
        if new == old:
            continue
        tried += 1
        there, back = list(differences(old, new)), list(differences(new, old))
        if not there:
            missed.append(where)
        if len(there) != len(back):
            lopsided.append(where)
    assert tried > 100
    assert not missed
    assert not lopsided


@given(st.data())
def test_several_changes_at_once_are_noticed_both_ways(data: st.DataObject) -> None:
    old = loaded()
    every = list(mutants(old))
    new = old
    for _ in range(data.draw(st.integers(1, 4))):
        where, _ = data.draw(st.sampled_from(every))
        again = dict(mutants(new)).get(where)
        new = again if again is not None else new
    there, back = diff(old, new), diff(new, old)
    assert bool(there) == (new != old)
    assert len(there) == len(back)
    for change in there:
        assert change.sentence
        for language in LANGUAGES:
            assert change.said(language).endswith((".", "…"))


def mutants(root: Document) -> Iterator[tuple[tuple[str, ...], Document]]:
    """Yield the document with one value changed or one entry dropped, for every value and entry it has."""
    yield from _of_node(root, ())


Mutant = tuple[tuple[str, ...], Any]


def _of_node(node: BaseModel, path: tuple[str, ...]) -> Iterator[Mutant]:
    for name, info in type(node).model_fields.items():
        if name not in {"spot", "clause", "id"}:
            words = sorted({word for kind in _literals(info.annotation, set()) for word in kind})
            for where, new in _of_value(getattr(node, name), (*path, name), words):
                yield where, node.model_copy(update={name: new})


def _of_value(value: Any, path: tuple[str, ...], words: list[str]) -> Iterator[Mutant]:
    if isinstance(value, BaseModel):
        yield from _of_node(value, path)
    elif isinstance(value, Mapping):
        yield from _of_table(value, path, words)
    elif isinstance(value, tuple):
        yield from _of_list(value, path, words)
    elif isinstance(value, bool):
        yield path, not value
    elif isinstance(value, int):
        yield path, value + 1
    elif isinstance(value, str):
        yield path, next((word for word in words if word != value), value + "x")


def _of_table(table: Mapping[str, Any], path: tuple[str, ...], words: list[str]) -> Iterator[Mutant]:
    for key, inner in table.items():
        if len(table) > 1:
            yield (*path, f"-{key}"), {k: v for k, v in table.items() if k != key}
        for where, new in _of_value(inner, (*path, key), words):
            yield where, {**table, key: new}
    if len(table) > 1 and path[-1:] != ("given",):
        yield (*path, "~order"), {key: table[key] for key in reversed(list(table))}


def _of_list(values: tuple[Any, ...], path: tuple[str, ...], words: list[str]) -> Iterator[Mutant]:
    if values:
        yield (*path, "-"), values[1:]
    if not isinstance(next(iter(values), None), Condition):
        yield (*path, "+"), (*values, next((word for word in words if word not in values), "zz"))


def test_the_completeness_test_would_notice_a_blind_spot(monkeypatch: pytest.MonkeyPatch) -> None:
    """Control: with one field left out of the walk, a mutant goes unseen."""
    from seloste.policy.diff import walk

    monkeypatch.setattr(walk, "_ABOUT_ITSELF", walk._ABOUT_ITSELF | {"dpv"})
    old = loaded()
    unseen = [where for where, new in mutants(old) if new != old and not list(differences(old, new))]
    assert unseen
    assert all(where[-1] == "dpv" for where in unseen)


# The table and the words know the whole language.


def places(
    model: Any = Document, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], frozenset[Event]]]:
    """Yield every place of the language with what can happen there, from the types of the tree."""
    for name, info in model.model_fields.items():
        if name not in {"spot", "clause", "id"}:
            yield from _of_type(info.annotation, (*path, info.alias or name))


BOTH_WAYS = frozenset({Event.ADDED, Event.REMOVED})


def _of_type(kind: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], frozenset[Event]]]:
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        yield from _of_type(inner[0], path)
    elif origin in {Union, UnionType}:
        rest = [i for i in inner if i is not type(None)]
        if len(rest) < len(inner):
            yield path, BOTH_WAYS
        if len(rest) > 1:
            yield path, frozenset({Event.CHANGED})
        for one in rest:
            yield from _of_type(one, path)
    elif isinstance(origin, type) and issubclass(origin, Mapping):
        yield path, frozenset({Event.REORDERED})
        yield (*path, "x"), BOTH_WAYS
        yield from _of_type(inner[-1], (*path, "x"))
    elif origin is tuple:
        yield path, BOTH_WAYS | {Event.REORDERED}
    else:
        yield from _of_plain(kind, path)


def _of_plain(kind: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], frozenset[Event]]]:
    events = {
        Text: {Event.REWORDED, Event.RESTATED},
        Period: {Event.LONGER, Event.SHORTER, Event.CHANGED, Event.RESTATED},
        Length: {Event.LONGER, Event.SHORTER, Event.RESTATED},
        Condition: {Event.CHANGED},
        AtInstallation: {Event.CHANGED},
        bool: {Event.ON, Event.OFF},
        int: {Event.MORE, Event.LESS},
    }
    if kind in events:
        yield path, frozenset(events[kind])
    elif isinstance(kind, type) and issubclass(kind, BaseModel):
        yield from places(kind, path)
    else:
        yield path, frozenset({Event.CHANGED})


def test_the_table_knows_every_place_of_the_language() -> None:
    """A field that the language gains has to be ruled on before it counts as anything but substantive."""
    last = rows()[-1]
    unknown = [
        f"{'.'.join(path)} {event.value}"
        for path, events in places()
        for event in sorted(events)
        if ruling(path, event) is last
    ]
    assert not unknown


def test_every_row_of_the_table_decides_something() -> None:
    deciding = {ruling(path, event) for path, events in places() for event in events}
    idle = [row for row in rows()[:-1] if row not in deciding]
    assert not idle


def test_what_the_table_does_not_know_is_substantive() -> None:
    assert ruling(("something", "new"), Event.CHANGED).kind is SUBSTANTIVE


def test_each_row_names_one_rule_of_law_and_says_why() -> None:
    for row in rows():
        assert re.fullmatch(r"[A-Z]{3}-\d\d", row.rule)
        assert row.why
        assert not row.why.endswith(".")


def test_the_words_know_every_place_and_every_term() -> None:
    terms = {t for kind in _literals(Document, set()) for t in kind}
    for language, (path, _) in product(LANGUAGES, places()):
        words = _words(language)
        for step in path:
            assert step == "x" or step in words["field"], (language, path)
    from seloste.policy.compile.phrases import built_in

    for language in LANGUAGES:
        phrases = built_in(language)
        known = {*_words(language)["value"]}
        lacking = {
            t for t in terms if t not in known and not any(phrases.has(f"{s}.{t}") for s in ("channel", "reach", "dealing", "event"))
        }  # fmt: skip
        assert not lacking


def _literals(kind: Any, seen: set[Any]) -> Iterator[tuple[str, ...]]:
    if get_origin(kind) is Literal:
        yield tuple(a for a in get_args(kind) if isinstance(a, str))
    elif isinstance(kind, type) and issubclass(kind, BaseModel):
        if kind not in seen:
            seen.add(kind)
            for name, info in kind.model_fields.items():
                if name not in {"spot", "clause", "id"}:
                    yield from _literals(info.annotation, seen)
    else:
        for inner in get_args(kind):
            yield from _literals(inner, seen)


def test_all_languages_have_the_same_words_and_slots() -> None:
    def shape(language: str) -> dict[str, list[str]]:
        return {
            f"{section}.{key}": sorted(part.split("}")[0] for part in text.split("{")[1:])
            for section, table in _words(language).items()
            for key, text in table.items()
        }

    assert shape("fi") == shape("sv") == shape("en")


# For people and for programs.


def test_people_are_told_the_substantive_changes_by_name() -> None:
    new = loaded(changed("months = 12", "months = 24").replace("We keep this register to", "We keep it to"))
    assert as_sentences(diff(loaded(), new), "en") == (
        "Connection “customer”, retention period: 12 months → 24 months.",
    )


def test_the_same_changes_are_said_in_finnish_and_swedish() -> None:
    changes = diff(loaded(), loaded(SMALL + RECIPIENT))
    assert as_sentences(changes, "fi") == ("Uusi: vastaanottaja ”mailing service”.",)
    assert as_sentences(changes, "sv") == ("Nytt: mottagare ”mailing service”.",)
    with pytest.raises(ValueError, match="de"):
        as_sentences(changes, "de")


def test_the_text_tells_place_kind_and_reason_and_counts() -> None:
    text = as_text(diff(loaded(), loaded(changed("months = 12", "months = 24"))), "a.toml", "b.toml")
    place, why, totals = text.splitlines()
    assert place.startswith("b.toml:")
    assert " substantive  connection `customer`" in place
    assert why == "    why: data are kept longer than people were told [INF-08]"
    assert totals.startswith("1 substantive, 0 editorial.")


def test_the_json_has_one_shape() -> None:
    value = as_json(diff(loaded(), loaded(SMALL + RECIPIENT)), "a.toml", "b.toml")
    assert json.loads(json.dumps(value)) == value
    assert value["same"] is False
    assert value["counts"] == {"editorial": 0, "substantive": 1}
    (change,) = value["changes"]
    assert set(change) == {"clause", "event", "kind", "rule", "message", "why", "where"}
    assert change["where"]["document"] == "new"
    assert as_json(())["same"] is True


def test_a_version_of_the_shipped_register_is_compared_whole() -> None:
    old, new = document(ROOT / "policies/medtime-pro.1.toml"), document(ROOT / "policies/medtime-pro.toml")
    changes = diff(old, new)
    assert len(changes) == len(diff(new, old))
    told = {c.clause for c in changes if c.kind is SUBSTANTIVE}
    assert {f"purpose.{p}" for p in new.purpose.keys() - old.purpose.keys()} <= told
    assert {f"recipient.{r}" for r in new.recipient.keys() - old.recipient.keys()} <= told
    for language in LANGUAGES:
        assert len(as_sentences(changes, language)) == len([c for c in changes if c.kind is SUBSTANTIVE])

"""Activities: each purpose as one processing activity, with what Art. 30(1)(b) to (f) asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from seloste.policy.compile.notice.others import safeguards
from seloste.policy.compile.notice.parts import Piece, Sentence
from seloste.policy.compile.notice.pen import Law, Pen, upper_first
from seloste.policy.compile.notice.uses import basis_said
from seloste.policy.compile.record.head import as_record, nothing
from seloste.policy.compile.record.parts import Activity, Cell
from seloste.policy.compile.record.periods import of_activity, rules_by_category
from seloste.policy.tree.duties import Recipient, Retention
from seloste.policy.tree.people import Category
from seloste.policy.tree.purposes import Purpose
from seloste.policy.tree.terms import EEA

PURPOSE: Law = ("ROP-01b",)
KINDS: Law = ("ROP-01c",)
RECEIVES: Law = ("ROP-01d",)
TRANSFERS: Law = ("ROP-01e",)
BASIS: Law = ("LAW-01",)
Line = tuple[Sentence, ...]


@dataclass(frozen=True)
class _Shared:
    """What many activities say, written once: lines by recipient and by data category, rules by category."""

    receiving: Mapping[str, tuple[Recipient, ...]]
    receives: Mapping[str, Line]
    leaves: Mapping[str, Line]
    rules: Mapping[str, tuple[Retention, ...]]


def activities(pen: Pen) -> tuple[Activity, ...]:
    """Return every purpose as an activity, numbered in the document's order."""
    shared = _shared(pen)
    return tuple(
        Activity(number, purpose.id, purpose.clause, pen.term(purpose.name, PURPOSE, purpose), cells)
        for number, purpose in enumerate(pen.doc.purpose.values(), 1)
        for cells in (_cells(pen, purpose, shared),)
    )


def _shared(pen: Pen) -> _Shared:
    receiving: dict[str, list[Recipient]] = {}
    for recipient in pen.doc.recipient.values():
        for purpose in dict.fromkeys(recipient.purposes):
            receiving.setdefault(purpose, []).append(recipient)
    recipients = pen.doc.recipient.values()
    return _Shared(
        {purpose: tuple(those) for purpose, those in receiving.items()},
        {r.id: _receives(pen, r) for r in recipients},
        {r.id: _leaves(pen, r) for r in recipients if set(r.country) - EEA},
        rules_by_category(pen),
    )


def _cells(pen: Pen, purpose: Purpose, shared: _Shared) -> tuple[Cell, ...]:
    those = shared.receiving.get(purpose.id, ())
    said: tuple[tuple[str, Law, Iterable[Line]], ...] = (
        (
            "purpose",
            PURPOSE,
            [pen.own(purpose.description, PURPOSE, purpose, f"{purpose.clause}.description")],
        ),
        ("basis", BASIS, [as_record(basis_said(pen, basis), BASIS) for basis in purpose.basis.values()]),
        ("people", KINDS, [_people(pen, purpose)]),
        ("data", KINDS, _data(pen, purpose)),
        ("recipients", RECEIVES, [shared.receives[r.id] for r in those]),
        ("transfers", TRANSFERS, [shared.leaves[r.id] for r in those if r.id in shared.leaves]),
        ("erasure", ("ROP-01f",), of_activity(pen, purpose, shared.rules)),
    )
    return tuple(
        Cell(field, pen.word(f"record.{field}"), law[0], tuple(lines) or (nothing(pen, law, purpose.clause),))
        for field, law, lines in said
    )


def _people(pen: Pen, purpose: Purpose) -> Line:
    """Return the connections that a basis is for; everyone where one asks for no particular connection."""
    for basis in purpose.basis.values():
        if basis.for_anyone:
            return (pen.line("record.everyone", KINDS, f"{basis.clause}.of"),)
    ids = dict.fromkeys(id_ for basis in purpose.basis.values() for id_ in basis.of)
    names = pen.names_of(ids, pen.doc.connection)
    return _named((name, f"connection.{id_}") for name, id_ in zip(names, ids, strict=True))


def _named(named: Iterable[tuple[str, str]]) -> Line:
    """Return names in a row, each with its own clause; the first begins with a capital."""
    return tuple(
        Sentence((Piece(name if number else upper_first(name)),), KINDS, clause, listed=True)
        for number, (name, clause) in enumerate(named)
    )


def _data(pen: Pen, purpose: Purpose) -> list[Line]:
    """Return the data categories in a row, and each special one on a line of its own with its condition."""
    categories = [pen.doc.data[id_] for id_ in purpose.data if id_ in pen.doc.data]
    plain = [c for c in categories if c.special is None]
    lines = [_named((pen.name(c.name, c), c.clause) for c in plain)] if plain else []
    return [*lines, *(special(pen, c) for c in categories if c.special is not None)]


def special(pen: Pen, category: Category) -> Line:
    """Return a category marked as special, with what lifts the prohibition of Art. 9(1)."""
    name = pen.name(category.name, category)
    if category.special is None:
        return (pen.term(category.name, KINDS, category),)
    clause = f"{category.clause}.special"
    said = [pen.line("record.special", KINDS, clause, category=name)]
    said.append(pen.line(f"data.art9_{category.special.art9}", KINDS, clause))
    if law := pen.cite(category.special.law, category.special):
        said.append(pen.line("data.by_law", KINDS, f"{clause}.law", law=law))
    return tuple(said)


def _receives(pen: Pen, recipient: Recipient) -> Line:
    """Return who a recipient is, in which part, and where; third countries are marked."""
    sector = pen.name(recipient.sector, recipient) if recipient.sector is not None else ""
    details = [pen.word(f"record.kind_{recipient.kind}"), recipient.entity or "", sector]
    details += [_country(pen, code) for code in recipient.country]
    name = pen.name(recipient.name, recipient)
    text = pen.word("list.comma").join(detail for detail in details if detail)
    said = [pen.line("record.recipient", RECEIVES, recipient.clause, recipient=name, details=text)]
    if recipient.law is not None:
        law = pen.cite(recipient.law, recipient)
        said.append(pen.line("recipients.law", RECEIVES, f"{recipient.clause}.law", law=law))
    if recipient.when is not None:
        condition = pen.condition(recipient.when)
        said.append(pen.line("recipients.when", RECEIVES, f"{recipient.clause}.when", condition=condition))
    return tuple(said)


def _country(pen: Pen, code: str) -> str:
    name = pen.country(code)
    return name if code in EEA else pen.phrases.plain("record.third_country", country=name)


def _leaves(pen: Pen, recipient: Recipient) -> Line:
    """Return the third countries that a recipient's data are in, and what makes it lawful (Arts 44 to 49)."""
    countries = pen.joined([pen.country(code) for code in recipient.country if code not in EEA])
    name, clause = pen.name(recipient.name, recipient), f"{recipient.clause}.country"
    said = pen.line("record.transfer", TRANSFERS, clause, recipient=name, countries=countries)
    transfer = pen.doc.transfer.get(recipient.transfer or "")
    if transfer is None:
        return (said,)
    named = pen.term(f"{pen.name(transfer.name, transfer)}.", TRANSFERS, transfer.clause)
    return (said, named, *as_record(safeguards(pen, transfer), TRANSFERS))

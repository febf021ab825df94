"""Head: what the record says once for the whole register (ROP-01 a, and what c, e, f and g have in common)."""

from __future__ import annotations

from seloste.policy.compile.notice.others import safeguards
from seloste.policy.compile.notice.parties import address
from seloste.policy.compile.notice.parts import Fact, Piece, Sentence
from seloste.policy.compile.notice.pen import Law, Pen
from seloste.policy.compile.record.parts import Cell, Lines
from seloste.policy.compile.record.periods import whole_register
from seloste.policy.tree.duties import Transfer

PARTIES: Law = ("ROP-01a",)
PEOPLE: Law = ("ROP-01c",)
TRANSFERS: Law = ("ROP-01e",)
SECURITY: Law = ("ROP-01g",)


def head(pen: Pen) -> tuple[Cell, ...]:
    """Return who answers, whom the register knows, and what holds for every activity."""
    return (
        _cell(pen, "controller", PARTIES, _controller(pen)),
        _cell(pen, "joint", PARTIES, _joint(pen)),
        _cell(pen, "representative", PARTIES, _representative(pen)),
        _cell(pen, "officer", PARTIES, _officer(pen)),
        _cell(pen, "contact", PARTIES, _contact(pen)),
        _cell(pen, "people", PEOPLE, [(pen.term(c.name, PEOPLE, c),) for c in pen.doc.connection.values()]),
        _cell(pen, "transfers", TRANSFERS, _prepared(pen)),
        _cell(pen, "erasure", ("ROP-01f",), whole_register(pen)),
        _cell(pen, "security", SECURITY, _security(pen)),
    )


def _cell(pen: Pen, field: str, law: Law, lines: Lines | list[tuple[Sentence, ...]]) -> Cell:
    said = tuple(lines) or (nothing(pen, law),)
    return Cell(field, pen.word(f"record.{field}"), law[0], said)


def nothing(pen: Pen, law: Law, clause: str = "") -> tuple[Sentence, ...]:
    """Return that there is nothing of the kind, so that no cell is empty."""
    return (pen.line("record.nothing", law, clause),)


def _controller(pen: Pen) -> list[tuple[Sentence, ...]]:
    controller = pen.doc.controller
    name = pen.term(controller.name, PARTIES, "controller.name")
    number = controller.business_id
    rows = [pen.fact("who.business_id", PARTIES, "controller.business_id", number)] if number else []
    return [(name,), *_facts([*rows, *address(pen, controller, PARTIES)])]


def _facts(rows: list[Fact]) -> list[tuple[Sentence, ...]]:
    """Return labels with what they are as lines of text."""
    return [
        (Sentence((Piece(f"{row.label}: "), *said.pieces), said.law, said.clause),)
        for row in rows
        for line in row.lines
        for said in line
    ]


def _joint(pen: Pen) -> list[tuple[Sentence, ...]]:
    lines: list[tuple[Sentence, ...]] = []
    for other in pen.doc.controller.joint.values():
        lines.append((pen.term(other.name, PARTIES, f"{other.clause}.name"),))
        lines += _facts(address(pen, other, PARTIES))
    return lines


def _representative(pen: Pen) -> list[tuple[Sentence, ...]]:
    controller = pen.doc.controller
    if controller.representative is None:
        return []
    name = pen.name(controller.representative, controller)
    return [(pen.term(name, PARTIES, "controller.representative"),)]


def _officer(pen: Pen) -> list[tuple[Sentence, ...]]:
    """Return the officer of Art. 37; where there is none, why not (DPO-01)."""
    contact = pen.doc.contact
    if contact.officer:
        return _contact(pen)
    none = nothing(pen, PARTIES, "contact.officer")
    why = pen.own(contact.why_no_officer, (*PARTIES, "DPO-01"), contact, "contact.why_no_officer")
    return [none, why] if why else [none]


def _contact(pen: Pen) -> list[tuple[Sentence, ...]]:
    contact = pen.doc.contact
    rows = [
        pen.fact("who.phone", PARTIES, "contact.phone", pen.given(contact.phone)),
        pen.fact("who.email", PARTIES, "contact.email", pen.given(contact.email)),
    ]
    name = pen.name(contact.name, contact)
    return [(pen.term(name, PARTIES, "contact.name"),), *_facts(rows)]


def _prepared(pen: Pen) -> list[tuple[Sentence, ...]]:
    """Return the safeguards that stand ready though no recipient rests on them."""
    used = {r.transfer for r in pen.doc.recipient.values()}
    return [_ready(pen, t) for t in pen.doc.transfer.values() if t.id not in used]


def _ready(pen: Pen, transfer: Transfer) -> tuple[Sentence, ...]:
    name = pen.name(transfer.name, transfer)
    ready = pen.line("record.prepared", TRANSFERS, transfer.clause, transfer=name)
    return (ready, *as_record(safeguards(pen, transfer), TRANSFERS))


def as_record(said: list[Sentence], law: Law) -> tuple[Sentence, ...]:
    """Return sentences of the notice as the record's own: the same words and clause, another element."""
    return tuple(Sentence(s.pieces, law, s.clause) for s in said)


def _security(pen: Pen) -> list[tuple[Sentence, ...]]:
    """Return the measures in general words, those of a kind together (Art. 32(1))."""
    lines: list[tuple[Sentence, ...]] = []
    for kind in ("technical", "organisational"):
        those = [m for m in pen.doc.measure.values() if m.kind == kind]
        if those:
            lines.append((pen.line(f"security.{kind}", SECURITY, "measure"),))
            lines += [(pen.term(m.name, SECURITY, m),) for m in those]
    return lines

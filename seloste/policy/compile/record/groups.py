"""Groups: each data category with what is in it (ROP-01 c), so that the activities need only name it."""

from __future__ import annotations

from seloste.policy.compile.notice.parts import Piece, Sentence
from seloste.policy.compile.notice.pen import Pen, upper_first
from seloste.policy.compile.record.activities import KINDS, Line, special
from seloste.policy.compile.record.parts import Cell, Group
from seloste.policy.compile.record.periods import ERASURE, alone
from seloste.policy.tree.people import Category


def groups(pen: Pen) -> tuple[Group, ...]:
    """Return every data category of the register, in the document's order."""
    return tuple(_group(pen, category) for category in pen.doc.data.values())


def _group(pen: Pen, category: Category) -> Group:
    clause = category.clause
    contents = Cell("contents", pen.word("data.contents"), KINDS[0], tuple(_contents(pen, category)))
    erasure = Cell("erasure", pen.word("record.erasure"), ERASURE[0], (alone(pen, category),))
    return Group(category.id, clause, pen.term(category.name, KINDS, category), contents, erasure)


def _contents(pen: Pen, category: Category) -> list[Line]:
    items = tuple(
        Sentence((Piece(name if number else upper_first(name)),), KINDS, item.clause, listed=True)
        for number, item in enumerate(category.item.values())
        for name in (pen.name(item.name, item),)
    )
    lines: list[Line] = [items]
    if category.special is not None:
        lines.append(special(pen, category)[1:])
    if category.national_id is not None:
        lines.append((pen.line("data.national_id", KINDS, category.national_id.clause),))
    return lines

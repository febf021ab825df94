"""Periods: the time limits for erasure (ROP-01 f), of the whole register and of one activity.

Each period is said once, with the names of everything that is kept so long; such a sentence comes from
several clauses, and names them all with a space between.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from seloste.policy.compile.notice.parts import Piece, Sentence
from seloste.policy.compile.notice.pen import Law, Pen
from seloste.policy.compile.notice.periods import item_of
from seloste.policy.tree.document import Document
from seloste.policy.tree.duties import Retention
from seloste.policy.tree.people import Category
from seloste.policy.tree.purposes import Purpose
from seloste.policy.tree.values import Named, Period, Text

ERASURE: Law = ("ROP-01f",)
Line = tuple[Sentence, ...]
Kept = tuple[Text, Named, Period, str]
"""Name, node, period, and the field of the node that says it."""


def rules_by_category(pen: Pen) -> Mapping[str, tuple[Retention, ...]]:
    """Return the floors and holds that touch each data category, in the document's order."""
    found: dict[str, dict[str, Retention]] = {}
    for rule in pen.doc.retention.values():
        for category in (*rule.data, *(item_of(pen, cell)[0] for cell in rule.cells)):
            found.setdefault(category, {})[rule.id] = rule
    return {category: tuple(rules.values()) for category, rules in found.items()}


def whole_register(pen: Pen) -> list[Line]:
    """Return when connections end, how long people stay after that, and how long paper is kept."""
    doc: Document = pen.doc
    kept: list[tuple[str, list[Kept]]] = [
        (
            "periods.ends",
            [(c.name, c, c.ends, "ends") for c in doc.connection.values() if c.ends is not None],
        ),
        ("periods.connections", [(c.name, c, c.keep, "keep") for c in doc.connection.values()]),
        ("periods.manual", [(m.name, m, m.keep, "keep") for m in doc.manual.values()]),
    ]
    lines: list[Line] = []
    for key, periods in kept:
        if periods:
            lines.append((Sentence((Piece(f"{pen.word(key)}:"),), ERASURE, ""),))
            lines += grouped(pen, periods)
    return lines


def of_activity(pen: Pen, purpose: Purpose, rules: Mapping[str, tuple[Retention, ...]]) -> list[Line]:
    """Return how long the data of one activity are kept, and what lengthens it."""
    lines: list[Line] = []
    if purpose.keep is not None:
        clause = f"{purpose.clause}.keep"
        said = pen.line("record.purpose_period", ERASURE, clause, period=pen.period(purpose.keep))
        lines.append((said, *_law(pen, purpose.keep, purpose, clause)))
    categories = [pen.doc.data[id_] for id_ in purpose.data if id_ in pen.doc.data]
    lines += grouped(pen, [(c.name, c, c.keep, "keep") for c in categories])
    touching = {rule.id: rule for c in categories for rule in rules.get(c.id, ())}
    for rule in touching.values():
        lines += _floor(pen, rule, categories) if rule.kind == "floor" else [_hold(pen, rule)]
    return lines


def grouped(pen: Pen, kept: Iterable[Kept]) -> list[Line]:
    """Return each period with the names of all that is kept so long, and the law that sets it."""
    alike: dict[tuple[str, str], list[tuple[str, str]]] = {}
    first: dict[tuple[str, str], tuple[Period, Named, str]] = {}
    for name, node, period, field in kept:
        clause = f"{node.clause}.{field}"
        same = (pen.period(period), pen.cite(period.law, node))
        alike.setdefault(same, []).append((pen.name(name, node), clause))
        first.setdefault(same, (period, node, clause))
    lines: list[Line] = []
    for same, named in alike.items():
        names = pen.joined([name for name, _ in named])
        clauses = " ".join(clause for _, clause in named)
        said = pen.line("record.period", ERASURE, clauses, names=names, period=same[0])
        lines.append((said, *_law(pen, *first[same])))
    return lines


def alone(pen: Pen, category: Category) -> Line:
    """Return one category's period where its name stands beside it already, and the law that sets it."""
    clause = f"{category.clause}.keep"
    said = pen.term(f"{pen.period(category.keep)}.", ERASURE, clause)
    return (said, *_law(pen, category.keep, category, clause))


def _law(pen: Pen, period: Period, node: Named, clause: str) -> Line:
    law = pen.cite(period.law, node)
    return (pen.line("periods.hold_law", ERASURE, f"{clause}.law", law=law),) if law else ()


def _floor(pen: Pen, rule: Retention, categories: list[Category]) -> list[Line]:
    """Return what stays while a connection lives; what goes on its own day is not kept by it (C18)."""
    stays = [c for c in categories if c.id in rule.data and not c.keep.before_retention_floor]
    if not stays:
        return []
    names = pen.joined([pen.name(c.name, c) for c in stays])
    return [(pen.line("periods.floor", ERASURE, f"{rule.clause}.data", data=names),)]


def _hold(pen: Pen, rule: Retention) -> Line:
    """Return what a statute, a dispute or an authority keeps past any other period (Art. 17(3))."""
    name = pen.name(rule.name, rule)
    lines: list[Sentence] = []
    if rule.keep is None:
        lines.append(pen.term(rule.name, ERASURE, rule))
    else:
        period = pen.period(rule.keep)
        lines.append(pen.line("record.period", ERASURE, f"{rule.clause}.keep", names=name, period=period))
    if law := pen.cite(rule.law, rule):
        lines.append(pen.line("periods.hold_law", ERASURE, f"{rule.clause}.law", law=law))
    return tuple(lines)

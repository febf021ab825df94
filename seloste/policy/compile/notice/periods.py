"""Periods: how long, from when, by which law; floors, holds and what goes before what (C17, C18; INF-08)."""

from __future__ import annotations

from collections.abc import Iterable

from seloste.policy.compile.notice.parts import Block, Entry, Paragraph, Section, Sentence, Sentences, Table
from seloste.policy.compile.notice.pen import Law, Pen
from seloste.policy.tree.duties import Retention
from seloste.policy.tree.values import Named, Period, Text

PERIOD: Law = ("INF-08", "INF-26")


def periods(pen: Pen) -> Section:
    """Return every period as length, start and law, then what lengthens it and what goes before what."""
    doc = pen.doc
    blocks: list[Block] = [
        pen.paragraph(PERIOD, "", "periods.intro", "periods.then_erase"),
        _table(pen, "periods.data", [(c.name, c, c.keep) for c in doc.data.values()]),
        _table(pen, "periods.connections", [(c.name, c, c.keep) for c in doc.connection.values()]),
    ]
    if ending := [(c.name, c, c.ends) for c in doc.connection.values() if c.ends is not None]:
        blocks.append(_table(pen, "periods.ends", ending, "ends"))
    if own := [(p.name, p, p.keep) for p in doc.purpose.values() if p.keep is not None]:
        blocks.append(_table(pen, "periods.purposes", own))
    if paper := [(m.name, m, m.keep) for m in doc.manual.values()]:
        blocks.append(_table(pen, "periods.manual", paper))
    blocks += [_rule(pen, rule) for rule in doc.retention.values()]
    first = [pen.name(c.name, c) for c in doc.data.values() if c.keep.before_retention_floor]
    if first:
        lines = pen.lines("periods.before_floor", PERIOD, "data", "data", first)
        blocks.append(Paragraph(lines))
    return Section("periods", pen.word("periods.heading"), "full", tuple(blocks))


def _table(pen: Pen, key: str, kept: Iterable[tuple[Text, Named, Period]], field: str = "keep") -> Table:
    head = tuple(pen.word(f"periods.{c}") for c in ("what", "how_long", "counted", "law"))
    rows = tuple(_row(pen, name, node, period, f"{node.clause}.{field}") for name, node, period in kept)
    return Table(pen.word(key), head, rows)


def _row(pen: Pen, name: Text, node: Named, period: Period, clause: str) -> tuple[Sentences, ...]:
    if period.follows is not None:
        how_long: Sentences = (pen.line("periods.while_connection", PERIOD, clause),)
        counted: Sentences = (pen.line("periods.then_connection", PERIOD, clause),)
    else:
        how_long = (pen.term(pen.length(period), PERIOD, clause),)
        counted = (pen.term(pen.event(period), PERIOD, clause),)
    law = pen.cite(period.law, node)
    cited = pen.term(law, ("INF-08",), f"{clause}.law") if law else pen.line("periods.no_law", PERIOD, clause)
    return ((pen.term(name, PERIOD, node),), how_long, counted, (cited,))


def _rule(pen: Pen, rule: Retention) -> Entry:
    lines = _floor(pen, rule) if rule.kind == "floor" else _hold(pen, rule)
    for other in rule.before:
        names = pen.names_of((rule.id, other), pen.doc.retention)
        first, second = (name[:1].upper() + name[1:] for name in names)
        clause = f"{rule.clause}.before"
        lines.append(pen.line("periods.before", ("INF-08", "ERA-03"), clause, first=first, second=second))
    return Entry(pen.term(rule.name, PERIOD, rule), (Paragraph(tuple(lines)),))


def _floor(pen: Pen, rule: Retention) -> list[Sentence]:
    stays = [id_ for id_ in rule.data if not _goes_first(pen, id_)]
    names = pen.names_of(stays, pen.doc.data)
    lines = [*pen.lines("periods.floor", PERIOD, f"{rule.clause}.data", "data", names)]
    yields = [pen.word(f"periods.yield_{thing}") for thing in rule.yields_to]
    lines += pen.lines("periods.floor_yields", PERIOD, f"{rule.clause}.yields_to", "things", yields)
    return lines


def _goes_first(pen: Pen, category: str) -> bool:
    """Tell whether a category goes on its own day even under a floor; it is told of apart, not as kept."""
    return category in pen.doc.data and pen.doc.data[category].keep.before_retention_floor


def _hold(pen: Pen, rule: Retention) -> list[Sentence]:
    clause = rule.clause
    law: Law = ("INF-08", "ERA-03")
    cells = cells_named(pen, rule.cells)
    lines = [*pen.lines("periods.hold", law, f"{clause}.cells", "cells", cells)]
    lines.append(pen.line("periods.hold_only", law, f"{clause}.cells"))
    if rule.keep is not None:
        said = pen.period(rule.keep)
        lines.append(pen.line("periods.hold_how_long", (*law, "INF-26"), f"{clause}.keep", period=said))
    if rule.law is not None:
        cited = pen.cite(rule.law, rule)
        lines.append(pen.line("periods.hold_law", law, f"{clause}.law", law=cited))
    if rule.exemption is not None:
        lines.append(pen.line(f"periods.exempt_{rule.exemption}", law, f"{clause}.exemption"))
    return lines


def cells_named(pen: Pen, cells: Iterable[str]) -> list[str]:
    """Return the cells of the data map in the document's words, each with its data category."""
    named: dict[str, list[str]] = {}
    for cell in cells:
        category, item = item_of(pen, cell)
        named.setdefault(category, []).append(item)
    found = []
    for category, items in named.items():
        node = pen.doc.data.get(category)
        found += [pen.name(node.item[i].name, node.item[i]) if node and i in node.item else i for i in items]
    return list(dict.fromkeys(found))


def item_of(pen: Pen, cell: str) -> tuple[str, str]:
    """Return category and item that a ``table.column`` holds, by the data map or by the same names."""
    table, _, column = cell.partition(".")
    declared = pen.house.tables.get(table)
    if declared is not None and column in declared.columns and declared.columns[column].item:
        category, _, item = declared.columns[column].item.partition(".")
        return category, item
    for category in (table, f"{table}s"):
        if category in pen.doc.data and column in pen.doc.data[category].item:
            return category, column
    return table, cell

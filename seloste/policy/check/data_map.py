"""Data map: the document and the rooms speak of the same tables, columns and events (DEF-01, C20)."""

from __future__ import annotations

from collections.abc import Container, Iterator

from seloste.policy.check.index import index
from seloste.policy.check.references import unknown
from seloste.policy.check.rule import Given, Remark, at, rule
from seloste.policy.findings import near, shown
from seloste.policy.house import Column, DataTable
from seloste.policy.tree.document import Document

_SUBJECTS = {"person", "organisation", "staff"}
_HINTS_AT_MOST = 20


@rule("P600", title="A data category has a table", law="DEF-01")
def categories_have_tables(doc: Document, given: Given) -> Iterator[Remark]:
    """Refuse a category that nothing could hold: one category, one table."""
    held = {table.category for table in given.house.tables.values()}
    for number, category in enumerate(c for c in doc.data.values() if c.id not in held):
        hint = near(category.id, held - set(doc.data)) if number < _HINTS_AT_MOST else ""
        yield at(
            category,
            sentence=f"no table holds the data category `{category.id}`.{hint}",
            why="a purpose is granted tables; a category without one can be neither kept nor guarded",
            do="correct the id, or let the room that holds it declare its table",
        )


@rule("P601", title="An item has a column", law="DEF-01")
def items_have_columns(doc: Document, given: Given) -> Iterator[Remark]:
    """Refuse an item that no column of its category's tables holds."""
    held = {c.item for t in given.house.tables.values() for c in t.columns.values()}
    tables = {table.category for table in given.house.tables.values()}
    hints = 0
    for name, item in index(doc).items.items():
        if name not in held and name.partition(".")[0] in tables:
            hints += 1
            hint = near(name, held) if hints <= _HINTS_AT_MOST else ""
            yield at(
                item,
                sentence=f"no column holds the item `{name}`.{hint}",
                why="the notice would tell of data that are not there, and the access copy lack them (Art. 15)",
                do="correct the id, or let the room that holds it declare its column",
            )


@rule("P602", title="A column of a declared category holds a declared item", law="DEF-01")
def columns_hold_items(doc: Document, given: Given) -> Iterator[Remark]:
    """Refuse a personal column that the notice does not tell of, or that belongs to another category."""
    i = index(doc)
    for table in given.house.tables.values():
        if table.category not in doc.data:
            continue  # no purpose is granted a table whose category the document does not have
        for column in table.columns.values():
            if what := _wrong(table, column, i.items):
                yield at(
                    doc.data[table.category],
                    "item",
                    sentence=f"the column `{table.name}.{column.name}` {what}",
                    why="nothing personal goes undeclared: the notice, the access copy and erasure read the same map",
                    do="declare the item in this category, or correct what the room says of its column",
                )


def _wrong(table: DataTable, column: Column, items: Container[str]) -> str:
    if not column.item:
        return (
            ""
            if column.not_personal.strip()
            else "says neither which item it holds nor why it is not personal"
        )
    if column.item.partition(".")[0] != table.category:
        return f"holds `{shown(column.item)}`, of another category than its table"
    return (
        "" if column.item in items else f"holds `{shown(column.item)}`, which the document does not declare"
    )


@rule("P603", title="A cell that a hold keeps is a column of the data map", law="ERA-03")
def held_cells_exist(doc: Document, given: Given) -> Iterator[Remark]:
    """Refuse a hold on a cell that no table has."""
    cells = {f"{t.name}.{c}" for t in given.house.tables.values() for c in t.columns}
    yield from unknown(index(doc).namings["cell"], cells, "a cell", "the data map of its room, as `{}`")


@rule("P604", title="A hold keeps cells of declared data categories", law="ERA-03")
def held_cells_are_declared(doc: Document, given: Given) -> Iterator[Remark]:
    """Refuse a hold on a cell whose category the document does not tell of, or that is not personal."""
    for naming in index(doc).namings["cell"]:
        table = given.house.tables.get(naming.id.partition(".")[0])
        column = table.columns.get(naming.id.partition(".")[2]) if table is not None else None
        if table is None or column is None:
            continue
        if table.category not in doc.data or not column.item:
            what = (
                "is not personal"
                if not column.item
                else f"is of the category `{table.category}`, which is not declared"
            )
            yield at(
                naming.node,
                *naming.path,
                sentence=f"`{naming.node.clause}` keeps `{naming.id}`, which {what}",
                why="a hold keeps personal data past their time, and people are told which (Art. 17(3), 13(2)(a))",
                do="declare the category in [data], or leave the cell out",
            )


@rule("P605", title="A period starts from an event that the rooms know", law="PRI-05")
def events_are_known(doc: Document, given: Given) -> Iterator[Remark]:
    """Refuse a start event that no room yields: the end could never be computed."""
    for place, period in index(doc).periods:
        for key, event in (("after", period.after), ("else_after", period.else_after)):
            if event is not None and event not in given.house.events:
                yield at(
                    period,
                    key,
                    sentence=f"`{place.owner.clause}.{place.key}` starts from `{event}`, which no room yields."
                    + near(event, given.house.events),
                    why="the end of a period is computed from a row, never typed",
                    do="choose an event that a room declares",
                )


@rule("P606", title="A table says whose rows it has", law="DEF-01")
def tables_have_a_subject(doc: Document, given: Given) -> Iterator[Remark]:
    """Refuse a table that is neither a person's, an organisation's nor the staff's."""
    for table in given.house.tables.values():
        if table.category in doc.data and table.subject not in _SUBJECTS:
            yield at(
                doc.data[table.category],
                sentence=f"the table `{table.name}` is of `{shown(table.subject)}`.{near(table.subject, _SUBJECTS)}",
                why="every personal table has its person, or declares itself an organisation's",
                do=f"let the room say one of {', '.join(sorted(_SUBJECTS))}",
            )


@rule("P610", title="A control that is named exists", law="PRI-07")
def controls_exist(doc: Document, given: Given) -> Iterator[Remark]:
    """Refuse a claim or a measure that nothing keeps."""
    yield from unknown(
        index(doc).namings["control"], given.house.controls, "a control", "the list of controls (`{}`)"
    )


@rule("P611", title="A probe that is named exists", law="PRI-07")
def probes_exist(doc: Document, given: Given) -> Iterator[Remark]:
    """Refuse a claim that nothing shows."""
    yield from unknown(
        index(doc).namings["probe"], given.house.probes, "a probe", "the list of probes (`{}`)"
    )

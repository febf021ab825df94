"""Limits: every clause that SQL cannot carry out, with the reason; the check turns each into a finding.

Nothing here is about law. It is about words that have no table, column or row to act on. A way of
reaching people that national law does not have can be carried out: it never opens.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from seloste.policy.compile.postgres.policies import NO_PERSON
from seloste.policy.compile.postgres.target import PERSON, STEADY, CannotExpress, Target, has_bits
from seloste.policy.house import House
from seloste.policy.tree.document import Document
from seloste.policy.tree.people import Another, Category
from seloste.policy.tree.purposes import ANYONE, Purpose
from seloste.policy.tree.values import Condition, Period


def cannot_express(doc: Document, house: House) -> Iterator[CannotExpress]:
    """Yield each clause that no statement can carry out, in the order of the document."""
    t = Target(doc, house)
    for connection in doc.connection.values():
        yield from _connection_periods(connection.clause, connection.ends, connection.keep)
    for category in doc.data.values():
        yield from _category(t, category)
    for purpose in doc.purpose.values():
        yield from _purpose(t, purpose)
    for source in doc.source.values():
        if source.inform is not None and source.inform.after != "data_obtained":
            yield CannotExpress(
                f"{source.clause}.inform", "the clock of Art. 14 starts when data are obtained"
            )
    for recipient in doc.recipient.values():
        yield from _unknown(f"{recipient.clause}.purposes", recipient.purposes, doc.purpose, "purpose")
        yield from _condition(t, f"{recipient.clause}.when", recipient.when, in_capacity=False)
    for rule in doc.retention.values():
        for cell in rule.cells:
            yield from _cell(t, f"{rule.clause}.cells", cell)
        if rule.keep is not None and rule.kind == "hold":
            yield from _hold_start(t, f"{rule.clause}.keep", rule.cells, rule.keep)


def _connection_periods(clause: str, ends: Period | None, keep: Period) -> Iterator[CannotExpress]:
    if keep.after not in ("connection_end", "membership_end") or keep.else_after is not None:
        yield CannotExpress(
            f"{clause}.keep", "how long a person stays counts from `connection_end` or `membership_end`"
        )
    if ends is not None and (ends.follows is not None or "connection_end" in (ends.after, ends.else_after)):
        yield CannotExpress(f"{clause}.ends", "a connection cannot end by itself after its own end")


def _category(t: Target, category: Category) -> Iterator[CannotExpress]:
    tables = t.tables.get(category.id, ())
    if not tables:
        yield CannotExpress(category.clause, "the data map has no table for this data category")
    given = category.given_by
    for table in tables:
        named = {name for column in table.columns.values() if (name := column.item)}
        for item in sorted(named - {f"{category.id}.{i}" for i in category.item}):
            yield CannotExpress(f"{category.clause}.item", f"the table `{table.name}` holds `{item}`")
        if given is not None and table.subject == "person":
            wanted = {"confirmed_at"} if given.self_ == "after_confirmation" else set()
            if isinstance(given.another, Another):
                wanted |= {"confirmed_at", "given_by_id", "created_at"}
            for column in sorted(wanted - table.columns.keys()):
                yield CannotExpress(
                    f"{category.clause}.given_by", f"the table `{table.name}` has no column `{column}`"
                )
        yield from _starts(t, f"{category.clause}.keep", category.keep, table.name)


def _starts(t: Target, clause: str, period: Period, table_name: str) -> Iterator[CannotExpress]:
    """A period needs a column for its first event, in the table itself or beside it for the same person."""
    table = t.house.tables[table_name]
    if period.follows is not None:
        if "person_id" not in table.columns:
            yield CannotExpress(clause, f"the table `{table.name}` does not say whose row it is")
        return
    for event in (period.after, period.else_after):
        if event is None:
            continue
        source, column = t.event(event)
        if not column:
            yield CannotExpress(clause, f"no table has a column for the event `{event}`")
        elif column not in table.columns and not all(
            "person_id" in x.columns for x in (table, t.house.tables[source])
        ):
            yield CannotExpress(clause, f"`{table.name}` cannot be tied to `{source}.{column}`")
        elif period.hours is not None and column.endswith("_on"):
            yield CannotExpress(clause, f"hours cannot be counted from a day (`{source}.{column}`)")


def _purpose(t: Target, purpose: Purpose) -> Iterator[CannotExpress]:
    yield from _unknown(f"{purpose.clause}.data", purpose.data, t.doc.data, "data category")
    for table in t.tables_for(purpose):
        yield from _rows(t, purpose, table.name)
    for basis in purpose.basis.values():
        kinds = [kind for kind in basis.of if kind != ANYONE]
        yield from _unknown(f"{basis.clause}.of", kinds, t.doc.connection, "connection")
        yield from _condition(t, f"{basis.clause}.when", basis.when, in_capacity=True)
    if purpose.keep is not None and purpose.keep.follows is None:
        for category in dict.fromkeys(purpose.data):
            if len(t.readers[category]) == 1:
                for table in t.tables.get(category, ()):
                    yield from _starts(t, f"{purpose.clause}.keep", purpose.keep, table.name)
    for channel, ways in purpose.reach.items():
        if "existing_customer" in ways:
            yield CannotExpress(
                f"{purpose.clause}.reach.{channel}",
                "the existing-customer rule is about the products of a topic, and there is no topic",
            )
    for topic in purpose.topic.values():
        yield from _unknown(f"{topic.clause}.sender", (topic.sender,), t.doc.controller.sender, "sender")


def _rows(t: Target, purpose: Purpose, table_name: str) -> Iterator[CannotExpress]:
    table, person = t.house.tables[table_name], t.house.tables.get(PERSON)
    if table.subject == "organisation":
        return
    if "person_id" not in table.columns:
        if purpose.kind not in NO_PERSON:
            yield CannotExpress(
                f"{purpose.clause}.data",
                f"rows of `{table.name}` do not say whose they are; only {', '.join(sorted(STEADY))} may read them",
            )
    elif not has_bits(table) and (person is None or not has_bits(person)):
        yield CannotExpress(
            f"{purpose.clause}.data",
            f"neither `{table.name}` nor `{PERSON}` has a column for the permission bits",
        )


def _condition(
    t: Target, clause: str, condition: Condition | None, *, in_capacity: bool
) -> Iterator[CannotExpress]:
    if condition is None:
        return
    if condition.capacity is not None and not in_capacity:
        yield CannotExpress(clause, "there is no contact point here, and so no capacity")
    yield from _unknown(clause, condition.connection or (), t.doc.connection, "connection")
    yield from _unknown(clause, condition.interest or (), t.doc.interest, "interest")
    for part in condition.parts():
        yield from _condition(t, clause, part, in_capacity=in_capacity)


def _cell(t: Target, clause: str, cell: str) -> Iterator[CannotExpress]:
    table, _, column = cell.partition(".")
    if table not in t.house.tables or column not in t.house.tables[table].columns:
        yield CannotExpress(clause, f"the data map has no cell `{cell}`")


def _hold_start(t: Target, clause: str, cells: tuple[str, ...], keep: Period) -> Iterator[CannotExpress]:
    for table in dict.fromkeys(cell.partition(".")[0] for cell in cells):
        if table in t.house.tables:
            yield from _starts(t, clause, keep, table)


def _unknown(clause: str, names: Iterable[str], known: Container[str], what: str) -> Iterator[CannotExpress]:
    for name in names:
        if name not in known:
            yield CannotExpress(clause, f"there is no {what} `{name}`")

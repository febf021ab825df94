"""Retention: for each table a function that tells which rows, and which cells of them, have reached their end.

A date is worked out, never typed (claim C17). A floor keeps a row while a connection lives; what the
policy puts before floors (special categories, shorter rules) is not kept by them (C18). A hold keeps the
cells it names and no others (Art. 17(3)); a hold never shortens what another rule keeps.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seloste.policy.compile.postgres.connections import connections
from seloste.policy.compile.postgres.gathering import period_end
from seloste.policy.compile.postgres.leaves import FOREVER, NEVER
from seloste.policy.compile.postgres.target import Target, qualified
from seloste.policy.compile.postgres.text import (
    Sql,
    Statement,
    fill,
    for_the_owner,
    ident,
    join,
    lines,
    literal,
    statement,
    texts,
)
from seloste.policy.house import DataTable
from seloste.policy.tree.duties import Retention
from seloste.policy.tree.people import Another, Category
from seloste.policy.tree.values import Period


def statements(t: Target) -> Iterator[Statement]:
    """Yield one function for each table."""
    yield from for_the_owner(_connections(t), t.versioned("connections"), "uuid[], timestamptz")
    holds = _holds(t)
    for category in t.doc.data.values():
        for table in t.tables.get(category.id, ()):
            made = _function(t, category, table, holds.get(table.name, {}))
            yield from for_the_owner(made, t.versioned(f"ended_{table.name}"), "timestamptz")


def _holds(t: Target) -> dict[str, dict[tuple[str, ...], list[str]]]:
    """Return, by table, the columns that each set of holds keeps together."""
    by_cell: dict[str, list[str]] = {}
    for rule in t.doc.retention.values():
        if rule.kind == "hold" and rule.keep is not None:
            for cell in rule.cells:
                by_cell.setdefault(cell, []).append(rule.id)
    found: dict[str, dict[tuple[str, ...], list[str]]] = {}
    for cell, rules in by_cell.items():
        table, _, column = cell.partition(".")
        ids = tuple(sorted(rules))
        found.setdefault(table, {}).setdefault(ids, []).append(column)
    return found


def _connections(t: Target) -> Statement:
    return statement(
        "connections",
        "connection",
        "Tells when each connection ends, by an act or by itself, and until when its person may be kept.",
        fill(
            """
            create or replace function {name}(people uuid[], instant timestamptz)
            returns table (person_id uuid, kind text, began_at timestamptz, ends_at timestamptz, kept_until timestamptz)
            language sql stable parallel safe
            set search_path = pg_catalog, pg_temp
            begin atomic
              select c.person_id, c.kind, c.began_at, c.ends_at, c.kept_until
              from (
                {connections}
              ) c;
            end
            """,
            name=t.versioned("connections"),
            connections=connections(t, Sql("facts.person")),
        ),
    )


def _function(
    t: Target, category: Category, table: DataTable, holds: dict[tuple[str, ...], list[str]]
) -> Statement:
    groups = [
        fill(
            "({columns}, greatest(t.row_ends_at, {held}), {clause})",
            columns=texts(columns),
            held=join(_held(t, table, t.doc.retention[rule]) for rule in rules),
            clause=literal(" ".join(f"retention.{rule}" for rule in rules)),
        )
        for rules, columns in sorted(holds.items(), key=lambda item: item[1])
    ]
    sql = fill(
        """
        create or replace function {name}(instant timestamptz)
        returns table (place tid, person_id uuid, columns text[], ends_at timestamptz, clause text)
        language sql stable
        set search_path = pg_catalog, pg_temp
        begin atomic
          select t.place, {who}, g.columns, g.ends_at, g.clause
          from (
            select t.ctid as place, t.*,
              {ends} as row_ends_at
            from {table} t
          ) t
          cross join lateral (
            values
              {groups}
          ) g (columns, ends_at, clause)
          where g.ends_at <= instant;
        end
        """,
        name=t.versioned(f"ended_{table.name}"),
        table=qualified(table.name),
        who=Sql("t.person_id" if "person_id" in table.columns else "null::uuid"),
        ends=_ends(t, category, table),
        groups=lines([fill("(null::text[], t.row_ends_at, {c})", c=literal(category.clause)), *groups]),
    )
    kept = ", ".join(column for columns in holds.values() for column in columns)
    apart = f" These columns are told apart, since a hold keeps them: {kept}." if kept else ""
    return statement(
        f"ended {table.name}",
        f"{category.clause}.keep",
        f"Tells which rows of `{table.name}` have reached their end, and by which clause.{apart}",
        sql,
    )


def _ends(t: Target, category: Category, table: DataTable) -> Sql:
    """Return when a row ends: its own period, a shorter life, a floor over them, unconfirmed values at once."""
    own = _shortest([_end_of(t, category.keep, table), *_purposes(t, category, table)])
    floors = [rule for rule in t.doc.retention.values() if _keeps(rule, category)]
    if floors and own != FOREVER and "person_id" in table.columns:
        own = fill("greatest({own}, {floor})", own=own, floor=_live(t))
    another = category.given_by.another if category.given_by is not None else None
    if isinstance(another, Another) and {"given_by_id", "confirmed_at"} <= table.columns.keys():
        unconfirmed = fill(
            "case when t.given_by_id is not null and t.confirmed_at is null then enforcement.period_end(t.created_at, {d}, {z}) else {f} end",
            d=literal(f"{another.erase_after_days} days"),
            z=t.zone,
            f=FOREVER,
        )
        own = _shortest([own, unconfirmed])
    return own


def _shortest(ends: Sequence[Sql]) -> Sql:
    kept = [e for e in ends if e != FOREVER]
    if len(kept) <= 1:
        return kept[0] if kept else FOREVER
    return fill("least({e})", e=join(kept))


def _keeps(rule: Retention, category: Category) -> bool:
    """Tell whether a floor keeps a category: not what it yields to (C18)."""
    if rule.kind != "floor" or category.id not in rule.data:
        return False
    if category.special is not None and "special_category" in rule.yields_to:
        return False
    return not category.keep.before_retention_floor


def _purposes(t: Target, category: Category, table: DataTable) -> Iterator[Sql]:
    """Yield the shorter life of what one purpose alone needs."""
    readers = t.readers.get(category.id, ())
    if len(readers) == 1 and readers[0].keep is not None:
        yield _end_of(t, readers[0].keep, table)


def _live(t: Target) -> Sql:
    """The end of the last connection that has begun; one that is past moves nothing."""
    return fill(
        "(select max(c.ends_at) from {f}(array[t.person_id], instant) c where c.began_at <= instant)",
        f=t.versioned("connections"),
    )


def _end_of(t: Target, period: Period, table: DataTable) -> Sql:
    """Return when a period ends for a row: from its own column, else from the person's last such event."""
    if period.follows is not None:
        return _follows(t)
    starts = [_start(t, event, table) for event in (period.after, period.else_after) if event is not None]
    found = [s for s in starts if s is not None]
    if not found:
        return FOREVER
    ends = [period_end(s, period, t) for s in found]
    return fill("coalesce({e}, {f})", e=join(ends), f=FOREVER)


def _start(t: Target, event: str, table: DataTable) -> Sql | None:
    source, column = t.event(event)
    if column and column in table.columns:
        return fill("t.{c}", c=ident(column))
    if not column or "person_id" not in table.columns or "person_id" not in t.house.tables[source].columns:
        return None
    return fill(
        "(select max(e.{c}) from {s} e where e.person_id = t.person_id)", c=ident(column), s=qualified(source)
    )


def _follows(t: Target) -> Sql:
    """Return the last deletion date of the person's connections; a live one has none yet."""
    return fill(
        "coalesce((select max(c.kept_until) from {f}(array[t.person_id], instant) c), {forever})",
        f=t.versioned("connections"),
        forever=FOREVER,
    )


def _held(t: Target, table: DataTable, rule: Retention) -> Sql:
    """Return until when a hold keeps its cells; one whose event never happened keeps nothing."""
    start = (
        _start(t, rule.keep.after, table) if rule.keep is not None and rule.keep.after is not None else None
    )
    return NEVER if start is None or rule.keep is None else period_end(start, rule.keep, t)

"""Policies: which rows a purpose sees: those whose bit is set, not lapsed, in a context of that very purpose.

Every table is closed to all but those named, its owner too. A row policy names its own purpose, so
changing the role alone finds nothing (security reference, section 3).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from seloste.policy.compile.postgres.bits import PROCESS, Bit, column
from seloste.policy.compile.postgres.roles import roles_of
from seloste.policy.compile.postgres.target import PERSON, STEADY, Target, has_bits, qualified
from seloste.policy.compile.postgres.text import (
    Sql,
    Statement,
    fill,
    ident,
    join,
    literal,
    shortened,
    statement,
)
from seloste.policy.house import DataTable
from seloste.policy.tree.people import Another, Category
from seloste.policy.tree.purposes import Purpose

# Rows of people whom nobody can find again from the row, such as the mark of a ban (ERA-04).
NO_PERSON = frozenset({"storage", "rights", "legal_claims", "suppression"})


def statements(t: Target, bits: Mapping[str, Bit]) -> Iterator[Statement]:
    """Yield what closes each table, and then each purpose's way in."""
    for table in _personal(t):
        yield from _closed(table)
    yield from _person_is_open(t, bits)
    for purpose in t.doc.purpose.values():
        for role, own in roles_of(t, purpose):
            for table in t.tables_for(purpose, own=own):
                yield from _policy(t, bits[f"{PROCESS}:{purpose.id}"], purpose, table, role, own=own)


def _personal(t: Target) -> Iterator[DataTable]:
    for category in t.doc.data:
        yield from t.tables.get(category, ())


def _closed(table: DataTable) -> Iterator[Statement]:
    clause, name = f"data.{table.category}", qualified(table.name)
    yield statement(
        f"close {table.name}",
        clause,
        f"Nobody reads `{table.name}` without a row policy, not even its owner.",
        fill("alter table {t} enable row level security, force row level security", t=name),
    )
    yield statement(
        f"forget owner on {table.name}",
        clause,
        "The owner's own policy is made anew below.",
        fill("drop policy if exists owner on {t}", t=name),
    )
    yield statement(
        f"owner on {table.name}",
        clause,
        f"The owner, which no door signs in as, works on all of `{table.name}`: activation, retention, backup.",
        fill("create policy owner on {t} to current_user using (true) with check (true)", t=name),
    )


def _person_is_open(t: Target, bits: Mapping[str, Bit]) -> Iterator[Statement]:
    """Yield the function that tables without bits of their own ask about their person."""
    if not any("person_id" in x.columns and not has_bits(x) for x in _personal(t)):
        return
    words = sorted({b.word for key, b in bits.items() if key.startswith(PROCESS)})
    word = join((fill("when {w} then p.{c}", w=literal(w), c=ident(column(PROCESS, w))) for w in words), " ")
    yield statement(
        "person is open",
        "purpose",
        "Tells whether a person's row has the purpose's bit, and only in a context of that purpose.",
        fill(
            """
            create or replace function enforcement.person_is_open(who uuid, purpose text, word integer, heeds_lapse boolean)
            returns boolean
            language sql stable parallel safe security definer
            set search_path = pg_catalog, pg_temp
            return exists (
              select from {person} p
              where p.person_id = who
                and (case word {words} end) & enforcement.context_mask(purpose) <> 0
                and (not heeds_lapse or p.lapses_at > now())
            )
            """,
            person=qualified(PERSON),
            words=word,
        ),
    )


def _policy(
    t: Target, bit: Bit, purpose: Purpose, table: DataTable, role: str, *, own: bool
) -> Iterator[Statement]:
    name = shortened(f"{purpose.id}_own" if own else purpose.id)
    yield statement(
        f"forget {name} on {table.name}",
        purpose.clause,
        f"What an earlier version let `{name}` see in `{table.name}` is made anew below.",
        fill("drop policy if exists {n} on {t}", n=ident(name), t=qualified(table.name)),
    )
    rows = "their own row" if own else "rows of people for whom it is permitted"
    yield statement(
        f"policy {name} on {table.name}",
        purpose.clause,
        f"In `{table.name}` the purpose `{name}` sees {rows}, and only in a context of that purpose.",
        fill(
            """
            create policy {n} on {t} for select to {role}
            using (
              {conditions}
            )
            """,
            n=ident(name),
            t=qualified(table.name),
            role=ident(role),
            conditions=join(_conditions(t, bit, purpose, table, own=own), "\nand "),
        ),
    )


def _conditions(t: Target, bit: Bit, purpose: Purpose, table: DataTable, *, own: bool) -> Iterator[Sql]:
    mask = fill("(select enforcement.context_mask({p}))", p=literal(purpose.id))
    heeds = purpose.kind not in STEADY
    if "person_id" not in table.columns:
        yield fill("{mask} <> 0", mask=mask)
    elif has_bits(table):
        yield fill("{bits} & {mask} <> 0", bits=ident(bit.column), mask=mask)
        if heeds:
            yield Sql("lapses_at > now()")
    else:
        yield fill("{mask} <> 0", mask=mask)
        yield fill(
            "enforcement.person_is_open(person_id, {p}, {w}, {heeds})",
            p=literal(purpose.id),
            w=literal(bit.word),
            heeds=literal(heeds),
        )
    if own:
        yield Sql("person_id = (select enforcement.context_subject())")
    yield from _confirmed(t.doc.data[table.category], purpose, table)


def _confirmed(category: Category, purpose: Purpose, table: DataTable) -> Iterator[Sql]:
    """Yield what hides values until the person confirms them (C21); storage and rights go on."""
    given = category.given_by
    if given is None or purpose.kind in STEADY or table.subject != "person":
        return
    if given.self_ == "after_confirmation":
        yield Sql("confirmed_at is not null")
        return
    if isinstance(given.another, Another):
        seen = given.another.until_confirmed
        if seen == "unseen" or (seen == "counted" and purpose.kind != "statistics"):
            yield Sql("(given_by_id is null or confirmed_at is not null)")

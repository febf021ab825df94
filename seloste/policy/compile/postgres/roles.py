"""Roles: one database role for each purpose, with exactly the tables of its data categories (claim C09).

Roles only read. What a purpose may write is the rooms' own affair; bits nobody writes but the owner's
triggers. A purpose of kind ``rights`` has a second role, for the portal, which sees the rows of the
data subject who is there and no others.
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.policy.compile.postgres.target import SCHEMA, Target, qualified
from seloste.policy.compile.postgres.text import Statement, fill, ident, join, literal, statement
from seloste.policy.tree.purposes import Purpose


def roles_of(t: Target, purpose: Purpose) -> Iterator[tuple[str, bool]]:
    """Yield each role of a purpose, and whether it sees the data subject's own rows only."""
    yield t.role(purpose.id), False
    if purpose.kind == "rights":
        yield t.role(purpose.id, own=True), True


def statements(t: Target) -> Iterator[Statement]:
    """Yield the roles, then what each may read; what a role had before and has no more is taken away."""
    for purpose in t.doc.purpose.values():
        for role, own in roles_of(t, purpose):
            yield _create(purpose, role, own=own)
    for purpose in t.doc.purpose.values():
        for role, own in roles_of(t, purpose):
            suffix = " own" if own else ""
            yield _schemas(purpose, role, suffix)
            yield _nothing(purpose, role, suffix)
            if tables := [table.name for table in t.tables_for(purpose, own=own)]:
                yield _grant(purpose, role, suffix, tables)


def _create(purpose: Purpose, role: str, *, own: bool) -> Statement:
    whose = "the data subject's own rows" if own else "the rows of people for whom it is permitted"
    return statement(
        f"role {purpose.id}{' own' if own else ''}",
        purpose.clause,
        f"The purpose `{purpose.id}` is a role of its own, which sees {whose}. Nobody signs in as it.",
        fill(
            """
            do $$
            begin
              if not exists (select from pg_roles where rolname = {name}) then
                create role {role} nologin noinherit nosuperuser nocreatedb nocreaterole nobypassrls;
              end if;
            end
            $$
            """,
            name=literal(role),
            role=ident(role),
        ),
    )


def _schemas(purpose: Purpose, role: str, suffix: str) -> Statement:
    return statement(
        f"schemas {purpose.id}{suffix}",
        purpose.clause,
        f"`{purpose.id}` finds the tables and the functions that row policies ask.",
        fill(
            "grant usage on schema {s}, enforcement to {role}",
            s=ident(SCHEMA),
            role=ident(role),
        ),
    )


def _nothing(purpose: Purpose, role: str, suffix: str) -> Statement:
    return statement(
        f"nothing {purpose.id}{suffix}",
        f"{purpose.clause}.data",
        f"`{purpose.id}` starts from nothing, whatever an earlier version gave it.",
        fill("revoke all on all tables in schema {s} from {role}", s=ident(SCHEMA), role=ident(role)),
    )


def _grant(purpose: Purpose, role: str, suffix: str, tables: list[str]) -> Statement:
    named = " and ".join(f"`{c}`" for c in dict.fromkeys(purpose.data))
    return statement(
        f"grant {purpose.id}{suffix}",
        f"{purpose.clause}.data",
        f"`{purpose.id}` reads {named}, and nothing else (Art. 5(1)(b), (c)).",
        fill(
            "grant select on {tables} to {role}",
            tables=join(qualified(name) for name in tables),
            role=ident(role),
        ),
    )

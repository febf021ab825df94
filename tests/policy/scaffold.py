"""A register to run compiled SQL in: the tables of a data map, the facts, and a context that tests may set.

The real rooms come later. What they will provide is listed in ``compile/postgres/stands_on.py``; this
builds exactly that, as plain tables. The context is a setting here, which a real one never is.
"""

from __future__ import annotations

import tomllib
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from seloste.policy.compile.postgres import Bit, Statement, bits, statements
from seloste.policy.compile.postgres.stands_on import ENFORCEMENT, FACTS
from seloste.policy.compile.postgres.target import Target
from seloste.policy.house import House, read_house
from seloste.policy.text.read import read
from seloste.policy.tree.document import Document, load
from tests.postgres import Database

ROOT = Path(__file__).resolve().parents[2]
CONTEXT = """
create table enforcement.active (version integer not null);
create function enforcement.context_mask(asked text) returns bigint
language sql stable parallel safe security definer set search_path = pg_catalog, pg_temp
return coalesce((
  select 1::bigint << (b.bit % 60) from enforcement.version_bit b join enforcement.active a using (version)
  where b.key = 'process:' || asked and asked = current_setting('test.purpose', true)
), 0);
create function enforcement.context_subject() returns uuid
language sql stable parallel safe set search_path = pg_catalog, pg_temp
return nullif(current_setting('test.subject', true), '')::uuid;
"""


def document(path: str) -> Document:
    """Return a document of the repository."""
    return load(read(path, (ROOT / path).read_bytes()))


def house(path: str) -> House:
    """Return what a file says of the rooms."""
    return read_house(tomllib.loads((ROOT / path).read_text(encoding="utf-8")))


def _type(column: str) -> str:
    if column.startswith(("lawful_for", "reachable_for")):
        return "bigint not null default 0"
    if column in {"lapses_at", "recompute_at"}:
        return "timestamptz not null default 'infinity'"
    if column == "person_id":
        return "uuid"
    return {"_at": "timestamptz", "_on": "date"}.get(column[-3:], "text")


def tables_of(rooms: House) -> Iterator[str]:
    """Yield a table for each one of the data map."""
    for table in rooms.tables.values():
        columns = ", ".join(f'"{c}" {_type(c)}' for c in table.columns)
        yield f'create table public."{table.name}" ({columns})'


def build(connection: psycopg.Connection, rooms: House) -> None:
    """Make everything that compiled statements stand on."""
    connection.execute("create schema facts; create schema enforcement")
    for name, columns in FACTS.items():
        said = ", ".join(f"{c} {t}" for c, t in columns.items())
        connection.execute(sql.SQL(f"create table facts.{name} ({said})"))
    for name, (columns, unique) in ENFORCEMENT.items():
        said = ", ".join(f"{c} {t}" for c, t in columns.items())
        connection.execute(
            sql.SQL(f"create table enforcement.{name} ({said}, unique nulls not distinct ({unique}))")
        )
    for statement in tables_of(rooms):
        connection.execute(sql.SQL(statement))
    connection.execute(CONTEXT)


def run(connection: psycopg.Connection, these: Iterable[Statement]) -> None:
    """Run compiled statements in their order, in one transaction."""
    with connection.transaction():
        for statement in these:
            try:
                connection.execute(statement.sql.encode())
            except psycopg.Error as error:
                error.add_note(f"in the statement {statement.name!r}:\n{statement.sql}")
                raise


@dataclass(frozen=True)
class Register:
    """A database in which one version is active."""

    database: Database
    owner: psycopg.Connection
    doc: Document
    house: House
    bits: Mapping[str, Bit]

    @property
    def target(self) -> Target:
        """Names that the compiler gives."""
        return Target(self.doc, self.house)

    def plant(self, relation: str, **columns: Any) -> None:
        """Put a fact where the rooms would show it."""
        self.owner.execute(
            sql.SQL("insert into facts.{} ({}) values ({})").format(
                sql.Identifier(relation),
                sql.SQL(", ").join(sql.Identifier(c) for c in columns),
                sql.SQL(", ").join(sql.Placeholder() for _ in columns),
            ),
            list(columns.values()),
        )

    def forget(self) -> None:
        """Take all facts away."""
        for name in FACTS:
            self.owner.execute(sql.SQL("delete from facts.{}").format(sql.Identifier(name)))

    def person(self, at: datetime, **more: Any) -> uuid.UUID:
        """Plant a person of whom nothing else is known."""
        who = uuid.uuid4()
        self.plant("person", person_id=who, **{"obtained_at": at, **more})
        return who

    def processed(self, who: uuid.UUID, at: datetime) -> set[str]:
        """Return the purposes that the compiled function opens for a person."""
        return {name for name, _ in self._held("process", who, at)}

    def reached(self, who: uuid.UUID, at: datetime) -> dict[uuid.UUID, set[str]]:
        """Return what each of a person's contact points may be used for."""
        found: dict[uuid.UUID, set[str]] = {}
        for name, point in self._held("reach", who, at):
            found.setdefault(point, set()).add(name)
        return found

    def times(self, kind: str, who: uuid.UUID, at: datetime) -> tuple[Any, Any]:
        """Return when the first bit lapses and when to compute anew, over all words."""
        rows = [row[-2:] for word in self._words(kind) for row in self._call(kind, word, who, at)]
        return min(r[0] for r in rows), min(r[1] for r in rows)

    def _words(self, kind: str) -> list[int]:
        return sorted({b.word for key, b in self.bits.items() if key.startswith(f"{kind}:")})

    def _call(self, kind: str, word: int, who: uuid.UUID, at: datetime) -> list[Any]:
        name = (
            f"may_{kind}_v{self.doc.register_.version}"
            if word == 1
            else f"may_{kind}_{word}_v{self.doc.register_.version}"
        )
        columns = "person_id" if kind == "process" else "contact_point_id"
        return self.owner.execute(
            sql.SQL(
                "select {}, bits, case when isfinite(lapses_at) then lapses_at else 'infinity'::timestamptz end::text, recompute_at::text "
                "from enforcement.{}(%s, %s)"
            ).format(sql.Identifier(columns), sql.Identifier(name)),
            [[who], at],
        ).fetchall()

    def _held(self, kind: str, who: uuid.UUID, at: datetime) -> Iterator[tuple[str, uuid.UUID]]:
        for word in self._words(kind):
            for row in self._call(kind, word, who, at):
                for key, bit in self.bits.items():
                    if key.startswith(f"{kind}:") and bit.word == word and row[1] >> (bit.number % 60) & 1:
                        yield key.partition(":")[2], row[0]

    @contextmanager
    def acting(
        self, purpose: str, *, own: bool = False, subject: uuid.UUID | None = None, context: str = ""
    ) -> Iterator[psycopg.Connection]:
        """Give a connection of a door's login, inside a transaction under the purpose's role."""
        role = self.target.role(purpose, own=own)
        login = f"door_{uuid.uuid4().hex[:8]}"
        self.owner.execute(sql.SQL("create role {} login").format(sql.Identifier(login)))
        self.database.let_in(login)
        self.owner.execute(
            sql.SQL("grant {} to {} with inherit false, set true").format(
                sql.Identifier(role), sql.Identifier(login)
            )
        )
        with self.database.connect(user=login) as door, door.transaction(force_rollback=True):
            door.execute("select set_config('test.purpose', %s, true)", [context or purpose])
            door.execute("select set_config('test.subject', %s, true)", [str(subject or "")])
            door.execute("select set_config('role', %s, true)", [role])
            yield door


def activated(database: Database, owner: psycopg.Connection, doc: Document, rooms: House) -> Register:
    """Build a register and run everything that the document compiles to."""
    build(owner, rooms)
    run(owner, statements(doc, rooms))
    owner.execute("insert into enforcement.active values (%s)", [doc.register_.version])
    return Register(database, owner, doc, rooms, bits(doc, rooms))

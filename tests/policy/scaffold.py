"""A register to run compiled SQL in: the tables of a data map, the facts, and a context that tests may set.

The real rooms come later. What they will provide is listed in ``compile/postgres/stands_on.py``; this
builds exactly that, as plain tables. The context is a setting here, which a real one never is.
"""

from __future__ import annotations

import tomllib
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, get_args

import psycopg
from psycopg import sql

from seloste.policy.compile.postgres import Bit, Statement, bits, statements
from seloste.policy.compile.postgres.stands_on import ENFORCEMENT, FACTS
from seloste.policy.compile.postgres.target import Target
from seloste.policy.house import Column, DataTable, House, read_house
from seloste.policy.text.read import read
from seloste.policy.tree.document import Document, load
from seloste.policy.tree.terms import StartEvent
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


def rooms_for(doc: Document) -> House:
    """Return rooms that hold just what a document asks for, one table for each data category."""
    events = {event: f"person.{event}_at" for event in get_args(StartEvent)}
    keys = ["person_id", "created_at", "given_by_id", "confirmed_at"]
    bits_and_events = [
        "lawful_for",
        "lapses_at",
        "recompute_at",
        *(e.partition(".")[2] for e in events.values()),
    ]
    tables = {}
    for number, category in enumerate(doc.data.values()):
        name = "person" if number == 0 else category.id
        plain = {c: Column(c, not_personal="key") for c in (*keys, *(bits_and_events if number == 0 else ()))}
        items = {i: Column(i, item=f"{category.id}.{i}") for i in category.item}
        tables[name] = DataTable(name, category.id, "person", {**plain, **items})
    return House(tables=tables, events=events)


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
class Permitted:
    """What is open for a person or a contact point, when the first of it lapses, when to ask again; None is never."""

    held: set[str]
    lapses_at: datetime | None
    recompute_at: datetime | None


def earliest(*instants: datetime | None) -> datetime | None:
    """Return the first of some instants; None is never."""
    return min((i for i in instants if i is not None), default=None)


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
        return self.all_processed([who], at)[who].held if self._is_known(who) else set()

    def reached(self, who: uuid.UUID, at: datetime) -> dict[uuid.UUID, set[str]]:
        """Return what each of a person's contact points may be used for."""
        return {point: answer.held for point, answer in self.all_reached([who], at).items()}

    def reached_organisation(self, address: uuid.UUID, at: datetime) -> set[str]:
        """Return what an organisation's own address may be used for."""
        return self.all_reached_organisations([address], at).get(address, set())

    def all_processed(self, people: Sequence[uuid.UUID], at: datetime) -> dict[uuid.UUID, Permitted]:
        """Return what is open for each of many people, in one call for each word of bits."""
        return self._ask("process", "person_id", people, at)

    def all_reached(self, people: Sequence[uuid.UUID], at: datetime) -> dict[uuid.UUID, Permitted]:
        """Return the same for their contact points."""
        return self._ask("reach", "contact_point_id", people, at)

    def all_reached_organisations(
        self, addresses: Sequence[uuid.UUID], at: datetime
    ) -> dict[uuid.UUID, set[str]]:
        """Return the same for organisations' own addresses."""
        found: dict[uuid.UUID, set[str]] = {}
        for word in self._words("reach"):
            name = self._function("reach_organisation", word)
            rows = self.owner.execute(
                sql.SQL("select address_id, bits from enforcement.{}(%s, %s)").format(sql.Identifier(name)),
                [list(addresses), at],
            )
            for address, held in rows:
                found.setdefault(address, set()).update(self._named("reach", word, held))
        return found

    def _is_known(self, who: uuid.UUID) -> bool:
        return (
            self.owner.execute("select from facts.person where person_id = %s", [who]).fetchone() is not None
        )

    def _words(self, kind: str) -> list[int]:
        return sorted({b.word for key, b in self.bits.items() if key.startswith(f"{kind}:")})

    def _named(self, kind: str, word: int, held: int) -> set[str]:
        named = ((key, b) for key, b in self.bits.items() if key.startswith(f"{kind}:") and b.word == word)
        return {key.partition(":")[2] for key, b in named if held >> (b.number % 60) & 1}

    def _function(self, kind: str, word: int) -> str:
        number = "" if word == 1 else f"_{word}"
        return f"may_{kind}{number}_v{self.doc.register_.version}"

    def _ask(
        self, kind: str, key: str, people: Sequence[uuid.UUID], at: datetime
    ) -> dict[uuid.UUID, Permitted]:
        found: dict[uuid.UUID, Permitted] = {}
        for word in self._words(kind):
            query = sql.SQL(
                "select {}, bits, nullif(lapses_at, 'infinity'), nullif(recompute_at, 'infinity') from enforcement.{}(%s, %s)"
            ).format(sql.Identifier(key), sql.Identifier(self._function(kind, word)))
            for who, held, lapses_at, recompute_at in self.owner.execute(query, [list(people), at]):
                before = found.get(who, Permitted(set(), None, None))
                found[who] = Permitted(
                    before.held | self._named(kind, word, held),
                    earliest(before.lapses_at, lapses_at),
                    earliest(before.recompute_at, recompute_at),
                )
        return found

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

"""Target: what every part of the compiler looks at, worked out once, and what SQL cannot say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from seloste.policy.compile.postgres.text import Sql, ident, literal, shortened
from seloste.policy.house import DataTable, House
from seloste.policy.tree.document import Document
from seloste.policy.tree.purposes import Purpose
from seloste.policy.tree.values import Length, Period

SCHEMA = "public"  # where the rooms' tables stand
PERSON = "person"  # the table whose rows are the people
# Purposes that go on while a person is restricted, and past the instant at which a bit lapses
# (Art. 18(2); design: storage, rights, legal claims and suppression leave out the second half).
STEADY = frozenset({"storage", "rights", "legal_claims", "suppression"})
# Purposes that an objection to marketing stops whatever the basis (Art. 21(2) and (3)).
MARKETING = frozenset({"direct_marketing", "profiling"})
WORD = 60  # bits in one word; a bigint has 63 and a sign


class CannotExpress(Exception):
    """A clause that no statement can carry out; ``why`` says what is missing. Never guessed around."""

    def __init__(self, clause: str, why: str) -> None:
        self.clause, self.why = clause, why
        super().__init__(f"{clause}: {why}")


@dataclass(frozen=True)
class Target:
    """The document, the data map sorted by data category, and the names that both lead to."""

    doc: Document
    house: House
    tables: Mapping[str, tuple[DataTable, ...]] = field(init=False)
    readers: Mapping[str, tuple[Purpose, ...]] = field(init=False)
    needs_guardian: bool = field(init=False)
    made: dict[str, Sql] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        found: defaultdict[str, list[DataTable]] = defaultdict(list)
        for _, table in sorted(self.house.tables.items()):
            found[table.category].append(table)
        readers: defaultdict[str, list[Purpose]] = defaultdict(list)
        for purpose in self.doc.purpose.values():
            for category in dict.fromkeys(purpose.data):
                readers[category].append(purpose)
        object.__setattr__(self, "readers", {c: tuple(p) for c, p in readers.items()})
        needs = {need for connection in self.doc.connection.values() for need in connection.needs}
        object.__setattr__(self, "needs_guardian", "guardian_if_child" in needs)
        object.__setattr__(self, "tables", {c: tuple(t) for c, t in found.items()})

    def once(self, name: str, make: Callable[[], Sql]) -> Sql:
        """Return a piece that many clauses share, made the first time it is asked for."""
        if name not in self.made:
            self.made[name] = make()
        return self.made[name]

    @property
    def zone(self) -> Sql:
        """Where days begin and end."""
        return literal(self.doc.register_.time_zone)

    def role(self, purpose: str, *, own: bool = False) -> str:
        """Return the role of a purpose; ``own`` is the one that sees only the data subject's own rows."""
        return shortened(f"seloste_{self.doc.register_.id}_{purpose}{'_own' if own else ''}")

    def versioned(self, name: str) -> Sql:
        """Return a function's name in this version: the old one runs on while the new one is prepared."""
        return ident("enforcement", f"{name}_v{self.doc.register_.version}")

    def tables_for(self, purpose: Purpose, *, own: bool = False) -> Iterator[DataTable]:
        """Yield the tables that a purpose may read, each once; ``own``: those that say whose row is whose."""
        for category in dict.fromkeys(purpose.data):
            for table in self.tables.get(category, ()):
                if not own or "person_id" in table.columns:
                    yield table

    def event(self, event: str) -> tuple[str, str]:
        """Return table and column of a start event; empty texts where no room declares it."""
        table, _, column = self.house.events.get(event, "").partition(".")
        known = self.house.tables.get(table)
        return (table, column) if known is not None and column in known.columns else ("", "")


def length(period: Period | Length) -> Sql:
    """Return a period's length as an interval of calendar units, never of seconds."""
    for unit in ("hours", "days", "weeks", "months", "years"):
        if (count := getattr(period, unit, None)) is not None:
            return literal(f"{count} {unit}")
    return literal("0 days")


def qualified(table: str) -> Sql:
    """Return a room's table with its schema."""
    return ident(SCHEMA, table)


def has_bits(table: DataTable) -> bool:
    """True where the row itself carries the bits; elsewhere the person's row is asked."""
    return {"person_id", "lawful_for", "lapses_at"} <= table.columns.keys()

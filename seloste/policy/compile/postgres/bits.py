"""Bits: which number each permission has, for ever (``permission_bit(key, meaning, bit)``).

A permission is a purpose (*may process*) or a purpose and topic (*may reach*). What its clauses mean is
kept as a digest of the compiled rule: while it stays the same the number stays, a changed meaning
gets a new one. Numbers of the two kinds are apart, since they stand in different columns.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from seloste.policy.compile.postgres.target import WORD, Target, has_bits, qualified
from seloste.policy.compile.postgres.text import Sql, Statement, fill, ident, lines, literal, statement

PROCESS, REACH = "process", "reach"


@dataclass(frozen=True, slots=True)
class Bit:
    """One permission's number; ``key`` is ``process:PURPOSE`` or ``reach:PURPOSE[.TOPIC]``."""

    key: str
    meaning: str
    number: int

    @property
    def word(self) -> int:
        """Which column of its kind it stands in, from 1."""
        return self.number // WORD + 1

    @property
    def mask(self) -> Sql:
        """The bit within its word."""
        return Sql(f"1::bigint << {self.number % WORD}")

    @property
    def column(self) -> str:
        """The column it stands in."""
        return column(self.key.partition(":")[0], self.word)


def column(kind: str, word: int) -> str:
    """Return the column for a word of a kind of permission."""
    name = "lawful_for" if kind == PROCESS else "reachable_for"
    return name if word == 1 else f"{name}_{word}"


def digest(rule: Sql) -> str:
    """Return what a rule means, in few letters."""
    return hashlib.sha256(rule.text.encode()).hexdigest()[:16]


def numbered(rules: Mapping[str, Sql], earlier: Iterable[Bit]) -> dict[str, Bit]:
    """Return the bit of each permission: its earlier number where the meaning is the same, else a free one."""
    known = {(b.key, b.meaning): b.number for b in earlier}
    taken: dict[str, set[int]] = {PROCESS: set(), REACH: set()}
    for (key, _), number in known.items():
        taken.setdefault(key.partition(":")[0], set()).add(number)
    free = {kind: _free(numbers) for kind, numbers in taken.items()}
    found = {}
    for key, rule in rules.items():
        meaning = digest(rule)
        kept = known.get((key, meaning))
        found[key] = Bit(key, meaning, next(free[key.partition(":")[0]]) if kept is None else kept)
    return found


def _free(taken: set[int]) -> Iterator[int]:
    number = 0
    while True:
        if number not in taken:
            yield number
        number += 1


def statements(t: Target, bits: Mapping[str, Bit]) -> Iterator[Statement]:
    """Yield the rows that say which bit means what, and a column for each further word."""
    version = literal(t.doc.register_.version)
    rows = [
        fill("({k}, {m}, {n})", k=literal(b.key), m=literal(b.meaning), n=literal(b.number))
        for b in bits.values()
    ]
    yield statement(
        "permission bits",
        "purpose",
        "Each permission has a number of its own, which never gets another meaning.",
        fill(
            """
            insert into enforcement.permission_bit (key, meaning, bit)
            values
              {rows}
            on conflict do nothing
            """,
            rows=lines(rows),
        ),
    )
    used = [fill("({v}, {k}, {n})", v=version, k=literal(b.key), n=literal(b.number)) for b in bits.values()]
    yield statement(
        "bits of this version",
        "register.version",
        f"Version {t.doc.register_.version} uses these bits.",
        fill(
            """
            insert into enforcement.version_bit (version, key, bit)
            values
              {rows}
            on conflict do nothing
            """,
            rows=lines(used),
        ),
    )
    yield from _words(t, bits)


def _words(t: Target, bits: Mapping[str, Bit]) -> Iterator[Statement]:
    """Yield a column for each word past the first, on every table that carries the bits."""
    further = {(b.key.partition(":")[0], b.word) for b in bits.values() if b.word > 1}
    for kind, word in sorted(further):
        first = column(kind, 1)
        for table in t.house.tables.values():
            if first in table.columns and (kind == REACH or has_bits(table)):
                yield statement(
                    f"word {word} of {first} on {table.name}",
                    "purpose",
                    f"`{table.name}` has room for more than {WORD * (word - 1)} permissions.",
                    fill(
                        "alter table {t} add column if not exists {c} bigint not null default 0",
                        t=qualified(table.name),
                        c=ident(column(kind, word)),
                    ),
                )

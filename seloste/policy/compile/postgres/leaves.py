"""Leaves: the facts that clauses ask for, gathered once for each person or contact point.

Every answer is an instant: *until when does this hold, as things stand?* An instant at or before the
one asked about means that it does not hold. So ``least`` is *and*, ``greatest`` is *or*, and the
instant at which a permission lapses comes out by itself. Each group of facts also tells the next
instant at which anything in it changes, which is all that *not* needs.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import lru_cache

from seloste.policy.compile.postgres.text import Sql, fill, ident, join, lines

NEVER = Sql("'-infinity'::timestamptz")
FOREVER = Sql("'infinity'::timestamptz")
NEXT = Sql("k.next_at")
# Groups whose rows are themselves worked out by clauses (when a connection ends, when someone is to be told).
CLAUSES = frozenset({"connection", "provenance", "age"})


@dataclass
class Group:
    """Facts of one kind: where they come from, the key they are gathered by, and the columns asked for."""

    template: str
    parts: dict[str, Sql]
    columns: dict[str, tuple[Sql, Sql]] = field(default_factory=dict)


@dataclass
class Leaves:
    """The facts that one function asks for; ``people`` are gathered as ``k``, contact points as ``p``."""

    people: dict[str, Group] = field(default_factory=dict)
    points: dict[str, Group] = field(default_factory=dict)
    moments: dict[str, Sql] = field(default_factory=dict)

    def person(self, group: str, template: str, name: str, definition: Sql, absent: Sql, **parts: Sql) -> Sql:
        """Return a column of ``k``; ``absent`` stands for people about whom the group has nothing."""
        self.people.setdefault(group, Group(template, parts)).columns[name] = (definition, absent)
        return fill("k.{name}", name=ident(name))

    def point(self, group: str, template: str, name: str, definition: Sql, absent: Sql, **parts: Sql) -> Sql:
        """Return a column of ``p``, the same for a contact point."""
        self.points.setdefault(group, Group(template, parts)).columns[name] = (definition, absent)
        return fill("p.{name}", name=ident(name))

    def moment(self, at: Sql) -> None:
        """Note an instant of the document's own at which an answer changes for everyone."""
        self.moments[at.text] = at

    def meaning(self) -> Sql:
        """Return what decides over the columns asked for: their definitions, and the clauses in their groups."""
        found = []
        for name, group in [*self.people.items(), *self.points.items()]:
            found += [definition for definition, _ in group.columns.values()]
            if name in CLAUSES:
                found += [_digest(part) for part in group.parts.values()]
        return join([*found, *self.moments.values()], "\n")

    def ctes(self) -> Sql:
        """Return the ``with`` list: each group, then ``known`` with one row for each person."""
        made = [_cte(name, group) for name, group in self.people.items()]
        return lines([*made, self._gathered("known", "asked", "person_id", self.people)])

    def point_ctes(self) -> Sql:
        """Return the same for contact points: ``reached`` has one row for each."""
        made = [_cte(name, group) for name, group in self.points.items()]
        return lines([*made, self._gathered("reached", "point", "contact_point_id", self.points)])

    def _gathered(self, name: str, start: str, key: str, groups: dict[str, Group]) -> Sql:
        columns = [
            fill("coalesce({g}.{c}, {absent}) as {c}", g=Sql(g), c=ident(c), absent=absent)
            for g, group in groups.items()
            for c, (_, absent) in group.columns.items()
        ]
        moments = [
            fill("case when instant < {m} then {m} end", m=m)
            for m in self.moments.values()
            if name == "known"
        ]
        nexts = [*(fill("{g}.next_at", g=Sql(g)) for g in groups), *moments]
        return fill(
            """
            {name} as (
              select {columns}
              from {start}
              {joins}
            )
            """,
            name=Sql(name),
            columns=lines([fill("{s}.*", s=Sql(start)), *columns, _next(nexts)]),
            start=Sql(start),
            joins=join((fill("left join {g} using ({key})", g=Sql(g), key=Sql(key)) for g in groups), "\n"),
        )


@lru_cache(maxsize=64)
def _digest(part: Sql) -> Sql:
    """Return a long piece in few letters; many clauses share it."""
    return Sql(hashlib.sha256(part.text.encode()).hexdigest())


def _next(nexts: list[Sql]) -> Sql:
    if not nexts:
        return fill("{f} as next_at", f=FOREVER)
    return fill("coalesce(least({n}), {f}) as next_at", n=join(nexts), f=FOREVER)


def _cte(name: str, group: Group) -> Sql:
    columns = [fill("{d} as {c}", d=d, c=ident(c)) for c, (d, _) in group.columns.items()]
    body = fill(group.template, columns=lines(columns), **group.parts)
    return fill(
        """
        {name} as (
          {body}
        )
        """,
        name=Sql(name),
        body=body,
    )


def both(*parts: Sql) -> Sql:
    """Return *and*: holds until the first part ends."""
    kept = [p for p in dict.fromkeys(parts) if p != FOREVER]
    if NEVER in kept:
        return NEVER
    return _call("least", kept) if kept else FOREVER


def either(*parts: Sql) -> Sql:
    """Return *or*: holds until the last part that holds now ends."""
    kept = [p for p in dict.fromkeys(parts) if p != NEVER]
    if FOREVER in kept:
        return FOREVER
    return _call("greatest", kept) if kept else NEVER


def no(part: Sql) -> Sql:
    """Return *not*: holds, as far as can be told, until anything about the person changes."""
    if part in (NEVER, FOREVER):
        return FOREVER if part == NEVER else NEVER
    return fill("case when {part} > instant then {never} else {next} end", part=part, never=NEVER, next=NEXT)


def when(condition: Sql) -> Sql:
    """Return *for ever* where a plain condition holds, else *never*."""
    return fill("case when {c} then {f} else {n} end", c=condition, f=FOREVER, n=NEVER)


def unless(condition: Sql) -> Sql:
    """Return *never* where a plain condition holds, else *for ever*."""
    return fill("case when {c} then {n} else {f} end", c=condition, f=FOREVER, n=NEVER)


def _call(function: str, parts: list[Sql]) -> Sql:
    if len(parts) == 1:
        return parts[0]
    flat = join(parts)
    if len(flat.text) <= 90 and "\n" not in flat.text:
        return fill("{f}({flat})", f=Sql(function), flat=flat)
    return fill(
        """
        {f}(
          {parts}
        )
        """,
        f=Sql(function),
        parts=lines(parts),
    )

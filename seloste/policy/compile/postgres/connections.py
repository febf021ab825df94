"""Connections: why a person is in the register, until when each reason lasts, and what ends it (C05 to C08, C17)."""

from __future__ import annotations

from seloste.policy.compile.postgres.gathering import birthday, consent_age, of_age, period_end
from seloste.policy.compile.postgres.leaves import FOREVER, NEVER, Leaves
from seloste.policy.compile.postgres.target import Target
from seloste.policy.compile.postgres.text import Sql, cases, fill, join, literal, texts
from seloste.policy.tree.values import Period

# A connection ends by an act or by itself, whichever comes first; its deletion date follows (C05 to C08, C17).
_CONNECTIONS = """
select c.*,
  {kept} as kept_until
from (
  select f.person_id, f.kind, f.organisation_id, f.began_at,
    least(coalesce(f.ended_at, 'infinity'), {ends}) as ends_at,
    {complete} as is_complete,
    {next_event} as next_event_at
  from facts.connection f
  join {people} a using (person_id)
  where f.person_id = any (people)
) c
"""
_CONNECTION = """
select person_id,
  {columns},
  min(least(next_event_at, case
    when began_at > instant then began_at
    when ends_at > instant then ends_at
    when kept_until > instant then kept_until
  end)) as next_at
from (
  {connections}
) c
where is_complete
group by person_id
"""
# Start events that a connection or a person has of its own; all others are rows of facts.event.
_COLUMNS = {
    "last_contact_by_person": "f.last_contact_at",
    "data_obtained": "a.obtained_at",
    "connection_end": "f.ended_at",
}
_RELATION = """
select person_id,
  {columns},
  min(case when began_at > instant then began_at when ended_at > instant then ended_at end) as next_at
from facts.relation
where person_id = any (people)
group by person_id
"""


def live(t: Target, leaves: Leaves, kind: str) -> Sql:
    """Until the last live connection of a kind ends, by an act or by itself (C05 to C08)."""
    return _connection(t, leaves, f"live_{kind}", fill("kind = {k}", k=literal(kind)), Sql("ends_at"))


def begun(t: Target, leaves: Leaves, kind: str) -> Sql:
    """A connection of a kind has begun, live or ended."""
    return _connection(t, leaves, f"begun_{kind}", fill("kind = {k}", k=literal(kind)), FOREVER)


def in_the_register(t: Target, leaves: Leaves) -> Sql:
    """Until the deletion date of the last connection passes: without one nobody belongs here (C06)."""
    return _connection(t, leaves, "belongs", Sql("true"), Sql("kept_until"))


def has_organisation(t: Target, leaves: Leaves) -> tuple[Sql, Sql]:
    """Until the last relation to an organisation ends, and the last live connection with one."""
    related = leaves.person(
        "relation",
        _RELATION,
        "related",
        Sql("max(coalesce(ended_at, 'infinity')) filter (where began_at <= instant)"),
        NEVER,
    )
    return related, _connection(t, leaves, "live_at_work", Sql("organisation_id is not null"), Sql("ends_at"))


def _connection(t: Target, leaves: Leaves, name: str, where: Sql, column: Sql) -> Sql:
    definition = fill(
        "max({column}) filter (where {where} and began_at <= instant)", column=column, where=where
    )
    parts = {} if "connection" in leaves.people else {"connections": connections(t, Sql("asked"))}
    if t.needs_guardian:
        of_age(t, leaves)
    return leaves.person("connection", _CONNECTION, name, definition, NEVER, **parts)


def connections(t: Target, people: Sql) -> Sql:
    """Return each connection with when it ends, until when its person may be kept, and whether it is complete."""
    return t.once(f"connections {people}", lambda: _connections(t, people))


def _connections(t: Target, people: Sql) -> Sql:
    kinds, kind = t.doc.connection.values(), Sql("f.kind")
    ends = [(literal(c.id), period_end(_start(c.ends), c.ends, t)) for c in kinds if c.ends is not None]
    kept = [(literal(c.id), period_end(Sql("c.ends_at"), c.keep, t)) for c in kinds]
    complete = [(literal(c.id), _needs(t, c.needs)) for c in kinds]
    return fill(
        _CONNECTIONS,
        people=people,
        ends=cases(kind, ends, FOREVER),
        kept=cases(Sql("c.kind"), kept, NEVER),
        complete=cases(kind, complete, Sql("false")),
        next_event=_next_event(t),
    )


def _next_event(t: Target) -> Sql:
    """The next event that a connection's own end waits for, where one is known beforehand."""
    ends = [c.ends for c in t.doc.connection.values() if c.ends is not None]
    waited = {e for p in ends for e in (p.after, p.else_after) if e is not None and e not in _COLUMNS}
    if not waited:
        return Sql("null::timestamptz")
    return fill(
        """
        (
          select min(e.happened_at) from facts.event e
          where e.person_id = f.person_id and e.event = any ({events}) and e.happened_at > instant
        )
        """,
        events=texts(sorted(waited)),
    )


def _start(period: Period) -> Sql:
    """The instant a connection's own end counts from; silence cannot prolong it (C07, C08)."""
    alone = period.else_after is None  # with a second event the first counts only once it has happened
    starts = [_event(e, alone=alone) for e in (period.after, period.else_after) if e is not None]
    if period.after in ("last_contact_by_person", "data_obtained"):
        starts.append(Sql("f.began_at"))
    return fill("coalesce({s})", s=join(starts)) if len(starts) > 1 else starts[0]


def _event(event: str, *, alone: bool) -> Sql:
    column = _COLUMNS.get(event)
    if column is not None:
        return Sql(f"case when {column} <= instant then {column} end")
    return fill(
        """
        (
          select max(e.happened_at) from facts.event e
          where e.person_id = f.person_id and e.event = {e}{happened}
        )
        """,
        e=literal(event),
        happened=Sql("" if alone else " and e.happened_at <= instant"),
    )


def _needs(t: Target, needs: tuple[str, ...]) -> Sql:
    """What a connection cannot be without."""
    grown = fill("coalesce({b} <= instant, false)", b=birthday("a.born_to", consent_age(t), t))
    said = {
        "organisation": Sql("f.organisation_id is not null"),
        "nature_in_words": Sql("f.has_nature"),
        "membership": Sql("f.is_member"),
        "guardian_if_child": fill("(f.has_guardian or {g})", g=grown),
    }
    return join((said[n] for n in needs), " and ") if needs else Sql("true")

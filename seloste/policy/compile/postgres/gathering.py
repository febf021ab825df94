"""Gathering: where each fact that a clause may ask for comes from, one grouped read for each kind of fact."""

from __future__ import annotations

from seloste.policy.compile.postgres.leaves import FOREVER, NEVER, Leaves, both, either
from seloste.policy.compile.postgres.target import MARKETING, Target, length
from seloste.policy.compile.postgres.text import Sql, cases, fill, join, literal, texts
from seloste.policy.tree.purposes import Purpose, Topic
from seloste.policy.tree.values import Period

DEFAULT_CONSENT_AGE = 16  # Art. 8(1), where no national age is named
ELECTRONIC = ("email", "sms", "call_automated")  # channels whose address can itself confirm a consent (C13)

_ASKED = """
asked as (
  select person_id, language, born_from, born_to, obtained_at
  from facts.person
  where person_id = any (people)
)
"""
_AGE = """
select person_id,
  {columns},
  least({next}) as next_at
from asked
"""
# A connection ends by an act or by itself, whichever comes first; its deletion date follows (C05 to C08, C17).
_CONNECTIONS = """
select c.*,
  {kept} as kept_until
from (
  select f.person_id, f.kind, f.organisation_id, f.began_at,
    least(coalesce(f.ended_at, 'infinity'), {ends}) as ends_at,
    {complete} as is_complete
  from facts.connection f
  join {people} a using (person_id)
  where f.person_id = any (people)
) c
"""
_CONNECTION = """
select person_id,
  {columns},
  min(case
    when began_at > instant then began_at
    when ends_at > instant then ends_at
    when kept_until > instant then kept_until
  end) as next_at
from (
  {connections}
) c
where is_complete
group by person_id
"""
_RELATION = """
select person_id,
  {columns},
  min(case when began_at > instant then began_at when ended_at > instant then ended_at end) as next_at
from facts.relation
where person_id = any (people)
group by person_id
"""
_DEALING = """
select person_id,
  {columns},
  min(case when happened_at > instant then happened_at end) as next_at
from facts.dealing
where person_id = any (people)
group by person_id
"""
_INTEREST = """
select person_id,
  {columns},
  null::timestamptz as next_at
from facts.interest
where person_id = any (people)
group by person_id
"""
# What an objection names and we do not know (an earlier version may have) is read as naming all.
_OBJECTION = """
select person_id,
  {columns},
  min(case when raised_at > instant then raised_at when ended_at > instant then ended_at end) as next_at
from (
  select person_id, channel, raised_at, ended_at,
    case when purpose = any ({purposes}) then purpose end as purpose,
    case when topic = any ({topics}) then topic end as topic,
    case when sender = any ({senders}) then sender end as sender,
    purpose is null or purpose = any ({marketing}) or purpose <> all ({purposes}) as is_marketing,
    raised_at <= instant and coalesce(ended_at, 'infinity') > instant as binds
  from facts.objection
  where person_id = any (people)
) o
group by person_id
"""
_RESTRICTION = """
select person_id,
  {columns},
  min(case when began_at > instant then began_at when ended_at > instant then ended_at end) as next_at
from (
  select *, began_at <= instant and coalesce(ended_at, 'infinity') > instant as binds
  from facts.restriction
  where person_id = any (people)
) r
group by person_id
"""
_FORBIDDEN = """
select person_id,
  {columns},
  min(case when placed_at > instant then placed_at when ended_at > instant then ended_at end) as next_at
from (
  select *, placed_at <= instant and coalesce(ended_at, 'infinity') > instant as binds
  from facts.ban
  where person_id = any (people) and purpose is not null
) b
group by person_id
"""
_PROVENANCE = """
select person_id,
  {columns},
  min(case when informed_at > instant then informed_at when told_by > instant then told_by end) as next_at
from (
  select *,
    {deadlines} as told_by
  from facts.provenance
  where person_id = any (people) and contact_point_id is null
) s
group by person_id
"""
FROM_THE_PERSON = frozenset({"data_subject", "own_systems"})  # Art. 13 at collection: no clock of Art. 14
ONE_MONTH = Period(months=1, after="data_obtained")  # Art. 14(3)(a); the policy may promise less


def asked() -> Sql:
    """Return the first part of each ``with`` list: the people asked about."""
    return fill(_ASKED)


def period_end(start: Sql, period: Period, t: Target) -> Sql:
    """Return the instant at which a period is over: hours to the second, all else at midnight (Reg. 1182/71)."""
    if period.hours is not None:
        return fill("{s} + interval {n}", s=start, n=length(period))
    return fill("enforcement.period_end({s}, {n}, {z})", s=start, n=length(period), z=t.zone)


def birthday(column: str, years: int, t: Target) -> Sql:
    """Return the instant at which someone born on that day becomes so many years old."""
    return fill("enforcement.birthday({c}, {y}, {z})", c=Sql(column), y=literal(years), z=t.zone)


def consent_age(t: Target) -> int:
    """Return the age from which a child consents alone (CHI-01)."""
    children = t.doc.register_.children
    return children.consent_age if children is not None else DEFAULT_CONSENT_AGE


def _age(leaves: Leaves, name: str, definition: Sql) -> Sql:
    column = leaves.person("age", _AGE, name, definition, NEVER)
    group = leaves.people["age"]
    group.parts["next"] = join(
        fill("case when {d} > instant then {d} end", d=d) for d, _ in group.columns.values()
    )
    return column


def under(t: Target, leaves: Leaves, years: int) -> Sql:
    """Known to be younger than so many years: until the first day on which that may end."""
    return _age(leaves, f"under_{years}", birthday("born_from", years, t))


def aged(t: Target, leaves: Leaves, years: int) -> Sql:
    """Known to be at least so many years old, which nothing ends."""
    reached = _age(leaves, f"surely_{years}", birthday("born_to", years, t))
    return fill("case when {r} > {n} and {r} <= instant then {f} else {n} end", r=reached, n=NEVER, f=FOREVER)


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
    return leaves.person("connection", _CONNECTION, name, definition, NEVER, **parts)


def connections(t: Target, people: Sql) -> Sql:
    """Return each connection with when it ends, until when its person may be kept, and whether it is complete."""
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
    )


def _start(period: Period) -> Sql:
    """The instant a connection's own end counts from; silence cannot prolong it (C07, C08)."""
    starts = [_event(e) for e in (period.after, period.else_after) if e is not None]
    if period.after in ("last_contact_by_person", "data_obtained"):
        starts.append(Sql("f.began_at"))
    return fill("coalesce({s})", s=join(starts)) if len(starts) > 1 else starts[0]


def _event(event: str) -> Sql:
    column = {
        "last_contact_by_person": "f.last_contact_at",
        "data_obtained": "a.obtained_at",
        "connection_end": "f.ended_at",
    }.get(event)
    if column is not None:
        return Sql(f"case when {column} <= instant then {column} end")
    return fill(
        """
        (
          select max(e.happened_at) from facts.event e
          where e.person_id = f.person_id and e.event = {e} and e.happened_at <= instant
        )
        """,
        e=literal(event),
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


def dealt(leaves: Leaves, kind: str) -> Sql:
    """A dealing of a kind has taken place."""
    definition = fill(
        "max('infinity'::timestamptz) filter (where kind = {k} and happened_at <= instant)", k=literal(kind)
    )
    return leaves.person("dealing", _DEALING, f"dealt_{kind}", definition, NEVER)


def interested(leaves: Leaves, interest: str) -> Sql:
    """An interest is on record."""
    definition = fill("max('infinity'::timestamptz) filter (where interest = {i})", i=literal(interest))
    return leaves.person("interest", _INTEREST, f"interested_{interest}", definition, NEVER)


def objection_parts(t: Target) -> dict[str, Sql]:
    """Return what an objection can name in this version."""
    purposes = t.doc.purpose.values()
    return {
        "purposes": texts(p.id for p in purposes),
        "marketing": texts(p.id for p in purposes if p.kind in MARKETING),
        "topics": texts(dict.fromkeys(x for p in purposes for x in p.topic)),
        "senders": texts(t.doc.controller.sender),
    }


def _unopposed(t: Target, leaves: Leaves, name: str, about: Sql) -> Sql:
    definition = fill("min('-infinity'::timestamptz) filter (where binds and {a})", a=about)
    parts = {} if "objection" in leaves.people else objection_parts(t)
    return leaves.person("objection", _OBJECTION, f"unopposed_{name}", definition, FOREVER, **parts)


def situation_respected(t: Target, leaves: Leaves, purpose: str) -> Sql:
    """No objection from the person's situation stands against the purpose (Art. 21(1))."""
    return _unopposed(t, leaves, purpose, fill("purpose = {p}", p=literal(purpose)))


def marketing_unopposed(t: Target, leaves: Leaves, purpose: Purpose) -> Sql:
    """No objection stops the purpose whole (Art. 21(2), (3)); it binds every contact point and capacity."""
    if purpose.kind == "profiling":  # one profile serves every topic, so it cannot leave one out
        return _unopposed(t, leaves, purpose.id, Sql("channel is null and is_marketing"))
    if purpose.topic:
        return either(*(topic_unopposed(t, leaves, purpose, topic) for topic in purpose.topic.values()))
    return _unopposed(t, leaves, purpose.id, fill("channel is null and {a}", a=about_topic(purpose, None)))


def topic_unopposed(t: Target, leaves: Leaves, purpose: Purpose, topic: Topic) -> Sql:
    """No objection to the topic, its sender, its purpose or all marketing, whatever the channel."""
    about = fill("channel is null and {a}", a=about_topic(purpose, topic))
    return _unopposed(t, leaves, f"{purpose.id}.{topic.id}", about)


def about_topic(purpose: Purpose, topic: Topic | None) -> Sql:
    """Return the test whether an objection is about a topic, or about the purpose where it has none."""
    if topic is None:
        return fill(
            "topic is null and sender is null and (purpose is null or purpose = {p})", p=literal(purpose.id)
        )
    return fill(
        "case when topic is not null then topic = {topic} when sender is not null then sender = {sender} "
        "else purpose is null or purpose = {purpose} end",
        topic=literal(topic.id),
        sender=literal(topic.sender),
        purpose=literal(purpose.id),
    )


def not_restricted(leaves: Leaves, purpose: str) -> Sql:
    """No restriction is about the purpose (Art. 18(1)), but for exceptions on record (Art. 18(2))."""
    definition = fill(
        "min('-infinity'::timestamptz) filter (where binds and (purpose is null or purpose = {p}) and {p} <> all (coalesce(excepted, '{}')))",
        p=literal(purpose),
    )
    return leaves.person("restriction", _RESTRICTION, f"unrestricted_{purpose}", definition, FOREVER)


def not_forbidden(leaves: Leaves, purpose: str) -> Sql:
    """The person has not forbidden the purpose as such (C25)."""
    definition = fill(
        "min('-infinity'::timestamptz) filter (where binds and purpose = {p})", p=literal(purpose)
    )
    return leaves.person("forbidden", _FORBIDDEN, f"allowed_{purpose}", definition, FOREVER)


def informed(t: Target, leaves: Leaves, *, marketing: bool) -> Sql:
    """Until the first deadline for telling the person where the data came from (INF-21, INF-22)."""
    definition = fill(
        "min(case when {told} then 'infinity' else told_by end)",
        told=told(t, marketing=marketing),
    )
    name = "informed_for_marketing" if marketing else "informed"
    return leaves.person("provenance", _PROVENANCE, name, definition, FOREVER, deadlines=_deadlines(t))


def told(t: Target, *, marketing: bool) -> Sql:
    """Return the test whether a source needs no more telling; effort excuses no marketing (Art. 14(5))."""
    outside = [s.id for s in t.doc.source.values() if s.kind not in FROM_THE_PERSON]
    return fill(
        "source <> all ({outside}) or informed_at <= instant or {exempt}",
        outside=texts(outside),
        exempt=Sql("exemption <> 'disproportionate'" if marketing else "exemption is not null"),
    )


def _deadlines(t: Target) -> Sql:
    found = []
    for source in t.doc.source.values():
        if source.kind not in FROM_THE_PERSON:
            promised = [p for p in (ONE_MONTH, source.inform) if p is not None and not p.follows]
            ends = both(*(period_end(Sql("obtained_at"), p, t) for p in promised))
            found.append((literal(source.id), ends))
    return cases(Sql("source"), found, FOREVER)

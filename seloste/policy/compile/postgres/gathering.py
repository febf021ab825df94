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
  min(case when raised_at > instant then raised_at else ended_at end) as next_at
from (
  {objections}
) o
group by person_id
"""
OBJECTIONS = """
select person_id, channel, raised_at, ended_at,
  case when purpose = any ({purposes}) then purpose end as purpose,
  case when topic = any ({topics}) then topic end as topic,
  case when sender = any ({senders}) then sender end as sender,
  purpose is null or purpose = any ({marketing}) or purpose <> all ({purposes}) as is_marketing,
  case when raised_at > instant then raised_at else '-infinity' end as spared_until
from facts.objection
where person_id = any (people) and coalesce(ended_at, 'infinity') > instant
"""
_RESTRICTION = """
select person_id,
  {columns},
  min(case when began_at > instant then began_at else ended_at end) as next_at
from (
  select *, case when began_at > instant then began_at else '-infinity' end as spared_until
  from facts.restriction
  where person_id = any (people) and coalesce(ended_at, 'infinity') > instant
) r
group by person_id
"""
_FORBIDDEN = """
select person_id,
  {columns},
  min(case when placed_at > instant then placed_at else ended_at end) as next_at
from (
  select *, case when placed_at > instant then placed_at else '-infinity' end as spared_until
  from facts.ban
  where person_id = any (people) and purpose is not null and coalesce(ended_at, 'infinity') > instant
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


def of_age(t: Target, leaves: Leaves) -> Sql:
    """Of the age at which a child consents alone (CHI-01); whoever asks learns when that day comes."""
    return aged(t, leaves, consent_age(t))


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


def objections(t: Target) -> Sql:
    """Return the objections that bind, or will, with what each names that this version has."""
    return t.once("objections", lambda: _objections(t))


def _objections(t: Target) -> Sql:
    purposes = t.doc.purpose.values()
    return fill(
        OBJECTIONS,
        purposes=texts(p.id for p in purposes),
        marketing=texts(p.id for p in purposes if p.kind in MARKETING),
        topics=texts(dict.fromkeys(x for p in purposes for x in p.topic)),
        senders=texts(t.doc.controller.sender),
    )


def _unopposed(t: Target, leaves: Leaves, name: str, about: Sql) -> Sql:
    definition = fill("min(spared_until) filter (where {a})", a=about)
    parts = {} if "objection" in leaves.people else {"objections": objections(t)}
    return leaves.person("objection", _OBJECTION, f"unopposed_{name}", definition, FOREVER, **parts)


def situation_respected(t: Target, leaves: Leaves, purpose: str) -> Sql:
    """No objection from the person's situation stands against the purpose (Art. 21(1))."""
    return _unopposed(t, leaves, purpose, fill("purpose = {p}", p=literal(purpose)))


def marketing_unopposed(t: Target, leaves: Leaves, purpose: Purpose) -> Sql:
    """No objection stops the purpose whole (Art. 21(2), (3)); it binds every contact point and capacity."""
    if purpose.kind != "profiling" and purpose.topic:
        return either(*(topic_unopposed(t, leaves, purpose, topic) for topic in purpose.topic.values()))
    # One profile serves every topic, so it cannot leave one out.
    about = Sql("is_marketing") if purpose.kind == "profiling" else about_purpose(purpose)
    return _unopposed(t, leaves, purpose.id, fill("channel is null and {a}", a=about))


def topic_unopposed(t: Target, leaves: Leaves, purpose: Purpose, topic: Topic) -> Sql:
    """No objection to the topic, its sender, its purpose or all marketing, whatever the channel."""
    about = fill("channel is null and {a}", a=about_topic(purpose, topic))
    return _unopposed(t, leaves, f"{purpose.id}.{topic.id}", about)


def about_purpose(purpose: Purpose) -> Sql:
    """Return the test whether an objection is about marketing without topics: one to a topic or a sender may be."""
    return fill(
        "is_marketing and (purpose is null or purpose = {p})",
        p=literal(purpose.id),
    )


def about_topic(purpose: Purpose, topic: Topic) -> Sql:
    """Return the test whether an objection is about a topic."""
    return fill(
        "case when topic is not null then topic = {topic} when sender is not null then sender = {sender} "
        "else is_marketing and (purpose is null or purpose = {purpose}) end",
        topic=literal(topic.id),
        sender=literal(topic.sender),
        purpose=literal(purpose.id),
    )


def not_restricted(leaves: Leaves, purpose: str) -> Sql:
    """No restriction is about the purpose (Art. 18(1)), but for exceptions on record (Art. 18(2))."""
    definition = fill(
        "min(spared_until) filter (where (purpose is null or purpose = {p}) and {p} <> all (coalesce(excepted, '{}')))",
        p=literal(purpose),
    )
    return leaves.person("restriction", _RESTRICTION, f"unrestricted_{purpose}", definition, FOREVER)


def not_forbidden(leaves: Leaves, purpose: str) -> Sql:
    """The person has not forbidden the purpose as such (C25)."""
    definition = fill("min(spared_until) filter (where purpose = {p})", p=literal(purpose))
    return leaves.person("forbidden", _FORBIDDEN, f"allowed_{purpose}", definition, FOREVER)


def informed(t: Target, leaves: Leaves, *, marketing: bool) -> Sql:
    """Until the first deadline for telling the person where the data came from (INF-21, INF-22)."""
    definition = fill(
        "min(case when {told} then 'infinity' when exemption is null then told_by else '-infinity' end)",
        told=told(t, marketing=marketing),
    )
    name = "informed_for_marketing" if marketing else "informed"
    return leaves.person(
        "provenance",
        _PROVENANCE,
        name,
        definition,
        FOREVER,
        deadlines=t.once("deadlines", lambda: _deadlines(t)),
    )


def told(t: Target, *, marketing: bool) -> Sql:
    """Return the test whether a source needs no more telling; one that the policy does not name never passes."""
    return t.once(f"told {marketing}", lambda: _told(t, marketing=marketing))


def _told(t: Target, *, marketing: bool) -> Sql:
    named = [s.id for s in t.doc.source.values()]
    own = [s.id for s in t.doc.source.values() if s.kind in FROM_THE_PERSON]
    return fill(
        "source = any ({own}) or source = any ({named}) and (informed_at <= instant or exemption <> all ({not_counting}))",
        own=texts(own),
        named=texts(named),
        not_counting=texts(["unreasoned", *(["disproportionate"] if marketing else [])]),  # Art. 14(5)
    )


def _deadlines(t: Target) -> Sql:
    found = []
    for source in t.doc.source.values():
        if source.kind not in FROM_THE_PERSON:
            promised = [p for p in (ONE_MONTH, source.inform) if p is not None and not p.follows]
            ends = both(*(period_end(Sql("obtained_at"), p, t) for p in promised))
            found.append((literal(source.id), ends))
    return cases(Sql("source"), found, NEVER)

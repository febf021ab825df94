"""Reach: the functions that say which contact points may be used for which purpose and topic."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from seloste.policy.compile.postgres import consents
from seloste.policy.compile.postgres import gathering as facts
from seloste.policy.compile.postgres.bases import based_at, gates, in_force
from seloste.policy.compile.postgres.bits import REACH, Bit
from seloste.policy.compile.postgres.leaves import FOREVER, NEVER, Leaves, both, either, unless, when
from seloste.policy.compile.postgres.permission import bits_of, lapses_of, name_of, with_list
from seloste.policy.compile.postgres.target import MARKETING, STEADY, Target
from seloste.policy.compile.postgres.text import (
    Sql,
    Statement,
    cases,
    fill,
    for_the_owner,
    ident,
    lines,
    literal,
    remark,
    statement,
    texts,
)
from seloste.policy.tree.purposes import Purpose, Reach, Topic

CUSTOMER_CHANNELS = ("email", "sms")  # 917/2014 s. 200(3): messages, not automated calling

_POINT = """
point as (
  select *,
    case when began_at <= instant then coalesce(ended_at, 'infinity') else '-infinity' end as works
  from facts.contact_point
  where person_id = any (people)
)
"""
_OBJECTED = """
select p.contact_point_id,
  {columns},
  null::timestamptz as next_at
from point p
join (
  {objections}
) o on o.person_id = p.person_id and o.channel = p.channel
where is_marketing
group by p.contact_point_id
"""
_BANNED = """
select contact_point_id,
  {columns},
  min(case when placed_at > instant then placed_at else ended_at end) as next_at
from (
  select p.contact_point_id, p.channel as at_channel, f.*,
    case when f.placed_at > instant then f.placed_at else '-infinity' end as spared_until
  from point p
  join facts.ban f
    on f.person_id = p.person_id or f.normal_form = p.normal_form
    or f.organisation_id = p.organisation_id and p.capacity = 'work'
  where f.purpose is null and coalesce(f.ended_at, 'infinity') > instant
) b
where channel is null or channel = at_channel
group by contact_point_id
"""
_SOLD = """
select contact_point_id,
  {columns},
  min(case when sold_at > instant then sold_at end) as next_at
from point p
join facts.sale s using (contact_point_id)
where s.refusal_offered and not s.is_refused
group by contact_point_id
"""
_TOLD = """
select contact_point_id,
  {columns},
  min(case when informed_at > instant then informed_at end) as next_at
from (
  select p.contact_point_id, s.source, s.informed_at, s.exemption
  from point p
  join facts.provenance s on s.person_id = p.person_id
  where s.contact_point_id is null or s.contact_point_id = p.contact_point_id
) s
group by contact_point_id
"""
_MAY_REACH = """
create or replace function {name}(people uuid[], instant timestamptz)
returns table (contact_point_id uuid, person_id uuid, bits bigint, lapses_at timestamptz, recompute_at timestamptz)
language sql stable parallel safe
set search_path = pg_catalog, pg_temp
begin atomic
  with {people},
  {point},
  {points},
  until as (
    select p.contact_point_id, p.person_id, least(k.next_at, p.next_at, case when p.began_at > instant then p.began_at else p.ended_at end) as next_at,
      {untils}
    from reached p
    join known k using (person_id)
  )
  select u.contact_point_id, u.person_id,
    {bits},
    {lapses},
    u.next_at
  from until u;
end
"""
_MAY_REACH_ORGANISATION = """
create or replace function {name}(addresses uuid[], instant timestamptz)
returns table (address_id uuid, bits bigint)
language sql stable parallel safe
set search_path = pg_catalog, pg_temp
begin atomic
  with known as (
    select f.address_id, f.channel,
      exists (
        select from facts.ban b
        where (b.normal_form = f.normal_form or b.organisation_id = f.organisation_id)
          and b.purpose is null and b.scope = 'everything' and (b.channel is null or b.channel = f.channel)
          and b.placed_at <= instant and coalesce(b.ended_at, 'infinity') > instant
      ) as is_banned,
      exists (
        select from facts.ban b
        where (b.normal_form = f.normal_form or b.organisation_id = f.organisation_id)
          and b.purpose is null and b.scope = 'marketing' and (b.channel is null or b.channel = f.channel)
          and b.placed_at <= instant and coalesce(b.ended_at, 'infinity') > instant
      ) as is_banned_from_marketing
    from facts.organisation_address f
    where f.address_id = any (addresses)
  ),
  until as (
    select k.address_id,
      {untils}
    from known k
  )
  select u.address_id,
    {bits}
  from until u;
end
"""


@dataclass(frozen=True, slots=True)
class Aim:
    """What one bit of reach is about: a purpose and, where it has topics, one of them."""

    purpose: Purpose
    topic: Topic | None

    @property
    def name(self) -> str:
        """``purpose`` or ``purpose.topic``."""
        return f"{self.purpose.id}.{self.topic.id}" if self.topic is not None else self.purpose.id

    @property
    def clause(self) -> str:
        """The clause that opens its channels."""
        return (self.topic or self.purpose).clause

    @property
    def ways(self) -> Reach:
        """Channel to the rules that open it."""
        return self.topic.reach if self.topic is not None else self.purpose.reach

    @property
    def is_marketing(self) -> bool:
        """True where the rules of direct marketing bind."""
        return self.purpose.kind == "direct_marketing"


def aims(t: Target) -> Iterator[Aim]:
    """Yield everything that a contact point can be used for."""
    for purpose in t.doc.purpose.values():
        if purpose.topic:
            yield from (Aim(purpose, topic) for topic in purpose.topic.values())
        elif purpose.reach:
            yield Aim(purpose, None)


def reachable(t: Target, leaves: Leaves, aim: Aim) -> Sql:
    """Until when a contact point may be used: lawful in its capacity, opened by a rule, and not forbidden."""
    purpose, topic = aim.purpose, aim.topic
    parts = [
        Sql("p.works"),
        *gates(t, leaves, purpose),
        based_at(t, leaves, purpose, topic),
        _opened(t, leaves, aim),
        _not_banned(leaves, aim),
    ]
    if purpose.kind in MARKETING:
        if topic is None or not aim.is_marketing:
            parts.append(facts.marketing_unopposed(t, leaves, purpose))
        else:
            parts.append(facts.topic_unopposed(t, leaves, purpose, topic))
    if aim.is_marketing:
        parts.append(_channel_unopposed(t, leaves, aim))
    if aim.purpose.kind not in STEADY:
        parts.append(_told(t, leaves, marketing=aim.purpose.kind in MARKETING))
    return both(*parts)


def _opened(t: Target, leaves: Leaves, aim: Aim) -> Sql:
    by_channel = [
        (literal(channel), either(*(_way(t, leaves, aim, channel, way) for way in ways)))
        for channel, ways in aim.ways.items()
    ]
    return cases(Sql("p.channel"), by_channel, NEVER)


def _way(t: Target, leaves: Leaves, aim: Aim, channel: str, way: str) -> Sql:
    law, topic = t.doc.register_.marketing, aim.topic
    if way == "consent":
        return consents.given_at(t, leaves, aim.purpose, topic)
    if way == "service":  # MKT-13
        return NEVER if aim.is_marketing else FOREVER
    if way == "organisation_address" or (law is None and way != "not_forbidden"):
        return NEVER
    open_still = consents.not_closed_at(t, leaves, aim.purpose, topic)
    if way == "not_forbidden":  # MKT-02
        opted = law is not None and channel in law.opt_out_channels
        return NEVER if aim.is_marketing and not opted else open_still
    if way == "work_role":  # MKT-06
        asked = law is not None and law.work_role_rule
        return both(when(Sql("p.capacity = 'work' and p.duties_match")), open_still) if asked else NEVER
    allowed = law is not None and law.existing_customer_rule and channel in CUSTOMER_CHANNELS
    return both(_sold(leaves, topic), open_still) if allowed and topic is not None else NEVER


def _sold(leaves: Leaves, topic: Topic) -> Sql:
    """The same seller sold the same product group, and refusing was offered and not used (MKT-03)."""
    definition = fill(
        "max('infinity'::timestamptz) filter (where sold_at <= instant and sender = {s} and product_group = {g})",
        s=literal(topic.sender),
        g=literal(topic.product_group),
    )
    return leaves.point("sold", _SOLD, f"sold_{topic.sender}.{topic.product_group}", definition, NEVER)


def _not_banned(leaves: Leaves, aim: Aim) -> Sql:
    """No ban on the address, whoever holds it, the person or the organisation (ERA-04, MKT-20)."""
    scopes = ("marketing", "everything") if aim.is_marketing else ("everything",)
    definition = fill("min(spared_until) filter (where scope = any ({s}))", s=texts(scopes))
    name = "not_banned_from_marketing" if aim.is_marketing else "not_banned"
    return leaves.point("banned", _BANNED, name, definition, FOREVER)


def _channel_unopposed(t: Target, leaves: Leaves, aim: Aim) -> Sql:
    """No objection that is limited to this channel (MKT-15)."""
    about = facts.about_topic(aim.purpose, aim.topic) if aim.topic is not None else Sql("true")
    definition = fill("min(spared_until) filter (where {a})", a=about)
    parts = {} if "objected" in leaves.points else {"objections": facts.objections(t)}
    return leaves.point("objected", _OBJECTED, f"unopposed_{aim.name}", definition, FOREVER, **parts)


def _told(t: Target, leaves: Leaves, *, marketing: bool) -> Sql:
    """Whoever has not been told where the data came from is told first (INF-21, OBJ-03)."""
    told = fill("bool_and(coalesce({told}, false))", told=facts.told(t, marketing=marketing))
    definition = fill("case when {t} then {f} else {n} end", t=told, f=FOREVER, n=NEVER)
    name = "told_for_marketing" if marketing else "told"
    return leaves.point("told", _TOLD, name, definition, FOREVER)


def rule(t: Target, aim: Aim) -> Sql:
    """Return all that decides over a bit of reach, and nothing else."""
    leaves = Leaves()
    until = reachable(t, leaves, aim)
    return fill("{f}\n{c}\n{u}", f=leaves.meaning(), c=consents.meaning(t, aim.purpose), u=until)


def statements(t: Target, bits: Mapping[str, Bit]) -> Iterator[Statement]:
    """Yield the functions for people's contact points, one a word, and for organisations' own addresses."""
    words: dict[int, list[Aim]] = {}
    for aim in aims(t):
        words.setdefault(bits[f"{REACH}:{aim.name}"].word, []).append(aim)
    for word, some in sorted(words.items()):
        people = _function(t, bits, word, some)
        yield from for_the_owner(people, name_of(t, REACH, word), "uuid[], timestamptz")
        organisations = _organisations(t, bits, word, some)
        yield from for_the_owner(organisations, name_of(t, "reach_organisation", word), "uuid[], timestamptz")


def _function(t: Target, bits: Mapping[str, Bit], word: int, some: Sequence[Aim]) -> Statement:
    leaves = Leaves()
    untils = [
        fill(
            "{why}\n{until} as {name}",
            why=remark(a.clause),
            until=reachable(t, leaves, a),
            name=ident(a.name),
        )
        for a in some
    ]
    sql = fill(
        _MAY_REACH,
        name=name_of(t, REACH, word),
        people=with_list(t, leaves),
        point=fill(_POINT),
        points=leaves.point_ctes(),
        untils=lines(untils),
        bits=bits_of((a.name, bits[f"{REACH}:{a.name}"]) for a in some),
        lapses=lapses_of(a.name for a in some if a.purpose.kind not in STEADY),
    )
    return statement(
        f"may reach, word {word}",
        "purpose",
        "Says for the contact points of many people what each may be used for, until when, and when to ask again.",
        sql,
    )


def _organisations(t: Target, bits: Mapping[str, Bit], word: int, some: Sequence[Aim]) -> Statement:
    """An organisation's own address is nobody's personal data and asks for no basis (DEF-02, MKT-05)."""
    leaves = Leaves()
    untils = [
        fill(
            "{why}\n{until} as {name}",
            why=remark(a.clause),
            until=both(in_force(t, leaves, a.purpose), _open_to_organisations(t, a), _spared(a)),
            name=ident(a.name),
        )
        for a in some
    ]
    sql = fill(
        _MAY_REACH_ORGANISATION,
        name=name_of(t, "reach_organisation", word),
        untils=lines(untils),
        bits=bits_of((a.name, bits[f"{REACH}:{a.name}"]) for a in some),
    )
    return statement(
        f"may reach organisations, word {word}",
        "purpose",
        "Says what organisations' own addresses may be used for; no person stands behind them.",
        sql,
    )


def _open_to_organisations(t: Target, aim: Aim) -> Sql:
    law, found = t.doc.register_.marketing, []
    for channel, ways in aim.ways.items():
        opted = not aim.is_marketing or (law is not None and channel in law.opt_out_channels)
        if (
            "organisation_address" in ways
            or ("service" in ways and not aim.is_marketing)
            or ("not_forbidden" in ways and opted)
        ):
            found.append(channel)
    return when(fill("k.channel = any ({c})", c=texts(found))) if found else NEVER


def _spared(aim: Aim) -> Sql:
    return unless(Sql("k.is_banned or k.is_banned_from_marketing" if aim.is_marketing else "k.is_banned"))

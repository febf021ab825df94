"""Consents: which consent counts for what, and what a withdrawn one closes (CON-01 to CON-08, CHI-01)."""

from __future__ import annotations

from seloste.policy.compile.postgres.gathering import ELECTRONIC, birthday, consent_age, of_age, period_end
from seloste.policy.compile.postgres.leaves import FOREVER, NEVER, Group, Leaves
from seloste.policy.compile.postgres.target import Target
from seloste.policy.compile.postgres.text import Sql, cases, fill, literal, texts
from seloste.policy.tree.purposes import Purpose, Topic
from seloste.policy.tree.values import Period

# ``until`` of each consent row; whether it counts is asked of it by ``_COUNTS`` and by the clause.
_ROWS = """
select f.person_id, f.purpose, f.topic, f.channel, f.given_at, f.confirmed_at, f.withdrawn_at, f.is_explicit,
  least(coalesce(f.withdrawn_at, 'infinity'), {reviews}) as until,
  f.is_sound and f.given_at <= instant
    and (f.is_confirmed_on_form or f.confirmed_at <= instant or coalesce(f.channel, '') <> all ({electronic}))
    and (
      {grown}
      or f.purpose = any ({guardian}) and f.by_guardian
      or f.purpose <> all ({offered}) and a.born_to is null
    ) as counts
from facts.consent f
join asked a using (person_id)
where f.person_id = any (people)
"""
_CONSENT = """
select person_id,
  {columns},
  min(least(
    case when given_at > instant then given_at end,
    case when confirmed_at > instant then confirmed_at end,
    case when until > instant then until end
  )) as next_at
from consent_row
group by person_id
"""
_AT_POINT = """
select p.contact_point_id,
  {columns},
  null::timestamptz as next_at
from point p
join consent_row c on c.person_id = p.person_id and c.channel = p.channel
group by p.contact_point_id
"""
_CLOSED_AT = """
select p.contact_point_id,
  {columns},
  null::timestamptz as next_at
from point p
join consent_row w on w.person_id = p.person_id and (w.channel is null or w.channel = p.channel)
where w.withdrawn_at <= instant
group by p.contact_point_id
"""


def rows(t: Target) -> Sql:
    """Return the consents of the people asked about, each with until when and whether it counts."""
    reviews = [
        (literal(p.id), period_end(Sql("f.given_at"), review, t))
        for p in t.doc.purpose.values()
        if (review := _review(p)) is not None
    ]
    body = fill(
        _ROWS,
        reviews=cases(Sql("f.purpose"), reviews, FOREVER),
        electronic=texts(ELECTRONIC),
        grown=fill(
            "coalesce({b} <= instant, false)",
            b=birthday("a.born_to", consent_age(t), t),
        ),
        guardian=texts(p.id for p in t.doc.purpose.values() if _by_guardian(t, p)),
        offered=texts(p.id for p in t.doc.purpose.values() if p.children != "not_offered"),
    )
    return fill(
        """
        consent_row as (
          {body}
        )
        """,
        body=body,
    )


def meaning(t: Target, purpose: Purpose) -> Sql:
    """Return what a consent to the purpose depends on beside its clause: its review and the children's rule."""
    review, by_guardian = _review(purpose), _by_guardian(t, purpose)
    return Sql(f"{review and review.count} {purpose.children} {by_guardian} {consent_age(t)}")


def _review(purpose: Purpose) -> Period | None:
    basis = purpose.basis.get("consent")
    if basis is None or basis.review_after_months is None:
        return None
    return Period(months=basis.review_after_months, after="consent_end")


def _by_guardian(t: Target, purpose: Purpose) -> bool:
    """Below the age of consent a guardian consents where the policy says so, elsewhere nobody can (CHI-01)."""
    children = t.doc.register_.children
    return purpose.children == "guardian" and children is not None and children.below == "guardian"


def given(t: Target, leaves: Leaves, purpose: Purpose, *, explicit: bool) -> Sql:
    """Until the last consent to the purpose ends, whatever its topic and channel."""
    name = f"{'explicit' if explicit else 'consent'}_{purpose.id}"
    definition = fill(
        "max(until) filter (where counts and purpose = {p}{known}{explicit})",
        p=literal(purpose.id),
        known=_known(purpose),
        explicit=Sql(" and is_explicit" if explicit else ""),
    )
    of_age(t, leaves)
    return leaves.person("consent", _CONSENT, name, definition, NEVER)


def given_at(
    t: Target, leaves: Leaves, purpose: Purpose, topic: Topic | None, *, explicit: bool = False
) -> Sql:
    """Until the last consent to the topic and the contact point's channel ends (CON-05, MKT-01)."""
    name = f"{'explicit' if explicit else 'consent'}_{_about(purpose, topic)}"
    definition = fill(
        "max(c.until) filter (where c.counts and c.purpose = {p}{topic}{explicit})",
        p=literal(purpose.id),
        topic=fill(" and c.topic = {t}", t=literal(topic.id)) if topic is not None else Sql(""),
        explicit=Sql(" and c.is_explicit" if explicit else ""),
    )
    _needs_rows(t, leaves)
    return leaves.point("consent_at", _AT_POINT, name, definition, NEVER)


def not_closed(t: Target, leaves: Leaves, purpose: Purpose) -> Sql:
    """No withdrawn consent closes the purpose, which no other basis may then carry (CON-08)."""
    definition = fill(
        """
        max(case when topic is null and channel is null then withdrawn_at end)
          filter (where purpose = {p} and withdrawn_at <= instant)
        """,
        p=literal(purpose.id),
    )
    of_age(t, leaves)
    withdrawn = leaves.person("consent", _CONSENT, f"withdrawn_{purpose.id}", definition, NEVER)
    anew = leaves.person(
        "consent",
        _CONSENT,
        f"newest_{purpose.id}",
        fill(
            "max(given_at) filter (where counts and until > instant and purpose = {p}{known})",
            p=literal(purpose.id),
            known=_known(purpose),
        ),
        NEVER,
    )
    return _open_unless(withdrawn, anew)


def not_closed_at(t: Target, leaves: Leaves, purpose: Purpose, topic: Topic | None) -> Sql:
    """No withdrawn consent closes the other ways to this topic and channel (CON-08)."""
    name, about = f"withdrawn_{_about(purpose, topic)}", literal(purpose.id)
    asked = fill(" and (w.topic is null or w.topic = {t})", t=literal(topic.id)) if topic else Sql("")
    _needs_rows(t, leaves)
    withdrawn = leaves.point(
        "closed_at",
        _CLOSED_AT,
        name,
        fill("max(w.withdrawn_at) filter (where w.purpose = {p}{t})", p=about, t=asked),
        NEVER,
    )
    anew = leaves.point(
        "consent_at",
        _AT_POINT,
        f"newest_{_about(purpose, topic)}",
        fill(
            "max(c.given_at) filter (where c.counts and c.until > instant and c.purpose = {p}{t})",
            p=about,
            t=fill(" and c.topic = {t}", t=literal(topic.id)) if topic else Sql(""),
        ),
        NEVER,
    )
    return _open_unless(withdrawn, anew)


def _open_unless(withdrawn: Sql, anew: Sql) -> Sql:
    """Open until withdrawn, and again once the person has consented anew."""
    return fill(
        "case when {w} = {n} or {a} > {w} then {f} else {n} end", w=withdrawn, a=anew, n=NEVER, f=FOREVER
    )


def _known(purpose: Purpose) -> Sql:
    """A consent to a topic that the purpose no longer has counts for nothing (CON-05)."""
    return fill(" and topic = any ({t})", t=texts(purpose.topic)) if purpose.topic else Sql("")


def _about(purpose: Purpose, topic: Topic | None) -> str:
    return f"{purpose.id}.{topic.id}" if topic is not None else purpose.id


def _needs_rows(t: Target, leaves: Leaves) -> None:
    """See to it that the consent rows are read; their own next instants count for the person."""
    of_age(t, leaves)
    leaves.people.setdefault("consent", Group(_CONSENT, {})).columns.setdefault(
        "consents", (Sql("count(*)"), Sql("0"))
    )

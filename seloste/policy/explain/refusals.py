"""Refusals: what stops a purpose for a person whatever its basis: erasure, restriction, objection, ban.

Each gate returns reasons only where there is something to say; one that does not hold ends the matter.
"""

from __future__ import annotations

from seloste.policy.explain.facts import Ban, Objection, Restriction
from seloste.policy.explain.matter import Matter
from seloste.policy.explain.reason import Reason, Reasons, day, holds, refuses

OBJECTION = "register.objection"  # the clause that says how to object
NO_TOPIC = ""  # of a purpose that has none


def erasure(m: Matter) -> Reasons:
    """ERA-01, ERA-03: after erasure only bans are kept, and cells that an exemption keeps for a purpose."""
    person = m.facts.person
    if person is None or person.erased_at is None:
        return []
    at, clause = day(person.erased_at), m.purpose.clause
    if not m.now.reached(person.erased_at):
        return [holds("ERA-01", f"the person is erased only on {at}", clause, "person")]
    if m.purpose.kind == "suppression":
        return [holds("ERA-01", "the ban is kept so that it can be honoured", clause, "person")]
    if m.purpose.id in person.kept_for:
        return [holds("ERA-03", f"an exemption keeps cells for `{m.purpose.id}`", clause, "person")]
    if person.kept_for:
        kept = ", ".join(f"`{name}`" for name in person.kept_for)
        return [refuses("ERA-03", f"erased on {at}; cells are kept for {kept} only", clause, "person")]
    return [refuses("ERA-01", f"the person was erased on {at}", clause, "person")]


def restriction(m: Matter) -> Reasons:
    """RES-01 to RES-03 for every restriction that is about this purpose."""
    return [
        reason
        for name, r in m.facts.restriction.items()
        if m.now.reached(r.began_at)
        for reason in _restricted(m, f"restriction.{name}", r)
    ]


def _restricted(m: Matter, fact: str, r: Restriction) -> Reasons:
    clause, since = m.purpose.clause, f"restricted since {day(r.began_at)} ({r.ground.replace('_', ' ')})"
    if r.purposes and m.purpose.id not in r.purposes:
        return [holds("RES-01", f"the restriction is not about `{m.purpose.id}`", clause, fact)]
    lifted: Reasons = []
    if r.ended_at is not None and m.now.reached(r.ended_at):
        if r.told_at is not None and r.told_at <= r.ended_at:  # Art. 18(3): told before it is lifted
            return [holds("RES-03", f"lifted on {day(r.ended_at)}, after the person was told", clause, fact)]
        lifted = [refuses("RES-03", "lifted without telling the person first, so it stands", clause, fact)]
    if m.is_standing:
        return [holds("RES-02", f"{since}, which leaves {m.purpose.kind.replace('_', ' ')}", clause, fact)]
    if m.purpose.id in r.exception_for:
        what = (r.exception or "").replace("_", " ")
        return [holds("RES-02", f"{since}; the exception for {what} is recorded", clause, fact)]
    if r.exception_for:
        lifted += [refuses("RES-02", f"the recorded exception is not for `{m.purpose.id}`", clause, fact)]
    return [refuses("RES-01", since, clause, fact), *lifted]


def objection_to_marketing(m: Matter) -> Reasons:
    """OBJ-02, MKT-15: an objection binds every contact point and capacity, and the profiling (Art. 21(2), (3))."""
    whole = {name: o for name, o in m.objections_to_marketing.items() if not o.channels}
    if not m.is_marketing or not whole:
        return []
    facts = [f"objection.{name}" for name in whole]
    if not _stops(m, list(whole.values())):
        return [holds("OBJ-02", "the objection is about something else", OBJECTION, *facts)]
    since = day(min(o.raised_at for o in whole.values()))
    found = [refuses("OBJ-02", f"the person has objected since {since}", OBJECTION, *facts)]
    if m.point is not None:
        found.append(refuses("MKT-15", f"the objection binds {m.point.channel} too", OBJECTION, *facts))
    return found


def _stops(m: Matter, objections: list[Objection]) -> bool:
    """Tell whether objections reach what is asked: the profiling for it, the topic, or all topics together."""
    if m.purpose.kind == "profiling":  # one profile serves every topic, so it cannot leave one out
        return True
    asked = [m.topic.id] if m.topic is not None else list(m.purpose.topic) or [NO_TOPIC]
    return all(any(concerns(m, o, topic) for o in objections) for topic in asked)


def concerns(m: Matter, o: Objection, topic: str) -> bool:
    """Tell whether an objection is about a topic of the purpose; one that names nothing we know is about all."""
    if o.scope in {"topic", "sender"} and topic == NO_TOPIC:
        return True
    if o.scope == "topic":
        return o.topic == topic or not any(o.topic in p.topic for p in m.doc.purpose.values())
    if o.scope == "sender":
        return o.sender == m.purpose.topic[topic].sender or o.sender not in m.doc.controller.sender
    if o.scope in {"purpose", "situation"}:
        return m.purpose.id in o.purposes or not set(o.purposes) <= set(m.doc.purpose)
    return True


def objection_by_channel(m: Matter) -> Reasons:
    """MKT-15: an objection that is limited to channels stops those channels."""
    limited = {n: o for n, o in m.objections_to_marketing.items() if o.channels}
    if m.point is None or m.purpose.kind != "direct_marketing" or not limited:
        return []
    facts = [f"objection.{name}" for name in limited]
    here = [o for o in limited.values() if m.point.channel in o.channels]
    topic = m.topic.id if m.topic is not None else NO_TOPIC
    if any(concerns(m, o, topic) for o in here):
        return [refuses("MKT-15", f"the person has objected to {m.point.channel}", OBJECTION, *facts)]
    return [holds("MKT-15", f"the objection leaves {m.point.channel} for this topic open", OBJECTION, *facts)]


def objection_from_situation(m: Matter) -> Reasons:
    """OBJ-01: closes legitimate interest and public task for the purpose until it is rejected (Art. 21(1))."""
    found: Reasons = []
    for name, o in m.facts.objection.items():
        about = o.scope in {"situation", "purpose"} and m.purpose.id in o.purposes
        if about and not m.is_marketing and m.now.between(o.raised_at, o.ended_at):
            found.append(_weighed(m, f"objection.{name}", o))
    return found


def _weighed(m: Matter, fact: str, o: Objection) -> Reason:
    if m.is_standing:  # Art. 18(2), 21(1): legal claims go on
        kind = m.purpose.kind.replace("_", " ")
        return holds("OBJ-01", f"the objection does not stop {kind}", OBJECTION, fact)
    if o.decided_at is None or not m.now.reached(o.decided_at):
        return refuses(
            "OBJ-01", "the objection is being weighed, and until then data are restricted", OBJECTION, fact
        )
    if o.decision == "upheld":
        return refuses("OBJ-01", f"the objection was upheld on {day(o.decided_at)}", OBJECTION, fact)
    sentence = f"compelling grounds were shown on {day(o.decided_at)}"
    return holds("OBJ-01", sentence, OBJECTION, fact)


def forbidden_purpose(m: Matter) -> Reasons:
    """C25: a purpose that the person forbade is closed, unless a law is its only basis."""
    named = [
        f"ban.{name}"
        for name, b in m.facts.ban.items()
        if b.purposes and _in_force(m, b) and not m.is_standing
    ]
    about = [fact for fact in named if m.purpose.id in m.facts.ban[fact.removeprefix("ban.")].purposes]
    if not named:
        return []
    if not about:
        return [holds("C25", "the person has forbidden another purpose", m.purpose.clause, *named)]
    if set(m.purpose.basis) == {"legal_obligation"}:
        return [holds("C25", "a law demands it whatever the person forbids", m.purpose.clause, *about)]
    return [refuses("C25", "the person has forbidden this purpose", m.purpose.clause, *about)]


def _in_force(m: Matter, ban: Ban) -> bool:
    ends = min((t for t in (ban.valid_until, ban.lifted_at) if t is not None), default=None)
    return m.now.between(ban.placed_at, ends)


def bans(m: Matter) -> Reasons:
    """ERA-04, MKT-02, MKT-05, MKT-20: standing prohibitions on the address, the person or the organisation."""
    return [
        reason
        for name, ban in m.facts.ban.items()
        if not ban.purposes and m.now.reached(ban.placed_at) and _touches(m, ban)
        for reason in [_banned(m, f"ban.{name}", ban)]
    ]


def _touches(m: Matter, ban: Ban) -> bool:
    """Tell whether a ban could be about this contact point; a ban on marketing leaves other messages alone."""
    if m.point is None or (ban.covers == "marketing" and m.purpose.kind != "direct_marketing"):
        return False
    if ban.on == "organisation":
        return m.point.capacity == "work" and m.point.organisation == ban.organisation
    return ban.on == "address" or not m.no_person


def _banned(m: Matter, fact: str, ban: Ban) -> Reason:
    rule, clause = _rule_of(m, ban), m.reach_clause
    channel = m.point.channel if m.point is not None else ""
    if ban.channels and channel not in ban.channels:
        return holds(rule, f"the ban is not about {channel}", clause, fact)
    if not _in_force(m, ban):
        return holds(rule, "the ban has ended", clause, fact)
    return refuses(
        rule, f"a ban ({ban.source.replace('_', ' ')}) stands since {day(ban.placed_at)}", clause, fact
    )


def _rule_of(m: Matter, ban: Ban) -> str:
    """Return the rule that makes a ban bind: by its source, then by what it is on."""
    if ban.source == "outside_list":
        return "MKT-20"
    if ban.on == "organisation" or m.no_person:
        return "MKT-05"
    return "MKT-02" if ban.source in {"person", "proxy"} and m.is_opt_out_channel else "ERA-04"

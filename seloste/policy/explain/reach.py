"""Reach: may this contact point be used for the purpose, once the data may be processed for it.

First what stops every message to it, then the ways that the policy opens for the channel, in the order
written, then what the very message must be like.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from seloste.policy.explain.consents import closed_by_withdrawal, consent
from seloste.policy.explain.informing import first_message
from seloste.policy.explain.matter import Matter
from seloste.policy.explain.message import very_message
from seloste.policy.explain.process import legal_basis
from seloste.policy.explain.reason import Gate, Reasons, all_hold, day, holds, refuses
from seloste.policy.explain.refusals import bans, objection_by_channel
from seloste.policy.explain.sales import existing_customer
from seloste.policy.tree.terms import Channel, ReachClause


def reach(m: Matter) -> Iterator[Gate]:
    """Yield, gate by gate, the reasons on the way; whoever reads stops at the first that does not hold."""
    yield Gate(channel_named(m))
    yield Gate(usable(m))
    yield Gate(bans(m))
    yield Gate(objection_by_channel(m))
    yield a_way(m)
    yield carried(m)
    yield Gate(first_message(m))
    yield Gate(very_message(m))


def channel_named(m: Matter) -> Reasons:
    """PRI-01: nothing goes over a channel that the policy does not open for the topic."""
    if m.purpose.topic and m.topic is None:
        return [
            refuses("PRI-01", "the question names no topic", f"{m.purpose.clause}.topic", "question.topic")
        ]
    if m.point is None or m.point.channel not in _opened(m):
        channel = m.point.channel if m.point is not None else "no channel"
        around = m.topic.clause if m.topic is not None else m.purpose.clause
        return [refuses("PRI-01", f"the policy does not open {channel} here", around, "contact_point")]
    return []


def _opened(m: Matter) -> Mapping[Channel, tuple[ReachClause, ...]]:
    return m.topic.reach if m.topic is not None else m.purpose.reach


def usable(m: Matter) -> Reasons:
    """PRI-04, MKT-09: not known to be wrong, and not blocked by the operator."""
    point, found, fact = m.point, [], "contact_point"
    if point is None:
        return []
    bad, good = point.undeliverable_at, point.verified_at
    if bad is not None and m.now.reached(bad):
        if good is None or good <= bad or not m.now.reached(good):
            return [refuses("PRI-04", f"messages came back on {day(bad)}", m.reach_clause, fact)]
        found.append(holds("PRI-04", f"it was verified on {day(good)}", m.reach_clause, fact))
    if point.blocked_at is not None and m.now.reached(point.blocked_at):
        if point.block_ended_at is None or not m.now.reached(point.block_ended_at):
            return [*found, refuses("MKT-09", f"blocked since {day(point.blocked_at)}", m.reach_clause, fact)]
        found.append(holds("MKT-09", f"the block ended on {day(point.block_ended_at)}", m.reach_clause, fact))
    return found


def a_way(m: Matter) -> Gate:
    """Return the first way, in the order written, that opens the channel; else why none does."""
    ways = _opened(m)[m.point.channel] if m.point is not None else ()
    against: Reasons = []
    for way in ways:
        reasons = WAYS[way](m)
        if all_hold(reasons):
            return Gate(reasons, m.reach_clause)
        against += [reason for reason in reasons if not reason.holds]
    nothing = refuses("PRI-01", "the policy names no way to open the channel", m.reach_clause)
    return Gate(against or [nothing], m.reach_clause)


def carried(m: Matter) -> Gate:
    """CON-05, LAW-01: a legal basis carries this very message; a consent to another topic or channel does not."""
    basis = Gate([]) if m.no_person else legal_basis(m, reaching=True)
    return Gate([]) if all_hold(basis.reasons) else basis


def by_consent(m: Matter) -> Reasons:
    """MKT-01: prior consent to this topic and channel (CON-01 to CON-07)."""
    reasons = consent(m, lambda _: True, reaching=True)
    if m.purpose.kind != "direct_marketing":
        return reasons or [refuses("CON-05", "no consent covers it", m.reach_clause)]
    if reasons is None:
        return [refuses("MKT-01", "the person has given no consent to it", m.reach_clause)]
    if not all_hold(reasons):
        return [*reasons, refuses("MKT-01", "no consent that counts covers it", m.reach_clause)]
    return [*reasons, holds("MKT-01", "the person has consented to it", m.reach_clause, *reasons[0].facts)]


def by_existing_customer_rule(m: Matter) -> Reasons:
    """MKT-03: the existing-customer rule, unless a withdrawn consent closes it (CON-08)."""
    return _unless_withdrawn(m, existing_customer(m))


def by_work_role(m: Matter) -> Reasons:
    """MKT-06: a work address, for matters of the work, where national law treats it as the organisation's."""
    clause = "register.marketing.work_role_rule"
    lacking = ""
    if m.law is None or not m.law.work_role_rule:
        lacking = "national law here has no rule for work addresses"
    elif m.is_free_mail:
        lacking = "the domain is, or may be, a free-mail provider's"
    elif m.capacity != "work":
        lacking = "the address is private"
    elif m.point is None or not m.point.duties_match:
        lacking = "the message is not known to relate to the person's duties"
    if lacking:
        return [refuses("MKT-06", lacking, clause, "contact_point")]
    return _unless_withdrawn(
        m, [holds("MKT-06", "the message relates to the person's work", m.reach_clause, "contact_point")]
    )


def by_nothing_forbidden(m: Matter) -> Reasons:
    """MKT-02: open until forbidden, where national law has it so; bans and objections were asked before."""
    if m.purpose.kind == "direct_marketing" and not m.is_opt_out_channel:
        return [refuses("MKT-01", "the channel needs prior consent by national law", "register.marketing")]
    return _unless_withdrawn(m, [holds("MKT-02", "nobody has forbidden it", m.reach_clause, "contact_point")])


def by_organisations_address(m: Matter) -> Reasons:
    """MKT-05: an organisation's own address; a sole trader is a person (DEF-02)."""
    if m.point is None or m.point.holder != "organisation":
        return [
            refuses("MKT-05", "the address is not an organisation's own", m.reach_clause, "contact_point")
        ]
    if m.is_sole_trader:
        fact = f"organisation.{m.point.organisation}"
        return [refuses("DEF-02", "the organisation is, or may be, a sole trader", m.reach_clause, fact)]
    return [holds("MKT-05", "the address is an organisation's own", m.reach_clause, "contact_point")]


def by_service(m: Matter) -> Reasons:
    """MKT-13: a message that is no marketing; the very message is looked at afterwards."""
    if m.purpose.kind == "direct_marketing":
        return [refuses("MKT-13", "direct marketing is no service message", m.reach_clause)]
    return [holds("MKT-13", "the message belongs to the service", m.reach_clause)]


def _unless_withdrawn(m: Matter, reasons: Reasons) -> Reasons:
    closed = closed_by_withdrawal(m, reaching=True)
    return reasons if closed is None or not all_hold(reasons) else [closed, *reasons]


WAYS: Mapping[ReachClause, Callable[[Matter], Reasons]] = {
    "consent": by_consent,
    "existing_customer": by_existing_customer_rule,
    "work_role": by_work_role,
    "not_forbidden": by_nothing_forbidden,
    "organisation_address": by_organisations_address,
    "service": by_service,
}

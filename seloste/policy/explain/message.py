"""Message: what the very message must be like, where one is described (MKT-07 to MKT-14).

Without a ``[message]`` the question is about the standing permission, and nothing is asked here.
"""

from __future__ import annotations

from seloste.policy.explain.consents import consent
from seloste.policy.explain.facts import Message
from seloste.policy.explain.matter import Matter
from seloste.policy.explain.reason import Reason, Reasons, all_hold, holds, refuses

FACT = "message"


def very_message(m: Matter) -> Reasons:
    """Return what the message has of what its purpose asks, one reason for each rule."""
    message = m.facts.message
    if message is None:
        return []
    rules = _as_marketing if m.purpose.kind == "direct_marketing" else _as_service
    found = rules(m, message)
    return [*found, _tracking(m)] if message.tracks else found


def _as_marketing(m: Matter, message: Message) -> Reasons:
    found = [_said(m, "MKT-07", message.recognisable, "recognisable as marketing")]
    found.append(
        _said(
            m, "MKT-08", message.names_sender and message.stop_address, "open about sender and stop address"
        )
    )
    if message.asks_for_consent:
        found.append(holds("MKT-14", "it asks for consent where marketing is open", m.reach_clause, FACT))
    return found


def _as_service(m: Matter, message: Message) -> Reasons:
    if message.contains_marketing:
        return [refuses("MKT-13", "the message contains marketing", m.reach_clause, FACT)]
    if message.confirms_consent:
        return [_confirms(m)]
    if message.asks_for_consent:
        return [refuses("MKT-14", "asking for consent is marketing", m.reach_clause, FACT)]
    return [holds("MKT-13", "the message contains no marketing", m.reach_clause, FACT)]


def _confirms(m: Matter) -> Reason:
    """MKT-14: asking to confirm follows only an act of the person's own that still waits for it."""
    for name, c in m.facts.consent.items():
        waits = c.confirmed_at is None or not m.now.reached(c.confirmed_at)
        stands = m.now.between(c.given_at, c.withdrawn_at)
        here = m.point is not None and m.point.channel in c.channels
        if waits and stands and here and c.act == "own":
            return holds(
                "MKT-14", "it only asks to confirm the person's own act", m.reach_clause, f"consent.{name}"
            )
    return refuses("MKT-14", "there is no act of the person's own to confirm", m.reach_clause, FACT)


def _tracking(m: Matter) -> Reason:
    """MKT-11: opening pixels and personal links are access to terminal equipment."""
    reasons = consent(m, lambda c: c.tracking, reaching=True)
    if reasons is not None and all_hold(reasons):
        return holds("MKT-11", "the consent names the tracking", m.reach_clause, *reasons[0].facts)
    return refuses("MKT-11", "nobody has consented to tracking", m.reach_clause, FACT)


def _said(m: Matter, rule: str, good: bool, what: str) -> Reason:
    if good:
        return holds(rule, f"the message is {what}", m.reach_clause, FACT)
    return refuses(rule, f"the message is not {what}", m.reach_clause, FACT)

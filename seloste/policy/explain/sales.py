"""Sales: when a sale binds, and when it opens the existing-customer rule (MKT-03, MKT-04, MKT-12)."""

from __future__ import annotations

from seloste.policy.explain.facts import Sale
from seloste.policy.explain.matter import Matter
from seloste.policy.explain.reason import Reasons, all_hold, day, holds, refuses

# 917/2014 s. 200(3): e-mail, SMS and other messages, not automated calling.
CUSTOMER_CHANNELS = frozenset({"email", "sms"})


def binding(m: Matter, name: str) -> Reasons:
    """Return whether a sale binds a consumer who was called; empty where nobody was (MKT-12)."""
    sale, fact = m.facts.sale[name], f"sale.{name}"
    if not sale.by_call or sale.buyer == "business" or sale.person_called:
        return []
    # 38/1978 ch. 6 s. 12a: first the written offer, then the acceptance in durable form.
    offered, accepted = sale.offered_in_writing_at, sale.accepted_in_writing_at
    if offered is None or accepted is None or not m.now.reached(accepted):
        return [refuses("MKT-12", "the sale by telephone has not been accepted in writing", "", fact)]
    return [holds("MKT-12", f"the sale by telephone was accepted in writing on {day(accepted)}", "", fact)]


def existing_customer(m: Matter) -> Reasons:
    """Return why the existing-customer rule opens the channel, or what the best sale lacks."""
    clause = "register.marketing.existing_customer_rule"
    if m.law is None or not m.law.existing_customer_rule:
        return [refuses("MKT-03", "national law here has no existing-customer rule", clause)]
    if m.point is None or m.point.channel not in CUSTOMER_CHANNELS:
        return [refuses("MKT-03", "the existing-customer rule opens e-mail and text messages only", clause)]
    if m.topic is None or m.topic.product_group is None:
        return [
            refuses("MKT-03", "the topic names no product group to compare the sale with", m.reach_clause)
        ]
    tried = [_opens(m, name, sale, m.topic.product_group) for name, sale in m.facts.sale.items()]
    for reasons in tried:
        if all_hold(reasons):
            return reasons
    nothing = [refuses("MKT-03", "no sale to the person is on record", m.reach_clause)]
    return max(tried, key=len, default=nothing)


def _opens(m: Matter, name: str, sale: Sale, product_group: str) -> Reasons:
    """Return what a sale has of all that the rule asks, up to the first thing missing (s. 200(3))."""
    fact, found = f"sale.{name}", []
    if not m.now.reached(sale.sold_at):
        return [refuses("MKT-03", f"the sale is of {day(sale.sold_at)}", m.reach_clause, fact)]
    found += binding(m, name)
    if not all_hold(found):
        return found
    if sale.kind == "free_tier_linked":
        if not sale.legal_note:
            return [
                *found,
                refuses("MKT-04", "nothing says why the free account is a sale", m.reach_clause, fact),
            ]
        found.append(holds("MKT-04", "the free account is part of a paid offer", m.reach_clause, fact))
    if lacking := _lacking(m, sale, product_group):
        return [*found, refuses("MKT-03", lacking, m.reach_clause, fact)]
    sentence = f"the same seller sold `{sale.product_group}` on {day(sale.sold_at)}, and refusing was offered and not used"
    return [*found, holds("MKT-03", sentence, m.reach_clause, fact)]


def _lacking(m: Matter, sale: Sale, product_group: str) -> str:
    """Return what keeps a sale from opening the rule; empty where nothing does."""
    if m.topic is not None and sale.seller != m.topic.sender:
        return f"the seller was `{sale.seller}`, and the sender is `{m.topic.sender}`"
    if sale.product_group != product_group:
        return f"the sale was of `{sale.product_group}`, and the topic is about `{product_group}`"
    if not sale.address_obtained:
        return "the address was not given in connection with the sale"
    if not sale.refusal_offered:
        return "refusing was not offered when the address was given"
    return "the person refused when the address was given" if sale.refused else ""

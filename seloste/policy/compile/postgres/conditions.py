"""Conditions: ``all``, ``any`` and ``not`` over declared facts, as instants until which they hold."""

from __future__ import annotations

from seloste.policy.compile.postgres import connections
from seloste.policy.compile.postgres import gathering as facts
from seloste.policy.compile.postgres.leaves import FOREVER, NEVER, Leaves, both, either, no, when
from seloste.policy.compile.postgres.target import Target
from seloste.policy.compile.postgres.text import Sql, fill, texts
from seloste.policy.tree.values import Condition


def met(t: Target, leaves: Leaves, c: Condition | None, capacity: str) -> Sql:
    """Return until when a condition holds for a person in a capacity; without a condition for ever."""
    if c is None:
        return FOREVER
    if c.all is not None:
        return both(*(met(t, leaves, part, capacity) for part in c.all))
    if c.any is not None:
        return either(*(met(t, leaves, part, capacity) for part in c.any))
    if c.not_ is not None:
        return no(met(t, leaves, c.not_, capacity))
    if c.capacity is not None:
        return FOREVER if c.capacity == capacity else NEVER
    return _fact(t, leaves, c)


def _fact(t: Target, leaves: Leaves, c: Condition) -> Sql:
    if c.connection is not None:
        return either(*(connections.live(t, leaves, kind) for kind in c.connection))
    if c.language is not None:
        return when(fill("k.language = any ({l})", l=texts(c.language)))
    if c.age_under is not None:
        return facts.under(t, leaves, c.age_under)
    if c.age_from is not None:
        return facts.aged(t, leaves, c.age_from)
    if c.interest is not None:
        return either(*(facts.interested(leaves, i) for i in c.interest))
    if c.dealing is not None:
        return either(*(facts.dealt(leaves, d) for d in c.dealing))
    related = either(*connections.has_organisation(t, leaves))
    return related if c.has_organisation else no(related)

"""Bases: until when a purpose has a legal basis for a person, and what stands before any basis."""

from __future__ import annotations

from collections.abc import Iterator

from seloste.policy.compile.postgres import connections, consents
from seloste.policy.compile.postgres import gathering as facts
from seloste.policy.compile.postgres.conditions import met
from seloste.policy.compile.postgres.leaves import FOREVER, NEVER, Leaves, both, either
from seloste.policy.compile.postgres.target import MARKETING, STEADY, Target
from seloste.policy.compile.postgres.text import Sql, fill, literal
from seloste.policy.tree.purposes import Basis, Purpose, Topic

CAPACITIES = ("private", "work")
DEMANDED = frozenset({"legal_obligation", "vital_interests"})  # a withdrawal closes neither


def lawful(t: Target, leaves: Leaves, purpose: Purpose) -> Sql:
    """Until when data may be processed for a purpose, in whichever capacity."""
    ways = [
        either(*(_basis(t, leaves, purpose, b, capacity) for b in purpose.basis.values()))
        for capacity in CAPACITIES
    ]
    unopposed = facts.marketing_unopposed(t, leaves, purpose) if purpose.kind in MARKETING else FOREVER
    return both(*gates(t, leaves, purpose), unopposed, either(*ways))


def based_at(t: Target, leaves: Leaves, purpose: Purpose, topic: Topic | None) -> Sql:
    """Until when a basis holds at a contact point: in its capacity, and by a consent to this topic and channel (CON-05)."""
    private, work = (
        either(*(_basis(t, leaves, purpose, b, capacity, at=(topic,)) for b in purpose.basis.values()))
        for capacity in CAPACITIES
    )
    if private == work:
        return private
    return fill(
        """
        case p.capacity
          when 'work' then {work}
          when 'private' then {private}
          else {never}
        end
        """,
        work=work,
        private=private,
        never=NEVER,
    )


def gates(t: Target, leaves: Leaves, purpose: Purpose) -> Iterator[Sql]:
    """Yield what must hold before any basis is looked at; no steady purpose asks for most of it (Art. 18(2))."""
    yield in_force(t, leaves, purpose)
    if purpose.kind in STEADY:
        return
    yield facts.not_restricted(leaves, purpose.id)
    if set(purpose.basis) != {"legal_obligation"}:
        yield facts.not_forbidden(leaves, purpose.id)
    yield connections.in_the_register(t, leaves)
    yield from _special(t, leaves, purpose)
    yield facts.informed(t, leaves, marketing=purpose.kind in MARKETING)


def in_force(t: Target, leaves: Leaves, purpose: Purpose) -> Sql:
    """A purpose that begins later than its notice waits for that day (PRI-01)."""
    if purpose.since is None:
        return FOREVER
    begins = fill("timezone({z}, {d}::timestamp)", z=t.zone, d=literal(purpose.since))
    leaves.moment(begins)
    return fill("case when instant >= {b} then {f} else {n} end", b=begins, f=FOREVER, n=NEVER)


def _basis(
    t: Target,
    leaves: Leaves,
    purpose: Purpose,
    basis: Basis,
    capacity: str,
    *,
    at: tuple[Topic | None] | None = None,
) -> Sql:
    if capacity not in basis.capacity:
        return NEVER
    parts = [met(t, leaves, basis.when, capacity)]
    if not basis.for_anyone:
        of = connections.begun if purpose.kind in STEADY else connections.live
        parts.append(either(*(of(t, leaves, kind) for kind in basis.of)))
    if basis.kind == "consent" and at is not None:
        parts.append(consents.given_at(t, leaves, purpose, at[0], explicit=basis.explicit))
    elif basis.kind == "consent":
        parts.append(consents.given(t, leaves, purpose, explicit=basis.explicit))
    elif basis.kind not in DEMANDED:
        parts.append(consents.not_closed(t, leaves, purpose))
        if basis.kind != "contract" and purpose.kind not in MARKETING | STEADY:
            parts.append(facts.situation_respected(t, leaves, purpose.id))
    return both(*parts)


def _special(t: Target, leaves: Leaves, purpose: Purpose) -> Iterator[Sql]:
    """Yield what lifts the prohibition of Art. 9(1) for each special category the purpose reads (SPE-01, SPE-02)."""
    for category in (t.doc.data[d] for d in purpose.data if d in t.doc.data):
        special = category.special
        if special is None:
            continue
        if special.art9 == "explicit_consent":
            yield consents.given(t, leaves, purpose, explicit=True)
        elif special.art9 == "members":
            kinds = [c.id for c in t.doc.connection.values() if "membership" in c.needs]
            yield either(*(connections.live(t, leaves, kind) for kind in kinds))
        elif special.art9 in ("made_public", "legal_claims"):
            yield NEVER  # a bit is about a person, not about one value; claims have a purpose of their own
        elif special.art9 == "vital_interests":
            yield FOREVER if "vital_interests" in purpose.basis else NEVER
        elif special.law is None:
            yield NEVER

"""Process: may the person's data be processed for the purpose, whatever the channel.

Gates come first, in this order, then the legal bases in the order the policy writes them, then what
special categories, other people's words and the duty to inform ask for besides a basis.
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.policy.explain.consents import CONSENT, closed_by_withdrawal, consent
from seloste.policy.explain.facts import Value
from seloste.policy.explain.informing import informed_in_time
from seloste.policy.explain.matter import Matter
from seloste.policy.explain.people import any_connections, in_the_register, live_connections, met
from seloste.policy.explain.reason import Gate, Reasons, all_hold, day, holds, refuses
from seloste.policy.explain.refusals import (
    erasure,
    forbidden_purpose,
    objection_from_situation,
    objection_to_marketing,
    restriction,
)
from seloste.policy.tree.people import Another, Category
from seloste.policy.tree.purposes import Basis


def process(m: Matter) -> Iterator[Gate]:
    """Yield, gate by gate, the reasons on the way; whoever reads stops at the first that does not hold."""
    yield Gate(in_force(m))
    yield Gate(linked_data(m))
    if m.no_person:  # DEF-02: nobody's data, so no basis is asked for
        own = holds("DEF-02", "the address is the organisation's own", m.purpose.clause, "contact_point")
        yield Gate([own], m.purpose.clause)
        return
    yield Gate(erasure(m))
    yield Gate(restriction(m))
    yield Gate(objection_to_marketing(m))
    yield Gate(forbidden_purpose(m))
    if not m.is_standing:
        yield Gate(in_the_register(m))
    yield legal_basis(m)
    yield Gate(special_categories(m))
    yield Gate(given_by_another(m))
    if not m.is_standing:
        yield Gate(informed_in_time(m))


def in_force(m: Matter) -> Reasons:
    """PRI-01: a purpose that begins later than its notice is not used before that day."""
    if m.purpose.since is None:
        return []
    clause = f"{m.purpose.clause}.since"
    if m.now.reached(m.now.day_begins(m.purpose.since)):
        return [holds("PRI-01", f"`{m.purpose.id}` is in force since {m.purpose.since}", clause)]
    return [refuses("PRI-01", f"`{m.purpose.id}` is in force only from {m.purpose.since}", clause)]


def linked_data(m: Matter) -> Reasons:
    """PRI-02: the data category asked about is one of the purpose's."""
    asked, clause = m.facts.question.data, f"{m.purpose.clause}.data"
    if asked is None:
        return []
    if asked in m.purpose.data and asked in m.doc.data:
        return [holds("PRI-02", f"`{m.purpose.id}` may read `{asked}`", clause, "question.data")]
    return [refuses("PRI-02", f"`{m.purpose.id}` does not read `{asked}`", clause, "question.data")]


def legal_basis(m: Matter, *, reaching: bool = False) -> Gate:
    """LAW-01: the first basis, in the order written, that holds; else why none does.

    reaching:  True where the basis must carry the very message, so that a consent to something else is none (CON-05).
    """
    against: Reasons = []
    for basis in m.purpose.basis.values():
        reasons = _basis(m, basis, reaching=reaching)
        if all_hold(reasons):
            return Gate(reasons, basis.clause)
        against += [reason for reason in reasons if not reason.holds]
    clause = f"{m.purpose.clause}.basis"
    return Gate([*against, refuses("LAW-01", f"no legal basis of `{m.purpose.id}` holds", clause)], clause)


def _basis(m: Matter, basis: Basis, *, reaching: bool) -> Reasons:
    """Return why a basis holds, or the first thing against it."""
    who, facts = _of(m, basis)
    if not who:
        among = ", ".join(f"`{name}`" for name in basis.of)
        return [refuses("LAW-01", f"`{basis.kind}` is for {among}", basis.clause, *facts)]
    if set(basis.capacity) != {"private", "work"} and m.capacity not in basis.capacity:
        roles = " or ".join(basis.capacity)
        return [refuses("LAW-01", f"`{basis.kind}` is for the capacity {roles}", basis.clause)]
    if not met(m, basis.when):
        return [refuses("LAW-01", f"the condition of `{basis.kind}` is not met", f"{basis.clause}.when")]
    besides = _besides(m, basis, reaching=reaching)
    if not all_hold(besides):
        return besides
    return [holds("LAW-01", f"`{basis.kind}` holds", basis.clause, *facts), *besides]


def _of(m: Matter, basis: Basis) -> tuple[bool, list[str]]:
    """Tell whether the person is one of those a basis is for, and by which facts.

    Storage, rights and claims go on after a connection ended; every other purpose needs a live one.
    """
    if basis.for_anyone:
        return True, []
    of = any_connections(m) if m.is_standing else live_connections(m)
    facts = [f"connection.{name}" for name, c in of.items() if c.kind in basis.of]
    return bool(facts), facts or [f"connection.{name}" for name in m.facts.connection]


def _besides(m: Matter, basis: Basis, *, reaching: bool) -> Reasons:
    """Return what the kind of basis asks for besides: a consent, no withdrawal, no objection."""
    if basis.kind == CONSENT:
        explicit = consent(m, lambda c: c.explicit or not basis.explicit, reaching=reaching)
        return explicit or [refuses("LAW-01", "the person has given no such consent", basis.clause)]
    if basis.kind in {"legal_obligation", "vital_interests"}:
        return []
    closed = closed_by_withdrawal(m, reaching=False)
    found = [closed] if closed is not None else []
    return found + (objection_from_situation(m) if basis.kind != "contract" else [])


def special_categories(m: Matter) -> Reasons:
    """SPE-01, SPE-02: each special category that is read needs its condition of Art. 9(2)."""
    asked = m.facts.question.data
    read = [m.doc.data[c] for c in ([asked] if asked else m.purpose.data) if c in m.doc.data]
    if m.is_standing:  # Art. 9(2)(f), and the duties to the person themselves
        return []
    return [reason for category in read if category.special for reason in _condition(m, category)]


def _condition(m: Matter, category: Category) -> Reasons:
    clause, special = f"{category.clause}.special", category.special
    if special is None:
        return []
    if special.art9 == "explicit_consent":
        reasons = consent(m, lambda c: c.explicit, reaching=False)
        if reasons is not None and all_hold(reasons):
            return [holds("SPE-01", f"the consent to `{category.id}` is explicit", clause, *reasons[0].facts)]
        return [refuses("SPE-01", f"nobody has explicitly consented to `{category.id}`", clause)]
    met_by = {
        "members": any("membership" in m.doc.connection[c.kind].needs for c in live_connections(m).values()),
        "made_public": m.facts.value is not None and m.facts.value.made_public,
        "legal_claims": m.purpose.kind == "legal_claims",
        "vital_interests": "vital_interests" in m.purpose.basis,
    }
    named = special.art9.replace("_", " ")
    if met_by.get(special.art9, special.law is not None):
        return [holds("SPE-02", f"`{category.id}` rests on {named}, which is met", clause)]
    return [refuses("SPE-02", f"`{category.id}` rests on {named}, which is not met", clause)]


def given_by_another(m: Matter) -> Reasons:
    """C21: until the person confirms it, what another said about them is handled as the policy says."""
    value, asked = m.facts.value, m.facts.question.data
    if value is None or asked is None or (category := m.doc.data.get(asked)) is None:
        return []
    given = category.given_by
    clause = f"{category.clause}.given_by" if given is not None else category.clause
    if value.confirmed_at is not None and m.now.reached(value.confirmed_at):
        return [holds("C21", "the person has confirmed it", clause, "value")]
    if value.given_by == "self":
        if given is not None and given.self_ == "after_confirmation":
            return [refuses("C21", "the person has still to confirm it", clause, "value")]
        return [] if given is None else [holds("C21", "the person gave it themselves", clause, "value")]
    if given is None and category.special is None:
        return []
    if given is not None and isinstance(given.another, Another):
        return _unconfirmed(m, given.another, value, f"{clause}.another")
    if given is not None and given.another == "at_once":
        return [holds("C21", "another may give it", clause, "value")]
    return [refuses("C21", "nobody else may give it", clause, "value")]


def _unconfirmed(m: Matter, another: Another, value: Value, clause: str) -> Reasons:
    """Return who may see a value that the person has not confirmed, and until when it is there at all."""
    until = m.now.after_days(value.given_at, another.erase_after_days)
    if m.now.reached(until):
        return [refuses("C21", f"unconfirmed, it was to be erased by {day(until)}", clause, "value")]
    seen = another.until_confirmed == "seen"
    if seen or (another.until_confirmed == "counted" and m.facts.question.as_total):
        return [holds("C21", f"unconfirmed, it may be {another.until_confirmed}", clause, "value")]
    return [refuses("C21", "the person has not confirmed it", clause, "value")]

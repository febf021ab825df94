"""Consents: whether a consent covers what is asked and is sound, and what a withdrawn one closes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from seloste.policy.explain.facts import Consent
from seloste.policy.explain.matter import ELECTRONIC, Matter
from seloste.policy.explain.people import consent_age, is_at_least
from seloste.policy.explain.reason import Reason, Reasons, all_hold, day, holds, refuses
from seloste.policy.tree.duties import ConsentBox
from seloste.policy.tree.terms import BasisKind
from seloste.policy.tree.values import Period

CONSENT: BasisKind = "consent"
Test = Callable[[Matter, str, Consent], "Reason | None"]


def consent(m: Matter, also: Callable[[Consent], bool], *, reaching: bool) -> Reasons | None:
    """Return why the best consent holds, or its first fault; None where none was given for the purpose.

    also:      a further demand, such as that it is explicit; a consent that fails it does not count.
    reaching:  True where it must cover the channel and the topic asked about, not the purpose alone.
    """
    tried = [
        list(_sound(m, name, c, reaching=reaching))
        for name, c in m.facts.consent.items()
        if c.purpose == m.purpose.id and also(c)
    ]
    for reasons in tried:
        if all_hold(reasons):
            return reasons
    return max(tried, key=len, default=None)


def _sound(m: Matter, name: str, c: Consent, *, reaching: bool) -> Iterator[Reason]:
    """Yield each demand on a consent with how it came out, up to the first that is not met."""
    scope = _covers(m, name, c, reaching=reaching)
    yield scope
    if not scope.holds:
        return
    tests: tuple[Test, ...] = (_given, _own_act, _asked_apart, _free, _proven)
    for test in (*tests, _confirmed_to_reach if reaching else _confirmed, _not_stale, _of_age):
        reason = test(m, f"consent.{name}", c)
        if reason is not None:
            yield reason
            if not reason.holds:
                return


def _clause(m: Matter) -> str:
    return f"{m.purpose.clause}.basis.consent" if CONSENT in m.purpose.basis else f"{m.purpose.clause}.basis"


def _covers(m: Matter, name: str, c: Consent, *, reaching: bool) -> Reason:
    """CON-05: the purpose, a topic of it and, to reach someone, the very topic and channel."""
    fact = f"consent.{name}"
    if m.purpose.topic and c.topic not in m.purpose.topic:
        return refuses("CON-05", f"`{name}` names no topic of `{m.purpose.id}`", _clause(m), fact)
    if reaching and m.topic is not None and c.topic != m.topic.id:
        return refuses("CON-05", f"`{name}` is about `{c.topic}`, not `{m.topic.id}`", _clause(m), fact)
    if reaching and m.point is not None and m.point.channel not in c.channels:
        return refuses("CON-05", f"`{name}` does not name {m.point.channel}", _clause(m), fact)
    return holds("CON-05", f"`{name}` covers it", _clause(m), fact)


def _given(m: Matter, fact: str, c: Consent) -> Reason:
    if not m.now.reached(c.given_at):
        return refuses("CON-06", f"it is given only on {day(c.given_at)}", _clause(m), fact)
    if c.withdrawn_at is not None and m.now.reached(c.withdrawn_at):  # Art. 7(3): from that moment on
        return refuses("CON-03", f"it was withdrawn on {day(c.withdrawn_at)}", _clause(m), fact)
    return holds("CON-03", "it has not been withdrawn", _clause(m), fact)


def _own_act(m: Matter, fact: str, c: Consent) -> Reason:
    box = _box(m, c)
    if c.act != "own" or (box is not None and box.ticked):
        said = {"pre_ticked": "the box was ticked beforehand", "silence": "the person was silent"}
        return refuses(
            "CON-06", said.get(c.act, "nothing shows an act of the person's own"), _clause(m), fact
        )
    return holds("CON-06", "it is the person's own act", _clause(m), fact)


def _asked_apart(m: Matter, fact: str, c: Consent) -> Reason:
    if c.asked != "apart":
        how = "within other terms" if c.asked == "within_terms" else "in a way that is not known"
        return refuses("CON-02", f"it was asked {how}", _clause(m), fact)
    return holds("CON-02", "it was asked apart from other matters", _clause(m), fact)


def _free(m: Matter, fact: str, c: Consent) -> Reason:
    box = _box(m, c)
    if c.condition_of_contract is not False or (box is not None and box.required):
        return refuses("CON-04", "it was, or may have been, a condition of a contract", _clause(m), fact)
    return holds("CON-04", "it was no condition of a contract", _clause(m), fact)


def _proven(m: Matter, fact: str, c: Consent) -> Reason:
    version = m.doc.register_.version
    if c.evidence != "proven":
        return refuses("CON-01", "no evidence of it is kept", _clause(m), fact)
    if c.policy_version is None or c.policy_version > version:
        return refuses("CON-01", "which notice was shown is not on record", _clause(m), fact)
    if c.box is not None and _box(m, c) is None and c.policy_version == version:
        return refuses("CON-01", f"the policy has no box `{c.box}`", _clause(m), fact)
    return holds("CON-01", "evidence of it is kept", _clause(m), fact)


def _confirmed(m: Matter, fact: str, c: Consent) -> Reason | None:
    """C13 for the purpose as a whole: a consent to electronic channels alone stands only once confirmed."""
    return _confirmation(m, fact, c) if c.channels and set(c.channels) <= ELECTRONIC else None


def _confirmed_to_reach(m: Matter, fact: str, c: Consent) -> Reason | None:
    """C13 for the channel asked about."""
    return _confirmation(m, fact, c) if m.point is not None and m.point.channel in ELECTRONIC else None


def _confirmation(m: Matter, fact: str, c: Consent) -> Reason:
    box = _box(m, c)
    if box is not None and box.confirmed_from == "form":
        return holds("C13", "its box asks for no confirmation from the contact point", box.clause, fact)
    if c.confirmed_at is None or not m.now.reached(c.confirmed_at):
        return refuses("C13", "it has not been confirmed from the contact point", _clause(m), fact)
    return holds("C13", f"it was confirmed on {day(c.confirmed_at)}", _clause(m), fact)


def _not_stale(m: Matter, fact: str, c: Consent) -> Reason | None:
    basis = m.purpose.basis.get(CONSENT)
    if basis is None or basis.review_after_months is None:
        return None
    clause = f"{basis.clause}.review_after_months"
    until = m.now.end_of(c.given_at, Period(months=basis.review_after_months, after="consent_end"))
    if m.now.reached(until):
        return refuses("CON-07", f"it was to be asked anew by {day(until)}", clause, fact)
    return holds("CON-07", f"it need not be asked anew before {day(until)}", clause, fact)


def _of_age(m: Matter, fact: str, c: Consent) -> Reason | None:
    """CHI-01: below the age of consent a guardian consents where the policy says so, elsewhere nobody can."""
    old_enough, offered = is_at_least(m, consent_age(m)), m.purpose.children != "not_offered"
    person, clause = m.facts.person, f"{m.purpose.clause}.children"
    if old_enough:
        return holds("CHI-01", "the person is of the age of consent", clause, "person") if offered else None
    said_nothing = person is None or (person.birth_date is None and person.age is None)
    if said_nothing and not offered:
        return None  # no age is asked for what is not offered to children
    children = m.doc.register_.children
    if m.purpose.children != "guardian" or children is None or children.below != "guardian":
        return refuses("CHI-01", "the person is, or may be, below the age of consent", clause, "person", fact)
    if c.given_by == "guardian" and c.guardian_verified:
        return holds("CHI-01", "a guardian gave it, and was verified", clause, "person", fact)
    return refuses("CHI-01", "no verified guardian gave it for the child", clause, "person", fact)


def _box(m: Matter, c: Consent) -> ConsentBox | None:
    found = m.doc.node(c.box) if c.box is not None else None
    return found if isinstance(found, ConsentBox) else None


def closed_by_withdrawal(m: Matter, *, reaching: bool) -> Reason | None:
    """Return whether a withdrawn consent closes other ways to the same thing (CON-08); None where none was withdrawn."""
    withdrawn = [
        (c.withdrawn_at, name)
        for name, c in m.facts.consent.items()
        if c.withdrawn_at is not None and m.now.reached(c.withdrawn_at) and _bars(m, c, reaching=reaching)
    ]
    if not withdrawn:
        return None
    last, name = max(withdrawn)
    fact = f"consent.{name}"
    anew = consent(m, lambda c: c.given_at > last, reaching=reaching)
    if anew is not None and all_hold(anew):
        return holds("CON-08", f"`{name}` was withdrawn, and the person has consented anew", _clause(m), fact)
    return refuses(
        "CON-08", f"`{name}` was withdrawn on {day(last)}; no other way leads around it", _clause(m), fact
    )


def _bars(m: Matter, c: Consent, *, reaching: bool) -> bool:
    """Tell whether the withdrawal of a consent is about what is asked; what it leaves unsaid it covers."""
    if c.purpose != m.purpose.id:
        return False
    if not reaching:
        return c.topic is None and not c.channels
    same_topic = c.topic is None or m.topic is None or c.topic == m.topic.id
    return same_topic and (not c.channels or (m.point is not None and m.point.channel in c.channels))

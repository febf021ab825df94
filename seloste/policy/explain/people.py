"""People: what is known of a person now: their age, their live connections, the policy's conditions."""

from __future__ import annotations

from datetime import datetime

from seloste.policy.explain.facts import Connection
from seloste.policy.explain.matter import Matter
from seloste.policy.explain.moment import add_years
from seloste.policy.explain.reason import Reason, Reasons, all_hold, day, holds, refuses
from seloste.policy.explain.sales import binding
from seloste.policy.tree.people import Connection as Kind
from seloste.policy.tree.terms import StartEvent
from seloste.policy.tree.values import Condition, Period

DEFAULT_CONSENT_AGE = 16  # Art. 8(1), where the policy names no national age


def is_at_least(m: Matter, years: int) -> bool | None:
    """Tell whether the person is so many years old; None where the facts do not say."""
    person = m.facts.person
    if person is None:
        return None
    if person.birth_date is not None:
        return m.now.reached(m.now.day_begins(add_years(person.birth_date, years)))
    if person.age is None or person.age_declared_at is None:
        return None
    return _declared_at_least(m, person.age, person.age_declared_at, years)


def _declared_at_least(m: Matter, age: int, declared_at: datetime, years: int) -> bool | None:
    """Return the same from a declared age, which is up to a year short of the true one."""
    if not m.now.reached(declared_at):
        return None
    declared = declared_at.astimezone(m.now.zone).date()
    if years <= age or m.now.reached(m.now.day_begins(add_years(declared, years - age))):
        return True
    youngest = years - age - 1  # by then the person may have had the birthday
    return None if m.now.reached(m.now.day_begins(add_years(declared, youngest))) else False


def live_connections(m: Matter) -> dict[str, Connection]:
    """Return the connections that are live now, by id."""
    return {name: c for name, c in m.facts.connection.items() if all_hold(live(m, name, c))}


def any_connections(m: Matter) -> dict[str, Connection]:
    """Return the connections that have begun, live or ended, by id."""
    return {n: c for n, c in m.facts.connection.items() if m.now.reached(c.began_at)}


def live(m: Matter, name: str, connection: Connection) -> Reasons:
    """Return why a connection counts now, or the first thing that it lacks (C06 to C08)."""
    fact = f"connection.{name}"
    kind = m.doc.connection.get(connection.kind)
    if kind is None:
        return [refuses("C06", f"the policy knows no connection `{connection.kind}`", "", fact)]
    if not m.now.reached(connection.began_at):
        return [refuses("C06", f"`{kind.id}` begins on {day(connection.began_at)}", kind.clause, fact)]
    needed = _needs(m, fact, kind, connection)
    if not all_hold(needed):
        return needed
    end = end_of(m, connection, kind)
    if end is not None and m.now.reached(end):
        return [
            *needed,
            refuses(
                "C06",
                f"`{kind.id}` ended on {day(end)}",
                f"{kind.clause}.ends" if kind.ends else kind.clause,
                fact,
            ),
        ]
    return [*needed, holds("C06", f"`{kind.id}` is live", kind.clause, fact)]


def _needs(m: Matter, fact: str, kind: Kind, connection: Connection) -> Reasons:
    """Return whether a connection has what its kind cannot be without, and rests on a sale that binds."""
    found: Reasons = []
    clause = f"{kind.clause}.needs"
    if "organisation" in kind.needs:
        found.append(
            _needed("C07", connection.organisation is not None, "an organisation", kind, clause, fact)
        )
    if "nature_in_words" in kind.needs:
        found.append(_needed("C08", connection.nature is not None, "its nature in words", kind, clause, fact))
    if "membership" in kind.needs and not connection.member:
        found.append(refuses("C06", f"`{kind.id}` needs a membership", clause, fact))
    if "guardian_if_child" in kind.needs and is_at_least(m, consent_age(m)) is not True:
        found.append(_needed("CHI-01", connection.guardian, "a guardian, for a child", kind, clause, fact))
    if connection.sale is not None:
        found += binding(m, connection.sale)
    return found


def _needed(rule: str, given: bool, what: str, kind: Kind, clause: str, fact: str) -> Reason:
    if given:
        return holds(rule, f"`{kind.id}` has {what}", clause, fact)
    return refuses(rule, f"`{kind.id}` needs {what}", clause, fact)


def end_of(m: Matter, connection: Connection, kind: Kind) -> datetime | None:
    """Return when a connection ends: by an act or by itself, whichever comes first; None where neither is known."""
    ends = [connection.ended_at]
    if kind.ends is not None:
        start = _start(m, connection, kind.ends)
        ends.append(m.now.end_of(start, kind.ends) if start is not None else None)
    return min((end for end in ends if end is not None), default=None)


def _start(m: Matter, connection: Connection, period: Period) -> datetime | None:
    """Return the event a period runs from; one that has not happened has no instant.

    Contact that never happened is counted from the beginning, so that silence cannot prolong a connection.
    """
    events = _events(m, connection)
    for event in (period.after, period.else_after):
        at = events.get(event) if event is not None else None
        if at is not None and m.now.reached(at):
            return at
    return connection.began_at if period.after in {"last_contact_by_person", "data_obtained"} else None


def _events(m: Matter, connection: Connection) -> dict[StartEvent, datetime]:
    """Return what has an instant of all that a connection's period may start from."""
    person = m.facts.person
    known: dict[StartEvent, datetime | None] = {
        "data_obtained": person.obtained_at if person is not None else connection.began_at,
        "connection_end": connection.ended_at,
        "last_contact_by_person": connection.last_contact_at,
    }
    return dict(connection.events) | {event: at for event, at in known.items() if at is not None}


def in_the_register(m: Matter) -> Reasons:
    """Return why the person may be in the register at all (C06)."""
    found = {name: live(m, name, c) for name, c in m.facts.connection.items()}
    for reasons in found.values():
        if all_hold(reasons):
            return reasons
    kept = [r for name, c in m.facts.connection.items() if (r := _kept(m, name, c)) is not None]
    if any(reason.holds for reason in kept):
        return [reason for reason in kept if reason.holds][:1]
    reasons = [r for reasons in found.values() for r in reasons if not r.holds]
    return [*kept, *reasons] or [refuses("C06", "the person has no connection with the controller", "")]


def _kept(m: Matter, name: str, connection: Connection) -> Reason | None:
    """Return whether an ended connection's deletion date is still to come; None where it never lived or has no end."""
    kind = m.doc.connection.get(connection.kind)
    end = end_of(m, connection, kind) if kind is not None else None
    if kind is None or end is None or not (m.now.reached(connection.began_at) and m.now.reached(end)):
        return None
    if not all_hold(_needs(m, "", kind, connection)):
        return None
    until, clause, fact = m.now.end_of(end, kind.keep), f"{kind.clause}.keep", f"connection.{name}"
    if m.now.reached(until):
        return refuses("C06", f"`{kind.id}` ended on {day(end)}, to be deleted by {day(until)}", clause, fact)
    return holds("C06", f"`{kind.id}` ended on {day(end)} and is kept until {day(until)}", clause, fact)


def consent_age(m: Matter) -> int:
    """Return the age from which a child consents alone (CHI-01)."""
    children = m.doc.register_.children
    return children.consent_age if children is not None else DEFAULT_CONSENT_AGE


def met(m: Matter, condition: Condition | None) -> bool:
    """Tell whether a condition of the policy is known to be met; without a condition it is."""
    if condition is None:
        return True
    if condition.all is not None:
        return all(met(m, part) for part in condition.all)
    if condition.any is not None:
        return any(met(m, part) for part in condition.any)
    if condition.not_ is not None:
        return not met(m, condition.not_)
    return _fact_met(m, condition)


def _fact_met(m: Matter, c: Condition) -> bool:
    """Tell whether the one fact of a condition is known."""
    person = m.facts.person
    if c.connection is not None:
        return any(x.kind in c.connection for x in live_connections(m).values())
    if c.capacity is not None:
        return m.capacity == c.capacity
    if c.age_under is not None:
        return is_at_least(m, c.age_under) is False
    if c.age_from is not None:
        return is_at_least(m, c.age_from) is True
    if c.has_organisation is not None:
        return _has_organisation(m) is c.has_organisation
    if person is None:
        return False
    if c.language is not None:
        return person.language in c.language
    return bool(set(person.interests) & set(c.interest or ()) or set(person.dealings) & set(c.dealing or ()))


def _has_organisation(m: Matter) -> bool:
    person = m.facts.person
    known = person is not None and person.organisation is not None
    return known or any(c.organisation is not None for c in live_connections(m).values())

"""Informing: whether the person has been told of data that came from elsewhere (INF-21, INF-22)."""

from __future__ import annotations

from datetime import datetime

from seloste.policy.explain.matter import Matter
from seloste.policy.explain.reason import Reasons, day, holds, refuses
from seloste.policy.tree.values import Period

FROM_THE_PERSON = frozenset({"data_subject", "own_systems"})  # Art. 13 at collection, no clock of Art. 14
# Art. 14(3)(a): at the latest one month; the policy may promise less.
ONE_MONTH = Period(months=1, after="data_obtained")

Outside = tuple[str, str, datetime]  # fact, source, obtained


def obtained_elsewhere(m: Matter) -> list[Outside]:
    """Return what came from elsewhere and of which the person has not been told since."""
    found: list[Outside] = []
    if m.facts.person is not None:
        found.append(("person", m.facts.person.source, m.facts.person.obtained_at))
    if m.point is not None:
        found.append(("contact_point", m.point.source, m.point.obtained_at))
    return [
        outside
        for outside in found
        if m.doc.source[outside[1]].kind not in FROM_THE_PERSON and not _told(m, outside[2])
    ]


def _told(m: Matter, obtained_at: datetime) -> bool:
    return any(
        n.what != "exemption" and n.given_at >= obtained_at and m.now.reached(n.given_at)
        for n in m.facts.notice.values()
    )


def _was_elsewhere(m: Matter) -> bool:
    sources = [m.facts.person.source] if m.facts.person is not None else []
    sources += [m.point.source] if m.point is not None else []
    return any(m.doc.source[name].kind not in FROM_THE_PERSON for name in sources)


def informed_in_time(m: Matter) -> Reasons:
    """INF-21: told, exempt, or the month is not over yet."""
    untold = obtained_elsewhere(m)
    if not untold:
        notices = [f"notice.{name}" for name in m.facts.notice]
        told = holds("INF-21", "the person has been told", _clause(m), *notices)
        return [told] if _was_elsewhere(m) else []
    if exempt := exemption(m):
        return exempt
    fact, source, due = min(((f, s, _due(m, s, at)) for f, s, at in untold), key=lambda one: one[2])
    clause = f"source.{source}.inform" if m.doc.source[source].inform else f"source.{source}"
    if m.now.reached(due):
        return [refuses("INF-21", f"the person was to be told by {day(due)}", clause, fact)]
    return [holds("INF-21", f"the person is to be told by {day(due)}", clause, fact)]


def _due(m: Matter, source: str, obtained_at: datetime) -> datetime:
    promised = m.doc.source[source].inform
    ends = [
        m.now.end_of(obtained_at, period) for period in (ONE_MONTH, promised) if period and not period.follows
    ]
    return min(ends)


def exemption(m: Matter) -> Reasons:
    """INF-22: a recorded exemption counts if it is reasoned, and effort excuses no marketing."""
    found: Reasons = []
    for name, notice in m.facts.notice.items():
        if notice.exemption is None or not m.now.reached(notice.given_at):
            continue
        what, fact = notice.exemption.replace("_", " "), f"notice.{name}"
        if notice.justified and not (notice.exemption == "disproportionate" and m.is_marketing):
            return [holds("INF-22", f"exempt: {what}", _clause(m), fact)]
        why = "excuses no marketing" if notice.justified else "is not reasoned"
        found.append(refuses("INF-22", f"the exemption ({what}) {why}", _clause(m), fact))
    return found


def _clause(m: Matter) -> str:
    point, person = m.point, m.facts.person
    outside = [s.source for s in (point, person) if s is not None]
    return next(
        (f"source.{name}" for name in outside if m.doc.source[name].kind not in FROM_THE_PERSON), "source"
    )


def first_message(m: Matter) -> Reasons:
    """INF-21, OBJ-03, MKT-22: who has not been told is told by the very message that reaches them."""
    if m.no_person or m.is_standing or not obtained_elsewhere(m):
        return []
    if any(reason.holds for reason in exemption(m)):
        return []
    message, clause = m.facts.message, _clause(m)
    if message is None or not message.carries_notice:
        return [refuses("INF-21", "the first message has to carry the notice", clause, "message")]
    found = [holds("INF-21", "the first message carries the notice", clause, "message")]
    if not message.carries_objection:  # Art. 21(4)
        return [
            *found,
            refuses("OBJ-03", "the right to object is not in the first message", clause, "message"),
        ]
    found.append(holds("OBJ-03", "the first message tells of the right to object", clause, "message"))
    if m.purpose.kind == "direct_marketing":
        if not message.carries_source:
            return [
                *found,
                refuses("MKT-22", "the first message does not name the source", clause, "message"),
            ]
        found.append(holds("MKT-22", "the first message names the source", clause, "message"))
    return found

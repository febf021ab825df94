"""Evaluate: the decision function of the law reference, section 9: pure, without clock or input.

Two parts, as the register has two permissions: *may process* (the purpose alone) and *may reach*
(with a contact point). Where the rules give no answer, the answer is *not permitted*. Start at
``evaluate``; the order of the gates stands in ``process.py`` and ``reach.py``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from seloste.policy.explain.answer import Answer, Part
from seloste.policy.explain.facts import Facts
from seloste.policy.explain.matter import Matter
from seloste.policy.explain.moment import Moment
from seloste.policy.explain.process import process
from seloste.policy.explain.reach import reach
from seloste.policy.explain.reason import Gate, Reason, Reasons, all_hold, refuses
from seloste.policy.findings import near, shown
from seloste.policy.tree.document import Document


def evaluate(doc: Document, facts: Facts) -> Answer:
    """Return whether the question is permitted, by which clause and rules, and until when that stays so.

    Never raises for a document that ``load`` accepts and facts that ``read_facts`` accepts.
    """
    zone = _zone(doc)
    now = _judge(doc, facts, facts.question.instant, zone)
    changes_at = _first_change(doc, facts, now, zone)
    return Answer(
        document=doc,
        facts=facts,
        process=now.process,
        reach=now.reach,
        lapses_at=changes_at if now.permitted else None,
        changes_at=changes_at,
    )


@dataclass(frozen=True, slots=True)
class _Judged:
    """Both parts at one instant, and the earliest later instant that any rule asked about."""

    process: Part
    reach: Part | None
    next: datetime | None

    @property
    def parts(self) -> tuple[bool, bool | None]:
        return self.process.permitted, None if self.reach is None else self.reach.permitted

    @property
    def permitted(self) -> bool:
        return self.process.permitted and (self.reach is None or self.reach.permitted)


def _first_change(doc: Document, facts: Facts, now: _Judged, zone: ZoneInfo | None) -> datetime | None:
    """Return the first instant at which either part comes out otherwise with the same facts, or None."""
    when = now.next
    while when is not None:
        later = _judge(doc, facts, when, zone)
        if later.parts != now.parts:
            return when
        when = later.next
    return None


def _judge(doc: Document, facts: Facts, at: datetime, zone: ZoneInfo | None) -> _Judged:
    """Return both parts at an instant; reaching someone presumes that their data may be processed."""
    purpose = doc.purpose.get(facts.question.purpose)
    if (unknown := _unknown(doc, facts)) is not None or zone is None or purpose is None:
        clause = "register.time_zone"
        refused = unknown or refuses(
            "PRI-01", "where the controller is, days have no known beginning", clause
        )
        part = Part(permitted=False, clause=refused.clause, reasons=(refused,))
        return _Judged(part, part if facts.contact_point is not None else None, None)
    m = Matter(doc, facts, Moment(at, zone), purpose, purpose.topic.get(facts.question.topic or ""))
    first = _part(process(m))
    if m.point is None:
        return _Judged(first, None, m.now.next)
    second = _part(reach(m)) if first.permitted else Part(permitted=False, clause=first.clause, reasons=())
    return _Judged(first, second, m.now.next)


def _part(gates: Iterable[Gate]) -> Part:
    """Return a part: every reason up to the gate that stops it, and the clause that decides."""
    found: Reasons = []
    clause = ""
    for gate in gates:
        found += gate.reasons
        clause = gate.clause or clause
        if not all_hold(gate.reasons):
            against = next(reason for reason in gate.reasons if not reason.holds)
            return Part(permitted=False, clause=gate.clause or against.clause, reasons=tuple(found))
    return Part(permitted=True, clause=clause, reasons=tuple(found))


def _unknown(doc: Document, facts: Facts) -> Reason | None:
    """Return the refusal of a question about something that the policy does not know (PRI-01)."""
    asked = facts.question
    purpose = doc.purpose.get(asked.purpose)
    if purpose is None:
        return _no_such("purpose", asked.purpose, doc.purpose, "", "question.purpose")
    topic = purpose.topic.get(asked.topic) if asked.topic is not None else None
    if asked.topic is not None and topic is None:
        return _no_such("topic", asked.topic, purpose.topic, purpose.clause, "question.topic")
    if asked.sender is not None and (topic is None or topic.sender != asked.sender):
        named = f"`{topic.sender}`" if topic is not None else "nobody"
        sentence = (
            f"the policy lets {named} send this, not `{shown(asked.sender)}`"  # s. 203(2): no hidden sender
        )
        return refuses("MKT-08", sentence, (topic or purpose).clause, "question.sender")
    for fact, stated in (("person", facts.person), ("contact_point", facts.contact_point)):
        if stated is not None and stated.source not in doc.source:
            return _no_such("source", stated.source, doc.source, "", fact)
    return None


def _no_such(what: str, name: str, known: Iterable[str], clause: str, fact: str) -> Reason:
    return refuses("PRI-01", f"the policy has no {what} `{shown(name)}`.{near(name, known)}", clause, fact)


def _zone(doc: Document) -> ZoneInfo | None:
    """Return the time zone that days are counted in; None where the policy names one that does not exist."""
    try:
        return ZoneInfo(doc.register_.time_zone)
    except (ValueError, OSError, KeyError):  # ZoneInfoNotFoundError is a KeyError
        return None

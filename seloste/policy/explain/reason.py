"""Reason: one step on the way to an answer: the rule, whether it holds here, and the facts behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from seloste.policy.explain.rules import RULES, Rule


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule as it came out for these facts.

    rule:      id in ``RULES``.
    holds:     False where the rule stands against it.
    sentence:  how it came out, in the field's words.
    clause:    dotted path of the clause in the policy document; empty where the policy gives no answer.
    facts:     dotted paths of the facts it rests on.
    """

    rule: str
    holds: bool
    sentence: str
    clause: str
    facts: tuple[str, ...] = ()

    @property
    def law(self) -> Rule:
        """The rule itself, with its sentence and its source."""
        return RULES[self.rule]


Reasons = list[Reason]


@dataclass(frozen=True, slots=True)
class Gate:
    """What one gate says; ``clause`` is the clause that decides where it does, empty where the reasons say it."""

    reasons: Reasons
    clause: str = ""


def holds(rule: str, sentence: str, clause: str, *facts: str) -> Reason:
    """Return a reason that lets the question through."""
    return Reason(RULES[rule].id, holds=True, sentence=sentence, clause=clause, facts=facts)


def refuses(rule: str, sentence: str, clause: str, *facts: str) -> Reason:
    """Return a reason that stops it."""
    return Reason(RULES[rule].id, holds=False, sentence=sentence, clause=clause, facts=facts)


def all_hold(reasons: Reasons) -> bool:
    """Tell whether nothing among the reasons stops it."""
    return all(reason.holds for reason in reasons)


def day(at: datetime) -> str:
    """Return a time as people read it in a sentence: its day in UTC."""
    return at.date().isoformat()

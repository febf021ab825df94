"""Rule: how a rule of the check is written, and everything it may look at.

A rule is a function from the document and what is given beside it to remarks; the decorator ties it
to its code and to the rule of law behind it, so that no remark can carry a wrong one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from seloste.kernel.places import Spot
from seloste.policy.findings import Finding, Severity
from seloste.policy.house import House
from seloste.policy.tree.document import Document
from seloste.policy.tree.values import Node


@dataclass(frozen=True)
class Given:
    """What the check is given beside the document.

    today:  the day for which agreements, certifications and reviews must be current.
    house:  what the rooms declare (data map, controls, probes, events).
    files:  path as the document writes it, to content; a file that is missing is not in it.
    refused_files:  path to the reason why it was not read (it leaves the folder, it is too large).
    """

    today: date
    house: House = field(default_factory=House)
    files: Mapping[str, bytes] = field(default_factory=dict)
    refused_files: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Remark:
    """What a rule says about one place: the sentence, why it is so, what to do."""

    spot: Spot
    clause: str
    sentence: str
    why: str
    do: str
    severity: Severity = Severity.REFUSED
    file: str = ""


RuleFunction = Callable[[Document, Given], Iterator[Remark]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with its code, the id in the law reference behind it, and a title for the reference."""

    code: str
    law: str
    title: str
    judge: RuleFunction

    def findings(self, document: Document, given: Given) -> Iterator[Finding]:
        """Yield what the rule finds, each with the rule's code and law."""
        for r in self.judge(document, given):
            yield Finding(self.code, r.sentence, r.why, r.do, r.spot, r.clause, self.law, r.severity, r.file)


RULES: dict[str, Rule] = {}


def rule(code: str, *, title: str, law: str = "") -> Callable[[RuleFunction], RuleFunction]:
    """Register a rule under its code; a code is given once and for ever.

    Raises: ValueError when the code is taken.
    """

    def register(judge: RuleFunction) -> RuleFunction:
        if code in RULES:
            raise ValueError(f"the code {code} is taken by {RULES[code].title!r}")
        RULES[code] = Rule(code, law, title, judge)
        return judge

    return register


def at(
    node: Node, *path: str | int, sentence: str, why: str, do: str, severity: Severity = Severity.REFUSED
) -> Remark:
    """Return a remark at a place inside ``node``; the nearest place that exists where it has no such key."""
    steps = [str(step) for step in path]
    clause = ".".join([node.clause, *steps]) if node.clause else ".".join(steps)
    return Remark(node.spot.at(*path), clause, sentence, why, do, severity)

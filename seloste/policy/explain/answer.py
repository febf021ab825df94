"""Answer: permitted or not, by which clause and rules, from which facts, and until when.

A value with two readings: three lines and more for people (``as_text``), and one shape for programs
(``as_json``, described in its docstring).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from seloste.kernel.places import Spot
from seloste.policy.explain.fact import Fact
from seloste.policy.explain.facts import Facts
from seloste.policy.explain.reason import Reason
from seloste.policy.tree.document import Document


@dataclass(frozen=True, slots=True)
class Part:
    """One of the two parts: whether it is permitted, the clause that decides, and the reasons in order."""

    permitted: bool
    clause: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Answer:
    """The answer to one question.

    process:     may the person's data be processed for the purpose.
    reach:       may the contact point be used for it; None where no contact point is asked about.
    lapses_at:   the first instant at which a yes ends without a write; None for a no, or for ever.
    changes_at:  the first instant at which either part comes out otherwise without a write.
    """

    document: Document
    facts: Facts
    process: Part
    reach: Part | None
    lapses_at: datetime | None
    changes_at: datetime | None

    @property
    def permitted(self) -> bool:
        """True where everything that was asked is permitted."""
        return self.process.permitted and (self.reach is None or self.reach.permitted)

    @property
    def deciding(self) -> Part:
        """The part that decides: the one that refuses, else the last."""
        return self.reach if self.reach is not None and self.process.permitted else self.process

    @property
    def clause(self) -> str:
        """Dotted path of the deciding clause; empty where the policy gives no answer."""
        return self.deciding.clause

    @property
    def spot(self) -> Spot:
        """Where the deciding clause stands."""
        steps = [int(step) if step.isdigit() else step for step in self.clause.split(".")]
        return self.document.spot.at(*steps)

    @property
    def steps(self) -> tuple[Reason, ...]:
        """Every reason of both parts in order, each once."""
        both = self.process.reasons + (self.reach.reasons if self.reach is not None else ())
        return tuple({(r.rule, r.holds, r.sentence): r for r in reversed(both)}.values())[::-1]

    @property
    def reasons(self) -> tuple[str, ...]:
        """The ids of the rules in order, each once."""
        return tuple(dict.fromkeys(step.rule for step in self.steps))

    @property
    def refused_by(self) -> tuple[str, ...]:
        """The ids of the rules that stand against it, in order; empty for a yes."""
        return tuple(dict.fromkeys(step.rule for step in self.steps if not step.holds))

    @property
    def facts_used(self) -> tuple[str, ...]:
        """Dotted paths of the facts that the answer rests on, the question's own first."""
        asked = ["question"] + (["contact_point"] if self.facts.contact_point is not None else [])
        named = [fact for step in self.steps for fact in step.facts if not fact.startswith("question.")]
        return tuple(dict.fromkeys(path for path in asked + named if self._stated(path) is not None))

    def _stated(self, path: str) -> Any:
        """Return the fact at a path, or None where nothing is stated there."""
        table, _, name = path.partition(".")
        fact = getattr(self.facts, table, None)
        return fact.get(name) if name and fact is not None else fact

    def as_text(self, language: str = "en", file: str = "policy") -> str:
        """Return the lines that people read; purposes and topics are named in ``language``.

        file:  the document's name, so that the place can be clicked.
        """
        where = f"{file}:{self.spot.line}:{self.spot.column} " if self.clause else ""
        clause = f"  [{self.clause}]" if self.clause else "  [no clause]"
        lines = [
            f"{where}{'permitted' if self.permitted else 'not permitted'}  {self._asked(language)}{clause}"
        ]
        lines += _list("why:  ", [_why(step) for step in self.steps])
        lines += _list("facts:", [self._in_words(path) for path in self.facts_used])
        if self.changes_at is not None:
            word = "no longer permitted" if self.lapses_at else "something changes"
            lines.append(f"    from:  {_minute(self.changes_at)}: {word}, if nothing is written before")
        return "\n".join(lines)

    def _asked(self, language: str) -> str:
        """Return the question in one line: purpose, topic, channel and instant."""
        question = self.facts.question
        purpose = self.document.purpose.get(question.purpose)
        topic = purpose.topic.get(question.topic or "") if purpose is not None else None
        words = [(self.document.say(purpose.name, language) if purpose else "") or question.purpose]
        words += [self.document.say(topic.name, language) or topic.id] if topic is not None else []
        point = self.facts.contact_point
        words += [f"by {point.channel.replace('_', ' ')}"] if point is not None else []
        return ", ".join([*words, f"at {_minute(question.instant)}"])

    def _in_words(self, path: str) -> str:
        stated = ", ".join(f"{name} {_said(value)}" for name, value in _plain(self._stated(path)).items())
        return f"{path}: {stated}"

    def as_json(self, file: str = "policy") -> dict[str, Any]:
        """Return the answer for programs.

        ``permitted``, ``may_process``, ``may_reach`` (null where no contact point is asked about);
        ``clause`` (null where the policy gives no answer) and ``where`` (file, line, column);
        ``reasons``: rule, holds, sentence, law (the rule's own sentence), source, clause, facts;
        ``facts_used``: fact and what it states; ``lapses_at`` and ``changes_at`` in UTC or null;
        ``policy``: register and version.
        """
        return {
            "permitted": self.permitted,
            "may_process": self.process.permitted,
            "may_reach": None if self.reach is None else self.reach.permitted,
            "clause": self.clause or None,
            "where": {"file": file, "line": self.spot.line, "column": self.spot.column}
            if self.clause
            else None,
            "reasons": [_as_json(step) for step in self.steps],
            "facts_used": [{"fact": path, "states": _plain(self._stated(path))} for path in self.facts_used],
            "lapses_at": self.lapses_at.isoformat() if self.lapses_at else None,
            "changes_at": self.changes_at.isoformat() if self.changes_at else None,
            "policy": {"register": self.document.register_.id, "version": self.document.register_.version},
        }


def _as_json(step: Reason) -> dict[str, Any]:
    return {
        "rule": step.rule,
        "holds": step.holds,
        "sentence": step.sentence,
        "law": step.law.sentence,
        "source": step.law.source,
        "clause": step.clause or None,
        "facts": list(step.facts),
    }


def _why(step: Reason) -> str:
    return f"{'holds ' if step.holds else 'stops '} {step.rule:7} {step.sentence} ({step.law.source})"


def _list(head: str, items: list[str]) -> list[str]:
    """Return items one below the other, the first behind its heading."""
    return [f"    {head if number == 0 else ' ' * len(head)} {item}" for number, item in enumerate(items)]


def _plain(fact: Any) -> dict[str, Any]:
    """Return what a fact states, as plain values; a birth date only as known, since an answer needs no more."""
    if not isinstance(fact, Fact):
        return {}
    stated = {name: getattr(fact, name) for name in type(fact).model_fields if name in fact.model_fields_set}
    return {name: "known" if name == "birth_date" else _value(value) for name, value in stated.items()}


def _value(value: Any) -> Any:
    if isinstance(value, datetime):
        return _minute(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return ", ".join(str(one) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{name} {_value(one)}" for name, one in value.items())
    return value if isinstance(value, bool | int) or value is None else str(value)


def _said(value: Any) -> str:
    """Return a plain value as people say it."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _minute(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")

"""Findings: what the check has to say, each with a code, a place, the reason and the next step.

A finding is a value: the door decides how to print it. ``REFUSED`` findings make a document
unusable, ``WARNING`` findings stay open until someone handles them.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from seloste.kernel.places import Spot


class Severity(StrEnum):
    """How much a finding weighs."""

    REFUSED = "refused"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the check noticed.

    code:      stable, ``P`` and three digits; the reference lists them all.
    sentence:  what is wrong, in the field's words.
    why:       the rule or the other place that makes it wrong.
    do:        the next step for the person who writes the document.
    spot:      where in the document; ``file`` is set when the place is in another file.
    clause:    dotted path of the clause, empty for the document as a whole.
    rule:      the id in the law reference (``INF-04``) where a rule of law stands behind it.
    """

    code: str
    sentence: str
    why: str
    do: str
    spot: Spot
    clause: str = ""
    rule: str = ""
    severity: Severity = Severity.REFUSED
    file: str = ""

    def as_text(self, file: str) -> str:
        """Return the three lines that people read."""
        where = f"{self.file or file}:{self.spot.line}:{self.spot.column}"
        law = f" [{self.rule}]" if self.rule else ""
        word = "warning " if self.severity is Severity.WARNING else ""
        return f"{where} {word}{self.code}  {self.sentence}\n    why: {self.why}{law}\n    do:  {self.do}"

    def as_json(self, file: str) -> dict[str, Any]:
        """Return the finding as the one error shape of the API."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "message": self.sentence,
            "why": self.why,
            "do": self.do,
            "rule": self.rule or None,
            "clause": self.clause or None,
            "where": {
                "file": self.file or file,
                "line": self.spot.line,
                "column": self.spot.column,
            },
        }


class DocumentRefused(Exception):
    """A document that cannot be used; ``findings`` says why, all at once."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("; ".join(f"{f.code} {f.sentence}" for f in self.findings[:3]))


def near(word: str, known: Iterable[str]) -> str:
    """Return ``did you mean `x`?`` with a leading space for the nearest known word, or nothing."""
    close = difflib.get_close_matches(word[:80], sorted(known), n=1, cutoff=0.6)
    return f" Did you mean `{close[0]}`?" if close else ""


def shown(text: str, limit: int = 60) -> str:
    """Return ``text`` safe to print inside a message: cut to ``limit`` signs, invisible ones spelled out."""
    cut = text if len(text) <= limit else text[: limit - 1] + "…"
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in cut)

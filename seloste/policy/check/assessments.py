"""Assessments: balancing tests and transfer assessments, read from Markdown with a short head.

The head is TOML between two lines of ``+++``: ``for`` (the clause, or clauses, it was made for), ``assessed_on``,
``review_by`` and ``by`` (a role of the controller). Below it stand the steps, each under a heading
of its own, in any language that the table here knows. Start at ``read_assessment``.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime

_HEAD = re.compile(r"\A\ufeff?\+\+\+[ \t]*\r?\n(.*?)\r?\n\+\+\+[ \t]*(?:\r?\n|\Z)(.*)\Z", re.DOTALL)
_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*\s*$", re.MULTILINE)
_STEPS = {
    "interest": ("interest", "etu", "etua", "intresse", "interesse"),
    "necessity": (
        "necessity",
        "necessary",
        "tarpeellisuus",
        "välttämättömyys",
        "nödvändighet",
        "erforderlichkeit",
        "notwendigkeit",
    ),
    "balance": ("balance", "balancing", "punninta", "tasapaino", "avvägning", "balans", "abwägung"),
    "outcome": (
        "outcome",
        "result",
        "conclusion",
        "lopputulos",
        "tulos",
        "johtopäätös",
        "resultat",
        "slutsats",
        "ergebnis",
    ),
    "law": ("law", "laki", "lainsäädäntö", "lag", "lagstiftning", "recht", "rechtslage"),
    "measures": (
        "measures",
        "toimet",
        "toimenpiteet",
        "suojatoimet",
        "åtgärder",
        "skyddsåtgärder",
        "maßnahmen",
    ),
}
BALANCING = ("interest", "necessity", "balance", "outcome")
TRANSFER = ("law", "measures", "outcome")


class AssessmentRefused(Exception):
    """The file is no assessment; the text says why and continues a sentence."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """The head of an assessment.

    subjects:     the clauses it was made for (``purpose.direct_marketing``).
    assessed_on:  the day it was made or last reviewed.
    review_by:    the day on which it stops carrying anything.
    by:           id of the role that made it.
    """

    subjects: tuple[str, ...]
    assessed_on: date
    review_by: date
    by: str


def read_assessment(content: bytes, steps: tuple[str, ...]) -> Assessment:
    """Return the head of an assessment whose text has every one of ``steps`` under a heading.

    Raises: AssessmentRefused with what is missing or cannot be read.
    """
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        raise AssessmentRefused("is not UTF-8 text") from None
    if (parts := _HEAD.match(text)) is None:
        raise AssessmentRefused("does not begin with a head between two lines of `+++`")
    head = _head(parts.group(1))
    written = _sections(parts.group(2))
    for step in steps:
        if not any(written.get(word) for word in _STEPS[step]):
            raise AssessmentRefused(f"has no text under a heading for its step `{step}`")
    return head


def _head(text: str) -> Assessment:
    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError):
        raise AssessmentRefused("has a head that is not TOML") from None
    subjects = values.get("for")
    if isinstance(subjects, str):
        subjects = [subjects]
    if not subjects or not isinstance(subjects, list) or not all(isinstance(s, str) for s in subjects):
        raise AssessmentRefused("does not say in its head what it is `for`")
    by = values.get("by")
    if not isinstance(by, str):
        raise AssessmentRefused("does not say in its head who made it (`by`)")
    days = [values.get(key) for key in ("assessed_on", "review_by")]
    if not all(isinstance(day, date) and not isinstance(day, datetime) for day in days):
        raise AssessmentRefused("lacks the day `assessed_on` or the day `review_by` in its head")
    return Assessment(tuple(subjects), values["assessed_on"], values["review_by"], by)


def _sections(text: str) -> dict[str, bool]:
    """Return each word of each heading, lower case, and whether there is any text under it."""
    found: dict[str, bool] = {}
    headings = list(_HEADING.finditer(text))
    for number, heading in enumerate(headings):
        end = headings[number + 1].start() if number + 1 < len(headings) else len(text)
        says_something = bool(text[heading.end() : end].strip())
        for word in re.findall(r"\w+", heading.group(1).lower()):
            found[word] = found.get(word, False) or says_something
    return found

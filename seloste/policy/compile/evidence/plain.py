"""Plain: the evidence as text for a terminal and as values for programs."""

from __future__ import annotations

from textwrap import wrap
from typing import Any

from seloste.policy.compile.evidence.rows import BROKEN, HOLDS, NOT_YET, Evidence, Kept, Row
from seloste.policy.compile.evidence.words import SHAPES, labels

_WIDTH = 80


def summary(shown: Evidence) -> str:
    """Return how many claims stand how: never a percentage."""
    _, words = labels(shown.language)
    return " · ".join(
        f"{shown.count(state)} {words[state]}"
        for state in (HOLDS, BROKEN, NOT_YET)
        if shown.count(state) or state != BROKEN
    )


def as_text(shown: Evidence) -> str:
    """Return the evidence in lines of at most 80 signs, what needs work first."""
    _, words = labels(shown.language)
    head = [
        words["title"].format(register=shown.register),
        summary(shown),
        "",
        *wrap(words["explain"], _WIDTH),
    ]
    blocks = ["\n".join(_lines(row, shown.language)) for row in shown]
    return "\n\n".join(["\n".join(head), *blocks]) + "\n"


def _lines(row: Row, language: str) -> list[str]:
    _, words = labels(language)
    return [
        f"{SHAPES[row.state]} {row.claim}  {words[row.state]}",
        *_indented("", row.sentence),
        *(line for kept in row.controls for line in _control(kept, language)),
        *_indented(f"{words['probe']}: ", row.probe.what or row.probe.id),
    ]


def _control(kept: Kept, language: str) -> list[str]:
    word = outcome(kept, language)
    return [
        *_indented(f"{kept.control.id} ({word}): ", kept.control.what),
        *(_indented("  ", kept.control.where) if kept.control.where else []),
    ]


def outcome(kept: Kept, language: str) -> str:
    """Return how a control stands, in words."""
    _, words = labels(language)
    if not kept.control.built:
        return words["planned"]
    return words[{True: "passed", False: "failed", None: "idle"}[kept.result]]


def _indented(before: str, text: str) -> list[str]:
    return wrap(
        f"{before}{text}",
        _WIDTH,
        initial_indent="    ",
        subsequent_indent="      ",
        break_on_hyphens=False,
    )


def as_json(shown: Evidence) -> dict[str, Any]:
    """Return the evidence as plain values; states are the English words whatever the language."""
    return {
        "register": shown.register,
        "version": shown.version,
        "language": shown.language,
        "counts": {state: shown.count(state) for state in (BROKEN, HOLDS, NOT_YET)},
        "claims": [
            {
                "claim": row.claim,
                "clause": row.clause,
                "sentence": row.sentence,
                "stated_by": list(row.stated_by),
                "state": row.state,
                "controls": [
                    {
                        "id": kept.control.id,
                        "what": kept.control.what,
                        "where": kept.control.where,
                        "built": kept.control.built,
                        "result": kept.result,
                    }
                    for kept in row.controls
                ],
                "probe": {"id": row.probe.id, "what": row.probe.what, "built": row.probe.built},
            }
            for row in shown
        ],
    }

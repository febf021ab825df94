"""JSON: the record as plain values, under the letters of Art. 30(1)."""

from __future__ import annotations

from typing import Any

from seloste.policy.compile.record.state import COLUMNS, Record


def as_json(record: Record) -> dict[str, Any]:
    """Return the record as values that any JSON writer takes."""
    return {
        "language": record.language,
        "heading": record.heading,
        "version": record.version,
        "dated": record.dated,
        "elements": {
            **{column: letter for column, letter in COLUMNS.items() if letter},
            "parties": "a",
            "security": "g",
        },
        "parties": [{"part": p.part, "name": p.name, "contact": list(p.contact)} for p in record.parties],
        "activities": [
            {
                "number": activity.number,
                "clause": activity.clause,
                "name": activity.name,
                **{column: list(lines) for column, lines in activity.columns.items()},
            }
            for activity in record.activities
        ],
        "ended": list(record.ended),
        "longer": list(record.longer),
        "security": list(record.security),
    }

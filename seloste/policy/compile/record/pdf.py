"""PDF: the record on A4 across, tagged (PDF/UA-1, PDF/A-2a)."""

from __future__ import annotations

from datetime import date
from typing import Any

from seloste.policy.compile.record.state import COLUMNS, Record
from seloste.policy.compile.typeset import typeset


def as_pdf(record: Record) -> bytes:
    """Return the record as a PDF; the same record gives the same bytes."""
    words = record.words
    before, _, rest = words["page"].partition("{page}")
    middle, _, after = rest.partition("{pages}")
    values: dict[str, Any] = {
        "language": record.language,
        "heading": record.heading,
        "version": record.version,
        "under": record.under,
        "dated": record.dated,
        "page": [before, middle, after],
        "words": words,
        "parties": [{"part": p.part, "lines": [p.name, *p.contact]} for p in record.parties],
        "head": [words["activity"], *(words[column] for column in COLUMNS)],
        "rows": [
            [
                [f"{a.number}. {a.name}"],
                *(list(a.columns[column]) or [words["nothing"]] for column in COLUMNS),
            ]
            for a in record.activities
        ],
        "ended": list(record.ended),
        "longer": list(record.longer),
        "security": list(record.security),
    }
    return typeset(__package__, "page.typ", values, date.fromisoformat(record.dated))

"""CSV: one line for each activity, whole by itself (RFC 4180); what holds for all of them stands in each.

A cell that a spreadsheet would take for a formula gets a quotation mark before it, as people's words
must never run.
"""

from __future__ import annotations

import csv
import io

from seloste.policy.compile.record.parts import Activity, Cell, Record

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0")


def as_csv(record: Record) -> str:
    """Return the record as comma-separated values; a line inside a cell is a line of the cell."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(safe(label) for label in _labels(record))
    for activity in record.activities:
        writer.writerow(safe(text) for text in _row(record, activity))
    return out.getvalue()


def safe(text: str) -> str:
    """Return a cell's text as a spreadsheet shows it and never computes it."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _labels(record: Record) -> list[str]:
    first = record.activities[0].cells if record.activities else ()
    words, twice = record.words, {cell.field for cell in first}
    return [
        words["number"],
        words["activity"],
        *(labelled(cell) for cell in first),
        *(f"{labelled(c)}: {words['whole']}" if c.field in twice else labelled(c) for c in record.head),
        words["clause"],
        record.title,
    ]


def labelled(cell: Cell) -> str:
    """Return a cell's label with its point of Art. 30(1)."""
    return f"{cell.label} ({cell.letter})" if cell.letter else cell.label


def _row(record: Record, activity: Activity) -> list[str]:
    named = f"{record.heading}. {record.version_line.text}"
    cells = (*activity.cells, *record.head)
    return [str(activity.number), activity.name.text, *(cell.text for cell in cells), activity.clause, named]

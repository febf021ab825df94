"""CSV: one row for each activity with everything that Art. 30(1) asks, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from seloste.policy.compile.record.state import COLUMNS, Activity, Party, Record

# A cell that begins so would be computed by a spreadsheet instead of shown.
_COMPUTED = ("=", "+", "-", "@", "\t", "\r")


def as_csv(record: Record) -> str:
    """Return the record as CSV (RFC 4180); lines within a cell are parted by `` | ``."""
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\r\n")
    words = record.words
    head = [
        words["number"],
        words["activity"],
        words["parties"],
        *(words[c] for c in COLUMNS),
        words["ended"],
        words["longer"],
        words["security"],
    ]
    write.writerow(head)
    parties = _cell(_party(party) for party in record.parties)
    whole = [_cell(record.ended), _cell(record.longer), _cell(record.security)]
    for activity in record.activities:
        write.writerow([*_row(activity, parties, words["nothing"]), *whole])
    return out.getvalue()


def _row(activity: Activity, parties: str, nothing: str) -> list[str]:
    columns = [_cell(activity.columns[column] or (nothing,)) for column in COLUMNS]
    return [str(activity.number), safe(activity.name), parties, *columns]


def _party(party: Party) -> str:
    return "; ".join((f"{party.part}: {party.name}", *party.contact))


def _cell(lines: Iterable[str]) -> str:
    return safe(" | ".join(lines))


def safe(text: str) -> str:
    """Return the text with a quotation mark before it where a spreadsheet would compute it."""
    return f"'{text}" if text.startswith(_COMPUTED) else text

"""PDF: the record on A4 landscape, tagged for screen readers and made to be kept (PDF/UA-1, PDF/A-2a)."""

from __future__ import annotations

from datetime import date
from typing import Any

from seloste.policy.compile.notice.parts import Sentence, Sentences, space
from seloste.policy.compile.record.csv import labelled
from seloste.policy.compile.record.html import PARTIES
from seloste.policy.compile.record.parts import Activity, Cell, Group, Record, opens


def as_pdf(record: Record) -> bytes:
    """Return the record as a PDF; the same record gives the same bytes."""
    from seloste.policy.compile.typeset import typeset

    return typeset(__package__, "page.typ", _values(record), date.fromisoformat(record.dated))


def _values(record: Record) -> dict[str, Any]:
    words = record.words
    before, _, rest = words["page"].partition("{page}")
    middle, _, after = rest.partition("{pages}")
    parties = [cell for cell in record.head if cell.field in PARTIES]
    whole = [cell for cell in record.head if cell.field not in PARTIES]
    return {
        "language": record.language,
        "heading": record.heading,
        "version": record.version_line.text,
        "under": f"{record.under} {words['letters']}",
        "dated": record.dated,
        "page": [before, middle, after],
        "facts": [
            {"heading": words["parties"], "rows": [_fact(cell) for cell in parties]},
            {"heading": words["whole"], "rows": [_fact(cell) for cell in whole]},
        ],
        "activities": {
            "heading": words["activities"],
            "head": _activity_head(record),
            "rows": [_activity(activity) for activity in record.activities],
        },
        "groups": {
            "heading": words["groups"],
            "head": _group_head(record),
            "rows": [_group(group) for group in record.groups],
        },
    }


def _fact(cell: Cell) -> dict[str, Any]:
    return {"label": labelled(cell), "lines": _lines(cell)}


def _activity_head(record: Record) -> list[str]:
    cells = record.activities[0].cells if record.activities else ()
    letters = "".join(f" ({cell.letter})" for cell in cells[:1])
    return [record.words["activity"] + letters, *(labelled(cell) for cell in cells[1:])]


def _activity(activity: Activity) -> dict[str, Any]:
    purpose, *others = activity.cells
    name = [_plain(f"{activity.number}. "), *_pieces(activity.name)]
    return {"name": name, "below": _lines(purpose), "cells": [_lines(cell) for cell in others]}


def _group_head(record: Record) -> list[str]:
    cells = [(g.contents, g.erasure) for g in record.groups[:1]]
    return [record.words["group"], *(labelled(cell) for pair in cells for cell in pair)]


def _group(group: Group) -> dict[str, Any]:
    return {
        "name": _pieces(group.name),
        "below": [],
        "cells": [_lines(group.contents), _lines(group.erasure)],
    }


def _lines(cell: Cell) -> list[dict[str, Any]]:
    return [_line(line) for line in cell.lines]


def _line(line: Sentences) -> dict[str, Any]:
    return {"sentences": [_pieces(sentence) for sentence in line], "space": space(line), "opens": opens(line)}


def _pieces(sentence: Sentence) -> list[dict[str, str]]:
    return [{"text": p.text, "kind": p.kind, "value": p.value} for p in sentence.pieces]


def _plain(text: str) -> dict[str, str]:
    return {"text": text, "kind": "", "value": ""}

"""JSON: the record as plain values, for programs; sentences keep their clauses."""

from __future__ import annotations

from typing import Any

from seloste.policy.compile.notice.parts import Sentence
from seloste.policy.compile.record.parts import Cell, Record


def as_json(record: Record) -> dict[str, Any]:
    """Return the record as values that any JSON writer takes."""
    return {
        "language": record.language,
        "title": record.title,
        "heading": record.heading,
        "under": record.under,
        "register": record.register,
        "version": record.version,
        "dated": record.dated,
        "head": _cells(record.head),
        "activities": [
            {
                "number": activity.number,
                "id": activity.id,
                "clause": activity.clause,
                "name": activity.name.text,
                "cells": _cells(activity.cells),
            }
            for activity in record.activities
        ],
        "data": [
            {
                "id": group.id,
                "clause": group.clause,
                "name": group.name.text,
                "cells": _cells((group.contents, group.erasure)),
            }
            for group in record.groups
        ],
    }


def _cells(cells: tuple[Cell, ...]) -> dict[str, Any]:
    return {
        cell.field: {
            "label": cell.label,
            "element": cell.element,
            "lines": [[_sentence(sentence) for sentence in line] for line in cell.lines],
        }
        for cell in cells
    }


def _sentence(sentence: Sentence) -> dict[str, Any]:
    return {"text": sentence.text, "clauses": sentence.clause.split()}

"""Readings: what a document compiles to, in which formats; one table for ``show``, ``check`` and ``bench``.

Each reading is made in two steps: ``state`` brings the document into the reading's own values, ``formats`` writes them
down. A new reading or format is a new line here and nowhere else in the door.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from seloste.policy.findings import DocumentRefused, Finding
from seloste.policy.house import House
from seloste.policy.text.read import read
from seloste.policy.tree.document import Document, load

Written = str | bytes


@dataclass(frozen=True)
class Compilation:
    """What a reading is made from: a document that stands, a language, the rooms, the files beside it.

    results:  how the controls came out that ran in this very call, for the evidence.
    """

    document: Document
    language: str
    house: House
    files: Mapping[str, bytes] = field(default_factory=dict)
    results: Mapping[str, bool] = field(default_factory=dict)

    def phrases(self) -> Any:
        """Return the notice's own phrases in this language."""
        from seloste.policy.compile.phrases import phrases_for

        return phrases_for(self.document, self.language, self.files)

    def earlier(self) -> Document | None:
        """Return the version before this one, where its file is there and can be read; the check speaks of the rest."""
        history = self.document.register_.history.values()
        last = max(history, key=lambda version: version.dated, default=None)
        if last is None or last.file not in self.files:
            return None
        try:
            return load(read(last.file, self.files[last.file]))
        except DocumentRefused:
            return None


@dataclass(frozen=True)
class Reading:
    """One reading: its name, what it is, how it is stated, and its formats; the first format is the usual one.

    by_language:  True where it says something else in each language.
    """

    name: str
    what: str
    state: Callable[[Compilation], Any]
    formats: Mapping[str, Callable[[Any], Written]]
    by_language: bool = True

    @property
    def usual(self) -> str:
        """The format used where none is asked for."""
        return next(iter(self.formats))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _state_notice(c: Compilation) -> Any:
    from seloste.policy.compile.notice import state

    return state(c.document, c.language, house=c.house, phrases=c.phrases(), earlier=c.earlier())


def _notice_text(notice: Any) -> str:
    from seloste.policy.compile.notice.text import as_text

    return as_text(notice)


def _notice_html(notice: Any) -> str:
    from seloste.policy.compile.notice.html import as_html

    return as_html(notice)


def _notice_json(notice: Any) -> str:
    from seloste.policy.compile.notice.json import as_json

    return _json(as_json(notice))


def _notice_pdf(notice: Any) -> bytes:
    from seloste.policy.compile.notice.pdf import as_pdf

    return as_pdf(notice)


def _state_record(c: Compilation) -> Any:
    from seloste.policy.compile.record import record

    return record(c.document, c.language, c.phrases(), house=c.house)


def _record_csv(state: Any) -> str:
    from seloste.policy.compile.record import as_csv

    return as_csv(state)


def _record_html(state: Any) -> str:
    from seloste.policy.compile.record import as_html

    return as_html(state)


def _record_json(state: Any) -> str:
    from seloste.policy.compile.record import as_json

    return _json(as_json(state))


def _record_pdf(state: Any) -> bytes:
    from seloste.policy.compile.record import as_pdf

    return as_pdf(state)


def _state_dpv(c: Compilation) -> Any:
    from seloste.policy.compile.dpv import jsonld

    return jsonld(c.document)


def _state_sql(c: Compilation) -> Any:
    from seloste.policy.compile.postgres import cannot_express, statements

    if refused := [_not_expressed(x.clause, x.why, c.document) for x in cannot_express(c.document, c.house)]:
        raise DocumentRefused(refused)
    return statements(c.document, c.house)


def _not_expressed(clause: str, why: str, document: Document) -> Finding:
    """Return the finding for a clause that the database cannot keep (style: it says no more than we can enforce)."""
    return Finding(
        "P820",
        f"`{clause}` cannot be carried out in the database",
        why,
        "say it in a way that the language reference shows, or leave it out",
        document.spot.at(*clause.split(".")),
        clause,
    )


def _sql_text(state: Any) -> str:
    from seloste.policy.compile.postgres import as_text

    return as_text(state)


def _sql_json(state: Any) -> str:
    return _json([{"name": s.name, "clause": s.clause, "sentence": s.sentence, "sql": s.sql} for s in state])


def _state_evidence(c: Compilation) -> Any:
    from seloste.policy.compile.evidence import evidence

    return evidence(c.document, c.house, c.language, c.results)


def _evidence_text(state: Any) -> str:
    from seloste.policy.compile.evidence import as_text

    return as_text(state)


def _evidence_html(state: Any) -> str:
    from seloste.policy.compile.evidence import as_html

    return as_html(state)


def _evidence_json(state: Any) -> str:
    from seloste.policy.compile.evidence import as_json

    return _json(as_json(state))


READINGS: Mapping[str, Reading] = {
    r.name: r
    for r in (
        Reading(
            "notice",
            "the privacy notice that people read",
            _state_notice,
            {"text": _notice_text, "html": _notice_html, "pdf": _notice_pdf, "json": _notice_json},
        ),
        Reading(
            "record",
            "the record of processing activities (Art. 30)",
            _state_record,
            {"csv": _record_csv, "html": _record_html, "pdf": _record_pdf, "json": _record_json},
        ),
        Reading(
            "dpv", "the document in W3C DPV terms (JSON-LD)", _state_dpv, {"json": _json}, by_language=False
        ),
        Reading(
            "sql",
            "the statements that activation runs",
            _state_sql,
            {"text": _sql_text, "json": _sql_json},
            by_language=False,
        ),
        Reading(
            "evidence",
            "each claim with its control and its probe",
            _state_evidence,
            {"text": _evidence_text, "html": _evidence_html, "json": _evidence_json},
        ),
    )
}
BINARY = frozenset({"pdf"})

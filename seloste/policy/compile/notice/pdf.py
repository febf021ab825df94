"""PDF: the notice on A4, tagged for screen readers and made to be kept (PDF/UA-1, PDF/A-2a)."""

from __future__ import annotations

from datetime import date
from typing import Any

from seloste.policy.compile.notice.parts import (
    Block,
    Entry,
    Facts,
    Items,
    Notice,
    Paragraph,
    Sentence,
    Sentences,
    Stated,
    Table,
    lines,
    space,
)
from seloste.policy.compile.typeset import typeset


def as_pdf(notice: Notice) -> bytes:
    """Return the notice as a PDF; the same notice gives the same bytes."""
    return typeset(__package__, "page.typ", _values(notice), date.fromisoformat(notice.dated))


def _values(notice: Notice) -> dict[str, Any]:
    before, _, rest = notice.words["page"].partition("{page}")
    middle, _, after = rest.partition("{pages}")
    sections = [
        {"kind": s.kind, "heading": s.heading, "blocks": [_block(block) for block in s.blocks]}
        for s in notice.sections
    ]
    return {
        "language": notice.language,
        "heading": notice.heading,
        "version": notice.version_line.text,
        "dated": notice.dated,
        "page": [before, middle, after],
        "sections": [*sections, _trace(notice)],
    }


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Paragraph(sentences):
            return {"type": "paragraph", "line": _line(sentences)}
        case Items(intro, items, short):
            opening = _pieces(intro) if intro is not None else None
            said = [_line(item) for item in items]
            return {"type": "list", "intro": opening, "items": said, "short": short}
        case Facts(rows):
            return {"type": "facts", "rows": [{"label": r.label, "lines": _lines(r.lines)} for r in rows]}
        case Table(caption, head, rows):
            cells = [[_lines(lines(cell)) for cell in row] for row in rows]
            return {
                "type": "table", "caption": caption, "head": list(head), "rows": cells, "widths": _widths(block),
            }  # fmt: skip
        case Entry(title, blocks):
            return {"type": "entry", "title": _pieces(title), "blocks": [_block(b) for b in blocks]}


def _widths(table: Table) -> list[float]:
    """Return how wide each column is beside the others, by the words in it; narrow ones get enough."""
    lengths = [
        max(len(head), *(sum(len(s.text) + 1 for s in row[number]) for row in table.rows))
        for number, head in enumerate(table.head)
    ]
    return [round(min(max(length, 14), 60) ** 0.5, 2) for length in lengths]


def _lines(said: tuple[Sentences, ...]) -> list[dict[str, Any]]:
    return [_line(line) for line in said]


def _line(line: Sentences) -> dict[str, Any]:
    return {"sentences": [_pieces(sentence) for sentence in line], "space": space(line)}


def _pieces(sentence: Sentence) -> list[dict[str, str]]:
    return [{"text": p.text, "kind": p.kind, "value": p.value} for p in sentence.pieces]


def _trace(notice: Notice) -> dict[str, Any]:
    """Return the closing section as a table for claims and one for law."""
    words = notice.words
    tables = [
        _stated(words[caption], words[first], stated, words)
        for caption, first, stated in (
            ("trace_claims", "trace_claim", notice.claims),
            ("trace_law", "trace_element", notice.law),
        )
        if stated
    ]
    intro = {"type": "paragraph", "line": {"sentences": [[_plain(words["trace_intro"])]], "space": " "}}
    return {"kind": "full", "heading": words["trace_heading"], "blocks": [intro, *tables]}


def _stated(caption: str, first: str, stated: tuple[Stated, ...], words: dict[str, str]) -> dict[str, Any]:
    rows = [
        [_cell(one.id), _cell(one.says), _cell(" · ".join(heading for heading, _ in one.sections))]
        for one in stated
    ]
    head = [first, words["trace_what"], words["trace_stated_in"]]
    return {"type": "table", "caption": caption, "head": head, "rows": rows, "widths": [1, 4, 5]}


def _cell(text: str) -> list[dict[str, Any]]:
    return [{"sentences": [[_plain(text)]], "space": " "}]


def _plain(text: str) -> dict[str, str]:
    return {"text": text, "kind": "", "value": ""}

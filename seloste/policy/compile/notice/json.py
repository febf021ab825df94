"""JSON: the notice as plain values, for programs; sentences keep their ids, clauses and traces."""

from __future__ import annotations

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
)


def as_json(notice: Notice) -> dict[str, Any]:
    """Return the notice as values that any JSON writer takes."""
    return {
        "language": notice.language,
        "languages": dict(notice.languages),
        "title": notice.title,
        "heading": notice.heading,
        "register": notice.register,
        "version": notice.version,
        "dated": notice.dated,
        "home": notice.home,
        "version_line": _sentence(notice.version_line),
        "sections": [
            {
                "id": section.id,
                "kind": section.kind,
                "heading": section.heading,
                "blocks": [_block(block) for block in section.blocks],
            }
            for section in notice.sections
        ],
        "claims": [_stated(stated) for stated in notice.claims],
        "law": [_stated(stated) for stated in notice.law],
    }


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Paragraph(sentences):
            return {"type": "paragraph", "sentences": _sentences(sentences)}
        case Items(intro, items):
            opening = _sentence(intro) if intro is not None else None
            return {"type": "list", "intro": opening, "items": [_sentences(item) for item in items]}
        case Facts(rows):
            said = [{"label": r.label, "lines": [_sentences(line) for line in r.lines]} for r in rows]
            return {"type": "facts", "facts": said}
        case Table(caption, head, rows):
            cells = [[_sentences(cell) for cell in row] for row in rows]
            return {"type": "table", "caption": caption, "head": list(head), "rows": cells}
        case Entry(title, blocks):
            inner = [_block(b) for b in blocks]
            return {"type": "entry", "title": _sentence(title), "blocks": inner}


def _sentences(sentences: Sentences) -> list[dict[str, Any]]:
    return [_sentence(sentence) for sentence in sentences]


def _sentence(sentence: Sentence) -> dict[str, Any]:
    said: dict[str, Any] = {
        "id": sentence.id,
        "text": sentence.text,
        "trace": list(sentence.trace),
        "clause": sentence.clause or None,
    }
    marks = [{"text": p.text, "kind": p.kind, "value": p.value} for p in sentence.pieces if p.kind]
    return said | {"marks": marks} if marks else said


def _stated(stated: Stated) -> dict[str, Any]:
    return {"id": stated.id, "says": stated.says, "stated_in": [id_ for _, id_ in stated.sections]}

"""HTML: the record as one page that stands alone, in the look of the notice: cards on a phone, a table on a desk.

Everything that comes from the document is escaped here. Each sentence keeps its clause in ``data-clause``
and its cell the point of Art. 30(1) in ``data-element``.
"""

from __future__ import annotations

from functools import cache
from html import escape
from importlib.resources import files as package_files

from seloste.policy.compile.notice.html import piece_html
from seloste.policy.compile.notice.html import style as notice_style
from seloste.policy.compile.notice.parts import Sentence, Sentences, space
from seloste.policy.compile.record.parts import Activity, Cell, Group, Record, opens

PARTIES = ("controller", "joint", "representative", "officer", "contact")
_OPENS = '<p class="opens">'


def as_html(record: Record) -> str:
    """Return the record as one self-contained page."""
    words = record.words
    parties = [cell for cell in record.head if cell.field in PARTIES]
    whole = [cell for cell in record.head if cell.field not in PARTIES]
    return "\n".join(
        [
            "<!doctype html>",
            f'<html lang="{escape(record.language)}">',
            *_head(record),
            "<body>",
            f'<a class="skip" href="#content">{escape(words["skip"])}</a>',
            '<main id="content">',
            f"<h1>{escape(record.heading)}</h1>",
            f'<p class="version">{_sentence(record.version_line)}</p>',
            f'<p class="version">{escape(record.under)} {escape(words["letters"])}</p>',
            _facts("parties", words["parties"], parties),
            _facts("whole", words["whole"], whole),
            _table(
                "activities",
                words["activities"],
                _activity_head(record),
                [*map(_activity, record.activities)],
            ),
            _table("groups", words["groups"], _group_head(record), [*map(_group, record.groups)]),
            "</main>",
            "</body>",
            "</html>",
            "",
        ]
    )


@cache
def _style() -> str:
    return notice_style() + package_files(__package__).joinpath("page.css").read_text(encoding="utf-8")


def _head(record: Record) -> list[str]:
    return [
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        f'<meta name="dcterms.date" content="{escape(record.dated)}">',
        f"<title>{escape(record.heading)}</title>",
        f"<style>\n{_style()}</style>",
        "</head>",
    ]


def _facts(id_: str, heading: str, cells: list[Cell]) -> str:
    rows = "".join(
        f'<div data-element="{escape(cell.element)}"><dt>{_label(cell)}</dt><dd>{_lines(cell)}</dd></div>'
        for cell in cells
    )
    return (
        f'<section id="{id_}" aria-labelledby="{id_}-heading"><h2 id="{id_}-heading">{escape(heading)}</h2>'
        f"<dl>{rows}</dl></section>"
    )


def _label(cell: Cell) -> str:
    return escape(cell.label) + (f" <span>({escape(cell.letter)})</span>" if cell.letter else "")


def _table(id_: str, heading: str, head: list[str], rows: list[str]) -> str:
    """Return a table; roles are written out, since a phone shows its rows as cards (``display: block``)."""
    labels = "".join(f'<th scope="col" role="columnheader">{label}</th>' for label in head)
    return (
        f'<section id="{id_}" aria-labelledby="{id_}-heading"><h2 id="{id_}-heading">{escape(heading)}</h2>'
        f'<table role="table" aria-labelledby="{id_}-heading"><thead role="rowgroup"><tr role="row">{labels}</tr></thead>'
        f'<tbody role="rowgroup">{"".join(rows)}</tbody></table></section>'
    )


def _activity_head(record: Record) -> list[str]:
    cells = record.activities[0].cells if record.activities else ()
    letters = "".join(f" <span>({escape(cell.letter)})</span>" for cell in cells[:1])
    return [escape(record.words["activity"]) + letters, *(_label(cell) for cell in cells[1:])]


def _activity(activity: Activity) -> str:
    purpose, *others = activity.cells
    name = f'<span class="name">{activity.number}. {_sentence(activity.name)}</span>'
    return _row(activity.clause, f"{name}{_lines(purpose)}", others)


def _group_head(record: Record) -> list[str]:
    first = record.groups[0] if record.groups else None
    cells = (first.contents, first.erasure) if first is not None else ()
    return [escape(record.words["group"]), *(_label(cell) for cell in cells)]


def _group(group: Group) -> str:
    name = f'<span class="name">{_sentence(group.name)}</span>'
    return _row(group.clause, name, [group.contents, group.erasure])


def _row(clause: str, name: str, cells: list[Cell]) -> str:
    said = "".join(
        f'<td role="cell" data-label="{escape(cell.label)}" data-element="{escape(cell.element)}">'
        f"{_lines(cell)}</td>"
        for cell in cells
    )
    return f'<tr role="row" id="{escape(clause)}"><th scope="row" role="rowheader">{name}</th>{said}</tr>'


def _lines(cell: Cell) -> str:
    return "".join(f"{_OPENS if opens(line) else '<p>'}{_line(line)}</p>" for line in cell.lines)


def _line(line: Sentences) -> str:
    return space(line).join(_sentence(sentence) for sentence in line)


def _sentence(sentence: Sentence) -> str:
    words = "".join(piece_html(piece) for piece in sentence.pieces)
    return f'<span data-clause="{escape(sentence.clause)}">{words}</span>'

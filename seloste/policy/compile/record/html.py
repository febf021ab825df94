"""HTML: the record as one page that stands alone, without script; it prints on A4 across."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from seloste.policy.compile.notice.html import style
from seloste.policy.compile.record.state import COLUMNS, Activity, Record

_ACROSS = """
header, main { max-width: 84rem; }
td ul { padding-left: 16px; }
@media (max-width: 79.99rem) {
  table, tbody, tr, th[scope="row"], td { display: block; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tbody th, td { border: 0; padding: 0 0 4px; }
  td:not(:empty)::before { content: attr(data-label); display: block; color: var(--quiet); font-size: 0.875rem; }
}
@page { size: A4 landscape; margin: 16mm; }
"""


def as_html(record: Record) -> str:
    """Return the record as one self-contained page."""
    words = record.words
    return "\n".join(
        [
            "<!doctype html>",
            f'<html lang="{escape(record.language)}">',
            '<head>\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            f"<title>{escape(record.heading)}</title>",
            f"<style>\n{style()}{_ACROSS}</style>\n</head>\n<body>",
            f'<a class="skip" href="#content">{escape(words["skip"])}</a>',
            f'<main id="content">\n<h1>{escape(record.heading)}</h1>',
            f'<p class="version">{escape(record.version)}. {escape(record.under)}</p>',
            f"<h2>{escape(words['parties'])}</h2>",
            _parties(record),
            f"<h2>{escape(words['activities'])}</h2>",
            _activities(record),
            *_listed(words["ended"], record.ended),
            *_listed(words["longer"], record.longer),
            *_listed(words["security"], record.security),
            "</main>\n</body>\n</html>\n",
        ]
    )


def _parties(record: Record) -> str:
    rows = "".join(
        f"<div><dt>{escape(p.part)}</dt>"
        f"{''.join(f'<dd>{escape(line)}</dd>' for line in (p.name, *p.contact))}</div>"
        for p in record.parties
    )
    return f'<dl data-trace="ROP-01">{rows}</dl>'


def _activities(record: Record) -> str:
    words = record.words
    labels = [words["activity"], *(words[column] for column in COLUMNS)]
    head = "".join(f'<th scope="col" role="columnheader">{escape(label)}</th>' for label in labels)
    rows = "".join(_activity(activity, record) for activity in record.activities)
    return (
        f'<table role="table" data-trace="ROP-01"><caption>{escape(words["activities"])}</caption>'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{rows}</tbody></table>'
    )


def _activity(activity: Activity, record: Record) -> str:
    cells = "".join(
        f'<td role="cell" data-label="{escape(record.words[column])}">{_cell(activity.columns[column], record)}</td>'
        for column in COLUMNS
    )
    name = f"{activity.number}. {activity.name}"
    return (
        f'<tr role="row" id="{escape(activity.clause)}">'
        f'<th scope="row" role="rowheader">{escape(name)}</th>{cells}</tr>'
    )


def _cell(lines: tuple[str, ...], record: Record) -> str:
    if len(lines) < 2:
        return escape(lines[0] if lines else record.words["nothing"])
    return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"


def _listed(heading: str, lines: Iterable[str]) -> list[str]:
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return [f"<h2>{escape(heading)}</h2>", f'<ul data-trace="ROP-01">{items}</ul>'] if items else []

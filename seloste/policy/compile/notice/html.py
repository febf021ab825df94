"""HTML: the notice as one page that stands alone, without script, in light and dark, on screen and paper.

Everything that comes from the document is escaped here and nowhere else. Each sentence is a span
with its ids in ``data-trace`` and an ``id`` of its own, so that a link can point at it.
"""

from __future__ import annotations

from functools import cache
from html import escape
from importlib.resources import files as package_files

from seloste.policy.compile.notice.parts import (
    Block,
    Entry,
    Fact,
    Facts,
    Items,
    Notice,
    Paragraph,
    Piece,
    Section,
    Sentence,
    Sentences,
    Stated,
    Table,
    lines,
    space,
)


def as_html(notice: Notice) -> str:
    """Return the notice as one self-contained page; ``notice.LANGUAGE.html`` are its siblings."""
    return "\n".join(
        [
            "<!doctype html>",
            f'<html lang="{escape(notice.language)}">',
            *_head(notice),
            "<body>",
            f'<a class="skip" href="#content">{escape(notice.words["skip"])}</a>',
            *_languages(notice),
            '<main id="content">',
            f"<h1>{escape(notice.heading)}</h1>",
            f'<p class="version">{_sentence(notice.version_line)}</p>',
            *(_section(section, notice) for section in notice.sections),
            _trace(notice),
            "</main>",
            "</body>",
            "</html>",
            "",
        ]
    )


@cache
def style(name: str = "page.css") -> str:
    """Return the style sheet that stands inside each page."""
    return package_files(__package__).joinpath(name).read_text(encoding="utf-8")


def _head(notice: Notice) -> list[str]:
    siblings = [
        f'<link rel="alternate" hreflang="{escape(code)}" href="notice.{escape(code)}.html">'
        for code, _ in notice.languages
        if code != notice.language
    ]
    return [
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        f'<meta name="dcterms.date" content="{escape(notice.dated)}">',
        f"<title>{escape(notice.heading)}</title>",
        *siblings,
        f"<style>\n{style()}</style>",
        "</head>",
    ]


def _languages(notice: Notice) -> list[str]:
    """Return the switch between languages, each named in itself; nothing where there is one only."""
    if len(notice.languages) < 2:
        return []
    links = []
    for code, name in notice.languages:
        marks = f'lang="{escape(code)}" hreflang="{escape(code)}" href="notice.{escape(code)}.html"'
        here = ' aria-current="true"' if code == notice.language else ""
        links.append(f"<li><a {marks}{here}>{escape(name)}</a></li>")
    label = escape(notice.words["languages"])
    return [f'<header><nav aria-label="{label}"><ul>{"".join(links)}</ul></nav></header>']


def _section(section: Section, notice: Notice) -> str:
    heading, id_ = escape(section.heading), escape(section.id)
    if section.kind == "full":
        body = "\n".join(_block(block, 3) for block in section.blocks)
        return f'<details id="{id_}"><summary><h2>{heading}</h2></summary>\n{body}\n</details>'
    body = "\n".join(_layer(block, notice) for block in section.blocks)
    return (
        f'<section id="{id_}" class="{section.kind}" aria-labelledby="{id_}-heading">'
        f'<h2 id="{id_}-heading">{heading}</h2>\n{body}\n</section>'
    )


def _layer(block: Block, notice: Notice) -> str:
    """Return a block of the first layer; the rights end in the way to object."""
    if not isinstance(block, Entry):
        return _block(block, 3)
    inner = "\n".join(_block(b, 4) for b in block.blocks)
    if "INF-09" in block.title.law:
        inner += f'\n<p><a class="button" href="#object">{escape(notice.words["objection"])}</a></p>'
    return f'<div class="entry"><h3>{_sentence(block.title)}</h3>\n<div>{inner}</div></div>'


def _block(block: Block, level: int) -> str:
    match block:
        case Paragraph(sentences):
            return f"<p>{_sentences(sentences)}</p>"
        case Items():
            return _items(block)
        case Facts(rows):
            return f"<dl>{''.join(_fact(row) for row in rows)}</dl>"
        case Table():
            return _table(block)
        case Entry(title, blocks):
            inner = "\n".join(_block(b, min(level + 1, 6)) for b in blocks)
            return f'<div class="entry"><h{level}>{_sentence(title)}</h{level}>\n{inner}</div>'


def _items(block: Items) -> str:
    kind = ' class="short"' if block.short else ""
    intro = f"<p{kind}>{_sentence(block.intro)}</p>" if block.intro is not None else ""
    items = " ".join(f"<li>{_sentences(item)}</li>" for item in block.items)
    return f"{intro}<ul{kind}>{items}</ul>"


def _fact(fact: Fact) -> str:
    said = "".join(f"<dd>{_sentences(line)}</dd>" for line in fact.lines)
    return f"<div><dt>{escape(fact.label)}</dt>{said}</div>"


def _table(table: Table) -> str:
    """Return a table; roles are written out, since a phone shows its rows as cards (``display: block``)."""
    head = "".join(f'<th scope="col" role="columnheader">{escape(label)}</th>' for label in table.head)
    rows = "".join(_row(table.head, row) for row in table.rows)
    return (
        f'<table role="table"><caption>{escape(table.caption)}</caption>'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{rows}</tbody></table>'
    )


def _row(head: tuple[str, ...], row: tuple[Sentences, ...]) -> str:
    cells = "".join(
        f'<td role="cell" data-label="{escape(label)}">{_cell(cell)}</td>'
        for label, cell in zip(head[1:], row[1:], strict=True)
    )
    return f'<tr role="row"><th scope="row" role="rowheader">{_cell(row[0])}</th>{cells}</tr>'


def _cell(cell: Sentences) -> str:
    return "<br>".join(_sentences(line) for line in lines(cell))


def _sentences(sentences: Sentences) -> str:
    return space(sentences).join(_sentence(sentence) for sentence in sentences)


def _sentence(sentence: Sentence) -> str:
    words = "".join(piece_html(piece) for piece in sentence.pieces)
    return f'<span id="{escape(sentence.id)}" data-trace="{escape(" ".join(sentence.trace))}">{words}</span>'


def piece_html(piece: Piece) -> str:
    text, value = escape(piece.text), escape(piece.value)
    match piece.kind:
        case "date":
            return f'<time datetime="{value}">{text}</time>'
        case "link":
            return f'<a href="{value}">{text}</a>'
        case "foreign":
            return f'<span lang="{value}">{text}</span>'
        case "waiting":
            return f'<mark class="waiting">{text}</mark>'
    return text


def _trace(notice: Notice) -> str:
    """Return the closing section: each claim and each element of law, with where it is stated."""
    words = notice.words
    claims = _trace_table(words["trace_claims"], words["trace_claim"], notice.claims, words)
    law = _trace_table(words["trace_law"], words["trace_element"], notice.law, words)
    return (
        f'<details id="trace"><summary><h2>{escape(words["trace_heading"])}</h2></summary>\n'
        f"<p>{escape(words['trace_intro'])}</p>\n{claims}\n{law}\n</details>"
    )


def _trace_table(caption: str, first: str, stated: tuple[Stated, ...], words: dict[str, str]) -> str:
    if not stated:
        return ""
    head = (first, words["trace_what"], words["trace_stated_in"])
    labels = "".join(f'<th scope="col" role="columnheader">{escape(label)}</th>' for label in head)
    rows = "".join(_trace_row(one, head) for one in stated)
    return (
        f'<table role="table" class="trace"><caption>{escape(caption)}</caption>'
        f'<thead role="rowgroup"><tr role="row">{labels}</tr></thead>'
        f'<tbody role="rowgroup">{rows}</tbody></table>'
    )


def _trace_row(stated: Stated, head: tuple[str, ...]) -> str:
    links = " ".join(
        f'<li><a href="#{escape(id_)}">{escape(heading)}</a></li>' for heading, id_ in stated.sections
    )
    return (
        f'<tr role="row"><th scope="row" role="rowheader">{escape(stated.id)}</th>'
        f'<td role="cell" data-label="{escape(head[1])}">{escape(stated.says)}</td>'
        f'<td role="cell" data-label="{escape(head[2])}"><ul class="short">{links}</ul></td></tr>'
    )

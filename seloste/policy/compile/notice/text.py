"""Text: the notice in plain text, 80 columns, for terminals, letters and reading aloud."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from seloste.policy.compile.notice.parts import (
    Block,
    Entry,
    Facts,
    Items,
    Notice,
    Paragraph,
    Section,
    Sentences,
    Stated,
    Table,
    lines,
    space,
)

WIDTH = 80


def as_text(notice: Notice) -> str:
    """Return the notice in 80 columns; the box on objecting is framed, the ids stand at the end."""
    lines = [*_heading(notice.heading, "="), *_wrapped(notice.version_line.text), ""]
    for section in notice.sections:
        lines.extend(_framed(section) if section.kind == "box" else _section(section))
    lines.extend(_trace(notice))
    return "\n".join(line.rstrip() for line in lines).rstrip() + "\n"


def _section(section: Section) -> Iterator[str]:
    yield from _heading(section.heading, "-")
    yield ""
    for block in section.blocks:
        yield from _block(block, "", WIDTH)
    yield ""


def _framed(section: Section) -> Iterator[str]:
    """Yield the box of INF-15, set apart from everything else."""
    edge = "+" + "-" * (WIDTH - 2) + "+"
    inner = [section.heading.upper(), ""]
    for block in section.blocks:
        inner.extend(_block(block, "", WIDTH - 4))
    yield edge
    yield from (f"| {line:<{WIDTH - 4}} |" for line in inner)
    yield edge
    yield ""


def _block(block: Block, indent: str, width: int) -> Iterator[str]:
    """Yield the lines of a block and an empty line after it."""
    match block:
        case Paragraph(sentences):
            yield from _wrapped(_joined(sentences), indent, width)
        case Items(intro, items, short) if short:
            run = " · ".join(_joined(item) for item in items)
            yield from _wrapped(f"{intro.text} {run}" if intro else run, indent, width)
        case Items(intro, items):
            yield from _wrapped(intro.text if intro else "", indent, width)
            for item in items:
                yield from _wrapped(_joined(item), f"{indent}  ", width, first=f"{indent}- ")
        case Facts(rows):
            for row in rows:
                yield from _labelled(row.label, row.lines, indent, width)
        case Table():
            yield from _table(block, indent, width)
        case Entry(title, blocks):
            yield from _wrapped(f"* {title.text}", indent, width)
            for inner in blocks:
                yield from _block(inner, f"{indent}  ", width)
            return
    yield ""


def _table(table: Table, indent: str, width: int) -> Iterator[str]:
    """Yield each row under its heading, cell by cell, so that no column is cut."""
    yield from _wrapped(f"{table.caption}:", indent, width)
    for row in table.rows:
        yield from _wrapped(_joined(row[0]), f"{indent}  ", width, first=f"{indent}- ")
        for label, cell in zip(table.head[1:], row[1:], strict=True):
            if cell:
                yield from _labelled(label, lines(cell), f"{indent}  ", width)


def _labelled(label: str, said: tuple[Sentences, ...], indent: str, width: int) -> Iterator[str]:
    """Yield a label with what it is: beside it, or below it line by line."""
    mark = "" if label.endswith("?") else ":"
    if len(said) == 1:
        yield from _wrapped(f"{label}{mark} {_joined(said[0])}", f"{indent}  ", width, first=indent)
        return
    yield from _wrapped(f"{label}{mark}", indent, width)
    for line in said:
        yield from _wrapped(_joined(line), f"{indent}    ", width, first=f"{indent}  - ")


def _trace(notice: Notice) -> Iterator[str]:
    yield from _heading(notice.words["trace_heading"], "-")
    yield ""
    yield from _wrapped(notice.words["trace_intro"])
    yield ""
    for stated in (*notice.claims, *notice.law):
        yield from _stated(stated)


def _stated(stated: Stated) -> Iterator[str]:
    where = " · ".join(heading for heading, _ in stated.sections)
    yield from _wrapped(f"{stated.says} → {where}", " " * 8, WIDTH, first=f"{stated.id:<8}")


def _heading(text: str, sign: str) -> list[str]:
    lines = textwrap.wrap(text, WIDTH)
    return [*lines, sign * max(len(line) for line in lines)]


def _joined(sentences: Sentences) -> str:
    return space(sentences).join(s.text for s in sentences)


def _wrapped(text: str, indent: str = "", width: int = WIDTH, first: str | None = None) -> list[str]:
    return textwrap.wrap(
        text,
        width,
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )

"""Small pieces of Markdown that the pages share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; bars inside cells are escaped, line ends become blanks."""
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    lines += [f"| {' | '.join(cell(c) for c in row)} |" for row in rows]
    return "\n".join(lines)


def cell(text: str) -> str:
    """Return text that stands in one cell of a table."""
    return " ".join(text.split()).replace("|", "\\|")


def code(text: str) -> str:
    """Return a word as code."""
    return f"`{text}`"


def single(text: str) -> str:
    """Return reStructuredText's double back-ticks as Markdown's single ones."""
    return text.replace("``", "`")


def joined(blocks: Iterable[str]) -> str:
    """Return a page: blocks with one empty line between them, and one line end after the last."""
    return "\n\n".join(block.strip("\n") for block in blocks if block) + "\n"

"""Parts: what a notice is made of, the same for every way of showing it.

    Notice
      Section            a question that a person asks; the first layer and the box of INF-15 are sections too
        Entry            a heading of its own inside a section, with blocks
        Paragraph        sentences one after another
        Items            a list, with or without a sentence before it
        Facts            labels with what they are
        Table            rows with a heading each
          Sentence       words with the ids that they come from
            Piece        a stretch of words: plain, a date, a link, a word in another language, a gap

Every sentence knows its clause, the elements of law that ask for it, and the claims that it states.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import Literal


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words.

    value:  for a date its ISO form, for a link its address, for a foreign word its language.
    """

    text: str
    kind: Literal["", "date", "link", "foreign", "waiting"] = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, a term or a heading that people read, with everything it comes from.

    law:     ids of the law reference (``INF-03``).
    clause:  dotted path of the clause that says it; empty where no clause does.
    claims:  ids of the claims that it states; known once the whole notice is.
    id:      where it stands in the notice, unique.
    listed:  true for one of several names in a row.
    """

    pieces: tuple[Piece, ...]
    law: tuple[str, ...]
    clause: str
    claims: tuple[str, ...] = ()
    id: str = ""
    listed: bool = False

    @property
    def text(self) -> str:
        """The words, without marks."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def trace(self) -> tuple[str, ...]:
        """Every id that the sentence can be traced to, claims first."""
        return self.claims + self.law


Sentences = tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences one after another."""

    sentences: Sentences


@dataclass(frozen=True, slots=True)
class Items:
    """A list; ``short`` items may stand in columns."""

    intro: Sentence | None
    items: tuple[Sentences, ...]
    short: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what it is: one or more lines, each of sentences that belong together."""

    label: str
    lines: tuple[Sentences, ...]


def lines(sentences: Sentences) -> tuple[Sentences, ...]:
    """Return sentences by line: whole ones run on, so do names in a row; any other term stands alone."""
    found: list[list[Sentence]] = []
    before = ""
    for sentence in sentences:
        kind = "name" if sentence.listed else "whole" if _is_whole(sentence) else ""
        if kind and kind == before:
            found[-1].append(sentence)
        else:
            found.append([sentence])
        before = kind
    return tuple(tuple(line) for line in found)


def _is_whole(sentence: Sentence) -> bool:
    return sentence.text.endswith((".", "!", "?", "…"))


def space(line: Sentences) -> str:
    """Return what stands between the sentences of a line: a comma between names in a row."""
    return ", " if line and line[-1].listed else " "


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with what they are."""

    rows: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: each row's first cell is its heading; a cell is sentences."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Sentences, ...], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading of its own inside a section, with blocks below it."""

    title: Sentence
    blocks: tuple[Block, ...]


Block = Paragraph | Items | Facts | Table | Entry


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the notice.

    kind:  ``first`` is the first layer, ``box`` is set apart from everything else (INF-15), ``full``
           is the second layer.
    """

    id: str
    heading: str
    kind: Literal["first", "box", "full"]
    blocks: tuple[Block, ...]

    def sentences(self) -> Iterator[Sentence]:
        """Yield every sentence, in the order of reading."""
        for block in self.blocks:
            yield from sentences_of(block)


def sentences_of(block: Block) -> Iterator[Sentence]:
    """Yield every sentence of a block, in the order of reading."""
    match block:
        case Paragraph(sentences):
            yield from sentences
        case Items(intro, items):
            yield from (intro,) if intro is not None else ()
            yield from chain.from_iterable(items)
        case Facts(rows):
            yield from chain.from_iterable(chain.from_iterable(row.lines) for row in rows)
        case Table(_, _, rows):
            yield from chain.from_iterable(chain.from_iterable(rows))
        case Entry(title, blocks):
            yield title
            yield from chain.from_iterable(sentences_of(inner) for inner in blocks)


def changed(block: Block, change: Callable[[Sentence], Sentence]) -> Block:
    """Return the block with each sentence changed, in the order of reading."""

    def each(sentences: Sentences) -> Sentences:
        return tuple(change(sentence) for sentence in sentences)

    match block:
        case Paragraph(sentences):
            return Paragraph(each(sentences))
        case Items(intro, items):
            opening = change(intro) if intro is not None else None
            return replace(block, intro=opening, items=tuple(each(item) for item in items))
        case Facts(rows):
            return Facts(tuple(Fact(r.label, tuple(each(line) for line in r.lines)) for r in rows))
        case Table(_, _, rows):
            return replace(block, rows=tuple(tuple(each(cell) for cell in row) for row in rows))
        case Entry(title, blocks):
            return Entry(change(title), tuple(changed(inner, change) for inner in blocks))


@dataclass(frozen=True, slots=True)
class Stated:
    """Where an id is stated: what it says, and the sentences that carry it, first of each section."""

    id: str
    says: str
    sections: tuple[tuple[str, str], ...]
    """Heading of a section and id of its first sentence that carries this id."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice in one language, whole, ready to be shown in any form."""

    language: str
    title: str
    heading: str
    register: str
    version: int
    dated: str
    home: str
    version_line: Sentence
    languages: tuple[tuple[str, str], ...]
    """Code and own name of each language that the notice exists in."""
    sections: tuple[Section, ...]
    claims: tuple[Stated, ...]
    law: tuple[Stated, ...]
    words: dict[str, str]
    """The few words that pages need around the notice (skip link, contents …)."""

    def sentences(self) -> Iterator[Sentence]:
        """Yield every sentence of the notice, in the order of reading."""
        yield self.version_line
        for section in self.sections:
            yield from section.sentences()

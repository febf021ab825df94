"""Parts: what an Art. 30(1) record is made of, the same for every way of showing it.

    Record
      Cell               one element of the article, for the whole register (controller, measures …)
      Activity           one processing activity: a purpose
        Cell             one element of the article, for this activity
          line           sentences that belong together (the notice's ``Sentence``, with its clause)
      Group              one data category with what is in it

Every cell knows its point of Art. 30(1) (``ROP-01c``), every sentence in it the clause that says it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from seloste.policy.compile.notice.parts import Sentence, Sentences, space

Lines = tuple[Sentences, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One element of the record.

    field:    what programs call it, the same in every language.
    label:    what people call it.
    element:  ``ROP-01a`` … ``ROP-01g``, or the other rule that asks for it.
    """

    field: str
    label: str
    element: str
    lines: Lines

    @property
    def letter(self) -> str:
        """The point of Art. 30(1); empty for what the record says beyond the article."""
        return self.element.removeprefix("ROP-01") if self.element.startswith("ROP-01") else ""

    @property
    def text(self) -> str:
        """The words, one line for each thing said."""
        return "\n".join(line_text(line) for line in self.lines)

    def sentences(self) -> Iterator[Sentence]:
        """Yield every sentence, in the order of reading."""
        for line in self.lines:
            yield from line


@dataclass(frozen=True, slots=True)
class Activity:
    """One processing activity: a purpose with everything that Art. 30(1)(b) to (f) asks for."""

    number: int
    id: str
    clause: str
    name: Sentence
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """One data category: its name, what is in it, and why it may be kept where it is special."""

    id: str
    clause: str
    name: Sentence
    contents: Cell
    erasure: Cell


@dataclass(frozen=True, slots=True)
class Record:
    """The record of one register in one language, whole, ready to be shown in any form."""

    language: str
    title: str
    heading: str
    under: str
    register: str
    version: int
    dated: str
    version_line: Sentence
    head: tuple[Cell, ...]
    activities: tuple[Activity, ...]
    groups: tuple[Group, ...]
    words: dict[str, str]
    """The few words that pages need around the record."""

    def cells(self) -> Iterator[Cell]:
        """Yield every cell, in the order of reading."""
        yield from self.head
        for activity in self.activities:
            yield from activity.cells
        for group in self.groups:
            yield from (group.contents, group.erasure)


def opens(line: Sentences) -> bool:
    """Tell whether a line is the small heading of the lines below it (Technical protection: …)."""
    return line_text(line).endswith(":")


def line_text(line: Sentences) -> str:
    """Return a line's words."""
    return space(line).join(sentence.text for sentence in line)

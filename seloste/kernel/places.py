"""Places: where in a text something stands, kept beside the thing and never part of what it means.

A ``Spot`` mirrors the nesting of a document: each key, table and list element has one, so that any
value can be pointed at by line and column. Two things that differ only in their spots are equal.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


class Spot:
    """A line and column (both from 1) and, for tables and lists, the spots of what is inside.

    ``line`` and ``column`` point at the key (or the list element); ``value_line`` and
    ``value_column`` at the value behind it. All spots are equal and hash alike, so that a node of
    the tree that keeps its spot still equals the same node written elsewhere.
    """

    __slots__ = ("column", "inside", "line", "value_column", "value_line")

    def __init__(self, line: int = 1, column: int = 1) -> None:
        self.line = self.value_line = line
        self.column = self.value_column = column
        self.inside: dict[str | int, Spot] = {}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Spot)

    def __hash__(self) -> int:
        return 0

    def __repr__(self) -> str:
        return f"Spot({self.line}:{self.column})"

    def __deepcopy__(self, memo: Any) -> Spot:
        return self

    def at(self, *path: str | int) -> Spot:
        """Return the spot furthest along ``path`` that exists; steps the text does not have are passed over."""
        here = self
        for step in path:
            here = here.inside.get(step, here)
        return here

    def has(self, *path: str | int) -> bool:
        """Tell whether the text has something at exactly this path."""
        here: Spot | None = self
        for step in path:
            here = here.inside.get(step) if here is not None else None
        return here is not None

    def paths(self, before: tuple[str | int, ...] = ()) -> Iterable[tuple[str | int, ...]]:
        """Yield every path below this spot, parents before children."""
        for step, spot in self.inside.items():
            yield (*before, step)
            yield from spot.paths((*before, step))

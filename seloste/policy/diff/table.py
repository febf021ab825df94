"""Table: whether people must be told of a change actively; the rows stand in ``table.toml``, with the reasons.

What the table does not know counts as substantive: its last row fits everything.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from seloste.policy.diff.walk import Event


class Kind(StrEnum):
    """Whether people are told actively (INF-24)."""

    EDITORIAL = "editorial"
    SUBSTANTIVE = "substantive"


@dataclass(frozen=True, slots=True)
class Row:
    """Places and events, what they come to, the id in the law reference and the reason."""

    places: tuple[tuple[str, ...], ...]
    events: frozenset[Event]
    kind: Kind
    rule: str
    why: str

    def fits(self, path: tuple[str, ...], event: Event) -> bool:
        """Tell whether this row decides about ``event`` at ``path``."""
        return event in self.events and any(_matches(place, path) for place in self.places)


@cache
def rows() -> tuple[Row, ...]:
    """Return the table, in the order in which rows are tried."""
    content = files(__package__).joinpath("table.toml").read_text(encoding="utf-8")
    return tuple(
        Row(
            tuple(tuple(place.split(".")) for place in row["places"]),
            frozenset(Event) if row["events"] == "any" else frozenset(map(Event, row["events"].split())),
            Kind(row["kind"]),
            row["rule"],
            row["why"],
        )
        for row in tomllib.loads(content)["row"]
    )


def ruling(path: tuple[str, ...], event: Event) -> Row:
    """Return the first row that fits; there always is one."""
    return next(row for row in rows() if row.fits(path, event))


def _matches(pattern: tuple[str, ...], path: tuple[str, ...]) -> bool:
    """Tell whether steps match a pattern; ``**`` at its beginning or its end stands for any steps, at least one."""
    if pattern == ("**",):
        return True
    if pattern[0] == "**":
        rest = pattern[1:]
        return len(path) > len(rest) and _matches(rest, path[len(path) - len(rest) :])
    if pattern[-1] == "**":
        head = pattern[:-1]
        return len(path) > len(head) and _matches(head, path[: len(head)])
    return len(pattern) == len(path) and all(p in {"*", s} for p, s in zip(pattern, path, strict=True))

"""Walk: two trees side by side, and every place where they differ.

The walk knows types, not meanings: it goes field by field over the nodes that the language is made of, so that a new
field is compared without anyone thinking of it. What a difference means is said in ``table.py``.

An entry that only one side has is one difference, however much is inside it. A language that only one side speaks is a
difference of ``register.languages`` alone, not of every text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Any

from seloste.kernel.places import Spot
from seloste.policy.tree.document import Document
from seloste.policy.tree.values import AtInstallation, Condition, Length, Node, Period, Text

_ABOUT_ITSELF = frozenset({"spot", "clause", "id"})
# Compared whole: their parts mean nothing by themselves.
_WHOLE = (Condition, AtInstallation)
# In days. A month is a twelfth of a year, so that 12 months and one year are the same time.
_DAYS = {
    "hours": Fraction(1, 24),
    "days": Fraction(1),
    "weeks": Fraction(7),
    "months": Fraction(1461, 48),
    "years": Fraction(1461, 4),
}


class Event(StrEnum):
    """What happened at a place between the old document and the new one."""

    ADDED = "added"
    REMOVED = "removed"
    LONGER = "longer"
    SHORTER = "shorter"
    MORE = "more"
    LESS = "less"
    ON = "on"
    OFF = "off"
    CHANGED = "changed"
    REWORDED = "reworded"
    RESTATED = "restated"
    REORDERED = "reordered"


OPPOSITE = {
    Event.ADDED: Event.REMOVED,
    Event.LONGER: Event.SHORTER,
    Event.MORE: Event.LESS,
    Event.ON: Event.OFF,
}


@dataclass(frozen=True)
class Difference:
    """One place where two documents differ.

    path:     the steps to it, as the documents write them.
    element:  True where ``old`` or ``new`` is one element of the list at ``path``.
    spot:     in the new document; in the old one where only that has the place (``in_old``).
    """

    path: tuple[str, ...]
    event: Event
    old: Any
    new: Any
    spot: Spot = field(compare=False)
    element: bool = False
    in_old: bool = False


@dataclass(frozen=True)
class _Pair:
    """Two documents and the languages that both speak or neither is said to."""

    old: Document
    new: Document
    only_one_speaks: frozenset[str]


@dataclass(frozen=True)
class _Here:
    """A place in both documents at once."""

    path: tuple[str, ...]
    old: Spot
    new: Spot

    def at(self, step: str) -> _Here:
        return _Here((*self.path, step), self.old.at(step), self.new.at(step))


def differences(old: Document, new: Document) -> Iterator[Difference]:
    """Yield every place where the documents differ, in the order of the new one; nothing for equal ones."""
    one_speaks = set(old.register_.languages) ^ set(new.register_.languages)
    pair = _Pair(old, new, frozenset(one_speaks))
    found = list(_nodes(old, new, _Here((), old.spot, new.spot), pair))
    said = {w for d in found if d.path[0] != "words" for w in _words_of(d)}
    for difference in found:
        if difference.path[0] == "words" and len(difference.path) > 1 and difference.path[1] in said:
            continue  # told already where the words are used
        yield difference


def _words_of(difference: Difference) -> Iterator[str]:
    if difference.event in {Event.REWORDED, Event.RESTATED}:
        for text in (difference.old, difference.new):
            if isinstance(text, Text) and text.words:
                yield text.words


def _nodes(old: Node, new: Node, here: _Here, pair: _Pair) -> Iterator[Difference]:
    for name, info in type(new).model_fields.items():
        if name not in _ABOUT_ITSELF:
            key = info.alias or name
            yield from _values(getattr(old, name), getattr(new, name), here.at(key), pair)


def _values(old: Any, new: Any, here: _Here, pair: _Pair) -> Iterator[Difference]:
    if old is None or new is None:
        yield from _one_sided(old, new, here)
    elif isinstance(old, Text) and isinstance(new, Text):
        yield from _texts(old, new, here, pair)
    elif isinstance(old, Period) and isinstance(new, Period):
        yield from _periods(old, new, here)
    elif isinstance(old, Length) and isinstance(new, Length):
        yield from _ordered(_in_days(old), _in_days(new), old, new, here, Event.LONGER, Event.SHORTER)
    elif isinstance(old, Mapping) and isinstance(new, Mapping):
        yield from _tables(old, new, here, pair)
    elif isinstance(old, tuple) and isinstance(new, tuple):
        yield from _lists(old, new, here)
    elif isinstance(old, Node) and type(old) is type(new) and not isinstance(old, _WHOLE):
        yield from _nodes(old, new, here, pair)
    else:
        yield from _plain(old, new, here)


def _plain(old: Any, new: Any, here: _Here) -> Iterator[Difference]:
    if isinstance(old, bool) and isinstance(new, bool):
        yield from _ordered(int(old), int(new), old, new, here, Event.ON, Event.OFF)
    elif isinstance(old, int) and isinstance(new, int):
        yield from _ordered(old, new, old, new, here, Event.MORE, Event.LESS)
    elif old != new:
        yield Difference(here.path, Event.CHANGED, old, new, here.new)


def _one_sided(old: Any, new: Any, here: _Here) -> Iterator[Difference]:
    if old is not None:
        yield Difference(here.path, Event.REMOVED, old, None, here.old, in_old=True)
    elif new is not None:
        yield Difference(here.path, Event.ADDED, None, new, here.new)


def _ordered(
    low: Any, high: Any, old: Any, new: Any, here: _Here, grew: Event, shrank: Event
) -> Iterator[Difference]:
    """Yield a difference with a direction; two ways to write the same amount are a restatement."""
    if low != high:
        yield Difference(here.path, grew if high > low else shrank, old, new, here.new)
    elif old != new:
        yield Difference(here.path, Event.RESTATED, old, new, here.new)


def _texts(old: Text, new: Text, here: _Here, pair: _Pair) -> Iterator[Difference]:
    before, after = _said(old, pair.old, pair), _said(new, pair.new, pair)
    if before != after:
        yield Difference(here.path, Event.REWORDED, old, new, here.new)
    elif old.words != new.words:
        yield Difference(here.path, Event.RESTATED, old, new, here.new)


def _said(text: Text, document: Document, pair: _Pair) -> dict[str, str]:
    table = document.words.get(text.words, {}) if text.words else text.given
    return {language: said for language, said in table.items() if language not in pair.only_one_speaks}


def _periods(old: Period, new: Period, here: _Here) -> Iterator[Difference]:
    event: Event | None
    if (old.after, old.else_after, old.follows) != (new.after, new.else_after, new.follows):
        event = Event.CHANGED
    else:
        longer = _sign(_in_days(new) - _in_days(old))
        # A period that ends data even under a floor ends them sooner (C18).
        lasting = int(old.before_retention_floor) - int(new.before_retention_floor)
        ways = {longer, lasting} - {0}
        one_way = {frozenset({1}): Event.LONGER, frozenset({-1}): Event.SHORTER}
        event = one_way.get(frozenset(ways), Event.CHANGED if ways else None)
    if event is None and old != new:
        event = Event.RESTATED
    if event is not None:
        yield Difference(here.path, event, old, new, here.new)


def _in_days(length: Period | Length) -> Fraction:
    given = ((unit, getattr(length, unit, None)) for unit in _DAYS)
    return sum((_DAYS[unit] * count for unit, count in given if count is not None), Fraction(0))


def _sign(number: Fraction) -> int:
    return (number > 0) - (number < 0)


def _tables(old: Mapping[str, Any], new: Mapping[str, Any], here: _Here, pair: _Pair) -> Iterator[Difference]:
    words = here.path[:1] == ("words",) and len(here.path) == 2
    skipped = pair.only_one_speaks if words else frozenset()
    for key, value in new.items():
        if key not in skipped:
            yield from _values(old.get(key), value, here.at(key), pair)
    for key, value in old.items():
        if key not in new and key not in skipped:
            yield from _one_sided(value, None, here.at(key))
    both = [key for key in old if key in new]
    if both != [key for key in new if key in old]:
        yield Difference(here.path, Event.REORDERED, tuple(old), tuple(new), here.new)


def _lists(old: tuple[Any, ...], new: tuple[Any, ...], here: _Here) -> Iterator[Difference]:
    for value in dict.fromkeys(new):
        if value not in old:
            yield Difference(here.path, Event.ADDED, None, value, here.new, element=True)
    for value in dict.fromkeys(old):
        if value not in new:
            yield Difference(here.path, Event.REMOVED, value, None, here.old, element=True, in_old=True)
    if [v for v in old if v in new] != [v for v in new if v in old]:
        yield Difference(here.path, Event.REORDERED, old, new, here.new)

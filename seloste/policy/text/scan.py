"""Scan: the line and column of every key, value and list element of a TOML text.

``tomllib`` gives values without positions, so this scanner walks the same text once, from left to
right, and keeps only where things stand. It judges nothing: on text that is not TOML it stops, and
``tomllib`` says what is wrong. Its one judgement is depth, because deep nesting would exhaust the
parser behind it. A test compares its paths with tomllib's keys on generated documents.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from seloste.kernel.places import Spot

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_BASIC = re.compile(r'"(?:[^"\\\n]|\\.)*"')
_LITERAL = re.compile(r"'[^'\n]*'")
_MULTI_BASIC = re.compile(r'"""(?:[^"\\]|\\.|"{1,2}(?!"))*"{3,5}', re.DOTALL)
_MULTI_LITERAL = re.compile(r"'''(?:[^']|'{1,2}(?!'))*'{3,5}", re.DOTALL)
_SCALAR = re.compile(r"[^\s,\]}#][^,\]}#\n]*")
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)")
_ESCAPED = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", '"': '"', "\\": "\\"}


class TooDeep(Exception):
    """The text nests deeper than the limit; ``spot`` is where it crosses it."""

    def __init__(self, spot: Spot) -> None:
        self.spot = spot
        super().__init__(f"nested too deep at {spot.line}:{spot.column}")


class _NotToml(Exception):
    """The scanner does not follow the text any further."""


@dataclass(frozen=True, slots=True)
class Twice:
    """A key that was given two times in the same table."""

    path: tuple[str | int, ...]
    first: Spot
    second: Spot


@dataclass
class Scan:
    """What one walk over a text found: the tree of spots, keys given twice, how many statements."""

    root: Spot = field(default_factory=Spot)
    twice: list[Twice] = field(default_factory=list)
    statements: int = 0
    complete: bool = False


def scan(text: str, max_depth: int) -> Scan:
    """Return where everything in ``text`` stands; ``complete`` is false where the text is not TOML.

    Raises: TooDeep, when tables, lists or dotted keys nest deeper than ``max_depth``.
    """
    walker = _Walker(text, max_depth)
    try:
        walker.document()
        walker.found.complete = True
    except _NotToml:
        pass
    return walker.found


class _Walker:
    """One walk; ``at`` only ever moves right, so its cost is linear in the text."""

    def __init__(self, text: str, max_depth: int) -> None:
        self.text = text
        self.max_depth = max_depth
        self.at = 0
        self.line = 1
        self.line_start = 0
        self.counted_to = 0
        self.found = Scan()
        self.arrays: dict[int, int] = {}
        self.headers: set[int] = set()

    def document(self) -> None:
        table: Spot = self.found.root
        path: tuple[str | int, ...] = ()
        while True:
            self.skip(_BLANK)
            if self.at >= len(self.text):
                return
            if self.text[self.at] == "[":
                table, path = self.header()
            else:
                self.found.statements += 1
                self.statement(table, path)

    # keys and tables

    def header(self) -> tuple[Spot, tuple[str | int, ...]]:
        """Read ``[a.b]`` or ``[[a.b]]`` and return the spot and path of the table it opens."""
        repeated = self.text.startswith("[[", self.at)
        here = self.spot()
        self.at += 2 if repeated else 1
        keys = self.keys(0)
        self.expect("]]" if repeated else "]")
        spot: Spot = self.found.root
        path: tuple[str | int, ...] = ()
        for key, key_spot in keys[:-1]:
            spot, path = self.enter(spot, path, key, key_spot)
        key, key_spot = keys[-1]
        key_spot.line, key_spot.column = here.line, here.column
        if repeated:
            spot = spot.inside.setdefault(key, key_spot)
            number = self.arrays.get(id(spot), 0)
            self.arrays[id(spot)] = number + 1
            return spot.inside.setdefault(number, here), (*path, key, number)
        old = spot.inside.get(key)
        if old is not None and id(old) in self.headers:
            self.found.twice.append(Twice((*path, key), old, key_spot))
        if old is not None and id(old) not in self.headers and not self.arrays.get(id(old)):
            old.line, old.column = here.line, here.column
        spot = spot.inside.setdefault(key, key_spot)
        self.headers.add(id(spot))
        return spot, (*path, key)

    def enter(
        self, spot: Spot, path: tuple[str | int, ...], key: str, key_spot: Spot
    ) -> tuple[Spot, tuple[str | int, ...]]:
        """Go one key down, and into the newest element where that key is a list of tables."""
        spot = spot.inside.setdefault(key, key_spot)
        last = self.arrays.get(id(spot), 0) - 1
        if last >= 0:
            return spot.inside[last], (*path, key, last)
        return spot, (*path, key)

    def statement(self, table: Spot, path: tuple[str | int, ...], depth: int = 0) -> None:
        """Read ``key = value`` into ``table``."""
        keys = self.keys(depth)
        self.expect("=")
        self.skip(_SPACE)
        for key, key_spot in keys[:-1]:
            table, path = table.inside.setdefault(key, key_spot), (*path, key)
        key, key_spot = keys[-1]
        key_spot.value_line, key_spot.value_column = self.position()
        old = table.inside.get(key)
        if old is not None:
            self.found.twice.append(Twice((*path, key), old, key_spot))
        table.inside[key] = key_spot
        self.value(key_spot, (*path, key), depth + len(keys))

    def keys(self, depth: int) -> list[tuple[str, Spot]]:
        """Read a dotted key; each part with its own spot."""
        parts: list[tuple[str, Spot]] = []
        while True:
            self.skip(_SPACE)
            spot = self.spot()
            if depth + len(parts) >= self.max_depth:
                raise TooDeep(spot)
            parts.append((self.key(), spot))
            self.skip(_SPACE)
            if not self.text.startswith(".", self.at):
                return parts
            self.at += 1

    def key(self) -> str:
        if m := _BARE_KEY.match(self.text, self.at):
            self.at = m.end()
            return m.group()
        if m := _BASIC.match(self.text, self.at):
            self.at = m.end()
            return _ESCAPE.sub(_unescape, m.group()[1:-1])
        if m := _LITERAL.match(self.text, self.at):
            self.at = m.end()
            return m.group()[1:-1]
        raise _NotToml

    # values

    def value(self, spot: Spot, path: tuple[str | int, ...], depth: int) -> None:
        """Pass over one value, keeping the spots of what is inside it."""
        if depth > self.max_depth:
            raise TooDeep(self.spot())
        sign = self.text[self.at : self.at + 1]
        if sign == "[":
            self.list(spot, path, depth)
        elif sign == "{":
            self.inline_table(spot, path, depth)
        elif sign in {'"', "'"}:
            self.string(sign)
        else:
            self.take(_SCALAR)

    def list(self, spot: Spot, path: tuple[str | int, ...], depth: int) -> None:
        self.at += 1
        number = 0
        while True:
            self.skip(_BLANK)
            if self.text.startswith("]", self.at):
                self.at += 1
                return
            spot.inside[number] = element = self.spot()
            self.value(element, (*path, number), depth + 1)
            number += 1
            self.skip(_BLANK)
            if self.text.startswith(",", self.at):
                self.at += 1

    def inline_table(self, spot: Spot, path: tuple[str | int, ...], depth: int) -> None:
        self.at += 1
        self.skip(_SPACE)
        while not self.text.startswith("}", self.at):
            self.statement(spot, path, depth)
            self.skip(_SPACE)
            if self.text.startswith(",", self.at):
                self.at += 1
                self.skip(_SPACE)
        self.at += 1

    def string(self, quote: str) -> None:
        if self.text.startswith(quote * 3, self.at):
            self.take(_MULTI_BASIC if quote == '"' else _MULTI_LITERAL)
        else:
            self.take(_BASIC if quote == '"' else _LITERAL)

    # signs

    def take(self, pattern: re.Pattern[str]) -> None:
        m = pattern.match(self.text, self.at)
        if m is None:
            raise _NotToml
        self.at = m.end()

    def skip(self, pattern: re.Pattern[str]) -> None:
        m = pattern.match(self.text, self.at)
        if m is not None:
            self.at = m.end()

    def expect(self, sign: str) -> None:
        self.skip(_SPACE)
        if not self.text.startswith(sign, self.at):
            raise _NotToml
        self.at += len(sign)

    def position(self) -> tuple[int, int]:
        """Return line and column of ``at``; counts each line end once in the whole walk."""
        self.line += self.text.count("\n", self.counted_to, self.at)
        newline = self.text.rfind("\n", self.counted_to, self.at)
        if newline >= 0:
            self.line_start = newline + 1
        self.counted_to = self.at
        return self.line, self.at - self.line_start + 1

    def spot(self) -> Spot:
        return Spot(*self.position())


def _unescape(m: re.Match[str]) -> str:
    code = m.group(1)
    if code[0] in "uU" and len(code) > 1:
        number = int(code[1:], 16)
        return chr(number) if number < 0x110000 else ""
    return _ESCAPED.get(code, code)

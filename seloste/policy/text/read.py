"""Read: the bytes of a document become plain values with places, or findings; never a traceback.

A text that is not TOML yields one finding (the parser stops at the first); everything after that is
found all at once by the tree and the check.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from seloste.kernel.places import Spot
from seloste.policy.findings import DocumentRefused, Finding, shown
from seloste.policy.text.limits import (
    MAX_BYTES,
    MAX_CLAUSES,
    MAX_DEPTH,
    invisible_characters,
    not_text,
    too_large,
)
from seloste.policy.text.scan import Scan, TooDeep, scan

_WHERE = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")


@dataclass(frozen=True)
class Source:
    """One document as read: its name, plain values, the spot of each, and how many clauses it has."""

    name: str
    data: Mapping[str, Any]
    spots: Spot = field(compare=False)
    clauses: int


def read(name: str, content: bytes) -> Source:
    """Return the document's plain values and their places.

    Raises: DocumentRefused with P101 to P109 when the bytes are too many, not UTF-8, not TOML,
    nested too deep, or hold characters nobody can see.
    """
    if len(content) > MAX_BYTES:
        raise DocumentRefused([too_large(len(content))])
    text = _decoded(content)
    if findings := list(invisible_characters(text)):
        raise DocumentRefused(findings)
    found = _scanned(text)
    data = _parsed(text)
    if found.statements > MAX_CLAUSES:
        raise DocumentRefused([_too_many(found.statements)])
    return Source(name, data, found.root, found.statements)


def _decoded(content: bytes) -> str:
    content = content.removeprefix(b"\xef\xbb\xbf")
    try:
        return content.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise DocumentRefused([not_text(error, content)]) from None


def _scanned(text: str) -> Scan:
    try:
        found = scan(text, MAX_DEPTH)
    except TooDeep as deep:
        raise DocumentRefused([_too_deep(deep.spot)]) from None
    if found.twice:
        raise DocumentRefused([_given_twice(t.path, t.first, t.second) for t in found.twice])
    return found


def _parsed(text: str) -> dict[str, Any]:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DocumentRefused([_not_toml(str(error), text)]) from None
    except ValueError as error:  # a number beyond what Python converts; tomllib lets it through
        raise DocumentRefused([_bad_number(str(error))]) from None
    except RecursionError:
        raise DocumentRefused([_too_deep(Spot())]) from None
    return data


def _not_toml(message: str, text: str) -> Finding:
    spot = Spot(text.count("\n") + 1, len(text) - text.rfind("\n"))
    if (m := _WHERE.search(message)) and m.group(1):
        spot = Spot(int(m.group(1)), int(m.group(2)))
    what = shown(_WHERE.sub("", message), 160)
    return Finding(
        "P104",
        f"the text is not TOML: {what[:1].lower()}{what[1:]}",
        "the parser stops at the first such error, so there may be more after it",
        "mend this place and check again; strings need quotes, each statement its own line",
        spot,
    )


def _given_twice(path: tuple[str | int, ...], first: Spot, second: Spot) -> Finding:
    name = ".".join(str(step) for step in path)
    return Finding(
        "P105",
        f"`{shown(name)}` is given twice",
        f"it already stands on line {first.line}; a reader could believe either",
        "keep one of the two",
        second,
    )


def _too_deep(spot: Spot) -> Finding:
    return Finding(
        "P106",
        f"nested more than {MAX_DEPTH} deep",
        "no clause of the language needs such depth, and a parser could be exhausted by it",
        "write the inner part as a table of its own",
        spot,
    )


def _bad_number(message: str) -> Finding:
    return Finding(
        "P107",
        f"a number cannot be read: {shown(message, 120)}",
        "numbers in a policy are lengths, ages and weights; none has thousands of digits",
        "write the number out in its plain form",
        Spot(),
    )


def _too_many(count: int) -> Finding:
    return Finding(
        "P108",
        f"the document has {count} clauses; at most {MAX_CLAUSES} are read",
        "each clause is checked, compiled and proved; the limit keeps that within seconds",
        "remove clauses that nothing refers to",
        Spot(),
    )

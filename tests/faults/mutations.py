"""Mutations: one seeded fault in a document that holds (drop, rename, retype, dangle, contradict).

A mutation works on the plain values and keeps the places of the text it came from. Each says in
words what it did, so that a fault nobody noticed can be looked at.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from seloste.policy.text.read import Source

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Mutation:
    """A document with one fault, and the fault in words."""

    kind: str
    what: str
    source: Source


class NothingToChange(Exception):
    """The document has no place for this kind of fault."""


def mutated(source: Source, seed: int) -> Mutation:
    """Return ``source`` with one fault; the seed decides kind and place."""
    dice = random.Random(seed)
    kind = list(KINDS)[seed % len(KINDS)]
    data = copy.deepcopy(dict(source.data))
    what = KINDS[kind](data, dice)
    return Mutation(kind, what, Source(source.name, data, source.spots, source.clauses))


def walk(value: Any, before: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Yield every path in plain values with what stands there, parents first."""
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, child in steps:
        yield (*before, step), child
        yield from walk(child, (*before, step))


def parent(data: Any, path: Path) -> Any:
    """Return the table or list that holds the last step of ``path``."""
    for step in path[:-1]:
        data = data[step]
    return data


def chosen(dice: random.Random, places: list[Path]) -> Path:
    """Return one of the places."""
    if not places:
        raise NothingToChange
    return dice.choice(places)


def dotted(path: Path) -> str:
    """Return a path as people write it."""
    return ".".join(str(step) for step in path)


def drop(data: dict[str, Any], dice: random.Random) -> str:
    """Remove a key, a whole table or an element of a list."""
    path = chosen(dice, [p for p, _ in walk(data)])
    del parent(data, path)[path[-1]]
    return f"dropped {dotted(path)}"


def rename(data: dict[str, Any], dice: random.Random) -> str:
    """Give a key or an id another name."""
    path = chosen(dice, [p for p, _ in walk(data) if isinstance(p[-1], str)])
    table, old = parent(data, path), str(path[-1])
    new = old[:-1] + ("q" if old[-1] != "q" else "x")
    items = [(new if key == old else key, value) for key, value in table.items()]
    table.clear()
    table.update(items)
    return f"renamed {dotted(path)} to {new}"


def retype(data: dict[str, Any], dice: random.Random) -> str:
    """Put a value of another type where one stands."""
    path = chosen(dice, [p for p, v in walk(data) if not isinstance(v, dict)])
    old = parent(data, path)[path[-1]]
    new = dice.choice(
        [v for v in (7, 1.5, True, "seven", ["seven"], {"seven": 7}) if type(v) is not type(old)]
    )
    parent(data, path)[path[-1]] = new
    return f"retyped {dotted(path)} from {old!r} to {new!r}"


# Keys whose text is the name of something else in the document or in the rooms.
REFERENCES = {
    "authority", "of", "sender", "product_group", "purpose", "gives", "source", "decided_by", "transfer", "topic",
    "control", "probe", "data", "purposes", "holders", "cells", "before", "stated_by", "interest", "connection",
    "item", "balancing", "assessment", "file", "about", "safeguards", "measures", "dpv", "words", "after",
}  # fmt: skip


def dangle(data: dict[str, Any], dice: random.Random) -> str:
    """Let a reference name something that does not exist."""
    places = [
        p
        for p, v in walk(data)
        if isinstance(v, str)
        and v != "anyone"
        and (p[-1] in REFERENCES or (isinstance(p[-1], int) and p[-2] in REFERENCES))
        and "item" not in p[2:3]
        and not (len(p) > 1 and p[-2] == "phrases")
    ]
    path = chosen(dice, places)
    old = parent(data, path)[path[-1]]
    parent(data, path)[path[-1]] = f"{old}zz"
    return f"dangled {dotted(path)}: {old}zz"


Contradiction = Callable[[dict[str, Any]], Iterator[tuple[str, Callable[[], None]]]]


def _set(table: Any, key: Any, value: Any) -> Callable[[], None]:
    return lambda: table.__setitem__(key, value)


def _pop(table: Any, key: str) -> Callable[[], None]:
    return lambda: table.pop(key, None)


def contradictions(data: dict[str, Any]) -> Iterator[tuple[str, Callable[[], None]]]:
    """Yield faults that are well-formed and say what cannot both be true."""
    for name, purpose in data["purpose"].items():
        for key, topic in purpose.get("topic", {}).items():
            for channel in topic.get("reach", {}):
                if channel in data["register"].get("marketing", {}).get("consent_channels", []):
                    yield (
                        f"{name}.{key}: {channel} without consent",
                        _set(topic["reach"], channel, ["not_forbidden"]),
                    )
        for kind, basis in purpose["basis"].items():
            if kind == "legitimate_interest":
                yield f"{name}: legitimate interest untold", _pop(basis, "pursued")
            if kind != "consent":
                yield (
                    f"{name}: a second basis for the same people",
                    _set(
                        purpose["basis"],
                        "vital_interests" if kind != "vital_interests" else "legal_obligation",
                        {"of": basis["of"], "law": "Act 1/1990, s. 1"},
                    ),
                )
    yield from _contradictions_of_data(data)
    yield from _contradictions_of_sharing(data)


def _contradictions_of_data(data: dict[str, Any]) -> Iterator[tuple[str, Callable[[], None]]]:
    for name, category in data["data"].items():
        if "special" in category:
            yield (
                f"{name}: seen unconfirmed",
                _set(category, "given_by", {"self": "at_once", "another": "at_once"}),
            )
            yield f"{name}: special kept for ever", _set(category, "keep", {"follows": "connection"})
        yield f"{name}: a period without length", _set(category, "keep", {"after": "data_obtained"})
    for name, form in data.get("form", {}).items():
        for key, box in form.get("consent", {}).items():
            yield f"{name}.{key}: consent demanded", _set(box, "required", value=True)
            yield f"{name}.{key}: box ticked beforehand", _set(box, "ticked", value=True)
        for key, field in form.get("field", {}).items():
            if field["required"]:
                yield (
                    f"{name}.{key}: demanded without saying why",
                    _pop(field, "without"),
                )
    for name, rule in data.get("retention", {}).items():
        yield f"{name}: goes before itself", _set(rule, "before", [name])


def _contradictions_of_sharing(data: dict[str, Any]) -> Iterator[tuple[str, Callable[[], None]]]:
    for name, recipient in data.get("recipient", {}).items():
        yield f"{name}: outside the EEA without a tool", _set(recipient, "country", ["XK"])
        if "agreement" in recipient:
            yield f"{name}: no agreement", _pop(recipient, "agreement")
            yield f"{name}: agreement of one term", _set(recipient["agreement"], "terms", ["security"])
    for name, rule in data.get("profile", {}).items():
        ordinary = next(n for n, p in data["purpose"].items() if p.get("kind") != "profiling")
        yield f"{name}: profiling outside profiling", _set(rule, "purpose", ordinary)
    if data["controller"].get("country") == "FI":
        yield "controller: wrong check digit", _set(data["controller"], "business_id", "2077474-1")
    yield "no reason for having no officer", _pop(data["contact"], "why_no_officer")


def contradict(data: dict[str, Any], dice: random.Random) -> str:
    """Make two clauses say what cannot both be true."""
    what, do = dice.choice(list(contradictions(data)))
    do()
    return f"contradicted {what}"


KINDS: dict[str, Callable[[dict[str, Any], random.Random], str]] = {
    "drop": drop,
    "rename": rename,
    "retype": retype,
    "dangle": dangle,
    "contradict": contradict,
}

"""Read: a facts file becomes ``Facts``, or findings with place and near match; never a traceback."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from seloste.kernel.places import Spot
from seloste.policy.explain.facts import Facts
from seloste.policy.findings import DocumentRefused, Finding, near, shown
from seloste.policy.text.read import read
from seloste.policy.tree.known import known_keys

# Every code that a facts file can be refused with, beside those of the text itself (P101 to P109).
CODES: Mapping[str, str] = {
    "P901": "a fact is not one that the evaluator knows",
    "P902": "a fact is lacking",
    "P903": "a fact has a value of the wrong kind",
    "P904": "a fact has a value that is none of its words",
    "P905": "a name cannot be a key",
    "P906": "a time has no offset, or lies in an unlikely year",
    "P907": "facts contradict each other",
    "P908": "an id has the wrong form",
    "P909": "a value is out of bounds",
}
# What pydantic expected, in the words of someone who writes TOML.
_KINDS = {
    "string_type": "text in quotes",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "bool_type": "true or false",
    "date_type": "a date such as 1990-05-17",
    "date_from_datetime_inexact": "a date such as 1990-05-17",
    "datetime_type": "a time such as 2026-11-22T10:00:00Z",
    "tuple_type": "a list",
    "mapping_type": "a table",
    "dict_type": "a table",
    "model_type": "a table",
    "model_attributes_type": "a table",
}
_WHY_KNOWN = "an answer names the facts it rests on, so each must be one that a rule reads"


def read_facts(content: bytes, name: str) -> Facts:
    """Return the facts in a file.

    name:    how the file is called in messages.
    Raises:  DocumentRefused with P1xx where the text cannot be read, and P9xx, all at once, where it
             can and the facts are not of their form or contradict each other.
    """
    source = read(name, content)
    if bad := [_bad_key(key, spot) for key, spot in _bad_keys(source.data, source.spots)]:
        raise DocumentRefused(bad)
    try:
        return Facts.model_validate(_lists_frozen(source.data))
    except ValidationError as error:
        found = [_finding(detail, source.data, source.spots) for detail in error.errors(include_url=False)]
        raise DocumentRefused(sorted(found, key=lambda f: (f.spot.line, f.spot.column, f.code))) from None


def _lists_frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _lists_frozen(inner) for key, inner in value.items()}
    return tuple(_lists_frozen(inner) for inner in value) if isinstance(value, list) else value


def _bad_keys(data: Any, spot: Spot) -> Iterator[tuple[str, Spot]]:
    if isinstance(data, Mapping):
        for key, value in data.items():
            if not (key.isascii() and key.replace("_", "").isalnum() and len(key) <= 40):
                yield key, spot.at(key)
            yield from _bad_keys(value, spot.at(key))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from _bad_keys(value, spot.at(number))


def _bad_key(key: str, spot: Spot) -> Finding:
    why = "facts are pointed at by their names, which are plain letters, digits and `_`, at most 40"
    return Finding("P905", f"`{shown(key)}` cannot be a key", why, "rename it", spot)


def _finding(detail: Any, data: Any, spots: Spot) -> Finding:
    """Return the finding for one error, in the words of someone who writes TOML."""
    kind, given = detail["type"], detail["input"]
    steps = _steps(detail["loc"], data)
    clause, last = ".".join(str(step) for step in steps), str(steps[-1]) if steps else ""
    around = ".".join(str(step) for step in steps[:-1]) or "the facts"
    spot, named = spots.at(*steps), f"`{shown(clause)}`"
    if kind == "extra_forbidden":
        sentence = f"`{shown(last)}` is no fact of `{shown(around)}`.{near(last, known_keys(Facts, clause))}"
        return Finding("P901", sentence, _WHY_KNOWN, "correct the spelling or remove it", spot, clause)
    if kind == "missing":
        sentence = f"`{shown(around)}` lacks `{last}`"
        why = "nothing can be answered without it, and nothing is guessed"
        return Finding("P902", sentence, why, f"add `{last}`", spots.at(*steps[:-1]), clause)
    if kind in _KINDS:
        why = "the kind of a value is fixed, so that nothing is guessed"
        return Finding(
            "P903", f"{named} should be {_KINDS[kind]}", why, "give a value of that kind", spot, clause
        )
    if kind == "literal_error":
        words = [w.strip(" '") for w in str(detail["ctx"]["expected"]).replace(" or ", ", ").split(",")]
        sentence = f"{named} cannot be `{shown(str(given))}`.{near(str(given), words)}"
        return Finding(
            "P904", sentence, f"it is one of {', '.join(words)}", "choose one of them", spot, clause
        )
    return _other(kind, detail, named, spot, clause)


def _other(kind: str, detail: Any, named: str, spot: Spot, clause: str) -> Finding:
    """Return the finding for what is well formed and still cannot be taken."""
    message = shown(str(detail["msg"]), 160)
    if kind in {"no_zone", "year"}:
        why = "an instant must mean the same everywhere"
        return Finding("P906", f"{named}: {message}", why, "write it in UTC, ending in Z", spot, clause)
    if kind == "contradiction":
        why = "nothing is permitted on the strength of facts that cannot all be true"
        return Finding("P907", message, why, "correct the one that is wrong", spot, clause)
    if kind == "string_pattern_mismatch":
        why = "ids are lower-case letters, digits and underscores, beginning with a letter"
        return Finding("P908", f"{named} has the wrong form", why, "write it in that form", spot, clause)
    why = "each value has bounds, so that nothing absurd is computed"
    return Finding(
        "P909", f"{named}: {message[:1].lower()}{message[1:]}", why, "give a value within them", spot, clause
    )


def _steps(loc: tuple[str | int, ...], data: Any) -> tuple[str | int, ...]:
    """Return the part of pydantic's location that is a path in the file, plus a missing last key."""
    steps: list[str | int] = []
    here = data
    for number, step in enumerate(loc):
        inside: Any = here
        if (isinstance(here, Mapping) and step in here) or (isinstance(here, list) and isinstance(step, int)):
            here = inside[step]
            steps.append(step)
        elif (
            number == len(loc) - 1 and isinstance(here, Mapping) and isinstance(step, str) and step != "[key]"
        ):
            steps.append(step)
    return tuple(steps)

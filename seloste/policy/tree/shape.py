"""Shape: what the tree's types refuse, told in the language's words with place and near match."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from seloste.kernel.places import Spot
from seloste.policy.findings import Finding, near, shown
from seloste.policy.text.read import Source
from seloste.policy.tree.known import known_keys

_KEY = re.compile(r"^[A-Za-z0-9_-]{1,64}$")
_ID_FORM = "lower-case letters, digits and underscores, beginning with a letter"
# What pydantic expected, in the words of someone who writes TOML.
_EXPECTED = {
    "string_type": "text in quotes",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "bool_type": "true or false",
    "date_type": "a date such as 2026-11-22",
    "tuple_type": "a list",
    "mapping_type": "a table",
    "dict_type": "a table",
    "model_type": "a table",
    "model_attributes_type": "a table",
}
# A missing top-level table has a code of its own, so that a program can tell which one.
MISSING_TABLE = {
    "seloste": ("P230", "the document does not say which version of the language it is written in", ""),
    "register": ("P231", "there is no [register]", "INF-20"),
    "controller": ("P232", "there is no [controller]", "INF-01"),
    "contact": ("P233", "there is no [contact]", "INF-02"),
    "authority": ("P234", "there is no [authority.…]", "INF-11"),
    "connection": ("P235", "there is no [connection.…]", "ROP-01"),
    "data": ("P236", "there is no [data.…]", "INF-05"),
    "purpose": ("P237", "there is no [purpose.…]", "INF-03"),
    "source": ("P238", "there is no [source.…]", "INF-13"),
}


def bad_keys(data: Any, spot: Spot, clause: str = "") -> Iterator[Finding]:
    """Yield a finding for every key that is not plain letters, digits, ``_`` or ``-``."""
    if isinstance(data, Mapping):
        for key, value in data.items():
            path = f"{clause}.{key}" if clause else key
            if not _KEY.match(key):
                yield Finding(
                    "P205",
                    f"`{shown(key)}` cannot be a key",
                    "keys are plain letters, digits, `_` and `-`, at most 64, so that they can be named safely",
                    "rename the key",
                    spot.at(key),
                    clause,
                )
            else:
                yield from bad_keys(value, spot.at(key), path)
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from bad_keys(value, spot.at(number), clause)


def shape_findings(error: ValidationError, source: Source, root: type[BaseModel]) -> list[Finding]:
    """Return one finding for each error, in the order of the text, without repeats at one place."""
    findings: dict[tuple[str, int, int, str], Finding] = {}
    expected: dict[tuple[str | int, ...], list[str]] = {}
    for detail in error.errors(include_url=False):
        steps = _steps(detail["loc"], source.data)
        if detail["type"] in _EXPECTED:
            expected.setdefault(steps, []).append(_EXPECTED[detail["type"]])
            continue
        finding = _finding(detail, steps, source.spots, root)
        spot = finding.spot
        findings.setdefault((finding.code, spot.line, spot.column, finding.sentence), finding)
    wrong = [_wrong_type(steps, words, source.spots) for steps, words in expected.items()]
    return sorted([*findings.values(), *wrong], key=lambda f: (f.spot.line, f.spot.column, f.code))


def _steps(loc: tuple[str | int, ...], data: Any) -> tuple[str | int, ...]:
    """Return the part of pydantic's location that is a path in the document, plus a missing last key."""
    steps: list[str | int] = []
    here = data
    for number, step in enumerate(loc):
        known: Any = here
        if (isinstance(here, Mapping) and step in here) or (isinstance(here, list) and isinstance(step, int)):
            here = known[step]
            steps.append(step)
        elif number == len(loc) - 1 and isinstance(here, Mapping) and isinstance(step, str):
            steps.append(step)
    return tuple(steps)


def _finding(detail: Any, steps: tuple[str | int, ...], spots: Spot, root: type[BaseModel]) -> Finding:
    """Return the finding for one error other than a wrong type."""
    kind, context = detail["type"], detail.get("ctx", {})
    clause = ".".join(str(s) for s in steps)
    name = str(steps[-1]) if steps else "document"
    parent = ".".join(str(s) for s in steps[:-1]) or "the document"
    spot = spots.at(*steps)
    if kind == "missing":
        return _missing(steps, name, parent, spots.at(*steps[:-1]), clause)
    if kind == "extra_forbidden":
        return _unknown(name, parent, clause, spot, near(name, known_keys(root, clause)))
    if kind in {"literal_error", "enum"}:
        return _not_one_of(detail["input"], context.get("expected", ""), clause, spot)
    if kind == "string_pattern_mismatch":
        return _bad_form(detail["input"], clause, spot, context.get("pattern", ""))
    if kind in {"text", "period", "condition"}:
        code = {"text": "P206", "period": "P207", "condition": "P208"}[kind]
        return Finding(
            code,
            f"`{clause}`: {detail['msg']}",
            "the language says no more than SQL, evaluator and notice can all express",
            "write it in one of the forms that the language reference shows",
            spot,
            clause,
        )
    return _out_of_bounds(str(detail["msg"]), clause, spot)


def _missing(steps: tuple[str | int, ...], name: str, parent: str, spot: Spot, clause: str) -> Finding:
    if len(steps) == 1 and name in MISSING_TABLE:
        code, sentence, rule = MISSING_TABLE[name]
        return Finding(
            code,
            sentence,
            "without it the notice lacks an element that people must be told",
            f"add `{name}`; `seloste policy new` shows one",
            Spot(),
            name,
            rule,
        )
    return Finding(
        "P202",
        f"`{parent}` lacks `{name}`",
        "the element is needed by the notice or by enforcement",
        f"add `{name}` under `{parent}`",
        spot,
        clause,
    )


def _unknown(name: str, parent: str, clause: str, spot: Spot, hint: str) -> Finding:
    return Finding(
        "P201",
        f"`{shown(name)}` is not part of the language in `{shown(parent)}`.{hint}",
        "an unknown key would be obeyed by nobody",
        "correct the spelling or remove it",
        spot,
        clause,
    )


def _not_one_of(given: Any, expected: str, clause: str, spot: Spot) -> Finding:
    words = re.findall(r"'([^']+)'", expected)
    return Finding(
        "P204",
        f"`{clause}` cannot be `{shown(str(given))}`.{near(str(given), words)}",
        f"it is one of {', '.join(words)}" if words else f"it is {expected}",
        "choose one of them",
        spot,
        clause,
    )


def _bad_form(given: Any, clause: str, spot: Spot, pattern: str) -> Finding:
    return Finding(
        "P209",
        f"`{shown(clause, 90)}` has the wrong form: `{shown(str(given))}`",
        f"ids are {_ID_FORM}; other values follow `{pattern}`",
        "write it in that form",
        spot,
        clause,
    )


def _out_of_bounds(message: str, clause: str, spot: Spot) -> Finding:
    return Finding(
        "P210",
        f"`{clause}` is out of bounds: {message[:1].lower()}{message[1:]}",
        "each value has bounds, so that nothing absurd is promised or computed",
        "give a value within them",
        spot,
        clause,
    )


def _wrong_type(steps: tuple[str | int, ...], words: list[str], spots: Spot) -> Finding:
    clause = ".".join(str(step) for step in steps)
    return Finding(
        "P203",
        f"`{clause}` should be {' or '.join(dict.fromkeys(words))}",
        "the type of a value is part of the language, so that nothing is guessed",
        "give a value of that kind",
        spots.at(*steps),
        clause,
    )

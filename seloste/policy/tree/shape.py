"""Shape: what the tree's types refuse, told in the language's words with place and near match."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from seloste.kernel.places import Spot
from seloste.policy.findings import Finding, near, shown
from seloste.policy.text.read import Source

_KEY = re.compile(r"^[A-Za-z0-9_-]{1,64}$")
_EXAMPLES = {
    "id": "lower-case letters, digits and underscores, beginning with a letter",
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
    for detail in error.errors(include_url=False):
        steps = _steps(detail["loc"], source.data)
        finding = _finding(detail, steps, source.spots)
        spot = finding.spot
        findings.setdefault((finding.code, spot.line, spot.column, finding.sentence), finding)
    return sorted(findings.values(), key=lambda f: (f.spot.line, f.spot.column, f.code))


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


def _finding(detail: Any, steps: tuple[str | int, ...], spots: Spot) -> Finding:
    kind, context = detail["type"], detail.get("ctx", {})
    clause = ".".join(str(s) for s in steps)
    name = str(steps[-1]) if steps else "document"
    parent = ".".join(str(s) for s in steps[:-1]) or "the document"
    spot = spots.at(*steps)
    if kind == "missing":
        return _missing(steps, name, parent, spots.at(*steps[:-1]), clause)
    if kind == "extra_forbidden":
        return _unknown(name, parent, clause, spot, detail)
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
    return _out_of_bounds(kind, detail, clause, spot)


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


def _unknown(name: str, parent: str, clause: str, spot: Spot, detail: Any) -> Finding:
    return Finding(
        "P201",
        f"`{shown(name)}` is not part of the language in `{shown(parent)}`.{near(name, known_keys(clause))}",
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
        f"ids are {_EXAMPLES['id']}; other values follow `{pattern}`",
        "write it in that form",
        spot,
        clause,
    )


def _out_of_bounds(kind: str, detail: Any, clause: str, spot: Spot) -> Finding:
    bounds = kind.startswith(("greater", "less", "too_", "string_too")) or kind in {"finite_number"}
    message = str(detail["msg"])
    return Finding(
        "P210" if bounds else "P203",
        f"`{clause}`: {message[:1].lower()}{message[1:]}"
        if not bounds
        else f"`{clause}` is out of bounds: {message[:1].lower()}{message[1:]}",
        "the type of a value is part of the language, so that nothing is guessed",
        "give a value of that kind",
        spot,
        clause,
    )


def known_keys(clause: str) -> set[str]:
    """Return the keys that the language knows at the table around ``clause``."""
    from seloste.policy.tree.document import Document  # the tree names this module first

    model: Any = Document
    for step in clause.split(".")[:-1]:
        model = _step_into(model, step)
        if model is None:
            return set()
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        return set()
    return {(f.alias or n) for n, f in model.model_fields.items() if not (f.alias or "").startswith("$")}


def _step_into(model: Any, step: str) -> Any:
    if isinstance(model, type) and issubclass(model, BaseModel):
        field = model.model_fields.get(step) or model.model_fields.get(f"{step}_")
        return _unwrapped(field.annotation) if field else None
    if isinstance(model, tuple):  # ("table", inner)
        return model[1]
    return None


def _unwrapped(annotation: Any) -> Any:
    """Return the node inside an annotation, or ``("table", node)`` where it is a table of nodes."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    args = [a for a in get_args(annotation) if a is not type(None)]
    origin = getattr(annotation, "__origin__", None)
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return ("table", _unwrapped(args[-1]))
    for arg in args:
        found = _unwrapped(arg)
        if found is not None:
            return found
    return None

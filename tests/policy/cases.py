"""Cases: the corpus of the evaluator, read from ``tests/policies/cases``.

A case names someone of the cast, takes facts away, changes or adds others, and says how the question
is to be answered. This module turns that into a facts file, so that every case also goes through
``read_facts``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import tomlkit

from seloste.policy.explain import Facts, read_facts
from seloste.policy.text.read import read
from seloste.policy.tree.document import Document, load

FOLDER = Path(__file__).parents[1] / "policies" / "cases"
NOT_STORIES = {"cast.toml", "policy.toml", "example-facts.toml", "not-decisions.toml"}


@dataclass(frozen=True)
class Case:
    """One case: whom it is about, what differs, and the expected answer."""

    story: str
    name: str
    title: str
    law: str
    facts: bytes
    permitted: bool
    clause: str
    rules: tuple[str, ...] | None
    against: tuple[str, ...]
    until: datetime | None
    changes: datetime | None
    only_here: str

    def read(self) -> Facts:
        """Return the case's facts, as the command reads them."""
        return read_facts(self.facts, f"{self.story}:{self.name}")


@cache
def policy() -> Document:
    """Return the policy that the cases are decided by."""
    return load(read("policy.toml", (FOLDER / "policy.toml").read_bytes()))


@cache
def corpus() -> tuple[Case, ...]:
    """Return every case, in the order of the files."""
    cast = tomllib.loads((FOLDER / "cast.toml").read_text())
    files = sorted(p for p in FOLDER.glob("*.toml") if p.name not in NOT_STORIES)
    return tuple(case for path in files for case in _cases(path, cast))


def _cases(path: Path, cast: Mapping[str, Any]) -> Iterator[Case]:
    for name, told in tomllib.loads(path.read_text())["case"].items():
        rules = told.pop("rules", None)
        yield Case(
            story=path.stem,
            name=name,
            title=told.pop("title"),
            law=told.pop("law"),
            facts=_facts(cast["who"][told.pop("who")], told.pop("without", []), told.pop("but", {})),
            permitted={"permitted": True, "refused": False}[told.pop("answer")],
            clause=told.pop("clause", ""),
            rules=None if rules is None else tuple(_spelt_out(rules, cast["words"])),
            against=tuple(told.pop("against", ())),
            until=told.pop("until", None),
            changes=told.pop("changes", None),
            only_here=told.pop("only_here", ""),
        )
        if told:
            raise ValueError(f"{path.name}: case {name} says {sorted(told)}, which nothing reads")


def _spelt_out(rules: list[str], words: Mapping[str, list[str]]) -> Iterator[str]:
    for rule in rules:
        yield from words.get(rule, [rule])


def _facts(who: Mapping[str, Any], without: list[str], but: Mapping[str, Any]) -> bytes:
    facts = tomllib.loads(tomlkit.dumps(who))
    for path in without:
        *steps, last = path.split(".")
        here = facts
        for step in steps:
            here = here[step]
        here.pop(last, None)
    return tomlkit.dumps(_merged(facts, but)).encode()


def _merged(facts: dict[str, Any], but: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``facts`` with ``but`` laid over it: tables are merged, everything else is replaced."""
    merged = dict(facts)
    for key, value in but.items():
        both_tables = isinstance(value, Mapping) and isinstance(merged.get(key), dict)
        merged[key] = _merged(merged[key], value) if both_tables else value
    return merged

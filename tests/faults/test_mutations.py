"""Every fault planted in a policy is noticed: it is refused, or a compiled target says something else.

A mutation that the check lets through is *lawful*: the document says another thing that it may say. At
most one in ten is, and for each the line of a compiled target that changed is shown
(`pytest tests/faults -rP` prints the list).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

import pytest

from seloste.cli.documents import Beside, read_beside, read_source
from seloste.cli.examine import each_reading
from seloste.cli.readings import READINGS, Compilation
from seloste.cli.values import read_house_file
from seloste.policy.check import RULES, Given, check
from seloste.policy.findings import DocumentRefused, Severity
from seloste.policy.house import House
from seloste.policy.text.read import Source
from seloste.policy.tree.document import Document, load
from tests.faults.mutations import KINDS, Mutation, NothingToChange, mutated
from tests.policy.documents import ROOT

pytestmark = [pytest.mark.faults, pytest.mark.slow]

TODAY = date(2026, 11, 22)
HOUSES = {"medtime-pro": "", "association": "policies/association.house.toml"}


@dataclass(frozen=True)
class Policy:
    """A policy that holds, with the rooms and files it is checked against and what it compiles to."""

    source: Source
    house: House
    beside: Beside
    lines: frozenset[tuple[str, str]]


def readings(document: Document, house: House, files: Mapping[str, bytes]) -> frozenset[tuple[str, str]]:
    """Return each line of each compiled target, with the target's name."""
    compilation = Compilation(document, document.register_.languages[0], house, files)
    lines: set[tuple[str, str]] = set()
    for name, one in each_reading(compilation):
        reading = READINGS[name.partition(".")[0]]
        written = reading.formats[reading.usual](reading.state(one))
        assert isinstance(written, str)
        lines.update((name, line.strip()) for line in written.splitlines() if line.strip())
    return frozenset(lines)


@cache
def policy(name: str) -> Policy:
    """Return one of our policies, checked and compiled once."""
    path = str(ROOT / f"policies/{name}.toml")
    source = read_source(path)
    document = load(source)
    house = read_house_file(str(ROOT / HOUSES[name]) if HOUSES[name] else "")
    beside = read_beside(document, path)
    assert not refused(document, house, beside), "a policy must hold before faults are planted in it"
    return Policy(source, house, beside, readings(document, house, beside.files))


def refused(document: Document, house: House, beside: Beside) -> list[str]:
    """Return the codes that refuse a document."""
    found = check(document, Given(TODAY, house, beside.files, beside.refused))
    return [f.code for f in found if f.severity is Severity.REFUSED]


def noticed(whole: Policy, mutation: Mutation) -> tuple[str, str]:
    """Return how a fault shows: ``refused`` and a code, ``lawful`` and a changed line, or ``unnoticed``."""
    try:
        document = load(mutation.source)
        if found := refused(document, whole.house, whole.beside):
            return "refused", found[0]
        lines = readings(document, whole.house, whole.beside.files)
    except DocumentRefused as refusal:
        return "refused", refusal.findings[0].code
    changed = sorted(whole.lines ^ lines)
    return ("lawful", f"{changed[0][0]}: {changed[0][1][:160]}") if changed else ("unnoticed", "")


@pytest.mark.parametrize("name", sorted(HOUSES))
def test_every_fault_is_noticed(name: str, seeds: range) -> None:
    whole = policy(name)
    shown, counts = [], Counter[str]()
    for seed in seeds:
        try:
            mutation = mutated(whole.source, seed)
        except NothingToChange:
            continue
        how, where = noticed(whole, mutation)
        counts[how] += 1
        counts[mutation.kind] += 1
        if how != "refused":
            shown.append(f"{how:9} seed {seed}: {mutation.what}\n          {where}")
    print(f"{name}: {dict(counts)}", *shown, sep="\n")
    planted = sum(counts[kind] for kind in KINDS)
    assert planted >= 0.95 * len(seeds)
    assert counts["unnoticed"] == 0, "\n".join(line for line in shown if line.startswith("unnoticed"))
    assert counts["lawful"] <= 0.1 * planted, "\n".join(shown)


def test_a_check_that_sleeps_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = policy("medtime-pro")
    seeds = range(2, 300, 5)  # renamed, dropped and the like; one kind is enough for the control
    awake = Counter(noticed(whole, mutated(whole.source, s + 1))[0] for s in seeds[:20])
    for code in list(RULES):
        monkeypatch.delitem(RULES, code)
    asleep = Counter(noticed(whole, mutated(whole.source, s + 1))[0] for s in seeds[:20])
    assert asleep["refused"] < awake["refused"]

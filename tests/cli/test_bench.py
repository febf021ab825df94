"""``bench``: the documents it makes are lawful and of the size asked; its records have one shape. Speed is not asserted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from seloste.cli.bench.grown import TODAY, grown, least
from seloste.cli.bench.measure import GROWTH, LARGE, SMALL, WORK, Measured
from seloste.cli.bench.report import as_json
from seloste.cli.readings import READINGS
from seloste.policy.check import Given, check
from seloste.policy.text.limits import MAX_BYTES, MAX_CLAUSES
from seloste.policy.text.read import read
from seloste.policy.tree.document import load
from tests.cli.door import Door

SHAPE = {
    "work",
    "clauses",
    "bytes",
    "times",
    "seconds",
    "fastest",
    "slowest",
    "limit",
    "growth",
    "growth_limit",
    "load",
    "met",
}


@pytest.mark.parametrize("clauses", [SMALL, 337, 1_000, 1_999, LARGE])
def test_a_grown_document_is_lawful_and_has_the_size_asked(clauses: int) -> None:
    made = grown(clauses)
    source = read("grown.toml", made.content)
    assert source.clauses == made.clauses == clauses
    found = check(load(source), Given(TODAY, made.house, made.files))
    assert {f.code for f in found} == {"P501"}
    assert clauses * MAX_BYTES // MAX_CLAUSES - 1_000 < len(made.content) <= MAX_BYTES


def test_the_largest_document_is_at_both_limits() -> None:
    made = grown(LARGE)
    assert made.clauses == MAX_CLAUSES
    assert len(made.content) > MAX_BYTES * 0.99


@pytest.mark.parametrize("clauses", [0, least() - 1, MAX_CLAUSES + 1])
def test_a_size_that_cannot_be_made_is_refused(clauses: int) -> None:
    with pytest.raises(ValueError, match="clauses"):
        grown(clauses)


def test_the_works_are_checking_compiling_and_help_with_their_limits() -> None:
    assert (WORK["check"].limit, WORK["compile"].limit, WORK["help"].limit) == (1.0, 3.0, 0.3)
    assert {f"compile-{name}" for name in READINGS} <= set(WORK)


def test_the_records_have_one_shape(door: Door) -> None:
    said = door("bench", "check", "compile-dpv", "--times", "1", "--json")
    assert said.code in {0, 1}
    records = said.json
    assert [(r["work"], r["clauses"]) for r in records] == [
        ("check", SMALL),
        ("check", LARGE),
        ("compile-dpv", SMALL),
        ("compile-dpv", LARGE),
    ]
    for record in records:
        assert set(record) == SHAPE
        assert 0 < record["fastest"] <= record["seconds"] <= record["slowest"]
    assert [r["growth"] is None for r in records] == [True, False, True, False]
    assert said.code == (0 if all(r["met"] for r in records) else 1)


def test_the_table_fits_80_columns_and_has_a_line_for_each(door: Door) -> None:
    said = door("bench", "check", "help", "--times", "1", "--clauses", "300")
    head, *rows = said.out.splitlines()
    assert head.split() == ["work", "clauses", "KiB", "seconds", "limit", "growth", "met"]
    assert [row.split()[0] for row in rows] == ["check", "help"]
    assert max(map(len, said.out.splitlines())) <= 80


def measurement(seconds: float, growth: float | None) -> Measured:
    return Measured("check", 2_000, 1, 1, seconds, seconds, seconds, 1.0, 0.5, growth)


@pytest.mark.parametrize(
    ("seconds", "growth", "met"),
    [(1.0, GROWTH, True), (1.01, 1.0, False), (0.5, GROWTH + 0.01, False), (0.5, None, True)],
)
def test_a_limit_is_met_or_not(seconds: float, growth: float | None, met: bool) -> None:
    assert measurement(seconds, growth).met is met
    assert as_json(measurement(seconds, growth))["met"] is met


def test_a_limit_that_is_missed_is_found(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    """Control: with no time to spare the command exits with 1."""
    monkeypatch.setitem(WORK, "check", replace(WORK["check"], limit=0.0))
    assert door("bench", "check", "--times", "1", "--clauses", "200").code == 1

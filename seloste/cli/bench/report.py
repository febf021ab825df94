"""Report: measurements as a table for people or as records for programs."""

from __future__ import annotations

import sys
from typing import Any

from seloste.cli.bench.grown import least
from seloste.cli.bench.measure import GROWTH, LARGE, SMALL, USUAL, WORK, Measured, measured
from seloste.cli.problems import Problem
from seloste.cli.run import FINE, FOUND
from seloste.cli.talk import out, out_json, painted, talk, wants_colour
from seloste.policy.findings import near, shown

_HEAD = f"{'work':<18} {'clauses':>8} {'KiB':>5} {'seconds':>9} {'limit':>7} {'growth':>7}  met"


def bench(
    names: list[str], *, clauses: int = 0, times: int = 5, json: bool = False, no_color: bool = False
) -> int:
    """Measure work and say how long it took; 0 where every limit is met, 1 where one is not.

    Raises: Problem U001 for a piece of work or a size that there is not.
    """
    for name in names:
        if name not in WORK:
            raise Problem(
                "U001",
                f"there is no work `{shown(name)}`.{near(name, WORK)}",
                why=f"what can be measured is {', '.join(WORK)}",
                do="name some of these, or none for the usual ones",
                place="seloste bench",
            )
    if clauses and not least() <= clauses <= LARGE:
        raise Problem(
            "U001",
            f"no document of {clauses} clauses can be made",
            why=f"the smallest has {least()}, the largest that is read {LARGE}",
            do="name a number between them, or leave --clauses out",
            place="seloste bench",
        )
    sizes = (clauses,) if clauses else (SMALL, LARGE)
    found = _run(tuple(names) or USUAL, sizes, max(times, 1), json=json, no_color=no_color)
    return FINE if all(m.met for m in found) else FOUND


def _run(
    names: tuple[str, ...], sizes: tuple[int, ...], times: int, *, json: bool, no_color: bool
) -> list[Measured]:
    found: list[Measured] = []
    colour = wants_colour(sys.stdout, no_color=no_color)
    if not json:
        out(painted(_HEAD, "bold", on=colour))
    for record in measured(names, sizes, times):
        found.append(record)
        if not json:
            out(painted(_row(record), "green" if record.met else "red", on=colour))
            sys.stdout.flush()
    if json:
        out_json([as_json(record) for record in found])
    else:
        talk(
            f"The median of {times} runs each. Growth is the time for a clause at the larger size,\n"
            f"as a multiple of that at the smaller one; its limit is {GROWTH}."
        )
        if (busiest := max(record.load for record in found)) > 1:
            talk(f"The machine had other work (load {busiest:.1f} for each core), so the times are too high.")
    return found


def as_json(m: Measured) -> dict[str, Any]:
    """Return one measurement as a record."""
    return {
        "work": m.work,
        "clauses": m.clauses,
        "bytes": m.bytes,
        "times": m.times,
        "seconds": round(m.seconds, 6),
        "fastest": round(m.fastest, 6),
        "slowest": round(m.slowest, 6),
        "limit": m.limit,
        "growth": None if m.growth is None else round(m.growth, 3),
        "growth_limit": None if m.growth is None else GROWTH,
        "load": round(m.load, 2),
        "met": m.met,
    }


def _row(m: Measured) -> str:
    clauses = f"{m.clauses:,}".replace(",", "\u00a0") if m.clauses else "–"
    size = f"{m.bytes / 1024:.0f}" if m.bytes else "–"
    growth = "–" if m.growth is None else f"{m.growth:.2f}"
    return f"{m.work:<18} {clauses:>8} {size:>5} {m.seconds:>9.3f} {m.limit:>7.1f} {growth:>7}  {'yes' if m.met else 'no'}"

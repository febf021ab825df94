"""Measure: the pieces of work, each with its limit, and how long they took.

The limits are those of the largest document (256 KiB, 2,000 clauses). Cost may grow no faster than the document: the time
for a clause at 2,000 is at most 1.3 times that at 200. The first run of each is thrown away, the median of the rest counts.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from statistics import median
from time import perf_counter

from seloste.cli.bench.grown import TODAY, Grown, grown
from seloste.cli.examine import each_reading
from seloste.cli.readings import BINARY, READINGS, Compilation
from seloste.policy.check import Given, check
from seloste.policy.text.read import read
from seloste.policy.tree.document import Document, load

SMALL, LARGE = 200, 2_000
GROWTH = 1.3


@dataclass(frozen=True)
class Work:
    """A piece of work on a document; ``start`` prepares it and is not timed."""

    name: str
    what: str
    limit: float
    start: Callable[[Grown], Callable[[], object]]
    of_documents: bool = True


@dataclass(frozen=True)
class Measured:
    """How long a piece of work took.

    seconds:  the median; ``fastest`` and ``slowest`` beside it.
    load:     processes that wanted to run, for each core, in the last minute; above 1 the figures are too high.
    growth:   the fastest time for a clause, as a multiple of that in the small document; None where there is none.
    """

    work: str
    clauses: int
    bytes: int
    times: int
    seconds: float
    fastest: float
    slowest: float
    limit: float
    load: float
    growth: float | None = None

    @property
    def met(self) -> bool:
        """True where time and growth are within their limits."""
        return self.seconds <= self.limit and (self.growth is None or self.growth <= GROWTH)


def _checking(made: Grown) -> Callable[[], object]:
    def run() -> object:
        document = _document(made)
        return check(document, Given(TODAY, made.house, made.files))

    return run


def _document(made: Grown) -> Document:
    return load(read("grown.toml", made.content))


def _compiling(made: Grown) -> Callable[[], object]:
    """Return the writing of everything, PDFs beside the rest: setting them is not Python's work and leaves it free."""
    whole = _compilation(made)

    def run() -> object:
        with ThreadPoolExecutor() as beside:
            later: list[Future[str | bytes]] = []
            now: list[str | bytes] = []
            for name, one in each_reading(whole):
                reading = READINGS[name.partition(".")[0]]
                state = reading.state(one)
                later += [beside.submit(write, state) for f, write in reading.formats.items() if f in BINARY]
                now += [write(state) for f, write in reading.formats.items() if f not in BINARY]
            return [*now, *(pdf.result() for pdf in later)]

    return run


def _compilation(made: Grown) -> Compilation:
    document = _document(made)
    return Compilation(document, document.register_.languages[0], made.house, made.files)


def _one_reading(name: str) -> Callable[[Grown], Callable[[], object]]:
    def start(made: Grown) -> Callable[[], object]:
        document = _document(made)
        whole = Compilation(document, document.register_.languages[0], made.house, made.files)
        return lambda: [
            w for n, one in each_reading(whole) if n.partition(".")[0] == name for w in _written(n, one)
        ]

    return start


def _written(name: str, compilation: Compilation) -> Iterator[str | bytes]:
    reading = READINGS[name.partition(".")[0]]
    state = reading.state(compilation)
    for write in reading.formats.values():
        yield write(state)


def _helping(_: Grown) -> Callable[[], object]:
    def run() -> object:
        return subprocess.run(
            [sys.executable, "-m", "seloste", "--help"], check=True, capture_output=True
        ).stdout

    return run


WORK: dict[str, Work] = {
    w.name: w
    for w in (
        Work("check", "read a document and find all that is wrong with it", 1.0, _checking),
        Work("compile", "write every reading in every language and format", 3.0, _compiling),
        *(
            Work(f"compile-{r.name}", f"of that, {r.what}", 3.0, _one_reading(r.name))
            for r in READINGS.values()
        ),
        Work("help", "`seloste --help`, from start to end", 0.3, _helping, of_documents=False),
    )
}
USUAL = ("check", "compile", "help")


def measured(names: tuple[str, ...], sizes: tuple[int, ...], times: int) -> Iterator[Measured]:
    """Yield one record for each piece of work and size; the small size comes first, so that growth can be told."""
    for name in names:
        work = WORK[name]
        before: Measured | None = None
        for size in sizes if work.of_documents else sizes[:1]:
            now = _measure(work, size, times)
            if before is not None:
                growth = (now.fastest / now.clauses) / (before.fastest / before.clauses)
                now = replace(now, growth=growth)
            before = now
            yield now


def _measure(work: Work, size: int, times: int) -> Measured:
    made = grown(size)
    run = work.start(made)
    run()
    took = []
    for _ in range(times):
        gc.collect()  # what the run before left behind is not this one's cost
        start = perf_counter()
        run()
        took.append(perf_counter() - start)
    clauses, content = (made.clauses, len(made.content)) if work.of_documents else (0, 0)
    return Measured(
        work.name, clauses, content, times, median(took), min(took), max(took), work.limit, _load()
    )


def _load() -> float:
    return os.getloadavg()[0] / (os.cpu_count() or 1)

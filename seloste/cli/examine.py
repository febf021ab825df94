"""Examine: a document from its path to everything that is wrong with it, and the tree where it has one.

The rules speak first; only a document that none of them refuses is compiled, to every reading in every language, so
that nothing is found only later. PDF is left out of that: it says what the notice's values say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from seloste.cli.documents import Beside, read_beside, read_source
from seloste.cli.readings import READINGS, Compilation
from seloste.cli.values import day, read_house_file, read_values
from seloste.policy.findings import DocumentRefused, Finding, Severity, shown
from seloste.policy.tree.document import Document, load


@dataclass(frozen=True)
class Examined:
    """What is known of a document after looking at it.

    name:       the document's name as messages write it.
    document:   the tree, where its text and shape allow one.
    findings:   in the order of the text.
    clauses:    how many statements it has; 0 where it could not be read.
    compiled:   what it was compiled to, as ``notice.fi``.
    """

    name: str
    findings: tuple[Finding, ...] = ()
    document: Document | None = None
    compilation: Compilation | None = None
    clauses: int = 0
    compiled: tuple[str, ...] = ()

    @property
    def refused(self) -> tuple[Finding, ...]:
        """The findings that make the document unusable."""
        return tuple(f for f in self.findings if f.severity is Severity.REFUSED)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """The findings that stay open until someone handles them."""
        return tuple(f for f in self.findings if f.severity is Severity.WARNING)


def examine(
    path: str, *, values: str = "", house: str = "", today: str = "", compile_all: bool = True
) -> Examined:
    """Return everything there is to say about the document at ``path``.

    Raises: Problem where a file cannot be read or the words around it are wrong.
    """
    from seloste.policy.check import Given, check
    from seloste.policy.compile.evidence import results_of

    name = shown(path, 120)
    on_day, rooms = day(today), read_house_file(house)
    try:
        source = read_source(path)
    except DocumentRefused as refused:
        return Examined(name, refused.findings)
    given_values = read_values(values, source)
    try:
        document = load(source, given_values)
    except DocumentRefused as refused:
        return Examined(name, refused.findings, clauses=source.clauses)
    beside: Beside = read_beside(document, path)
    given = Given(on_day, rooms, beside.files, beside.refused)
    findings = tuple(check(document, given))
    results = results_of(rooms, findings)
    compilation = Compilation(document, document.register_.languages[0], rooms, beside.files, results)
    found = Examined(name, findings, document, compilation, source.clauses)
    if found.refused or not compile_all:
        return found
    return _compiled(found, compilation)


def tree(path: str, *, values: str = "") -> Document:
    """Return only the tree of a document, for commands that ask nothing of its lawfulness.

    Raises: Problem; DocumentRefused with findings that name the file.
    """
    try:
        source = read_source(path)
        return load(source, read_values(values, source))
    except DocumentRefused as refused:
        raise DocumentRefused(replace(f, file=f.file or shown(path, 120)) for f in refused.findings) from None


def _compiled(found: Examined, compilation: Compilation) -> Examined:
    made: list[str] = []
    refusals: list[Finding] = []
    for name, one in each_reading(compilation):
        try:
            READINGS[name.partition(".")[0]].state(one)
        except DocumentRefused as refused:
            refusals.extend(refused.findings)
        else:
            made.append(name)
    return replace(found, findings=(*found.findings, *dict.fromkeys(refusals)), compiled=tuple(made))


def each_reading(compilation: Compilation) -> Iterator[tuple[str, Compilation]]:
    """Yield every reading that the document has, in each of its languages where that matters."""
    for reading in READINGS.values():
        if not reading.by_language:
            yield reading.name, compilation
            continue
        for language in compilation.document.register_.languages:
            yield f"{reading.name}.{language}", replace(compilation, language=language)

"""Rows: claim by claim, what keeps it and how that stands in this very call."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from seloste.policy.findings import Finding, Severity
from seloste.policy.house import Control, House, Probe
from seloste.policy.tree.document import Document
from seloste.policy.tree.duties import Claim

BROKEN, HOLDS, NOT_YET = "broken", "holds", "not yet"
STATES = (BROKEN, NOT_YET, HOLDS)  # the order in which people read them: what needs work comes first
_CODE = re.compile(r"\bP\d{3}\b")
_CHECKED = "seloste policy check:"  # a control whose place begins so is the rules it names, and nothing else
_LOADED = "seloste.policy.tree.document.load"  # whoever holds a document has run it


@dataclass(frozen=True, slots=True)
class Kept:
    """One control of a claim, and how it came out where it ran: True, False, or None where it did not run."""

    control: Control
    result: bool | None


@dataclass(frozen=True, slots=True)
class Row:
    """One claim: its sentence, what keeps it, what shows it, how it stands.

    state:  ``broken`` where a control that ran found something; ``holds`` where all are built and ran
            without finding anything; else ``not yet``.
    """

    claim: str
    sentence: str
    stated_by: tuple[str, ...]
    controls: tuple[Kept, ...]
    probe: Probe
    state: str

    @property
    def clause(self) -> str:
        """Dotted path of the claim in the document."""
        return f"claim.{self.claim}"

    @property
    def built(self) -> tuple[Kept, ...]:
        """The controls that exist today."""
        return tuple(k for k in self.controls if k.control.built)


@dataclass(frozen=True, slots=True)
class Evidence:
    """All rows of one version in one language, what needs work first."""

    register: str
    version: int
    language: str
    rows: tuple[Row, ...]

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def count(self, state: str) -> int:
        """Return how many claims stand so."""
        return sum(row.state == state for row in self.rows)


def evidence(
    doc: Document, house: House, language: str, results: Mapping[str, bool] = MappingProxyType({})
) -> Evidence:
    """Return every claim with its controls and its probe.

    results:  control id to how it came out in this call; a control that is not in it has not run.
    """
    rows = [_row(doc, house, language, name, claim, results) for name, claim in doc.claim.items()]
    return Evidence(
        doc.say(doc.register_.name, language),
        doc.register_.version,
        language,
        tuple(sorted(rows, key=lambda row: (STATES.index(row.state), _order(row.claim)))),
    )


def results_of(house: House, findings: Iterable[Finding]) -> dict[str, bool]:
    """Return how the controls came out that are rules of the check, given what the check of a document found.

    Only built controls whose place says that the check's rules are all they are; a warning breaks nothing.
    """
    refused = {f.code for f in findings if f.severity is Severity.REFUSED}
    results: dict[str, bool] = {}
    for control in house.controls.values():
        codes = set(_CODE.findall(control.where)) if control.where.startswith(_CHECKED) else set()
        if control.built and codes:
            results[control.id] = not codes & refused
        elif control.built and control.where == _LOADED:
            results[control.id] = True
    return results


def _row(
    doc: Document, house: House, language: str, name: str, claim: Claim, results: Mapping[str, bool]
) -> Row:
    controls = tuple(_kept(house, c, results) for c in dict.fromkeys(claim.control))
    probe = house.probes.get(claim.probe, Probe(claim.probe, "", built=False))
    sentence = doc.say(claim.sentence, language)
    return Row(name, sentence, claim.stated_by, controls, probe, _state(controls))


def _kept(house: House, control_id: str, results: Mapping[str, bool]) -> Kept:
    """An undeclared control is one that does not exist; a result without a built control says nothing."""
    control = house.controls.get(control_id, Control(control_id, "", "", built=False))
    return Kept(control, results.get(control_id) if control.built else None)


def _state(controls: tuple[Kept, ...]) -> str:
    if any(k.result is False for k in controls):
        return BROKEN
    if controls and all(k.control.built and k.result for k in controls):
        return HOLDS
    return NOT_YET


def _order(claim: str) -> tuple[str, int]:
    letters = claim.rstrip("0123456789")
    return letters, int(claim[len(letters) :] or 0)

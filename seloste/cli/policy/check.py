"""``policy check``: everything that is wrong with a document, in the order of its text."""

from __future__ import annotations

import sys
from typing import Any

from seloste.cli.examine import Examined, examine
from seloste.cli.run import FINE, FOUND
from seloste.cli.talk import counted, folded, out, out_json, painted, wants_colour
from seloste.policy.findings import Finding, Severity


def check(
    file: str,
    *,
    values: str = "",
    house: str = "",
    today: str = "",
    json: bool = False,
    no_color: bool = False,
) -> int:
    """Say what is wrong with a document; 0 where nothing refuses it, 1 where something does."""
    found = examine(file, values=values, house=house, today=today)
    if json:
        out_json(as_json(found))
    else:
        say(found, colour=wants_colour(sys.stdout, no_color=no_color))
    return FOUND if found.refused else FINE


def say(found: Examined, *, colour: bool) -> None:
    """Write findings for people, and a last line with their number."""
    for finding in found.findings:
        out(as_text(finding, found.name, colour=colour))
    if found.refused:
        out(painted(f"{found.name}: refused, {_counts(found)}.", "red", on=colour))
    else:
        readings = counted(len(found.compiled), "reading")
        out(
            painted(
                f"{found.name}: lawful as far as a program can tell, {_counts(found)}; compiled to {readings}.",
                "green",
                on=colour,
            )
        )


def as_text(finding: Finding, name: str, *, colour: bool) -> str:
    """Return a finding in three parts, folded for people."""
    first, _, rest = folded(finding.as_text(name)).partition("\n    why:")
    shade = "red" if finding.severity is Severity.REFUSED else "yellow"
    return f"{painted(first, shade, on=colour)}\n    why:{rest}"


def as_json(found: Examined) -> dict[str, Any]:
    """Return what a program may read of an examination."""
    return {
        "file": found.name,
        "refused": bool(found.refused),
        "counts": {"refused": len(found.refused), "warnings": len(found.warnings), "clauses": found.clauses},
        "findings": [f.as_json(found.name) for f in found.findings],
        "compiled": list(found.compiled),
    }


def _counts(found: Examined) -> str:
    parts = [counted(found.clauses, "clause")] if found.clauses else []
    if found.refused:
        parts.append(counted(len(found.refused), "finding"))
    parts.append(counted(len(found.warnings), "warning"))
    return ", ".join(parts)

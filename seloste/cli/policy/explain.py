"""``policy explain``: may this person be reached or processed, and which clause says so."""

from __future__ import annotations

import sys
from dataclasses import replace

from seloste.cli.documents import read_other
from seloste.cli.examine import examine
from seloste.cli.policy.check import as_text as finding_as_text
from seloste.cli.run import FINE, FOUND, UNREADABLE
from seloste.cli.talk import counted, folded, out, out_json, painted, talk, wants_colour
from seloste.policy.explain import Facts, evaluate, read_facts
from seloste.policy.findings import DocumentRefused, Finding, shown
from seloste.policy.text.limits import MAX_BYTES


def explain(
    file: str,
    *,
    facts: str,
    lang: str = "en",
    values: str = "",
    house: str = "",
    today: str = "",
    json: bool = False,
    no_color: bool = False,
) -> int:
    """Say whether it is permitted and why; 0 for yes, 1 for no, 2 where document or facts cannot be used.

    Raises: Problem F00x, V00x, H001, U005.
    """
    found = examine(file, values=values, house=house, today=today, compile_all=False)
    if found.refused or found.document is None:
        return _refuse(found.refused, found.name, json=json, no_color=no_color)
    try:
        stated = _facts(facts)
    except DocumentRefused as refused:
        return _refuse(refused.findings, shown(facts, 120), json=json, no_color=no_color)
    answer = evaluate(found.document, stated)
    if json:
        out_json(answer.as_json(found.name))
    else:
        first, _, rest = answer.as_text(lang or found.document.register_.languages[0], found.name).partition(
            "\n"
        )
        colour = wants_colour(sys.stdout, no_color=no_color)
        out(painted(folded(first), "green" if answer.permitted else "red", on=colour))
        out(folded(rest))
    return FINE if answer.permitted else FOUND


def _facts(path: str) -> Facts:
    return read_facts(read_other(path, MAX_BYTES), shown(path, 120))


def _refuse(findings: tuple[Finding, ...], name: str, *, json: bool, no_color: bool) -> int:
    named = [replace(f, file=f.file or name) for f in findings]
    if json:
        out_json({"error": named[0].as_json(name), "findings": [f.as_json(name) for f in named]})
    colour = wants_colour(sys.stderr, no_color=no_color)
    for finding in named:
        talk(finding_as_text(finding, name, colour=colour))
    talk(folded(f"{name}: refused, {counted(len(named), 'finding')}, so there is no answer."))
    return UNREADABLE

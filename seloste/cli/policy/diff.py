"""``policy diff``: what changed between two documents, in words."""

from __future__ import annotations

import sys

from seloste.cli.examine import tree
from seloste.cli.policy.check import as_text as finding_as_text
from seloste.cli.problems import Problem
from seloste.cli.run import FINE, FOUND, UNREADABLE
from seloste.cli.talk import folded, listed, out, out_json, painted, talk, wants_colour
from seloste.policy.diff import Kind, as_json, as_text
from seloste.policy.diff import diff as changes_between
from seloste.policy.diff.say import LANGUAGES, word
from seloste.policy.findings import DocumentRefused, near, shown


def diff(old: str, new: str, *, lang: str = "", json: bool = False, no_color: bool = False) -> int:
    """Say what changed; 0 where nothing did, 1 where something did, 2 where a document cannot be read.

    Raises: Problem U002, F00x.
    """
    if lang and lang not in LANGUAGES:
        raise Problem(
            "U002",
            f"a comparison is not said in `{shown(lang)}`.{near(lang, LANGUAGES)}",
            why=f"its words exist in {listed(LANGUAGES)}",
            do="choose one of them with --lang, or leave it out",
            place="--lang",
        )
    try:
        changes = changes_between(tree(old), tree(new))
    except DocumentRefused as refused:
        return _refuse(refused, json=json, no_color=no_color)
    names = shown(old, 120), shown(new, 120)
    if json:
        out_json({"old": names[0], "new": names[1], **as_json(changes, *names, lang)})
    else:
        colour = wants_colour(sys.stdout, no_color=no_color)
        substantive = f" {word(lang or 'en', 'kind', Kind.SUBSTANTIVE.value)}  "
        for line in as_text(changes, *names, lang).splitlines():
            out(painted(folded(line), "yellow", on=colour and substantive in line))
    return FOUND if changes else FINE


def _refuse(refused: DocumentRefused, *, json: bool, no_color: bool) -> int:
    if json:
        out_json(
            {"error": refused.findings[0].as_json(""), "findings": [f.as_json("") for f in refused.findings]}
        )
    colour = wants_colour(sys.stderr, no_color=no_color)
    for finding in refused.findings:
        talk(finding_as_text(finding, finding.file, colour=colour))
    return UNREADABLE

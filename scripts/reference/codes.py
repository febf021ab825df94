"""The page of the codes: what the check and the commands may say, from the places that say it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from scripts.reference.markdown import code, joined, table
from seloste.cli.problems import CODES
from seloste.policy.check.rule import RULES
from seloste.policy.check.run import load_rules
from seloste.policy.explain.read import CODES as FACT_CODES
from seloste.policy.tree.shape import MISSING_TABLE

HERE = Path(__file__).parent.parent.parent
_CODE = re.compile(r"^P\d{3}$")

# Findings whose code is chosen from a table beside the place that makes them.
_CHOSEN = {
    "P206": "`…`: expected `words.id` or a table of languages",
    "P207": "`…`: a period is a length and the event it starts after, or `follows` alone",
    "P208": "`…`: a condition has exactly one of all, any, not or a fact",
}
_PARTS = (
    ("P1", "The text", "Found before any clause is read: size, encoding, TOML, depth."),
    ("P2", "The shape", "Found when the text becomes a tree: keys, types, words, missing tables."),
    (
        "P3",
        "Names and languages",
        "Ids that nothing has, ids that nothing uses, circles, texts in every language.",
    ),
    (
        "P4",
        "What the law asks",
        "Elements of the notice, bases, consent, children, recipients, transfers, retention.",
    ),
    (
        "P5",
        "Files and installation",
        "Files the document names, and values that only the installation knows.",
    ),
    (
        "P6",
        "The rooms",
        "The document beside the data map, the controls, the probes, the events and the database.",
    ),
    ("P7", "Marketing", "Channels, topics and what opens them."),
    ("P8", "Phrases and the notice", "Files of phrases, and sentences that would not be plain language."),
    (
        "P9",
        "Targets and facts",
        "Clauses that a reading cannot express, and facts that `policy explain` cannot take.",
    ),
)


def page() -> str:
    """Return docs/reference/codes.md."""
    blocks = [_OPENING]
    findings = dict(sorted({**written(), **_rules()}.items()))
    for start, title, about in _PARTS:
        rows = [(code(c), *said) for c, said in findings.items() if c.startswith(start)]
        if rows:
            blocks += [f"## {start}xx: {title}", about, table(("code", "says", "law"), rows)]
    blocks += [
        "## Problems at the command line",
        "They end the command with exit code 2.",
        table(("code", "says"), [(code(c), sentence) for c, sentence in sorted(CODES.items())]),
    ]
    return joined(blocks)


_OPENING = """<!-- Made by `python -m scripts.make_reference` from the rules and the places that make findings. Do not edit. -->

# Codes

For whoever has a code in front of them. A code keeps its meaning for ever; `…` stands for what the finding fills in. Every
finding also says why, and what to do. Exit codes: 0 lawful (warnings are allowed), 1 refused, 2 unreadable file or wrong usage."""


def _rules() -> dict[str, tuple[str, str]]:
    load_rules()
    return {rule.code: (rule.title, rule.law) for rule in RULES.values()}


def written() -> dict[str, tuple[str, str]]:
    """Return the sentence and law of each finding that is made outside the rules of the check."""
    found: dict[str, tuple[str, str]] = {c: (s, law) for c, s, law in MISSING_TABLE.values()}
    found |= {c: (sentence, "") for c, sentence in (_CHOSEN | dict(FACT_CODES)).items()}
    for file in sorted((HERE / "seloste").rglob("*.py")):
        for code_, sentence, law in _calls(ast.parse(file.read_text(encoding="utf-8"))):
            found.setdefault(code_, (sentence, law))
    return found


def _calls(tree: ast.AST) -> Iterator[tuple[str, str, str]]:
    """Yield each call whose first argument is a code and whose second is a sentence."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and len(node.args) >= 2 and isinstance(node.args[0], ast.Constant):
            first = node.args[0].value
            if isinstance(first, str) and _CODE.match(first):
                yield first, _sentence(node.args[1]), _law(node)


def _sentence(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(_sentence(v) if isinstance(v, ast.Constant) else "…" for v in node.values)
    if isinstance(node, ast.BinOp):
        return _sentence(node.left) + _sentence(node.right)
    return "…"


def _law(call: ast.Call) -> str:
    """Return the id in the law reference among the arguments of a finding."""
    values = [a.value for a in [*call.args, *(k.value for k in call.keywords)] if isinstance(a, ast.Constant)]
    return next((v for v in values if isinstance(v, str) and re.match(r"^[A-Z]{3}-\d\d$", v)), "")

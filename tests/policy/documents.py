"""Documents that tests read: the smallest lawful one, and how to change it."""

from __future__ import annotations

from pathlib import Path

from seloste.policy.findings import DocumentRefused, Finding
from seloste.policy.text.read import read
from seloste.policy.tree.document import Document, load

ROOT = Path(__file__).resolve().parents[2]
SMALL = (ROOT / "tests/policies/small/policy.toml").read_text(encoding="utf-8")


def changed(find: str, put: str, text: str = SMALL) -> str:
    """Return ``text`` with the one place that says ``find`` saying ``put``; anything else is a mistake of the test."""
    assert text.count(find) == 1, f"{find!r} stands {text.count(find)} times"
    return text.replace(find, put)


def loaded(text: str = SMALL) -> Document:
    """Return the tree of a document given as text."""
    return load(read("policy.toml", text.encode()))


def refusal(text: str | bytes) -> tuple[Finding, ...]:
    """Return the findings with which a document is refused before any rule looks at it; none if it is not."""
    try:
        load(read("policy.toml", text if isinstance(text, bytes) else text.encode()))
    except DocumentRefused as refused:
        return refused.findings
    return ()


def codes(text: str | bytes) -> list[str]:
    """Return the codes of the findings, in the order of the text."""
    return [finding.code for finding in refusal(text)]

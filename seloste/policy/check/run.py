"""Run: every rule over one document, in the order of the text."""

from __future__ import annotations

import importlib
import pkgutil

import seloste.policy.check as rooms
from seloste.policy.check.rule import RULES, Given
from seloste.policy.findings import Finding
from seloste.policy.tree.document import Document

_MACHINERY = {"rule", "run"}


def load_rules() -> None:
    """Import every module of rules, so that ``RULES`` is whole."""
    for module in sorted(m.name for m in pkgutil.iter_modules(rooms.__path__) if m.name not in _MACHINERY):
        importlib.import_module(f"{rooms.__name__}.{module}")


def check(document: Document, given: Given) -> list[Finding]:
    """Return everything that is wrong with the document, all at once, in the order of the text."""
    load_rules()
    found = [f for code in sorted(RULES) for f in RULES[code].findings(document, given)]
    return sorted(found, key=lambda f: (f.file, f.spot.line, f.spot.column, f.code, f.sentence))

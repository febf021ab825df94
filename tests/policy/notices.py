"""Notices that tests look at: each register of ours in each of its languages, stated once for a session."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from seloste.policy.compile.notice import Notice, state
from seloste.policy.compile.phrases import Phrases, phrases_for
from seloste.policy.house import House, read_house
from seloste.policy.text.read import read
from seloste.policy.tree.document import Document, load
from tests.policy.documents import ROOT

POLICIES = {
    "small": ROOT / "tests/policies/small/policy.toml",
    "medtime-pro": ROOT / "policies/medtime-pro.toml",
    "association": ROOT / "policies/association.toml",
}
HOUSES = {
    "small": ROOT / "tests/policies/small/house.toml",
    "medtime-pro": ROOT / "seloste/cli/house.toml",
    "association": ROOT / "policies/association.house.toml",
}
EACH = [
    ("small", "en"),
    ("medtime-pro", "fi"),
    ("medtime-pro", "sv"),
    ("medtime-pro", "en"),
    ("association", "de"),
    ("association", "en"),
]


@cache
def document(name: str) -> Document:
    """Return the tree of one of our policies."""
    return from_file(POLICIES[name])


def from_file(path: Path) -> Document:
    """Return the tree of a document in a file."""
    return load(read(path.name, path.read_bytes()))


@cache
def house(name: str) -> House:
    """Return what the rooms declare beside one of our policies."""
    return read_house(tomllib.loads(HOUSES[name].read_text(encoding="utf-8")))


def phrases(name: str, language: str) -> Phrases:
    """Return the notice's own phrases for one of our policies."""
    doc, folder = document(name), POLICIES[name].parent
    files = {path: (folder / path).read_bytes() for path in doc.register_.phrases.values()}
    return phrases_for(doc, language, files)


@cache
def notice(name: str, language: str) -> Notice:
    """Return the notice of one of our policies, with what changed since the version before it."""
    doc = document(name)
    history = [POLICIES[name].parent / v.file for v in doc.register_.history.values()]
    earlier = from_file(history[-1]) if history else None
    return state(doc, language, house=house(name), phrases=phrases(name, language), earlier=earlier)

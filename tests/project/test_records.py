"""Decisions, changes and the Makefile keep the shape that a reader relies on (docs/decisions/README.md)."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PARTS = ["Context", "Decision", "Consequences"]
KINDS = {"added", "changed", "fixed", "removed", "security"}


def complaints_of_decision(name: str, text: str) -> list[str]:
    """Return what a decision record lacks."""
    found = []
    if not re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", name):
        found.append("its name is not NNNN-title.md")
    heading = text.partition("\n")[0]
    if not heading.startswith("# ") or re.match(r"# \W*\d", heading):
        found.append("its title is not a sentence without a number")
    if not re.search(r"^Status: (accepted|proposed|superseded by \[.+\]\(.+\))$", text, re.MULTILINE):
        found.append("no status")
    if not re.search(r"^Date: \d{4}-\d{2}-\d{2}$", text, re.MULTILINE):
        found.append("no date")
    if re.findall(r"^## (.+)$", text, re.MULTILINE) != PARTS:
        found.append("its parts are not Context, Decision, Consequences")
    if len(text.splitlines()) > 60:
        found.append("longer than a page")
    return found


def decisions() -> list[Path]:
    return sorted(path for path in (ROOT / "docs" / "decisions").glob("*.md") if path.name != "README.md")


@pytest.mark.parametrize("path", decisions(), ids=lambda path: path.name[:4])
def test_a_decision_has_its_parts(path: Path) -> None:
    assert complaints_of_decision(path.name, path.read_text(encoding="utf-8")) == []


def test_no_two_decisions_share_a_number() -> None:
    numbers = [path.name[:4] for path in decisions()]
    assert len(numbers) == len(set(numbers)) > 0


def test_a_decision_without_its_parts_is_noticed() -> None:
    assert len(complaints_of_decision("decision.md", "# 17 We decided\n\n## Why\n")) == 5


@pytest.mark.parametrize(
    "path", sorted((ROOT / "changelog.d").glob("*")), ids=lambda path: path.name.partition(".")[0]
)
def test_a_change_is_one_short_file_of_a_known_kind(path: Path) -> None:
    if path.name == "README.md":
        return
    name, kind, ending = path.name.split(".")
    text = path.read_text(encoding="utf-8").strip()
    assert name
    assert kind in KINDS
    assert ending == "md"
    assert 0 < len(text) < 600
    assert not text.startswith("#")


def test_make_alone_lists_every_target_with_what_it_does() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^\.PHONY: (\S+)$", makefile, re.MULTILINE))
    listed = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert targets == set(re.findall(r"^  make (\S+) +\S", listed, re.MULTILINE))
    assert targets >= {"install", "test", "check", "bench", "demo", "screenshots", "faults"}

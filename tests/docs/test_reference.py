"""The reference says what the program does: it is made from the program, and compared here."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import Field

from scripts.make_reference import pages
from scripts.reference import codes, language
from scripts.reference.kinds import said
from seloste.cli.problems import CODES
from seloste.policy.check.rule import RULES
from seloste.policy.check.run import load_rules
from seloste.policy.tree.values import Node

HERE = Path(__file__).parent.parent.parent
_CODE = re.compile(r'"([PFUVHAX]\d{3})"')


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.name)
def test_a_page_is_what_would_be_made_today(path: Path) -> None:
    made = pages()[path]
    assert path.read_text(encoding="utf-8") == made, "look at it, then run: make docs"


def test_every_code_in_the_source_is_on_the_page() -> None:
    load_rules()
    page = codes.page()
    used = {c for f in (HERE / "seloste").rglob("*.py") for c in _CODE.findall(f.read_text(encoding="utf-8"))}
    assert used >= RULES.keys() | CODES.keys()
    missing = sorted(c for c in used if f"| `{c}` |" not in page)
    assert not missing


def test_no_code_is_given_twice() -> None:
    load_rules()
    assert codes.written().keys() & RULES.keys() == set()
    assert codes.written().keys() & CODES.keys() == set()


def test_no_code_says_nothing() -> None:
    rows = re.findall(r"^\| `[A-Z]\d{3}` \| (.*?) \|", codes.page(), re.MULTILINE)
    assert len(rows) > 50
    assert not [row for row in rows if len(re.sub(r"\W", "", row)) < 5]


def test_a_key_that_is_added_to_the_tree_shows_on_the_page() -> None:
    class Boat(Node):
        """A boat (BOA-01)."""

        oars: int = Field(ge=1, le=8)
        """How many."""

    section = "\n".join(language.node_sections("boat.ID", Boat, 3))
    assert "### [boat.ID]" in section
    assert "A boat (BOA-01)." in section
    assert "| `oars` | whole number from 1 to 8 | yes | How many. |" in section


def test_a_type_without_words_is_refused_rather_than_left_out() -> None:
    with pytest.raises(TypeError, match="no words for"):
        said(set[str])


def test_every_word_in_capitals_that_stands_for_law_is_explained() -> None:
    page = language.page()
    prefixes = set(re.findall(r"\b([A-Z]{3})-\d\d\b", page + codes.page()))
    explained = set(re.findall(r"[A-Z]{3}", page.partition("| letters | law |")[2]))
    assert prefixes <= explained

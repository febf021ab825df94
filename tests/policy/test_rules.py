"""Each rule of the check: one small document that breaks just that rule, and one that holds.

The documents are data, one file for each code in ``tests/policies/rules``, written as edits of the
smallest lawful document. Read those; this file only carries them out.
"""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from seloste.policy.check import RULES, Given, check
from seloste.policy.check.run import load_rules
from seloste.policy.findings import Finding, Severity
from seloste.policy.house import read_house
from tests.policy.documents import ROOT, SMALL, loaded

RULE_FILES = ROOT / "tests/policies/rules"
HOUSE = (ROOT / "tests/policies/small/house.toml").read_text(encoding="utf-8")
TODAY = date(2026, 11, 22)
_BEGIN, _END = "\x01", "\x02"  # around what an edit wrote, while its lines are counted
load_rules()


class Case(NamedTuple):
    """One side of a rule's file, carried out: the document, what is given beside it, the edited lines."""

    text: str
    given: Given
    edited: set[int]


def _edited(text: str, edits: list[dict[str, str]], append: str) -> tuple[str, set[int]]:
    """Return the text after the edits, and the numbers of the lines that they wrote or closed up."""
    for edit in edits:
        assert text.count(edit["find"]) == 1, f"{edit['find']!r} stands {text.count(edit['find'])} times"
        text = text.replace(edit["find"], f"{_BEGIN}{edit['put']}{_END}")
    if append:
        text = f"{text}\n{_BEGIN}{append}{_END}"
    lines: set[int] = set()
    inside = False
    for number, line in enumerate(text.split("\n"), start=1):
        if inside or _BEGIN in line:
            lines.add(number)
        inside = (inside or _BEGIN in line) and line.rfind(_END) <= line.rfind(_BEGIN)
    return text.replace(_BEGIN, "").replace(_END, ""), lines


def _spoken(languages: list[str]) -> str:
    """Return the smallest document with every English text repeated in further languages."""
    text = SMALL
    for language in languages:
        text = re.sub(r'\ben = ("[^"]*")(, \w+ = "[^"]*")* }', rf"en = \1\2, {language} = \1 }}", text)
        text = re.sub(r"^languages = \[(.*)\]$", rf'languages = [\1, "{language}"]', text, flags=re.MULTILINE)
    return text


def _content(given: str | dict[str, str]) -> bytes:
    """Return a file's content as given; ``{ phrases_for = … }`` is the English phrases under another language's name."""
    if isinstance(given, str):
        return given.encode()
    english = (ROOT / "seloste/policy/compile/phrases/en.toml").read_text(encoding="utf-8")
    return english.replace('code = "en"', f'code = "{given["phrases_for"]}"').encode()


def carried_out(rule_file: dict[str, Any], one: dict[str, Any]) -> Case:
    """Return one side of a rule's file as a document with everything beside it."""
    both = rule_file.get("both", {})
    start, _ = _edited(_spoken(both.get("also_in", [])), both.get("edit", []), both.get("append", ""))
    text, edited = _edited(start, one.get("edit", []), one.get("append", ""))
    if "at" in one:
        assert text.count(one["at"]) == 1, f"{one['at']!r} stands {text.count(one['at'])} times"
        edited = {text.partition(one["at"])[0].count("\n") + 1}
    house = HOUSE
    for part in (both.get("house", {}), one.get("house", {})):
        house, _ = _edited(house, part.get("edit", []), part.get("append", ""))
    files = {**both.get("files", {}), **one.get("files", {})}
    given = Given(
        today=one.get("today", TODAY),
        house=read_house(tomllib.loads(house)),
        files={path: _content(content) for path, content in files.items()},
        refused_files=one.get("refused_files", {}),
    )
    return Case(text, given, edited)


def found(case: Case, code: str) -> list[Finding]:
    """Return what the check finds; values that wait for the installation only where they are what is tested."""
    return [f for f in check(loaded(case.text), case.given) if f.code != "P501" or code == "P501"]


def rule_file(code: str) -> dict[str, Any]:
    """Return the file of a rule."""
    return tomllib.loads((RULE_FILES / f"{code}.toml").read_text(encoding="utf-8"))


CODES = sorted(code for code in RULES if (RULE_FILES / f"{code}.toml").exists())
BREAKS = [(code, number) for code in CODES for number in range(1 + len(rule_file(code).get("also", [])))]


def breaking(code: str, number: int) -> Case:
    """Return the document that breaks a rule, or one of those that break it in another way."""
    content = rule_file(code)
    return carried_out(content, content["also"][number - 1] if number else content["breaks"])


@pytest.mark.parametrize(("code", "number"), BREAKS)
def test_the_breaking_document_breaks_just_that_rule(code: str, number: int) -> None:
    findings = found(breaking(code, number), code)
    assert {f.code for f in findings} == {code}, "\n".join(f.as_text("policy.toml") for f in findings)
    weight = Severity.WARNING if code == "P501" else Severity.REFUSED
    assert all(f.severity is weight for f in findings)


@pytest.mark.parametrize("code", CODES)
def test_the_document_that_holds_has_no_finding(code: str) -> None:
    content = rule_file(code)
    findings = found(carried_out(content, content["holds"]), code)
    assert not findings, "\n".join(f.as_text("policy.toml") for f in findings)


@pytest.mark.parametrize(("code", "number"), BREAKS)
def test_the_place_lies_in_what_was_changed(code: str, number: int) -> None:
    case = breaking(code, number)
    for finding in found(case, code):
        assert finding.file or finding.spot.line in case.edited, (
            f"{finding.as_text('policy.toml')}\nchanged lines: {sorted(case.edited)}"
        )


@pytest.mark.parametrize(("code", "number"), BREAKS)
def test_without_the_rule_the_breaking_document_passes(
    code: str, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the refusal is that rule's alone."""
    monkeypatch.delitem(RULES, code)
    assert not found(breaking(code, number), code)


@pytest.mark.parametrize(("code", "number"), BREAKS)
def test_every_finding_says_what_why_and_what_to_do(code: str, number: int) -> None:
    for finding in found(breaking(code, number), code):
        assert finding.sentence
        assert finding.why
        assert finding.do
        assert "None" not in finding.sentence
        assert finding.clause or finding.spot.line == 1


def test_every_rule_has_a_file_and_every_file_a_rule() -> None:
    files = {path.stem for path in RULE_FILES.glob("*.toml")}
    assert files == set(RULES), f"missing: {set(RULES) - files}; too many: {files - set(RULES)}"


@pytest.mark.parametrize("path", sorted(RULE_FILES.glob("*.toml")), ids=lambda p: Path(p).stem)
def test_every_file_says_why_the_rule_is_there(path: Path) -> None:
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    assert set(content) <= {"why", "both", "breaks", "also", "holds"}
    assert content["why"].strip()


def test_the_smallest_document_holds() -> None:
    findings = check(loaded(), Given(TODAY, read_house(tomllib.loads(HOUSE))))
    assert {f.code for f in findings} == {"P501"}
    assert {f.severity for f in findings} == {Severity.WARNING}

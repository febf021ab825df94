"""Pages say what is there: links lead somewhere, commands exist, and what a page shows is what one sees."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scripts.reference import commands
from scripts.reference.kinds import anchor
from scripts.run_docs import Untrue, _change, pages, run

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*(ROOT / "docs").rglob("*.md"), ROOT / "README.md", ROOT / "CHANGELOG.md"])
_LINK = re.compile(r"(?<!!)\[(?:[^\[\]]|\[[^\]]*\])*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
_FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"\bseloste((?: [a-z]+)+)")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def broken_links(path: Path, text: str) -> list[str]:
    """Return the relative links of a page that lead nowhere."""
    prose = _FENCE.sub("", text)
    targets = [found.group(1) or found.group(2) for found in _LINK.finditer(prose)]
    return [t for t in targets if not re.match(r"[a-z]+:", t) and not leads_somewhere(path, t)]


def leads_somewhere(path: Path, target: str) -> bool:
    file, _, place = target.partition("#")
    there = (path.parent / file).resolve() if file else path
    if not there.exists():
        return False
    if not place:
        return True
    headings = _HEADING.findall(_FENCE.sub("", there.read_text(encoding="utf-8")))
    return place in {anchor(heading) for heading in headings}


def unknown_commands(text: str) -> list[str]:
    """Return what a page calls a command and is none."""
    known = commands.words()
    groups = {word for word in known if any(k.startswith(f"{word} ") for k in known)}
    found = []
    for words in _COMMAND.findall(text):
        steps = f"seloste{words}".split()
        longest = next(n for n in range(len(steps), 0, -1) if " ".join(steps[:n]) in known)
        if longest < len(steps) and " ".join(steps[:longest]) in groups:
            found.append(" ".join(steps[: longest + 1]))
    return found


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_every_link_leads_somewhere(path: Path) -> None:
    assert broken_links(path, path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_every_command_exists(path: Path) -> None:
    assert unknown_commands(path.read_text(encoding="utf-8")) == []


def test_a_link_to_nowhere_is_noticed() -> None:
    page = ROOT / "docs" / "index.md"
    text = "[a](tutorial.md) [b](nowhere.md) [c](reference/language.md#registerchildren) [d](glossary.md#nothing)"
    assert broken_links(page, text) == ["nowhere.md", "glossary.md#nothing"]


def test_a_command_that_is_none_is_noticed() -> None:
    assert unknown_commands("`seloste policy check FILE` and `seloste policy chekc`") == [
        "seloste policy chekc"
    ]
    assert unknown_commands("`seloste frobnicate`") == ["seloste frobnicate"]


def test_every_page_is_reached_from_the_index() -> None:
    docs = ROOT / "docs"
    reached, todo = set(), [docs / "index.md"]
    while todo:
        page = todo.pop()
        if page in reached or not page.exists():
            continue
        reached.add(page)
        for found in _LINK.finditer(page.read_text(encoding="utf-8")):
            target = (page.parent / (found.group(1) or found.group(2)).partition("#")[0]).resolve()
            if target.suffix == ".md" and target.is_relative_to(docs):
                todo.append(target)
    decisions = {p for p in docs.rglob("*.md") if p.parent.name == "decisions"}
    assert {name(p) for p in docs.rglob("*.md")} - {name(p) for p in reached | decisions} == set()


@pytest.mark.slow
@pytest.mark.parametrize("path", pages(), ids=name)
def test_a_page_shows_what_one_sees(path: Path, tmp_path: Path) -> None:
    text, answers = run(path, tmp_path)
    assert text == path.read_text(encoding="utf-8"), "look at it, then run: make docs"
    assert not [f"{a.command}\n{a.said}" for a in answers if a.code > 1]


def test_the_tutorial_goes_the_whole_way() -> None:
    shown = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\$ seloste policy (\w+)", shown, re.MULTILINE)) == {
        "new",
        "check",
        "show",
        "diff",
        "explain",
    }


def test_an_answer_that_is_not_what_one_sees_is_noticed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("```console\n$ echo so\nnot so\n```\n", encoding="utf-8")
    assert run(page, tmp_path)[0] == "```console\n$ echo so\nso\n```\n"


def test_a_change_that_fits_nowhere_is_noticed(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    file.write_text("x = 1\nx = 1\n", encoding="utf-8")
    with pytest.raises(Untrue, match="2 places"):
        _change(file, "-x = 1\n+x = 2\n")

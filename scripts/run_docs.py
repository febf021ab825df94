"""Run the commands that the README, the tutorial and the how-tos show, and write down what they answered.

``python -m scripts.run_docs`` renews the answers on the pages; a test runs the same steps and compares. A page is a
row of steps: a block named after a file (```` ```toml answers.toml ````) writes it, a ``diff`` block named after a file
changes it, and a ``console`` block has commands after ``$`` with what they answered below. A line ``…`` stands for
what the page leaves out. Dates of today are read as any date.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent.parent
DOCS = HERE / "docs"
WRITTEN_ON = "2026-11-22"  # the pages are as of this day; commands that know days are told so
_BLOCK = re.compile(r"^```(\w+)(?: ([\w./-]+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_KNOWS_DAYS = re.compile(r"^seloste policy (?:new|check|show|explain)\b")
_LEFT_OUT = "…"


class Untrue(Exception):
    """A step of a page that cannot be done as written."""


@dataclass(frozen=True)
class Answered:
    """One command of a page, what the page says it answers, and what it did answer."""

    page: str
    command: str
    shown: str
    said: str
    code: int = 0


def pages() -> list[Path]:
    """Return the pages whose commands are run."""
    return [HERE / "README.md", DOCS / "tutorial.md", *sorted((DOCS / "how-to").glob("*.md"))]


def run(page: Path, folder: Path) -> tuple[str, list[Answered]]:
    """Return the page as it should be, and each command with its answers; files are written to ``folder``."""
    text = page.read_text(encoding="utf-8")
    if page.parent.name == "how-to" or page == HERE / "README.md":
        shutil.copytree(HERE / "policies", folder / "policies")
    answers: list[Answered] = []

    def step(block: re.Match[str]) -> str:
        kind, name, inside = block.group(1), block.group(2), block.group(3)
        if kind == "console":
            found = list(_console(page.name, inside, folder))
            answers.extend(found)
            return "```console\n" + "".join(_as_shown(a) for a in found) + "```"
        if kind == "diff" and name:
            _change(folder / name, inside)
        elif name:
            (folder / name).write_text(inside, encoding="utf-8")
        return block.group(0)

    return _BLOCK.sub(step, text), answers


def _console(page: str, block: str, folder: Path) -> Iterator[Answered]:
    code = 0
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        if command == "echo $?":
            yield Answered(page, command, shown, f"{code}\n")
            continue
        told = f"{command} --today {WRITTEN_ON}" if _KNOWS_DAYS.match(command) else command
        done = subprocess.run(
            ["bash", "-c", told],
            cwd=folder,
            env=_surroundings(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=120,
            check=False,
        )
        code, said = done.returncode, done.stdout.decode("utf-8")
        yield Answered(page, command, shown, said if said.endswith("\n") or not said else f"{said}\n", code)


def _surroundings() -> dict[str, str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return {**os.environ, "PATH": path, "NO_COLOR": "1", "PYTHONUNBUFFERED": "1", "LC_ALL": "C.UTF-8"}


def _change(file: Path, diff: str) -> None:
    lines = diff.splitlines(keepends=True)
    old = "".join(line[1:] for line in lines if line[:1] in {" ", "-"})
    new = "".join(line[1:] for line in lines if line[:1] in {" ", "+"})
    text = file.read_text(encoding="utf-8")
    if text.count(old) != 1:
        raise Untrue(f"{file.name} has {text.count(old)} places like this:\n{old}")
    file.write_text(text.replace(old, new), encoding="utf-8")


def _as_shown(answered: Answered) -> str:
    """Return the command and its answer, leaving out as many lines as the page leaves out."""
    said = answered.said
    before, left_out, after = answered.shown.partition(f"{_LEFT_OUT}\n")
    if left_out:
        lines, head, tail = said.splitlines(keepends=True), before.count("\n"), after.count("\n")
        said = "".join([*lines[:head], left_out, *lines[len(lines) - tail :]])
    return f"$ {answered.command}\n{said}"


def main() -> None:
    """Renew the answers on every page."""
    for page in pages():
        with tempfile.TemporaryDirectory() as folder:
            text, answers = run(page, Path(folder))
        changed = text != page.read_text(encoding="utf-8")
        page.write_text(text, encoding="utf-8")
        print(f"{page.relative_to(HERE)}: {len(answers)} commands, {'renewed' if changed else 'as it was'}")


if __name__ == "__main__":
    main()

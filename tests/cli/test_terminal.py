"""At a terminal and away from it: colour, width, help, what goes where."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from seloste.cli.talk import WIDTH, folded
from tests.cli.door import DAY, Door, at_a_terminal, in_process
from tests.cli.test_check import spoil
from tests.policy.documents import ROOT

COMMANDS = [(), ("policy",), ("policy", "check"), ("policy", "show"), ("policy", "diff"), ("policy", "explain"), ("policy", "new"), ("bench",)]  # fmt: skip
COLOUR = re.compile("\x1b\\[")


def test_colour_is_used_at_a_terminal(club: Path) -> None:
    code, written = at_a_terminal("policy", "check", club, "--today", DAY)
    assert code == 0
    assert COLOUR.search(written)


@pytest.mark.parametrize(
    ("words", "env"),
    [((), {"NO_COLOR": "1"}), (("--no-color",), {}), ((), {"TERM": "dumb"})],
)
def test_colour_can_be_declined(club: Path, words: tuple[str, ...], env: dict[str, str]) -> None:
    _, written = at_a_terminal("policy", "check", club, "--today", DAY, *words, env=env)
    assert "warnings" in written
    assert not COLOUR.search(written)


def test_errors_are_coloured_and_declined_alike(club: Path) -> None:
    assert COLOUR.search(at_a_terminal("policy", "check", "nope.toml")[1])
    assert not COLOUR.search(at_a_terminal("policy", "check", "nope.toml", "--no-color")[1])


def test_there_is_no_colour_in_a_pipe(club: Path) -> None:
    said = in_process("policy", "check", club, "--today", DAY)
    assert not COLOUR.search(said.out + said.err)


@pytest.mark.parametrize("words", COMMANDS, ids=lambda w: " ".join(w) or "seloste")
def test_help_says_what_it_does_first_with_two_examples_in_80_columns(
    door: Door, words: tuple[str, ...]
) -> None:
    said = door(*words, "--help")
    assert said.code == 0
    assert said.err == ""
    assert max(map(len, said.out.splitlines())) <= WIDTH
    usage, _, first = said.out.splitlines()[:3]
    assert usage.startswith("Usage: seloste")
    assert first.strip()[0].isupper()
    if words != ("policy",):
        examples = said.out.split("Examples:")[1].split("\n\n")[0]
        assert examples.count("\n      seloste ") + examples.count("\n    seloste ") == 2
    assert "..." not in said.out.partition("Commands:")[2]


def test_findings_fit_80_columns_but_no_word_is_broken(door: Door, club: Path) -> None:
    spoil(club, 'home = "https://example.org/privacy"', 'home = "nowhere"')
    os.chdir(club.parent)
    said = door("policy", "check", club.name, "--today", DAY)
    assert said.code == 1
    assert max(map(len, said.out.splitlines())) <= WIDTH


def test_a_long_word_stays_whole() -> None:
    path = "x" * 100
    assert path in folded(
        f"{path}:1:1 P104  the text is not TOML and there is more to say about it than fits"
    )


def test_folded_lines_hang_below_their_label() -> None:
    first, second = folded("    why: " + "word " * 20).splitlines()[:2]
    assert first.index("word") == second.index("word")


def test_data_go_to_stdout_and_talk_to_stderr(club: Path) -> None:
    said = in_process("policy", "show", club, "--as", "dpv", "--today", DAY)
    assert said.out.startswith("{")
    assert "warnings" in said.err


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_who_has_enough_is_no_error(club: Path, unbuffered: str) -> None:
    command = f"{sys.executable} -m seloste policy show {club} --as sql --today {DAY} | head -n 1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    assert done.stdout.count("\n") == 1
    assert "Broken" not in done.stderr
    assert "Traceback" not in done.stderr


def test_the_version_is_said(door: Door) -> None:
    from seloste import __version__

    assert door("--version").out == f"seloste {__version__}\n"


def test_help_imports_neither_the_policy_nor_the_writer_of_tables() -> None:
    """What makes `--help` answer at once; how fast it is, `seloste bench help` measures."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "seloste", "--help"],
        capture_output=True,
        text=True,
        check=True,
    )
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "typer" in imported
    assert not {name for name in imported if name.split(".")[0] in {"pydantic", "rich", "typst"}}
    assert "seloste.policy.tree.document" not in imported

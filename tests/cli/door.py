"""The door as tests use it: a command run in this process or, where a terminal or a process matters, in its own."""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from seloste.cli import main
from tests.policy.documents import ROOT

DAY = "2026-11-22"
ANSWERS = """
name = "Example Club"
street = "Example Street 1"
postal_code = "00100"
city = "Helsinki"
email = "privacy@example.org"
home = "https://example.org/privacy"
"""


@dataclass(frozen=True)
class Said:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Door:
    """Runs commands in this process."""

    def __init__(self, capfd: pytest.CaptureFixture[str]) -> None:
        self.capfd = capfd

    def __call__(self, *words: str | Path) -> Said:
        self.capfd.readouterr()
        code = main([str(word) for word in words])
        said = self.capfd.readouterr()
        assert "Traceback" not in said.out + said.err
        assert "X001" not in said.out + said.err
        return Said(code, said.out, said.err)


def in_process(*words: str | Path, stdin: str = "", env: Mapping[str, str] | None = None) -> Said:
    """Run a command as a program of its own, through pipes."""
    done = subprocess.run(
        [sys.executable, "-m", "seloste", *map(str, words)],
        input=stdin,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, **(env or {})},
        timeout=120,
        check=False,
    )
    return Said(done.returncode, done.stdout, done.stderr)


def at_a_terminal(*words: str | Path, env: Mapping[str, str] | None = None) -> tuple[int, str]:
    """Run a command with stdout and stderr on a terminal; return its exit code and everything it wrote there."""
    ours, theirs = pty.openpty()
    clean = {k: v for k, v in os.environ.items() if k not in {"NO_COLOR", "FORCE_COLOR"}}
    process = subprocess.Popen(
        [sys.executable, "-m", "seloste", *map(str, words)],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        cwd=ROOT,
        env={**clean, "TERM": "xterm", **(env or {})},
    )
    os.close(theirs)
    written = _all_of(ours)
    os.close(ours)
    return process.wait(timeout=60), written.replace("\r\n", "\n")


def _all_of(handle: int) -> str:
    parts: list[bytes] = []
    while select.select([handle], [], [], 60)[0]:
        try:
            part = os.read(handle, 1 << 16)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        parts.append(part)
    return b"".join(parts).decode("utf-8", "replace")

"""What the command line's tests share: the door, and a policy that a newcomer would get."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.door import ANSWERS, DAY, Door


@pytest.fixture
def door(capfd: pytest.CaptureFixture[str]) -> Door:
    """Run a command in this process: ``door("policy", "check", path)``."""
    return Door(capfd)


@pytest.fixture
def club(tmp_path: Path, door: Door) -> Path:
    """A lawful policy in a folder of its own, as ``policy new`` writes it; three languages, one of them first."""
    answers = tmp_path / "answers.toml"
    answers.write_text(ANSWERS, encoding="utf-8")
    path = tmp_path / "club.toml"
    assert door("policy", "new", path, "--answers", answers, "--today", DAY).code == 0
    return path

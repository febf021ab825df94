"""The picture of the house is checked, and the check can fail (docs/decisions/0002)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the house whose walls a test may break."""
    shutil.copytree(
        ROOT / "seloste", tmp_path / "seloste", ignore=shutil.ignore_patterns("__pycache__", "fonts")
    )
    shutil.copy(ROOT / ".importlinter", tmp_path)
    return tmp_path


def check(house: Path) -> subprocess.CompletedProcess[str]:
    lint = Path(sys.executable).parent / "lint-imports"
    environment = {**os.environ, "PYTHONPATH": str(house), "NO_COLOR": "1", "PYTHONSAFEPATH": ""}
    command = [str(lint), "--no-cache"]
    return subprocess.run(command, cwd=house, env=environment, capture_output=True, text=True, check=False)


def plant(house: Path, module: str, text: str) -> None:
    path = house / module
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    (path.parent / "__init__.py").touch()


def test_the_house_as_it_is_holds(copy: Path) -> None:
    done = check(copy)
    assert done.returncode == 0, done.stdout


def test_an_import_that_goes_up_is_refused(copy: Path) -> None:
    plant(copy, "seloste/kernel/planted.py", "import seloste.policy\n")
    done = check(copy)
    assert done.returncode == 1
    assert "seloste.kernel is not allowed to import seloste.policy" in done.stdout


def test_a_room_without_a_floor_is_refused(copy: Path) -> None:
    plant(copy, "seloste/attic/planted.py", "")
    done = check(copy)
    assert done.returncode != 0
    assert "attic" in done.stdout + done.stderr


@pytest.mark.parametrize("module", ["django", "psycopg", "socket", "urllib.request", "subprocess"])
def test_the_core_reaches_nothing_outside(copy: Path, module: str) -> None:
    plant(copy, "seloste/policy/planted.py", f"import {module}\n")
    done = check(copy)
    assert done.returncode == 1
    assert f"seloste.policy is not allowed to import {module.partition('.')[0]}" in done.stdout

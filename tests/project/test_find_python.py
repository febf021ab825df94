"""``make install`` takes the first Python that will do, and says clearly when there is none."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "find-python"
# Stand-ins that answer the three questions of the script: which version, new enough, able to make environments.
OLD = '#!/bin/sh\ncase "$2" in *print*) echo 3.9 ;; *) exit 1 ;; esac\n'
NO_VENV = '#!/bin/sh\ncase "$2" in *print*) echo 3.12 ;; *ensurepip*) exit 1 ;; esac\n'
GOOD = '#!/bin/sh\ncase "$2" in *print*) echo 3.11 ;; esac\n'


def find(folder: Path, *pythons: tuple[str, str]) -> subprocess.CompletedProcess[str]:
    for name, text in pythons:
        (folder / name).write_text(text, encoding="utf-8")
        (folder / name).chmod(0o755)
    bash = "/bin/bash" if Path("/bin/bash").exists() else "/usr/bin/bash"
    environment = {"PATH": str(folder)}
    return subprocess.run([bash, str(SCRIPT)], env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("first", [OLD, NO_VENV])
def test_one_that_will_not_do_is_passed_over(tmp_path: Path, first: str) -> None:
    done = find(tmp_path, ("python3", first), ("python3.11", GOOD))
    assert (done.returncode, done.stdout.strip()) == (0, "python3.11")


@pytest.mark.parametrize(
    ("only", "why"),
    [
        (OLD, "found python3 (3.9, too old)"),
        (NO_VENV, "found python3 (3.12, cannot make environments: on Debian install python3.12-venv)"),
    ],
)
def test_it_says_why_none_will_do_and_what_to_do(tmp_path: Path, only: str, why: str) -> None:
    done = find(tmp_path, ("python3", only))
    assert done.returncode == 2
    assert why in done.stderr
    assert "do:  install Python 3.11 or newer" in done.stderr


def test_it_says_so_when_there_is_no_python_at_all(tmp_path: Path) -> None:
    done = find(tmp_path)
    assert done.returncode == 2
    assert "nothing called python3 python3.13" in done.stderr

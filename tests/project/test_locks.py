"""Locks hold hashes and no address (docs/decisions/0001)."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

REQUIREMENTS = Path(__file__).resolve().parents[2] / "requirements"
NAMES = ["bootstrap", "runtime", "dev"]
PINNED = re.compile(r"^(?P<name>[a-z0-9-]+)(\[[a-z,]+\])?==[^ ]+( ; .*)?( \\)?$")


def complaints(lock: str) -> list[str]:
    """Return what is wrong with a lock: lines not pinned, packages without hash, any address."""
    found = []
    lines = lock.splitlines()
    for number, line in enumerate(lines, start=1):
        if "://" in line or line.startswith(("-i", "--index", "--extra", "--find")):
            found.append(f"{number}: an address")
        if not line.strip() or line.lstrip().startswith(("#", "--hash=sha256:")):
            continue
        if not PINNED.match(line):
            found.append(f"{number}: not pinned")
        elif number == len(lines) or "--hash=sha256:" not in lines[number]:
            found.append(f"{number}: no hash")
    return found


def wanted(name: str) -> set[str]:
    lines = (REQUIREMENTS / f"{name}.in").read_text(encoding="utf-8").splitlines()
    return {
        re.split(r"[\[ <>=;#]", line, maxsplit=1)[0].lower()
        for line in lines
        if line and not line.startswith(("#", "-"))
    }


@pytest.mark.parametrize("name", NAMES)
def test_every_package_is_pinned_by_hash_and_nothing_says_where_from(name: str) -> None:
    lock = (REQUIREMENTS / f"{name}.txt").read_text(encoding="utf-8")
    assert complaints(lock) == []


@pytest.mark.parametrize("name", NAMES)
def test_what_is_wanted_is_locked(name: str) -> None:
    lock = (REQUIREMENTS / f"{name}.txt").read_text(encoding="utf-8")
    locked = {found["name"] for line in lock.splitlines() if (found := PINNED.match(line))}
    assert wanted(name) <= locked


def test_dev_and_runtime_agree_on_what_both_hold() -> None:
    def pins(name: str) -> dict[str, str]:
        lines = (REQUIREMENTS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
        return {found["name"]: line.split(" ")[0] for line in lines if (found := PINNED.match(line))}

    runtime, dev = pins("runtime"), pins("dev")
    assert {name: dev[name] for name in dev.keys() & runtime.keys()} == {
        name: runtime[name] for name in dev.keys() & runtime.keys()
    }


@pytest.mark.parametrize(
    ("fault", "complaint"),
    [
        ("rich==15.0.0\n", "1: no hash"),
        ("rich>=15 \\\n    --hash=sha256:0\n", "1: not pinned"),
        ("--index-url https://packages.example.org\n", "1: an address"),
        ("# from https://packages.example.org\n", "1: an address"),
    ],
)
def test_a_faulty_lock_is_noticed(fault: str, complaint: str) -> None:
    assert complaint in complaints(fault)


def wheel_of_a_sample(folder: Path) -> Path:
    """Write the smallest wheel there is."""
    path = folder / "seloste_sample-1.0-py3-none-any.whl"
    about = "seloste_sample-1.0.dist-info"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr("seloste_sample.py", "")
        wheel.writestr(f"{about}/METADATA", "Metadata-Version: 2.1\nName: seloste-sample\nVersion: 1.0\n")
        wheel.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{about}/RECORD", f"seloste_sample.py,,\n{about}/METADATA,,\n{about}/WHEEL,,\n")
    return path


@pytest.mark.parametrize(("is_altered", "is_installed"), [(False, True), (True, False)])
def test_an_altered_package_is_refused(tmp_path: Path, is_altered: bool, is_installed: bool) -> None:
    """The installer itself compares hashes: of a wheel that is not the locked one it installs nothing."""
    wheel = wheel_of_a_sample(tmp_path)
    digest = "0" * 64 if is_altered else hashlib.sha256(wheel.read_bytes()).hexdigest()
    lock = tmp_path / "lock.txt"
    lock.write_text(f"seloste-sample @ {wheel.as_uri()} --hash=sha256:{digest}\n", encoding="utf-8")
    uv = str(Path(sys.executable).parent / "uv")
    where = [
        "--python",
        sys.executable,
        "--target",
        str(tmp_path / "there"),
        "--cache-dir",
        str(tmp_path / "cache"),
    ]
    command = [uv, "pip", "install", "--offline", "--no-deps", "--require-hashes", *where, "-r", str(lock)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode == 0) is is_installed, done.stderr
    assert (tmp_path / "there" / "seloste_sample.py").exists() is is_installed
    assert ("Hash mismatch" in done.stderr) is is_altered

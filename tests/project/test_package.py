"""What is installed holds what the code reads, and modules stay small enough to read."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MOST_LINES_OF_A_MODULE = 400
# About a screen is 40; past this a function has a name hiding inside it.
MOST_LINES_OF_A_FUNCTION = 60


def tracked(*patterns: str) -> list[Path]:
    """Return the files that git has, or would have once added."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return sorted(ROOT / line for line in set(listed.splitlines()) if (ROOT / line).is_file())


def too_long(path: Path) -> list[str]:
    """Return what in a module is longer than we read with ease."""
    text = path.read_text(encoding="utf-8")
    lines = len(text.splitlines())
    found = [f"{path.name} has {lines} lines"] if lines > MOST_LINES_OF_A_MODULE else []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            length = node.end_lineno - node.lineno + 1
            if length > MOST_LINES_OF_A_FUNCTION:
                found.append(f"{path.name}:{node.lineno} {node.name} has {length} lines")
    return found


@pytest.mark.slow
def test_a_wheel_holds_every_file_that_the_package_reads(tmp_path: Path) -> None:
    uv = Path(sys.executable).parent / "uv"
    options = [
        "--wheel",
        "--offline",
        "--no-build-isolation",
        "--python",
        sys.executable,
        "--out-dir",
        tmp_path,
    ]
    # From a copy without what an editable installation leaves, or its list of files would be believed.
    copy = tmp_path / "copy"
    for path in tracked("seloste", "pyproject.toml", "README.md", "LICENSE", "requirements"):
        target = copy / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    command = [str(part) for part in (uv, "build", *options, copy)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        names = set(wheel.namelist())
    assert [str(path) for path in tracked("seloste") if str(path.relative_to(ROOT)) not in names] == []
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)


def test_the_version_is_said_once() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert "version" in project["dynamic"]
    assert "version" not in project


def test_modules_and_functions_stay_readable() -> None:
    assert [
        complaint for path in tracked("seloste/*.py", "scripts/*.py") for complaint in too_long(path)
    ] == []


def test_a_long_function_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "long.py"
    path.write_text("def endless():\n" + "    pass\n" * MOST_LINES_OF_A_MODULE, encoding="utf-8")
    assert too_long(path) == ["long.py has 401 lines", "long.py:1 endless has 401 lines"]

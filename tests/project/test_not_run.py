"""What did not run is never called passed (docs/decisions/0005), and no test reaches the network."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from tests.conftest import OutsideNetwork

pytest_plugins = ["pytester"]

SAMPLE = """
from tests.not_run import not_run

def test_that_lacks_something():
    not_run("no such program", remedy="install it")

def test_that_runs():
    pass
"""


@pytest.fixture
def session(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    root = Path(__file__).resolve().parents[2]
    monkeypatch.setenv("PYTHONPATH", str(root))
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    pytester.makeconftest(
        "from tests.conftest import *\nfrom tests.conftest import pytest_runtest_makereport\n"
    )
    pytester.makepyfile(SAMPLE)
    return pytester


def test_it_is_named_at_the_end_with_its_remedy(session: pytest.Pytester) -> None:
    result = session.runpytest_subprocess()
    result.assert_outcomes(passed=1, skipped=1)
    result.stdout.fnmatch_lines(
        ["*= not run =*", "1 not run: no such program; install it", "*::test_that_lacks_something"]
    )


def test_it_fails_where_all_must_run(session: pytest.Pytester) -> None:
    result = session.runpytest_subprocess("--all-must-run")
    result.assert_outcomes(passed=1, failed=1)
    assert result.ret == 1


def test_another_machine_cannot_be_reached() -> None:
    with socket.socket() as outside, pytest.raises(OutsideNetwork, match=r"192\.0\.2\.1"):
        outside.connect(("192.0.2.1", 80))

"""What every test has: no network, a seed, and an honest account of what did not run.

Fixtures with a story of their own live beside this file: ``browser.py``, ``postgres.py``, ``shared_data.py``.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Generator
from typing import Any

import pytest
from hypothesis import settings

from tests.browser import browser as browser
from tests.browser import page as page
from tests.not_run import PREFIX
from tests.postgres import database as database
from tests.postgres import postgres as postgres
from tests.shared_data import shared_data as shared_data

HOME = {"localhost", "127.0.0.1", "::1"}

# The same examples every time, so that a red run is red again; `make faults` looks further with seeds of its own.
settings.register_profile("steady", derandomize=True, deadline=None, database=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


class OutsideNetwork(Exception):
    """A test tried to reach another machine."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--seeds", type=int, default=300, help="how many seeded faults tests/faults plants (300)"
    )
    parser.addoption(
        "--write-golden", action="store_true", help="write the expected files anew, then read the diff"
    )
    parser.addoption("--all-must-run", action="store_true", help="a test that could not run is a failure")


@pytest.fixture(scope="session")
def seeds(request: pytest.FixtureRequest) -> range:
    """The seeds to plant faults with: ``--seeds``, counted from 0."""
    return range(request.config.getoption("--seeds"))


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sockets of this process reach this machine only."""
    really_connect = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        if self.family != getattr(socket, "AF_UNIX", None) and address[0] not in HOME:
            raise OutsideNetwork(f"a test tried to reach {address[0]}")
        really_connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.skipped and item.config.getoption("--all-must-run"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} did not run, and here all must: {_reason(report)}"
    return report


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Name what did not run, by reason; a pass is said of the rest only."""
    left_out: dict[str, list[str]] = {}
    for report in terminalreporter.stats.get("skipped", []):
        left_out.setdefault(_reason(report), []).append(report.nodeid)
    if left_out:
        terminalreporter.section("not run")
        for reason, tests in left_out.items():
            terminalreporter.write_line(f"{len(tests)} not run: {reason}")
            for test in tests:
                terminalreporter.write_line(f"    {test}")


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    """Return why a test was skipped, without the file and line that pytest puts beside it."""
    why = report.longrepr
    text = why[2] if isinstance(why, tuple) else str(why or "")
    return text.removeprefix("Skipped: ").removeprefix(PREFIX)

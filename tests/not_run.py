"""The one way for a test to say that it could not run here.

A test that lacks something calls ``not_run``; ``conftest.py`` lists such tests at the end of the run, and turns them
into failures under ``--all-must-run``. Nothing else in the tests may skip.
"""

from __future__ import annotations

from typing import NoReturn

import pytest

PREFIX = "NOT RUN: "


def not_run(lacking: str, *, remedy: str) -> NoReturn:
    """End this test as not run: never passed, and named at the end of the run with the remedy."""
    pytest.skip(f"{PREFIX}{lacking}; {remedy}")

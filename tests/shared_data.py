"""Sample files that stand beside a checkout but are not in it, because they are others' work.

Tests that compare with them ask for ``shared_data``; without them they are reported as not run. Small samples of our own
in the tests cover the same cases.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.not_run import not_run

BESIDE = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of sample files; ``SELOSTE_SHARED_DATA`` names another."""
    folder = Path(os.environ.get("SELOSTE_SHARED_DATA", BESIDE))
    if not folder.is_dir():
        not_run("no sample files beside the checkout", remedy="put them there or set SELOSTE_SHARED_DATA")
    return folder

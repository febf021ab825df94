"""Effort: how much work a function does, counted in calls, so that no test depends on how busy a machine is."""

from __future__ import annotations

import sys
from collections.abc import Callable


def growth(calls: list[int]) -> float:
    """Return how much the added cost grows where the added size doubles: 2 when linear, 4 when square."""
    return (calls[2] - calls[1]) / (calls[1] - calls[0])


def counted(work: Callable[[], object]) -> int:
    """Return how many calls the work makes; the same each time, however busy the machine."""
    calls = 0

    def seen(_frame: object, event: str, _arg: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        work()
    finally:
        sys.setprofile(before)
    return calls

"""The command line: a door. Files, clocks and terminals are met here and nowhere below.

What comes in is read safely (``documents.py``), given to the policy as plain values, and said in the form of
``talk.py``; what a person can do wrong has a code in ``problems.py``. Heavy parts are imported by the command that needs
them, so that ``--help`` answers at once. Start at ``app.py``.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

__all__ = ["main"]


def main(args: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 fine, 1 found something, 2 unreadable file or wrong usage.

    args:  the words after the program's name; those of the process where none are given.
    """
    from seloste.cli.run import run

    return run(list(sys.argv[1:] if args is None else args))

"""Faulty: copies of the evaluator with one fault in their source, loaded beside the real one."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from itertools import count
from pathlib import Path

from seloste.policy import explain
from seloste.policy.explain import Answer, Facts
from seloste.policy.tree.document import Document

ROOM = Path(explain.__file__).parent
NAME = "seloste.policy.explain"
NUMBERS = count()
Evaluate = Callable[[Document, Facts], Answer]


def faulty(folder: Path, file: str, find: str, put: str, *, occurrence: int = 0) -> Evaluate:
    """Return the ``evaluate`` of a copy of the evaluator in which one place of one file says something else."""
    copy = f"faulty_{next(NUMBERS)}"
    (folder / copy).mkdir()
    for source in ROOM.glob("*.py"):
        if source.name in {"facts.py", "read.py", "__init__.py"}:
            continue
        text = source.read_text(encoding="utf-8")
        if source.name == file:
            places = [m.start() for m in re.finditer(re.escape(find), text)]
            assert places, f"{file} does not say {find!r}"
            at = places[occurrence]
            text = text[:at] + put + text[at + len(find) :]
        text = re.sub(rf"{re.escape(NAME)}\.(?!facts\b)", f"{copy}.", text)
        (folder / copy / source.name).write_text(text, encoding="utf-8")
    (folder / copy / "__init__.py").touch()
    importlib.invalidate_caches()
    evaluate: Evaluate = importlib.import_module(f"{copy}.evaluate").evaluate
    return evaluate

"""Typeset: values and a layout of ours become a tagged PDF (UA-1 and A-2a), the same bytes every time.

Words reach typst as data only, never as source, so that nothing in a document can read a file or
fetch a package; the root has nothing below it, and only the typeface we ship is seen.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.resources import files as package_files
from pathlib import Path
from typing import Any

import typst

FACE = Path(__file__).parent / "fonts"
# typst lets a source read below its root. A root that is a file has nothing below it.
_NO_ROOT = FACE / "OFL.txt"


@cache
def _layout(package: str, name: str) -> bytes:
    return package_files(package).joinpath(name).read_bytes()


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FACE)])


def typeset(package: str, layout: str, values: dict[str, Any], dated: date) -> bytes:
    """Return the PDF of ``values`` in a layout.

    package, layout:  where the typst source stands.
    dated:            the day inside the file, instead of a clock's.
    """
    compiler = typst.Compiler(
        _layout(package, layout),
        root=str(_NO_ROOT),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"values": json.dumps(values, ensure_ascii=False)},
    )
    at = datetime.combine(dated, time(12), UTC)
    made = compiler.compile(format="pdf", pdf_standards=["ua-1", "a-2a"], timestamp=at)
    if not isinstance(made, bytes):
        raise TypeError(f"typst gave {type(made).__name__} where one PDF was expected")
    return made

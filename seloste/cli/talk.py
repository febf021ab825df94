"""Talk: data on stdout, talk on stderr; colour only on a terminal; 80 columns for people, none for programs."""

from __future__ import annotations

import json
import os
import re
import sys
import textwrap
from collections.abc import Iterable
from typing import Any, TextIO

WIDTH = 80
_LABEL = re.compile(r"\s*[a-z]{2,6}:\s+")  # why: do: facts:
_COLOURS = {"red": "31", "yellow": "33", "green": "32", "bold": "1", "dim": "2"}


def prepare() -> None:
    """Let both streams take any text, whatever the locale says."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def out(text: str) -> None:
    """Write data, with a line end."""
    sys.stdout.write(text if text.endswith("\n") else f"{text}\n")


def talk(text: str) -> None:
    """Write what is not data: progress, advice, problems."""
    sys.stderr.write(text if text.endswith("\n") else f"{text}\n")


def out_json(value: Any) -> None:
    """Write one JSON value, readable by people too."""
    out(json.dumps(value, ensure_ascii=False, indent=2))


def wants_colour(stream: TextIO, *, no_color: bool = False) -> bool:
    """Tell whether colour may be used: a terminal, and nobody said no (``NO_COLOR``, ``--no-color``, a dumb terminal)."""
    return (
        not no_color
        and not os.environ.get("NO_COLOR")
        and os.environ.get("TERM") != "dumb"
        and bool(getattr(stream, "isatty", lambda: False)())
    )


def painted(text: str, colour: str, *, on: bool) -> str:
    """Return ``text`` in a colour where colour is on."""
    return f"\x1b[{_COLOURS[colour]}m{text}\x1b[0m" if on else text


def folded(text: str) -> str:
    """Return lines folded at 80 columns; a word that is longer, such as a path, stays whole.

    What a line says after ``why:`` and ``do:`` hangs below its first word.
    """
    return "\n".join(_fold(line) for line in text.split("\n"))


def _fold(line: str) -> str:
    if len(line) <= WIDTH:
        return line
    indent = len(line) - len(line.lstrip())
    label = _LABEL.match(line)
    return textwrap.fill(
        line,
        WIDTH,
        subsequent_indent=" " * (len(label.group()) if label else indent + 4),
        break_long_words=False,
        break_on_hyphens=False,
    )


def listed(words: Iterable[str]) -> str:
    """Return words as ``a, b or c``."""
    all_words = list(words)
    if len(all_words) < 2:
        return "".join(all_words)
    return f"{', '.join(all_words[:-1])} or {all_words[-1]}"


def counted(number: int, word: str, words: str = "") -> str:
    """Return ``1 warning``, ``2 warnings``."""
    return f"{number:,} {word if number == 1 else words or word + 's'}".replace(",", "\u00a0")

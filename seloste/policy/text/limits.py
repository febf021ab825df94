"""Limits: how large and how strange a document may be (security reference, section 6).

Everything here looks at bytes or characters only, so that a hostile file is refused before any
parser sees it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from seloste.kernel.places import Spot
from seloste.policy.findings import Finding

MAX_BYTES = 256 * 1024
MAX_CLAUSES = 2_000
MAX_DEPTH = 16

_JOINERS = {"\u200c", "\u200d"}  # needed inside words of some scripts, refused elsewhere
_JOINING_SCRIPTS = (
    "ARABIC",
    "DEVANAGARI",
    "BENGALI",
    "SINHALA",
    "MALAYALAM",
    "KANNADA",
    "TELUGU",
    "GUJARATI",
)
_SPACES = {"\u00a0", "\u202f"}  # no-break spaces, which our own typography asks for
_SHOWN_AT_MOST = 20


def too_large(size: int) -> Finding:
    """Return the finding for a document above ``MAX_BYTES``."""
    return Finding(
        "P101",
        f"the document is {size // 1024} KiB; at most {MAX_BYTES // 1024} KiB are read",
        "a document that nobody can read whole cannot be checked by people either",
        "split long texts out into balancing files, or shorten the words",
        Spot(),
    )


def not_text(error: UnicodeDecodeError, data: bytes) -> Finding:
    """Return the finding for bytes that are not UTF-8, with line and column of the first bad one."""
    before = data[: error.start]
    line = before.count(b"\n") + 1
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
    return Finding(
        "P102",
        f"byte {error.start} (0x{data[error.start]:02x}) is not UTF-8 text",
        "a policy document is UTF-8 text in TOML 1.0",
        "save the file as UTF-8, or check that it is the right file",
        Spot(line, column),
    )


def invisible_characters(text: str) -> Iterator[Finding]:
    """Yield a finding for each character that a reader cannot see but a program would obey.

    Control characters other than tab and line ends, direction overrides and isolates, zero-width
    and unassigned characters. Joiners are let through inside words of scripts that need them.
    """
    if text.isascii() and text.isprintable():
        return
    found = 0
    for number, line in enumerate(text.split("\n"), start=1):
        bare = line.removesuffix("\r").replace("\t", " ")
        if bare.isprintable():
            continue
        for column, sign in enumerate(bare, start=1):
            if _is_hidden(bare, column - 1, sign):
                found += 1
                if found > _SHOWN_AT_MOST:
                    return
                yield Finding(
                    "P103",
                    f"invisible character U+{ord(sign):04X} ({unicodedata.name(sign, 'no name').lower()})",
                    "text that people see must be the text that programs obey",
                    "delete the character and type the word again",
                    Spot(number, column),
                )


def _is_hidden(line: str, index: int, sign: str) -> bool:
    if sign.isprintable() or sign in _SPACES:
        return False
    if sign in _JOINERS and 0 < index < len(line) - 1:
        return not unicodedata.name(line[index - 1], "").startswith(_JOINING_SCRIPTS)
    return unicodedata.category(sign) in {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}

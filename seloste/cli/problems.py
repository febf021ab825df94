"""Problems: what can go wrong at the door, each with a code, said like a finding of the check.

Findings (``P…``) are about the document; problems are about files and usage: ``F…`` a file, ``U…`` usage, ``V…`` the
values given at installation, ``H…`` the description of the rooms, ``A…`` the answers of ``policy new``, ``X…`` ourselves.
A problem ends the command with exit code 2.
"""

from __future__ import annotations

from typing import Any

from seloste.policy.findings import shown

CODES = {
    "F001": "the file does not exist",
    "F002": "it is not a regular file (a folder, a pipe, a device)",
    "F003": "the file may not be read or written by this user",
    "F004": "the file cannot be written",
    "F005": "the file exists already and is not overwritten",
    "F006": "the system could not read the file",
    "F007": "the file is too large to be read",
    "U001": "the command line is not understood",
    "U002": "the language is not one of the document's",
    "U003": "the reading has no such format",
    "U004": "bytes that no terminal can show",
    "U005": "the day is not a date",
    "U006": "a refused document has no such format",
    "V001": "the values file is not readable as TOML",
    "V002": "a value that the document does not wait for",
    "V003": "a value that is not text",
    "V004": "a value that is empty, too long or more than a line",
    "H001": "the description of the rooms is not of its form",
    "A001": "the answers file is not readable as TOML",
    "A002": "an answer that is not to any question",
    "A003": "an answer that does not fit its question",
    "A004": "answers are needed and there is no terminal to ask at",
    "X001": "a fault in Seloste itself",
}


class Problem(Exception):
    """Something that ends the command: a place, a code, what, why, and what to do."""

    def __init__(
        self, code: str, sentence: str, *, why: str, do: str, place: str = "seloste", line: int = 0
    ) -> None:
        assert code in CODES, code
        self.code, self.sentence, self.why, self.do = code, sentence, why, do
        self.place, self.line = shown(place, 200), line
        super().__init__(f"{code} {sentence}")

    def as_text(self) -> str:
        """Return the three lines that people read."""
        where = f"{self.place}:{self.line}" if self.line else self.place
        return f"{where} {self.code}  {self.sentence}\n    why: {self.why}\n    do:  {self.do}"

    def as_json(self) -> dict[str, Any]:
        """Return the problem in the one error shape."""
        return {
            "code": self.code,
            "severity": "refused",
            "message": self.sentence,
            "why": self.why,
            "do": self.do,
            "rule": None,
            "clause": None,
            "where": {"file": self.place, "line": self.line or None, "column": None},
        }

"""Text: how SQL is put together here, so that nothing from a document can become anything but a name or a value.

A piece of SQL is a ``Sql``. It comes from a template of ours, from ``ident`` (a name) or from ``literal``
(a value); ``fill`` puts pieces into a template and takes nothing else, which the type checker sees to.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from textwrap import dedent, indent, wrap

_LONGEST = 63  # bytes of a name in PostgreSQL; a longer one would be cut without a word
_HOLE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Sql:
    """A piece of SQL that is safe as it stands."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement that activation runs.

    name:      short and unique, for people and for the order of running.
    sql:       the statement, without a semicolon; running it again changes nothing.
    clause:    dotted path of the clause it carries out.
    sentence:  what is true afterwards, in plain English.
    """

    name: str
    sql: str
    clause: str
    sentence: str


def shortened(name: str) -> str:
    """Return ``name``, or its beginning and a digest of the whole where it is too long for PostgreSQL."""
    if len(name.encode()) <= _LONGEST:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:10]
    return name.encode()[: _LONGEST - 11].decode(errors="ignore") + "_" + digest


def ident(*names: str) -> Sql:
    """Return a quoted name; several make a qualified one (``"public"."person"``)."""
    return Sql(".".join('"' + shortened(n.replace("\x00", "")).replace('"', '""') + '"' for n in names))


_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def literal(value: str | int | bool | date | None) -> Sql:
    """Return a value as SQL, on one line; the form with escapes reads the same under every server setting."""
    if value is None:
        return Sql("null")
    if isinstance(value, bool):
        return Sql("true" if value else "false")
    if isinstance(value, int):
        return Sql(str(value))
    text = value.isoformat() if isinstance(value, date) else value.replace("\x00", "")
    quoted = "'" + text.replace("'", "''") + "'"
    if not any(sign in text for sign in _ESCAPES):
        return Sql(quoted)
    return Sql("E" + "".join(_ESCAPES.get(sign, sign) for sign in quoted))


def texts(values: Iterable[str]) -> Sql:
    """Return an array of texts as SQL."""
    return Sql("array[" + ", ".join(literal(v).text for v in values) + "]::text[]")


def fill(template: str, **parts: Sql) -> Sql:
    """Return a template of ours with its ``{holes}`` filled; a piece of several lines keeps its hole's indent."""
    text = dedent(template).strip("\n") if "\n" in template else template

    def part(match: re.Match[str]) -> str:
        before = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        margin = before[: len(before) - len(before.lstrip(" "))]
        return parts[match[1]].text.replace("\n", "\n" + margin)

    return Sql(_HOLE.sub(part, text))


def cases(subject: Sql, whens: Iterable[tuple[Sql, Sql]], otherwise: Sql) -> Sql:
    """Return a ``case`` by value; ``otherwise`` alone where there is nothing to tell apart."""
    branches = [fill("when {v} then {r}", v=value, r=result) for value, result in whens]
    if not branches:
        return otherwise
    return fill(
        """
        case {subject}
          {branches}
          else {otherwise}
        end
        """,
        subject=subject,
        branches=join(branches, "\n"),
        otherwise=otherwise,
    )


def join(pieces: Iterable[Sql], between: str = ", ") -> Sql:
    """Return the pieces with ``between`` (of ours) between them."""
    return Sql(between.join(p.text for p in pieces))


def lines(pieces: Iterable[Sql]) -> Sql:
    """Return the pieces one below the other, with commas."""
    return join(pieces, ",\n")


def remark(text: str) -> Sql:
    """Return a comment line; whatever would end the line becomes a space."""
    return Sql("-- " + " ".join(text.split()).replace("\x00", ""))


def statement(name: str, clause: str, sentence: str, sql: Sql) -> Statement:
    """Return a statement; the one way from a piece of SQL to something that is run."""
    return Statement(name, sql.text, clause, sentence)


def for_the_owner(made: Statement, function: Sql, arguments: str) -> Iterator[Statement]:
    """Yield a function, and what takes it away from everybody but its owner: PostgreSQL gives each to all."""
    yield made
    yield statement(
        f"{made.name}, for the owner",
        made.clause,
        "Nobody but the owner, as whom triggers and activation run, may call it.",
        fill("revoke all on function {f}({a}) from public", f=function, a=Sql(arguments)),
    )


def as_text(statements: Iterable[Statement]) -> str:
    """Return the statements for people: each under a comment that says why and by which clause it is there."""
    return "\n\n".join(_shown(s) for s in statements) + "\n"


def _shown(s: Statement) -> str:
    why = [indent(line, "-- ") for line in wrap(" ".join(s.sentence.split()), 100)]
    return "\n".join([*why, remark(f"clause: {s.clause or 'the whole document'}").text, s.sql + ";"])

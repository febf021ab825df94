"""Values: what is given beside a document: the installation's values, the rooms, the day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from seloste.cli.documents import read_other
from seloste.cli.problems import Problem
from seloste.kernel.places import Spot
from seloste.policy.findings import DocumentRefused, near, shown
from seloste.policy.house import House, read_house
from seloste.policy.text.read import Source, read

MAX_VALUE = 500


def read_values(path: str, source: Source) -> dict[str, str]:
    """Return clause to value for everything the values file gives; nested tables and dotted keys mean the same.

    Raises: Problem V001 where the file is not readable as TOML, V002 where the document does not wait for a value,
            V003 and V004 where a value is no text or no single line.
    """
    if not path:
        return {}
    given = toml_file(path, "V001", "the values file")
    waiting = set(_waiting(source.data))
    values: dict[str, str] = {}
    for clause, value, spot in _leaves(given.data, given.spots):
        if clause not in waiting:
            raise _not_waited_for(clause, waiting, path, spot)
        values[clause] = _line(clause, value, path, spot)
    return values


def toml_file(path: str, code: str, what: str) -> Source:
    """Return a small TOML file of the user's with places; what is wrong with it is a problem under ``code``."""
    try:
        return read(path, read_other(path))
    except DocumentRefused as refused:
        first = refused.findings[0]
        raise Problem(
            code,
            f"{what} cannot be read: {first.sentence}",
            why=first.why,
            do=first.do,
            place=path,
            line=first.spot.line,
        ) from None


def read_house_file(path: str) -> House:
    """Return what the rooms declare: the file named, or the one that comes with Seloste.

    Raises: Problem H001.
    """
    if path:
        return _house(toml_file(path, "H001", "the description of the rooms").data, path)
    import tomllib
    from importlib import resources

    packaged = resources.files("seloste.cli").joinpath("house.toml")
    return _house(tomllib.loads(packaged.read_text(encoding="utf-8")), "house.toml")


def day(text: str) -> date:
    """Return the day that ``--today`` names; without it the real one.

    Raises: Problem U005.
    """
    if not text:
        from datetime import UTC, datetime

        return datetime.now(tz=UTC).astimezone().date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Problem(
            "U005",
            f"`{shown(text)}` is not a day",
            why="a day is written year-month-day",
            do="write it as 2026-11-22",
            place="--today",
        ) from None


def _house(data: Mapping[str, Any], place: str) -> House:
    try:
        return read_house(data)
    except ValueError as error:
        raise Problem(
            "H001",
            shown(str(error), 200),
            why="tables, controls, probes and events each have their form",
            do="compare with the description that comes with Seloste",
            place=place,
        ) from None


def _waiting(data: Any, clause: str = "") -> Iterator[str]:
    """Yield the clause of every value that a document leaves to the installation."""
    if isinstance(data, Mapping):
        if "at_installation" in data:
            yield clause
        for key, value in data.items():
            yield from _waiting(value, f"{clause}.{key}" if clause else key)
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from _waiting(value, f"{clause}.{number}")


def _leaves(data: Mapping[str, Any], spots: Spot, before: str = "") -> Iterator[tuple[str, Any, Spot]]:
    for key, value in data.items():
        clause, spot = f"{before}.{key}" if before else key, spots.at(key)
        if isinstance(value, Mapping):
            yield from _leaves(value, spot, clause)
        else:
            yield clause, value, spot


def _not_waited_for(clause: str, waiting: set[str], path: str, spot: Spot) -> Problem:
    return Problem(
        "V002",
        f"the document does not wait for `{shown(clause, 90)}`.{near(clause, waiting)}",
        why="values are given only where the document says `at_installation`"
        + (f": {', '.join(sorted(waiting)[:6])}" if waiting else ", and this one says it nowhere"),
        do="correct the clause, or remove the line",
        place=path,
        line=spot.line,
    )


def _line(clause: str, value: Any, path: str, spot: Spot) -> str:
    if not isinstance(value, str):
        raise Problem(
            "V003",
            f"the value of `{shown(clause, 90)}` is not text",
            why="every value at installation is a line of text, phone numbers too",
            do='put it in quotes, as in phone = "+358 …"',
            place=path,
            line=spot.line,
        )
    if not value.strip() or len(value) > MAX_VALUE or "\n" in value:
        raise Problem(
            "V004",
            f"the value of `{shown(clause, 90)}` is empty, too long or more than one line",
            why=f"it stands in the notice as one line of 1 to {MAX_VALUE} signs",
            do="shorten it",
            place=path,
            line=spot.line,
        )
    return value

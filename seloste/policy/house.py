"""House: what the rooms declare, given to the policy as plain values (data map, controls, probes).

The policy never imports a room. Whoever calls it hands over what is installed: which tables and
columns hold what, which controls and probes exist and which of them are built. ``read_house`` makes
these values from a TOML table, so that a file can stand for rooms that do not exist yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the item of the data category it holds, or why it is not personal.

    item:  ``category.item`` of the policy document, or empty.
    not_personal:  the reason, for keys, codes and times that say nothing about a person by themselves.
    """

    name: str
    item: str = ""
    not_personal: str = ""


@dataclass(frozen=True, slots=True)
class DataTable:
    """One personal table: its data category, whose row it is, and its columns.

    category:  id of the data category in the policy document.
    subject:   ``person`` (the row has a person_id or is the person), ``organisation``, or ``staff``.
    """

    name: str
    category: str
    subject: str
    columns: Mapping[str, Column]


@dataclass(frozen=True, slots=True)
class Control:
    """Something that keeps claims true; ``built`` is false until it can be run.

    what:   in a sentence, what it refuses or ensures.
    where:  the function, constraint or command that does it.
    """

    id: str
    what: str
    where: str
    built: bool


@dataclass(frozen=True, slots=True)
class Probe:
    """A live check that yields evidence for a claim; ``built`` is false until it can be run."""

    id: str
    what: str
    built: bool


@dataclass(frozen=True, slots=True)
class House:
    """Everything the rooms declare: tables, controls, probes, retention events."""

    tables: Mapping[str, DataTable] = field(default_factory=dict)
    controls: Mapping[str, Control] = field(default_factory=dict)
    probes: Mapping[str, Probe] = field(default_factory=dict)
    events: Mapping[str, str] = field(default_factory=dict)


def read_house(data: Mapping[str, Any]) -> House:
    """Return the house that a TOML table describes.

    data:    ``[table.NAME]`` with ``category``, ``subject`` and ``columns`` (column to ``category.item``
             or ``{ not_personal = why }``), ``[control.ID]``, ``[probe.ID]``, ``[event]`` id to
             ``table.column``.
    Raises:  ValueError naming the entry that is not of this form.
    """
    try:
        return House(
            tables=MappingProxyType({n: _table(n, t) for n, t in data.get("table", {}).items()}),
            controls=MappingProxyType(
                {
                    n: Control(n, c["what"], c["where"], bool(c["built"]))
                    for n, c in data.get("control", {}).items()
                }
            ),
            probes=MappingProxyType(
                {n: Probe(n, p["what"], bool(p["built"])) for n, p in data.get("probe", {}).items()}
            ),
            events=MappingProxyType({n: str(e) for n, e in data.get("event", {}).items()}),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"the description of the rooms is not of its form: {error!r}") from error


def _table(name: str, table: Mapping[str, Any]) -> DataTable:
    columns = {}
    for column, what in table["columns"].items():
        if isinstance(what, str):
            columns[column] = Column(column, item=what)
        else:
            columns[column] = Column(column, not_personal=what["not_personal"])
    return DataTable(name, table["category"], table["subject"], MappingProxyType(columns))

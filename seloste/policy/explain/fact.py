"""Fact: what every stated fact is made of (instants in UTC, days that can be, tables by name).

The kinds of facts themselves stand in ``facts.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from types import MappingProxyType
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict
from pydantic_core import PydanticCustomError

from seloste.policy.tree.values import Id

FIRST_YEAR, LAST_YEAR = 1900, 2200


def _utc(given: Any) -> Any:
    """Return a time in UTC; a bare date is the first moment of that day in UTC."""
    if isinstance(given, datetime):
        if given.tzinfo is None:
            raise PydanticCustomError(
                "no_zone", "a time needs its offset, for instance `2026-11-22T10:00:00Z`"
            )
        if not FIRST_YEAR <= given.year <= LAST_YEAR:
            raise PydanticCustomError("year", f"a year lies between {FIRST_YEAR} and {LAST_YEAR}")
        return given.astimezone(UTC)
    if isinstance(given, date):
        return _utc(datetime.combine(given, time(), UTC))
    return given


def _plausible(given: date) -> date:
    if not FIRST_YEAR <= given.year <= LAST_YEAR:
        raise PydanticCustomError("year", f"a year lies between {FIRST_YEAR} and {LAST_YEAR}")
    return given


def _by_name(table: Mapping[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType(dict(sorted(table.items())))


T = TypeVar("T")
Instant = Annotated[datetime, BeforeValidator(_utc)]
# Facts of one kind by their ids, in the order of the ids, so that no answer depends on the order of a file.
Table = Annotated[Mapping[Id, T], AfterValidator(_by_name)]
Day = Annotated[date, AfterValidator(_plausible)]


def contradiction(sentence: str) -> PydanticCustomError:
    """Return the error for facts that cannot all be true."""
    return PydanticCustomError("contradiction", "{sentence}", {"sentence": sentence})


class Fact(BaseModel):
    """One stated fact: frozen, and refusing what it does not know."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", use_attribute_docstrings=True)

    def in_order(self, *names: str) -> None:
        """Refuse times that contradict each other: each named one must not lie before the one named first."""
        first = getattr(self, names[0])
        for name in names[1:]:
            later = getattr(self, name)
            if first is not None and later is not None and later < first:
                raise contradiction(f"`{name}` lies before `{names[0]}`")

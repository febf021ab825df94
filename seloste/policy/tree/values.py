"""Values: the small typed things that nodes are made of (texts in languages, periods, conditions).

A value says only what can be enforced: a period is a length, a start event and, where there is one,
the law; a condition is ``all``, ``any`` or ``not`` over declared facts.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from seloste.kernel.places import Spot
from seloste.policy.tree.terms import Capacity, DealingKind, StartEvent

SPOT, CLAUSE, ID = "$spot", "$clause", "$id"  # no key of a document may hold a dollar sign


class Raw(dict[str, Any]):
    """A table as read, on its way into a node: plain values plus where it stands."""

    spot: Spot
    clause: str
    id: str


class Node(BaseModel):
    """Anything in the tree: frozen, refuses unknown keys, knows its clause and place."""

    model_config = ConfigDict(
        frozen=True, strict=True, extra="forbid", arbitrary_types_allowed=True, use_attribute_docstrings=True
    )

    spot: Spot = Field(default_factory=Spot, alias="$spot", repr=False, exclude=True)
    clause: str = Field(default="", alias="$clause", exclude=True)

    @model_validator(mode="before")
    @classmethod
    def _dress(cls, given: Any) -> Any:
        if isinstance(given, Raw):
            dressed = {**given, SPOT: given.spot, CLAUSE: given.clause}
            return {**dressed, ID: given.id} if issubclass(cls, Named) else dressed
        return given


class Named(Node):
    """A node that stands under its own id in a named table."""

    id: str = Field(default="", alias="$id", exclude=True)


T = TypeVar("T")


def _read_only(table: Mapping[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType(dict(table))


Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
ClaimId = Annotated[str, StringConstraints(pattern=r"^[A-Z]{1,3}[0-9]{2,3}$")]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Dpv = Annotated[str, StringConstraints(pattern=r"^(dpv|pd|eu-gdpr|legal-[a-z]{2}|own):[A-Za-z0-9-]+$")]
OwnTermId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9-]{0,39}$")]
Line = Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=r"^[^\n]*$")]
Path = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Table = Annotated[Mapping[Id, T], AfterValidator(_read_only)]


class Text(Node):
    """Words for people: ``"words.some_id"``, or a table with one entry for each language."""

    words: str | None = None
    """Id in ``[words]`` where the text stands once for several clauses."""
    given: Mapping[str, str] = Field(default_factory=dict)
    """Language code to text, where the text is given in place."""

    @model_validator(mode="before")
    @classmethod
    def _either_way(cls, given: Any) -> Any:
        if isinstance(given, str):
            if not given.startswith("words."):
                raise PydanticCustomError("text", "expected `words.id` or a table of languages")
            return {"words": given.removeprefix("words.")}
        if isinstance(given, Mapping) and "given" not in given:
            spot, clause = given.get(SPOT, Spot()), given.get(CLAUSE, "")
            if isinstance(given, Raw):
                spot, clause = given.spot, given.clause
            return {
                SPOT: spot,
                CLAUSE: clause,
                "given": {k: v for k, v in given.items() if not k.startswith("$")},
            }
        return given


def _shared_law(given: Any) -> Any:
    return Text.model_validate(given) if isinstance(given, str) and given.startswith("words.") else given


# A law by name and section: one line where it reads alike in every language, else a text in each.
Law = Annotated[Line | Text, Field(union_mode="left_to_right"), BeforeValidator(_shared_law)]


class AtInstallation(Node):
    """A value that is known only where the register is installed; activation waits for it."""

    at_installation: Line
    """What is to be given, in a word or two (``phone``)."""


Given = Annotated[str | AtInstallation, Field(union_mode="left_to_right")]


class Period(Node):
    """How long: a length, the event it starts from and, where there is one, the law (INF-26)."""

    hours: int | None = Field(default=None, ge=1, le=100_000)
    days: int | None = Field(default=None, ge=1, le=36_500)
    weeks: int | None = Field(default=None, ge=1, le=5_200)
    months: int | None = Field(default=None, ge=1, le=1_200)
    years: int | None = Field(default=None, ge=1, le=100)
    after: StartEvent | None = None
    """The event the period starts from."""
    else_after: StartEvent | None = None
    """The event it starts from where the first never happened."""
    follows: Annotated[str | None, StringConstraints(pattern=r"^connection$")] = None
    """``connection``: kept while a connection lasts, then for the time that connection says."""
    law: Law | None = None
    """The statute that sets the length, with chapter and section."""
    before_retention_floor: bool = False
    """True when this period ends the data even while a floor would keep them (C18)."""

    @model_validator(mode="after")
    def _one_length(self) -> Period:
        lengths = [u for u in ("hours", "days", "weeks", "months", "years") if getattr(self, u) is not None]
        if self.follows is not None:
            if lengths or self.after:
                raise PydanticCustomError("period", "`follows` stands alone, without a length or `after`")
            return self
        if len(lengths) != 1:
            raise PydanticCustomError(
                "period", "a period has exactly one of hours, days, weeks, months, years"
            )
        if self.after is None:
            raise PydanticCustomError("period", "a period names the event it starts `after`")
        return self

    @property
    def unit(self) -> str:
        """``hours`` … ``years``; empty where the period follows a connection."""
        return next(
            (u for u in ("hours", "days", "weeks", "months", "years") if getattr(self, u) is not None), ""
        )

    @property
    def count(self) -> int:
        """How many units; 0 where the period follows a connection."""
        return int(getattr(self, self.unit)) if self.unit else 0


class Length(Node):
    """A bare length of time, without a start event."""

    days: int | None = Field(default=None, ge=1, le=36_500)
    months: int | None = Field(default=None, ge=1, le=1_200)

    @model_validator(mode="after")
    def _one_length(self) -> Length:
        if (self.days is None) == (self.months is None):
            raise PydanticCustomError("period", "a length has exactly one of days, months")
        return self


def _one_or_many(given: Any) -> Any:
    return (given,) if isinstance(given, str) else given


class Condition(Node):
    """A predicate over declared facts: ``all``, ``any``, ``not``, or one fact. Exactly one is given."""

    all: tuple[Condition, ...] | None = None
    any: tuple[Condition, ...] | None = None
    not_: Condition | None = Field(default=None, alias="not")
    connection: Annotated[tuple[str, ...] | None, BeforeValidator(_one_or_many)] = None
    """The person has a live connection of one of these kinds."""
    capacity: Capacity | None = None
    """The contact point is reached in this capacity."""
    language: Annotated[tuple[str, ...] | None, BeforeValidator(_one_or_many)] = None
    """The person's language is one of these."""
    age_under: int | None = Field(default=None, ge=1, le=150)
    """The person is known to be younger than this many years."""
    age_from: int | None = Field(default=None, ge=0, le=150)
    """The person is known to be at least this many years old."""
    interest: Annotated[tuple[str, ...] | None, BeforeValidator(_one_or_many)] = None
    """The person has one of these interests."""
    dealing: Annotated[tuple[DealingKind, ...] | None, BeforeValidator(_one_or_many)] = None
    """The person has had a dealing of one of these kinds."""
    has_organisation: bool | None = None
    """The person stands in a relation to an organisation."""

    @model_validator(mode="after")
    def _exactly_one(self) -> Condition:
        facts = [
            f for f in type(self).model_fields if f not in {"spot", "clause"} and getattr(self, f) is not None
        ]
        if len(facts) != 1:
            raise PydanticCustomError("condition", "a condition has exactly one of all, any, not or a fact")
        return self

    def parts(self) -> tuple[Condition, ...]:
        """Return the conditions directly inside this one."""
        return (self.all or ()) + (self.any or ()) + ((self.not_,) if self.not_ else ())


Condition.model_rebuild()
Connections = Annotated[tuple[str, ...], BeforeValidator(_one_or_many)]

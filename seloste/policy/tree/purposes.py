"""Purposes: what data are used for, on which basis, about which topic, over which channel."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from seloste.policy.tree.terms import BasisKind, Capacity, Channel, PurposeKind, ReachClause
from seloste.policy.tree.values import (
    Condition,
    Connections,
    Dpv,
    Law,
    Named,
    Path,
    Period,
    Table,
    Text,
    _one_or_many,
    _read_only,
)

ANYONE = "anyone"


class Basis(Named):
    """A legal basis of Art. 6(1) for a purpose; its id is the kind (LAW-01).

    Bases are tried in the order written; the first that holds for the person and the capacity is
    the one.
    """

    of: Connections
    """Connections it holds for, or ``anyone``."""
    capacity: Annotated[tuple[Capacity, ...], BeforeValidator(_one_or_many)] = ("private", "work")
    """Capacities it holds for; both unless one is named."""
    when: Condition | None = None
    """A further condition."""
    necessary_for: Text | None = None
    """What the contract needs it for (LAW-02); only with ``contract``."""
    law: Law | None = None
    """The named law (LAW-03); with ``legal_obligation`` and ``public_task``."""
    pursued: Text | None = None
    """The interest, told to the person (INF-04); only with ``legitimate_interest``."""
    whose: Literal["controller", "third_party"] = "controller"
    """Whose interest it is (C14)."""
    balancing: Path | None = None
    """The balancing test's file (LAW-04)."""
    explicit: bool = False
    """True when the consent is explicit (Art. 9(2)(a))."""
    review_after_months: int | None = Field(default=None, ge=1, le=120)
    """When consent is asked anew; a choice of the controller's, shown as such (CON-07)."""

    @property
    def kind(self) -> str:
        """The legal basis, one of ``BasisKind``."""
        return self.id

    @property
    def for_anyone(self) -> bool:
        """True when it asks for no particular connection."""
        return ANYONE in self.of


Reach = Annotated[Mapping[Channel, tuple[ReachClause, ...]], AfterValidator(_read_only)]


class Topic(Named):
    """What a consent or an objection can be about: a sender and, where it has one, a product group."""

    name: Text
    sender: str
    """Id in ``[controller.sender]``."""
    product_group: str | None = None
    """Id in ``[controller.product_group]``; the existing-customer rule needs one."""
    how_often: Text | None = None
    """How often messages come, for the consent's wording."""
    reach: Reach
    """Channel to the rules that open it, tried in the order written."""


class Purpose(Named):
    """A purpose: one database role, one set of data categories, one paragraph of the notice (C09 to C13)."""

    name: Text
    description: Text
    dpv: Dpv
    kind: PurposeKind = "ordinary"
    data: tuple[str, ...] = Field(min_length=1)
    """Ids of the data categories it may read, no others."""
    basis: Annotated[Mapping[BasisKind, Basis], AfterValidator(_read_only), Field(min_length=1)]
    """Legal bases in the order they are tried."""
    topic: Annotated[Table[Topic], Field(default_factory=dict)]
    reach: Annotated[Reach, Field(default_factory=dict)]
    """Channels of the purpose itself, where it has no topics."""
    children: Literal["guardian", "refused", "not_offered"] = "not_offered"
    """What happens below the age of consent, for purposes offered to children directly (CHI-01)."""
    keep: Period | None = None
    """A shorter life for what only this purpose needs."""
    why_changed: Text | None = None
    """Why the basis changed since the version before (LAW-01)."""
    since: date | None = None
    """From when the purpose is in force, where later than the notice."""

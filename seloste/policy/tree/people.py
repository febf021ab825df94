"""People and data: connections, data categories, sources, interests and the rules that infer them."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from seloste.policy.tree.terms import (
    Art9Condition,
    ConnectionNeed,
    DealingKind,
    Origin,
    SourceKind,
)
from seloste.policy.tree.values import Condition, Dpv, Law, Length, Named, Node, Period, Table, Text


class Connection(Named):
    """Why a person may be in the register at all (C05 to C08)."""

    name: Text
    description: Text
    dpv: Dpv = "dpv:DataSubject"
    needs: tuple[ConnectionNeed, ...] = ()
    """What a connection of this kind cannot be without."""
    ends: Period | None = None
    """When it ends by itself; without this only an act ends it."""
    keep: Period
    """How long the person stays after it ended."""


class Item(Named):
    """One thing that a data category holds, and its DPV term."""

    name: Text
    dpv: Dpv
    origin: Origin = "provided"
    """How values come to be; inferred ones are left out of a portability copy (POR-01)."""


class Another(Node):
    """What happens to values that someone else gave about the person (C21)."""

    until_confirmed: Literal["unseen", "counted", "seen"]
    """Who sees the value before the person confirms it: nobody, totals only, or all with the purpose."""
    erase_after_days: int = Field(ge=1, le=365)
    """Unconfirmed values are erased after this many days."""


class GivenBy(Node):
    """Who may give values of this category, and when they count."""

    self_: Literal["at_once", "after_confirmation"] = Field(alias="self")
    another: Another | Literal["refused", "at_once"] = "refused"
    guardian: Literal["refused", "at_once"] = "refused"
    """What a guardian gives for their child: nothing, or values that count at once (CHI-01, Art. 8)."""


class Special(Node):
    """A special category and the condition that lifts the prohibition (SPE-01, Art. 9)."""

    art9: Art9Condition
    dpv: Dpv
    law: Law | None = None
    """National law, where the condition needs one."""
    safeguards: tuple[str, ...] = ()
    """Ids in ``[measure]`` that national law asks for (SPE-04)."""


class NationalId(Node):
    """Ground for holding a national identification number (SPE-06, Art. 87)."""

    law: Law
    why: Text


class Category(Named):
    """A data category: one table, one set of readers, one life (C20, C21)."""

    name: Text
    item: Table[Item]
    special: Special | None = None
    national_id: NationalId | None = None
    encrypted: bool = False
    """True when values are encrypted in the database under a key kept outside it."""
    given_by: GivenBy | None = None
    keep: Period
    """How long values of this category are kept (PRI-05)."""


class Source(Named):
    """Where data come from (C22, C23, INF-13)."""

    name: Text
    kind: SourceKind
    public: bool
    """True when anybody can read the source."""
    gives: tuple[str, ...]
    """Ids of the data categories that come from here."""
    inform: Period | None = None
    """When the person is told, for sources other than the person (INF-21)."""


class Interest(Named):
    """Something a person may be interested in, told by them or inferred (C16)."""

    name: Text
    product_group: str | None = None


class Cause(Node):
    """What a person did that a profile rule builds on."""

    dealing: DealingKind
    about: str | None = None
    """Id in ``[controller.product_group]``, where the dealing must be about one."""


class Profile(Named):
    """A profiling rule with cause, strength and decay, explained in words (C16, DEF-03, INF-14)."""

    purpose: str
    """Id of the purpose of kind ``profiling`` that it belongs to."""
    cause: Cause
    gives: str
    """Id in ``[interest]``."""
    strength: int = Field(ge=1, le=10)
    """How much one such cause adds; 10 is the strongest."""
    decays: Length
    """After this time without a new cause, half of the strength is left."""
    when: Condition | None = None
    logic: Text
    """The rule in words."""
    effect: Text
    """What it changes for the person."""
    reviewed_on: date | None = None


class Manual(Named):
    """Manual material: where it is, who holds the key, how long (C33)."""

    name: Text
    place: Text
    lock: Text
    holders: tuple[str, ...] = Field(min_length=1)
    """Ids in ``[controller.role]``."""
    data: tuple[str, ...]
    keep: Period

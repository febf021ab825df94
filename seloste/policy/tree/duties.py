"""Duties: retention, recipients, transfers, forms, measures and claims."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from seloste.policy.tree.terms import (
    AgreementTerm,
    Channel,
    FieldNeed,
    FloorYieldsTo,
    MeasureKind,
    RecipientKind,
    TransferTool,
)
from seloste.policy.tree.values import (
    Condition,
    Country,
    Dpv,
    Law,
    Line,
    Named,
    Node,
    Path,
    Period,
    Table,
    Text,
)


class Retention(Named):
    """A retention rule beyond a category's own period: a floor, or a hold on named cells (C17, C18).

    A *floor* keeps data while a connection lives; a *hold* keeps the cells that a statute, a dispute
    or an authority names, past any other period (Art. 17(3)). Where two rules meet in a cell, the
    one that names the other in ``before`` decides.
    """

    kind: Literal["floor", "hold"]
    name: Text
    data: tuple[str, ...] = ()
    """Ids of data categories; for floors."""
    cells: tuple[Line, ...] = ()
    """``table.column`` of the data map; for holds."""
    while_: Literal["connection_live"] | None = Field(default=None, alias="while")
    """What keeps a floor up."""
    keep: Period | None = None
    """How long a hold lasts."""
    law: Law | None = None
    """The statute, for a hold by law (ACT-01, ACT-02)."""
    exemption: (
        Literal["legal_obligation", "legal_claims", "freedom_of_expression", "public_health", "archiving"]
        | None
    ) = None
    """Which exemption of Art. 17(3) a hold rests on (ERA-03)."""
    yields_to: tuple[FloorYieldsTo, ...] = ()
    """What goes before a floor."""
    before: tuple[str, ...] = ()
    """Ids of rules that this one goes before where both touch a cell."""


class Agreement(Node):
    """A processing agreement with the elements of Art. 28(3) (C29, PRO-02, PRO-03)."""

    signed_on: date
    ends_on: date | None = None
    subject: Text
    terms: tuple[AgreementTerm, ...]
    """Which terms of Art. 28(3) the agreement has."""
    sub_processors: Literal["none", "specific", "general"] = "none"
    """Which authorisation for sub-processors was given (PRO-01)."""


class Recipient(Named):
    """Who receives data, what for, decided by whom (C24 to C31, INF-06, INF-25)."""

    name: Text
    kind: RecipientKind
    entity: Line | None = None
    """The legal entity, where one recipient is meant."""
    sector: Text | None = None
    """Type and sector, where a category of recipients is meant (INF-25)."""
    country: tuple[Country, ...] = Field(min_length=1)
    """Every country the data are in or seen from (TRA-01)."""
    purposes: tuple[str, ...] = Field(min_length=1)
    """Ids of the purposes that a disclosure may serve (C26)."""
    data: tuple[str, ...] = Field(min_length=1)
    decided_by: str | None = None
    """Id in ``[controller.role]``: who decides a disclosure (C25)."""
    law: Law | None = None
    """The law that demands it, for authorities."""
    ban: Literal["left_out", "law_demands"] = "left_out"
    """What a person's ban does: they are left out, unless the law demands the disclosure (C25)."""
    agreement: Agreement | None = None
    of: str | None = None
    """For a sub-processor: the recipient it works for (PRO-04)."""
    transfer: str | None = None
    """Id in ``[transfer]``, where a country lies outside the EEA."""
    when: Condition | None = None


class Transfer(Named):
    """What makes a transfer to a third country lawful (C30, C31, Arts 44 to 49)."""

    name: Text
    country: tuple[Country, ...] = Field(min_length=1)
    tool: TransferTool
    scope: Text | None = None
    """What an adequacy decision covers, where it is limited (TRA-02)."""
    certified_until: date | None = None
    """For recipients in the US: until when the certification has been checked."""
    module: int | None = Field(default=None, ge=1, le=4)
    """Module of the standard contractual clauses (TRA-03)."""
    signed_on: date | None = None
    assessment: Path | None = None
    """The transfer impact assessment's file (TRA-04)."""
    measures: tuple[str, ...] = ()
    """Ids in ``[measure]``: supplementary measures."""
    copy_from: Text | None = None
    """How to get a copy of the safeguards (INF-07)."""


class FormField(Named):
    """One field of a form: which item it fills, whether it must be given, and why (C15, INF-12)."""

    item: Line
    """``category.item`` in ``[data]``."""
    required: bool
    need: FieldNeed
    why: Text
    """Why it is asked for."""
    without: Text | None = None
    """What follows if it is not given; for required fields."""
    when: Condition | None = None


class ConsentBox(Named):
    """One consent asked on a form, in its own control, off until the person acts (CON-02 to CON-06)."""

    purpose: str
    topic: str | None = None
    channels: tuple[Channel, ...] = ()
    wording: Text
    """The exact words beside the box, with how to withdraw (CON-03)."""
    required: bool = False
    ticked: bool = False
    confirmed_from: Literal["contact_point", "form"] = "contact_point"
    """Where the consent is confirmed; electronic channels confirm from the contact point (C13)."""


class Form(Named):
    """A form through which people give data (C15, C22)."""

    name: Text
    purposes: tuple[str, ...] = Field(min_length=1)
    source: str
    """Id in ``[source]``."""
    sale: bool = False
    """True when something is sold here, so that the existing-customer rule may start (MKT-03)."""
    refusal_box: bool = False
    """True when marketing can be refused here at once; a sale needs it (MKT-03)."""
    for_children: bool = False
    field: Table[FormField]
    consent: Annotated[Table[ConsentBox], Field(default_factory=dict)]


class Measure(Named):
    """A security measure, in general words for the record (ROP-01 g) and tied to a control."""

    name: Text
    kind: MeasureKind
    dpv: Dpv
    control: str
    """Id in the list of controls."""


class Claim(Named):
    """A sentence of the notice with its control and its evidence (C01 to C43)."""

    sentence: Text
    """The claim in plain words, as the evidence page shows it."""
    stated_by: tuple[Line, ...] = Field(min_length=1)
    """Clauses that state it in the notice; ``purpose.*`` means all of a kind, ``rights.access`` a right that it tells."""
    control: tuple[str, ...] = Field(min_length=1)
    """Ids in the list of controls: what keeps it true."""
    probe: str
    """Id in the list of probes: the evidence that shows it."""

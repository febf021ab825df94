"""Parties: the register itself, its controller, the contact, senders, roles and the supervisory authority."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from seloste.policy.tree.terms import Channel
from seloste.policy.tree.values import (
    Country,
    Dpv,
    Given,
    Id,
    Language,
    Law,
    Line,
    Named,
    Node,
    OwnTermId,
    Path,
    Table,
    Text,
    _read_only,
)


class Children(Node):
    """Consent of children to services offered to them directly (CHI-01, Art. 8)."""

    consent_age: int = Field(ge=13, le=16)
    """The age from which a child consents alone, by national law."""
    law: Law
    """The national provision that sets the age."""
    below: Literal["guardian", "refused"]
    """What happens below that age: a guardian consents, or nobody can."""


class MarketingLaw(Node):
    """National rules of direct marketing (ePrivacy Directive Art. 13; in Finland 917/2014 ss. 200 to 204)."""

    law: Law
    """The act and its sections."""
    consent_channels: tuple[Channel, ...]
    """Channels that need prior consent, or an exception to it (MKT-01)."""
    opt_out_channels: tuple[Channel, ...]
    """Channels that are open until the person forbids them (MKT-02)."""
    existing_customer_rule: bool = False
    """True where national law has the existing-customer rule (MKT-03)."""
    work_role_rule: bool = False
    """True where a work address may be treated as the organisation's (MKT-06)."""


class AutomatedDecisions(Node):
    """Whether decisions of Art. 22 are made without people (INF-14)."""

    made: bool
    logic: Text | None = None
    """How the decision comes about, where one is made."""
    consequences: Text | None = None
    """What it means for the person."""


class EarlierVersion(Named):
    """A version that was in force before this one and stays readable (C43, INF-24)."""

    file: Path
    dated: date
    """The day on the earlier notice."""


class OwnTerm(Named):
    """A term of the document's own, named ``own:…`` in clauses, for what DPV has no word for (an allergy, a prospect)."""

    name: Text
    broader: Dpv
    """The DPV term that it narrows."""


class Register(Node):
    """The register: its name, version, languages and the national law it stands under."""

    id: Id
    """Short id; part of every role name in the database."""
    name: Text
    lead: Text
    """What the register is and why a person is in it, in a sentence or two."""
    version: int = Field(ge=1, le=9_999)
    dated: date
    """The day printed on the notice."""
    home: Line
    """The address on the web where the notice is published."""
    languages: tuple[Language, ...] = Field(min_length=1)
    """The notice's languages; the first is the one used when a person's own is not among them."""
    phrases: Annotated[Table[Path], Field(default_factory=dict)]
    """Files with the notice's own phrases, for languages other than fi, sv and en."""
    country: Country
    """The country whose law stands beside the GDPR."""
    time_zone: Line
    """Where days begin and end, for instance ``Europe/Helsinki``."""
    financial_period_ends: Annotated[
        str, StringConstraints(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")
    ] = "12-31"
    """Month and day on which the financial period ends."""
    authority: str
    """Id in ``[authority]``: where a person may complain (INF-11)."""
    dpv_version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+$")] = "2.3"
    term: Annotated[Mapping[OwnTermId, OwnTerm], AfterValidator(_read_only), Field(default_factory=dict)]
    """Terms of the document's own, beside those of DPV."""
    objection: Text
    """How to object, in the controller's own words; the notice sets it apart (INF-15)."""
    consequences: Text
    """What follows when data are not given (C15, INF-12)."""
    children: Children | None = None
    marketing: MarketingLaw | None = None
    automated_decisions: AutomatedDecisions | None = None
    history: Annotated[Table[EarlierVersion], Field(default_factory=dict)]


class Address(Node):
    """Where a party can be written to, called and visited."""

    name: Line
    street: Line
    extra: Line | None = None
    """Floor, building or box, where there is one."""
    postal_code: Line
    city: Line
    country: Country
    phone: Given | None = None
    email: Given | None = None
    home: Line | None = None


class Sender(Named):
    """In whose name messages go out (MKT-07, MKT-08)."""

    name: Line
    address: Line
    """The address in the From line."""
    stop_address: Line
    """The address that takes a stop request."""


class ProductGroup(Named):
    """Products of one kind, so that *similar products* means something (MKT-03)."""

    name: Text


class Role(Named):
    """A task inside the controller that decides or holds something; never a person's name."""

    name: Text


class JointController(Named, Address):
    """A controller that decides together with this one (JNT-01, Art. 26)."""

    essence: Text
    """The essence of the arrangement, for the people concerned."""


class Controller(Address):
    """Who decides why and how (Art. 4(7)), with its senders, product groups, roles and joint controllers."""

    business_id: Line | None = None
    """The register number; a Finnish one is checked by its check digit."""
    representative: Text | None = None
    """The representative in the Union, where Art. 27 asks for one."""
    phone: Given
    email: Given
    sender: Annotated[Table[Sender], Field(default_factory=dict)]
    product_group: Annotated[Table[ProductGroup], Field(default_factory=dict)]
    role: Annotated[Table[Role], Field(default_factory=dict)]
    joint: Annotated[Table[JointController], Field(default_factory=dict)]


class Contact(Node):
    """Who answers in matters of data protection (C03, INF-02)."""

    name: Text
    """A role, unless the installation gives a name."""
    phone: Given
    email: Given
    officer: bool
    """True when this is a data protection officer under Art. 37."""
    why_no_officer: Text | None = None
    """Why Art. 37 asks for none, where there is none (DPO-01)."""


class Authority(Named, Address):
    """A supervisory authority (INF-11, CMP-01); its names may differ by language."""

    names: Text
    """The authority's name in each language of the notice."""

"""Facts: everything an answer may rest on, as frozen values without a name or an address.

A facts file asks one question and states what the register knows. Named tables, as in the policy
document, so that an answer can point at the fact it used (``consent.news``). What is not stated is
unknown, and nothing is permitted on the strength of an unknown fact.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, model_validator

from seloste.policy.explain.fact import Day, Fact, Instant, Table, contradiction
from seloste.policy.tree.terms import Capacity, Channel, DealingKind, StartEvent
from seloste.policy.tree.values import Id, Language, Line


class Question(Fact):
    """What is asked: may data be processed for a purpose and, with a contact point, may the person be reached."""

    purpose: Id
    topic: Id | None = None
    sender: Id | None = None
    """In whose name; the topic's sender unless another is named."""
    channel: Channel | None = None
    """Only to say again what the contact point says."""
    capacity: Capacity | None = None
    """In which role the person is meant, where no contact point says it."""
    data: Id | None = None
    """A data category, where the question is about one."""
    as_total: bool = False
    """True when only a count of many people comes out."""
    instant: Instant


class Person(Fact):
    """What is known of the person; left out where a contact point is an organisation's own."""

    source: Id
    """Where the person's data came from, an id in ``[source]`` of the policy."""
    obtained_at: Instant
    language: Language | None = None
    birth_date: Day | None = None
    age: int | None = Field(default=None, ge=0, le=150)
    """Age as declared, where no birth date is kept (CHI-01)."""
    age_declared_at: Instant | None = None
    organisation: Id | None = None
    """An organisation the person stands in relation to."""
    interests: tuple[Id, ...] = ()
    dealings: tuple[DealingKind, ...] = ()
    erased_at: Instant | None = None
    kept_for: tuple[Id, ...] = ()
    """Purposes for which an exemption of Art. 17(3) keeps cells after erasure."""

    @model_validator(mode="after")
    def _agrees(self) -> Person:
        if (self.age is None) != (self.age_declared_at is None):
            raise contradiction("`age` and `age_declared_at` are given together or not at all")
        if self.birth_date is not None and self.age is not None:
            raise contradiction("age is known from `birth_date` or from `age`, not from both")
        if self.kept_for and self.erased_at is None:
            raise contradiction("`kept_for` says what outlives an erasure, and there is no `erased_at`")
        return self


class Organisation(Fact):
    """An organisation; a sole trader is a person (DEF-02)."""

    legal_form: Literal["company", "association", "public_body", "sole_trader", "unknown"] = "unknown"


class Connection(Fact):
    """One connection of the person with the controller (C05 to C08)."""

    kind: Id
    began_at: Instant
    ended_at: Instant | None = None
    last_contact_at: Instant | None = None
    """When the person was last in touch themselves."""
    organisation: Id | None = None
    nature: Line | None = None
    """The nature of the connection in words (C08)."""
    member: bool = False
    guardian: bool = False
    """A guardian has agreed to it, for a child."""
    sale: Id | None = None
    """The sale it rests on; a sale by telephone may not bind yet (MKT-12)."""
    events: Mapping[StartEvent, Instant] = Field(default_factory=dict)
    """Further events that a period of the policy may start from."""

    @model_validator(mode="after")
    def _agrees(self) -> Connection:
        self.in_order("began_at", "ended_at")
        return self


class ContactPoint(Fact):
    """The one address that is asked about, without the address."""

    channel: Channel
    capacity: Capacity
    source: Id
    obtained_at: Instant
    organisation: Id | None = None
    holder: Literal["person", "organisation"] = "person"
    """``organisation`` for its own general address, which is no person's (MKT-05)."""
    duties_match: bool = False
    """The marketing relates to the work duties of the holder (MKT-06)."""
    free_mail: bool | None = None
    """The domain is a free-mail provider's; unknown counts as yes (MKT-06)."""
    undeliverable_at: Instant | None = None
    verified_at: Instant | None = None
    blocked_at: Instant | None = None
    """The operator refuses such messages at the user's request (MKT-09)."""
    block_ended_at: Instant | None = None

    @model_validator(mode="after")
    def _agrees(self) -> ContactPoint:
        self.in_order("blocked_at", "block_ended_at")
        if self.holder == "organisation" and self.organisation is None:
            raise contradiction("an organisation's own address needs its `organisation`")
        if self.holder == "organisation" and self.capacity != "work":
            raise contradiction("an organisation's own address is reached at work, not privately")
        return self


class Consent(Fact):
    """One consent (CON-01 to CON-08); what is left unsaid about it does not count in its favour."""

    purpose: Id
    topic: Id | None = None
    channels: tuple[Channel, ...] = ()
    given_at: Instant
    withdrawn_at: Instant | None = None
    confirmed_at: Instant | None = None
    """When it was confirmed from the contact point itself (C13)."""
    evidence: Literal["proven", "unproven"] = "unproven"
    """Proven: wording, language, time, channel and form are on record (CON-01)."""
    policy_version: int | None = Field(default=None, ge=1)
    act: Literal["own", "pre_ticked", "silence", "unknown"] = "unknown"
    asked: Literal["apart", "within_terms", "unknown"] = "unknown"
    condition_of_contract: bool | None = None
    explicit: bool = False
    given_by: Literal["self", "guardian"] = "self"
    guardian_verified: bool = False
    tracking: bool = False
    """It names reading from the terminal equipment, such as opening pixels (MKT-11)."""
    box: Line | None = None
    """The box it was given in, a clause of the policy such as ``form.order.consent.news``."""

    @model_validator(mode="after")
    def _agrees(self) -> Consent:
        self.in_order("given_at", "withdrawn_at", "confirmed_at")
        return self


class Objection(Fact):
    """One objection (OBJ-01, OBJ-02); ``situation`` is the one of Art. 21(1), which is weighed."""

    scope: Literal["all_marketing", "purpose", "topic", "sender", "situation"]
    purposes: tuple[Id, ...] = ()
    topic: Id | None = None
    sender: Id | None = None
    channels: tuple[Channel, ...] = ()
    """Channels it is limited to; none means every channel."""
    raised_at: Instant
    ended_at: Instant | None = None
    decision: Literal["pending", "upheld", "rejected"] = "pending"
    """For ``situation``: whether compelling grounds of the controller were shown."""
    decided_at: Instant | None = None

    @model_validator(mode="after")
    def _agrees(self) -> Objection:
        self.in_order("raised_at", "ended_at", "decided_at")
        needed = {"purpose": "purposes", "situation": "purposes", "topic": "topic", "sender": "sender"}
        name = needed.get(self.scope)
        if name and not getattr(self, name):
            raise contradiction(f"an objection of scope `{self.scope}` names its `{name}`")
        if (self.decision == "pending") != (self.decided_at is None):
            raise contradiction("a decision has its `decided_at`, and a pending objection has none")
        return self


class Ban(Fact):
    """One standing prohibition, whatever its source."""

    on: Literal["address", "person", "organisation"]
    source: Literal["person", "proxy", "outside_list", "own_decision", "suppression"]
    placed_at: Instant
    valid_until: Instant | None = None
    lifted_at: Instant | None = None
    channels: tuple[Channel, ...] = ()
    """Channels it is limited to; none means every channel."""
    covers: Literal["marketing", "everything"] = "marketing"
    purposes: tuple[Id, ...] = ()
    """Purposes that the person forbade as such, for instance disclosure to partners (C25)."""
    organisation: Id | None = None

    @model_validator(mode="after")
    def _agrees(self) -> Ban:
        self.in_order("placed_at", "valid_until", "lifted_at")
        if (self.on == "organisation") != (self.organisation is not None):
            raise contradiction("a ban names its `organisation` when it is on one, and only then")
        return self


class Restriction(Fact):
    """One restriction (RES-01); without purposes it is about everything."""

    ground: Literal["accuracy", "unlawful", "needed_for_claims", "objection_pending"]
    purposes: tuple[Id, ...] = ()
    began_at: Instant
    ended_at: Instant | None = None
    told_at: Instant | None = None
    """When the person was told that it would be lifted (RES-03)."""
    exception: Literal["consent", "legal_claims", "rights_of_another", "public_interest"] | None = None
    exception_for: tuple[Id, ...] = ()
    """Purposes the exception of Art. 18(2) was recorded for (RES-02)."""

    @model_validator(mode="after")
    def _agrees(self) -> Restriction:
        self.in_order("began_at", "ended_at", "told_at")
        if (self.exception is None) != (not self.exception_for):
            raise contradiction("`exception` and `exception_for` are given together or not at all")
        return self


class Sale(Fact):
    """One sale, with what the existing-customer rule asks of it (MKT-03, MKT-04, MKT-12)."""

    kind: Literal["paid", "free_tier_linked"]
    product_group: Id
    seller: Id
    """Id in ``[controller.sender]`` of the policy."""
    sold_at: Instant
    address_obtained: bool
    """The contact point was given in connection with this sale."""
    refusal_offered: bool
    refused: bool
    legal_note: bool = False
    """Why a free tier counts as a sale has been written down (MKT-04)."""
    by_call: bool = False
    buyer: Literal["consumer", "business"] = "consumer"
    person_called: bool = False
    """The buyer called, or expressly asked to be called."""
    offered_in_writing_at: Instant | None = None
    accepted_in_writing_at: Instant | None = None

    @model_validator(mode="after")
    def _agrees(self) -> Sale:
        self.in_order("sold_at", "offered_in_writing_at", "accepted_in_writing_at")
        self.in_order("offered_in_writing_at", "accepted_in_writing_at")
        return self


class Notice(Fact):
    """One telling of the notice, or the recorded exemption from it (INF-21, INF-22)."""

    what: Literal["art13", "art14", "exemption"]
    given_at: Instant
    exemption: Literal["already_has", "disproportionate", "law_provides", "secrecy"] | None = None
    justified: bool = False
    """The exemption's reasons are written down."""

    @model_validator(mode="after")
    def _agrees(self) -> Notice:
        if (self.what == "exemption") != (self.exemption is not None):
            raise contradiction("`exemption` is named when `what` is exemption, and only then")
        return self


class Message(Fact):
    """What the very message is like; left out when the question is about the standing permission."""

    contains_marketing: bool
    asks_for_consent: bool
    tracks: bool
    """It tells the sender when it is opened or followed by whom (MKT-11)."""
    confirms_consent: bool = False
    """It only asks to confirm a consent that the person has just given (MKT-14)."""
    recognisable: bool = False
    names_sender: bool = False
    stop_address: bool = False
    """A valid address, free and easy, for a stop request (MKT-08)."""
    carries_notice: bool = False
    carries_source: bool = False
    carries_objection: bool = False


class Value(Fact):
    """One value of the data category asked about: who gave it, and whether the person confirmed it (C21)."""

    given_by: Literal["self", "another"]
    given_at: Instant
    confirmed_at: Instant | None = None
    made_public: bool = False
    """The person manifestly made it public (Art. 9(2)(e))."""

    @model_validator(mode="after")
    def _agrees(self) -> Value:
        self.in_order("given_at", "confirmed_at")
        return self


class Facts(Fact):
    """A question and the facts it is to be answered from."""

    question: Question
    person: Person | None = None
    organisation: Annotated[Table[Organisation], Field(default_factory=dict)]
    connection: Annotated[Table[Connection], Field(default_factory=dict)]
    contact_point: ContactPoint | None = None
    consent: Annotated[Table[Consent], Field(default_factory=dict)]
    objection: Annotated[Table[Objection], Field(default_factory=dict)]
    ban: Annotated[Table[Ban], Field(default_factory=dict)]
    restriction: Annotated[Table[Restriction], Field(default_factory=dict)]
    sale: Annotated[Table[Sale], Field(default_factory=dict)]
    notice: Annotated[Table[Notice], Field(default_factory=dict)]
    message: Message | None = None
    value: Value | None = None

    @model_validator(mode="after")
    def _agrees(self) -> Facts:
        _channel_agrees(self)
        _names_exist(self)
        if self.value is not None and self.question.data is None:
            raise contradiction("`[value]` is about one data category, and `question.data` names none")
        return self


def _channel_agrees(facts: Facts) -> None:
    asked, point = facts.question, facts.contact_point
    if asked.channel is not None and (point is None or point.channel != asked.channel):
        raise contradiction("`question.channel` differs from the channel of `[contact_point]`")
    if asked.capacity is not None and point is not None and point.capacity != asked.capacity:
        raise contradiction("`question.capacity` differs from the capacity of `[contact_point]`")
    if facts.message is not None and point is None:
        raise contradiction("`[message]` goes to a contact point, and there is no `[contact_point]`")


def _names_exist(facts: Facts) -> None:
    named = [facts.person.organisation if facts.person else None]
    named += [facts.contact_point.organisation if facts.contact_point else None]
    named += [c.organisation for c in facts.connection.values()] + [
        b.organisation for b in facts.ban.values()
    ]
    for name in named:
        if name is not None and name not in facts.organisation:
            raise contradiction(f"there is no `[organisation.{name}]`")
    for connection in facts.connection.values():
        if connection.sale is not None and connection.sale not in facts.sale:
            raise contradiction(f"there is no `[sale.{connection.sale}]`")

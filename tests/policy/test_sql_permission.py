"""Thirty people of the customer and marketing register, each with what may be done, written by hand.

Read a line as: given these facts, these of the purposes or topics asked about are open. All stand on
22 November 2026 at noon; a period ends at midnight in Helsinki.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.policy.scaffold import Register, activated, document, house
from tests.postgres import Database

pytestmark = pytest.mark.database

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
CLINIC = uuid.UUID(int=77)
Row = dict[str, Any]


def ago(days: int) -> datetime:
    return NOW - timedelta(days=days)


def row(relation: str, **columns: Any) -> tuple[str, Row]:
    return relation, columns


# --- the facts that stories are made of ---------------------------------------------------------------------

CUSTOMER = row("connection", kind="customer", began_at=ago(300))
CONTACT = row("connection", kind="contact_person", began_at=ago(300), organisation_id=CLINIC)
OWN_WORDS = row("provenance", source="self", obtained_at=ago(300))
DIRECTORY = row("provenance", source="person_directories", obtained_at=ago(10))
CONSENT: Row = {
    "purpose": "direct_marketing",
    "topic": "product_news",
    "channel": "email",
    "given_at": ago(100),
    "confirmed_at": ago(100),
    "is_sound": True,
    "is_explicit": False,
    "is_confirmed_on_form": False,
    "by_guardian": False,
}
SALE: Row = {
    "sender": "medtime_pro",
    "product_group": "appointment_software",
    "sold_at": ago(200),
    "refusal_offered": True,
    "is_refused": False,
}


def prospect(**more: Any) -> tuple[str, Row]:
    return row("connection", **{"kind": "prospect", "began_at": ago(30), "organisation_id": CLINIC, **more})


def consent(**more: Any) -> tuple[str, Row]:
    return row("consent", **{**CONSENT, **more})


def sale(**more: Any) -> tuple[str, Row]:
    return row("sale", **{**SALE, **more})


@dataclass(frozen=True)
class Story:
    """One person: facts, perhaps an address, what is asked about, and what of it is open."""

    facts: tuple[tuple[str, Row], ...]
    asked: str
    open: str
    channel: str = ""
    capacity: str = "private"
    person: Row = field(default_factory=dict)
    lapses_at: datetime | None = None


NEWS, EVENTS = "direct_marketing.product_news", "direct_marketing.event_invitations"
MIDNIGHT = "T22:00:00+00:00"  # of the day before, in winter

STORIES = {
    "a customer is served, billed and written to about the service": Story(
        (CUSTOMER, OWN_WORDS), "customer_service billing service_messages", "customer_service billing service_messages"
    ),
    "a customer is profiled until they object": Story((CUSTOMER, OWN_WORDS), "profiling", "profiling"),
    "nobody is here without a connection": Story((OWN_WORDS,), "customer_service security statistics", ""),
    "rights and claims need no connection": Story((OWN_WORDS,), "rights legal_claims accounting", "rights legal_claims accounting"),
    "a former customer is kept, and no longer served": Story(
        (row("connection", kind="customer", began_at=ago(300), ended_at=ago(100)), OWN_WORDS),
        "billing customer_service security statistics", "security statistics",
        lapses_at=datetime.fromisoformat("2027-08-14T21:00:00+00:00"),
    ),
    "a year after the end a former customer is gone": Story(
        (row("connection", kind="customer", began_at=ago(900), ended_at=ago(370)), OWN_WORDS), "security statistics rights", "rights"
    ),
    "a prospect without an organisation is none": Story((prospect(organisation_id=None), OWN_WORDS), "direct_marketing customer_relations", ""),
    "a prospect is marketed to, not billed": Story((prospect(), OWN_WORDS), "direct_marketing billing", "direct_marketing"),
    "a silent prospect ends after twelve months": Story(
        (prospect(began_at=ago(400), last_contact_at=ago(380)), OWN_WORDS), "direct_marketing", ""
    ),
    "a stakeholder needs a nature in words": Story((row("connection", kind="stakeholder", began_at=ago(5)), OWN_WORDS), "customer_relations", ""),
    "a stakeholder with one is cared for": Story(
        (row("connection", kind="stakeholder", began_at=ago(5), has_nature=True), OWN_WORDS), "customer_relations", "customer_relations"
    ),
    "who was found in a directory may be processed for a month": Story(
        (prospect(began_at=ago(10)), DIRECTORY), "direct_marketing rights", "direct_marketing rights",
        lapses_at=datetime.fromisoformat("2026-12-12" + MIDNIGHT),
    ),
    "and not afterwards": Story(
        (prospect(), row("provenance", source="person_directories", obtained_at=ago(40))), "direct_marketing rights", "rights"
    ),
    "unless they have been told": Story(
        (prospect(), row("provenance", source="person_directories", obtained_at=ago(40), informed_at=ago(20))), "direct_marketing", "direct_marketing"
    ),
    "an objection to marketing stops marketing and its profiling": Story(
        (CUSTOMER, OWN_WORDS, row("objection", raised_at=ago(1))), "direct_marketing profiling customer_service", "customer_service"
    ),
    "an objection to one topic leaves the purpose, not the profiling": Story(
        (CUSTOMER, OWN_WORDS, row("objection", topic="product_news", raised_at=ago(1))), "direct_marketing profiling", "direct_marketing"
    ),
    "an objection to statistics stops statistics": Story(
        (CUSTOMER, OWN_WORDS, row("objection", purpose="statistics", raised_at=ago(1))), "statistics customer_service", "customer_service"
    ),
    "what the contract needs cannot be objected to": Story(
        (CUSTOMER, OWN_WORDS, row("objection", purpose="billing", raised_at=ago(1))), "billing", "billing"
    ),
    "restriction leaves storage, claims and rights": Story(
        (CUSTOMER, OWN_WORDS, row("restriction", began_at=ago(1))), "customer_service accounting rights legal_claims", "accounting rights legal_claims"
    ),
    "restriction of one purpose leaves the others": Story(
        (CUSTOMER, OWN_WORDS, row("restriction", purpose="billing", began_at=ago(1))), "customer_service billing", "customer_service"
    ),
    "a person may forbid sharing with partners": Story(
        (CONTACT, OWN_WORDS, row("ban", scope="everything", purpose="partner_sharing", placed_at=ago(1))), "partner_sharing events", "events"
    ),
    "allergies need an explicit consent": Story((CUSTOMER, OWN_WORDS, consent(purpose="event_catering", topic=None, channel=None)), "event_catering", ""),
    "and are open with one": Story(
        (CUSTOMER, OWN_WORDS, consent(purpose="event_catering", topic=None, channel=None, is_explicit=True)), "event_catering", "event_catering"
    ),
    "until it is withdrawn": Story(
        (CUSTOMER, OWN_WORDS, consent(purpose="event_catering", topic=None, channel=None, is_explicit=True, withdrawn_at=ago(1))), "event_catering", ""
    ),
    "a child is not profiled": Story((CUSTOMER, OWN_WORDS), "profiling customer_service", "customer_service", person={"born_from": "2010-01-01", "born_to": "2010-01-01"}),
    "consent opens e-mail for its topic": Story((CUSTOMER, OWN_WORDS, consent()), f"{NEWS} {EVENTS}", NEWS, "email",
        lapses_at=datetime.fromisoformat("2028-08-14T21:00:00+00:00")),
    "an unconfirmed consent opens nothing": Story((CUSTOMER, OWN_WORDS, consent(confirmed_at=None)), NEWS, "", "email"),
    "an unproven consent opens nothing": Story((CUSTOMER, OWN_WORDS, consent(is_sound=False)), NEWS, "", "email"),
    "a sale opens e-mail for the same product group": Story((CUSTOMER, OWN_WORDS, sale()), f"{NEWS} {EVENTS}", NEWS, "email"),
    "a sale where refusing was not offered opens nothing": Story((CUSTOMER, OWN_WORDS, sale(refusal_offered=False)), NEWS, "", "email"),
    "a withdrawn consent closes the sale's way too": Story((CUSTOMER, OWN_WORDS, sale(), consent(withdrawn_at=ago(1))), NEWS, "", "email"),
    "consenting anew opens it again": Story(
        (CUSTOMER, OWN_WORDS, sale(), consent(withdrawn_at=ago(9)), consent(given_at=ago(2), confirmed_at=ago(2))), NEWS, NEWS, "email"
    ),
    "a work address is open for matters of the work": Story((CONTACT, OWN_WORDS), f"{NEWS} {EVENTS}", f"{NEWS} {EVENTS}", "email", "work"),
    "the same address as a private one is not": Story((CONTACT, OWN_WORDS), f"{NEWS} {EVENTS}", "", "email"),
    "post is open until it is forbidden": Story((CUSTOMER, OWN_WORDS), NEWS, NEWS, "post"),
    "a ban on the address closes it, whoever holds it": Story(
        (CUSTOMER, OWN_WORDS, row("ban", scope="marketing", normal_form="here", placed_at=ago(3))), f"{NEWS} customer_service", "customer_service", "post"
    ),
    "a ban on calls leaves letters": Story((CUSTOMER, OWN_WORDS, row("ban", scope="marketing", normal_form="here", channel="phone", placed_at=ago(3))), NEWS, NEWS, "post"),
    "who has not been told is not written to": Story((prospect(), DIRECTORY), f"{NEWS} rights", "rights", "post"),
    "service messages carry no marketing and need no consent": Story((CUSTOMER, OWN_WORDS), f"service_messages {NEWS}", "service_messages", "sms"),
}  # fmt: skip


@pytest.fixture
def register(database: Database) -> Iterator[Register]:
    with database.connect() as owner:
        yield activated(
            database, owner, document("policies/medtime-pro.toml"), house("seloste/cli/house.toml")
        )


def told(register: Register, story: Story) -> tuple[set[str], datetime | None]:
    """Plant a story and return what is open of what it asks about, and when the first of all bits lapses."""
    register.forget()
    who = register.person(ago(300), **{"language": "fi", **story.person})
    point = uuid.uuid4()
    for relation, columns in story.facts:
        key = {"sale": {"contact_point_id": point}}.get(
            relation, {} if "normal_form" in columns else {"person_id": who}
        )
        register.plant(relation, **key, **columns)
    asked = set(story.asked.split())
    if not story.channel:
        answer = register.all_processed([who], NOW)[who]
        return answer.held & asked, answer.lapses_at
    register.plant(
        "contact_point",
        contact_point_id=point,
        person_id=who,
        channel=story.channel,
        capacity=story.capacity,
        organisation_id=CLINIC if story.capacity == "work" else None,
        duties_match=story.capacity == "work",
        normal_form="here",
        began_at=ago(300),
    )
    answer = register.all_reached([who], NOW)[point]
    return answer.held & asked, answer.lapses_at


def test_each_story_comes_out_as_it_is_written(register: Register) -> None:
    assert len(STORIES) >= 25
    found = {name: told(register, story) for name, story in STORIES.items()}
    assert {n: f[0] for n, f in found.items()} == {n: set(s.open.split()) for n, s in STORIES.items()}
    for name, story in STORIES.items():
        if story.lapses_at is not None:
            assert found[name][1] == story.lapses_at, name


def test_many_are_answered_at_once_as_one_by_one(register: Register) -> None:
    people = []
    for days in range(60):
        who = register.person(ago(days))
        register.plant("connection", person_id=who, **dict(prospect(began_at=ago(days * 10))[1]))
        register.plant("provenance", person_id=who, source="media", obtained_at=ago(days))
        people.append(who)
    together = register.all_processed(people, NOW)
    assert together == {who: register.all_processed([who], NOW)[who] for who in people}
    assert len({frozenset(answer.held) for answer in together.values()}) == 2


def test_a_lapse_is_the_first_instant_at_which_a_bit_is_gone(register: Register) -> None:
    story = STORIES["who was found in a directory may be processed for a month"]
    told(register, story)
    (who,) = (r[0] for r in register.owner.execute("select person_id from facts.person"))
    assert story.lapses_at is not None
    before, at = story.lapses_at - timedelta(seconds=1), story.lapses_at
    assert "direct_marketing" in register.processed(who, before)
    assert "direct_marketing" not in register.processed(who, at)

"""Retention counts as the calendar does, holds keep their cells and no others, disclosures heed bans and dates."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from psycopg import sql

from seloste.policy.compile.postgres import statements
from tests.policy.documents import SMALL, changed, loaded
from tests.policy.scaffold import Register, activated, document, house, rooms_for
from tests.postgres import Database

pytestmark = pytest.mark.database

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


@pytest.fixture
def register(database: Database) -> Iterator[Register]:
    with database.connect() as owner:
        yield activated(
            database, owner, document("policies/medtime-pro.toml"), house("seloste/cli/house.toml")
        )


def put(register: Register, table: str, **columns: Any) -> None:
    register.owner.execute(
        sql.SQL("insert into {} ({}) values ({})").format(
            sql.Identifier(table),
            sql.SQL(", ").join(sql.Identifier(c) for c in columns),
            sql.SQL(", ").join(sql.Placeholder() for _ in columns),
        ),
        list(columns.values()),
    )


Ended = list[tuple[list[str] | None, datetime, str]]


def ended(register: Register, table: str, at: datetime) -> Ended:
    """Return what of a table has reached its end: columns (None is the row), instant, clause."""
    rows = register.owner.execute(
        sql.SQL("select columns, ends_at, clause from enforcement.{}(%s) order by clause").format(
            sql.Identifier(f"ended_{table}_v{register.doc.register_.version}")
        ),
        [at],
    ).fetchall()
    return [(c, e, clause) for c, e, clause in rows]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


PERIODS = [
    # started, length, over (midnight in Helsinki, in UTC)
    ("2026-01-31T10:00:00", "1 months", "2026-02-28T22:00:00"),
    ("2024-01-31T10:00:00", "1 months", "2024-02-29T22:00:00"),
    ("2026-08-31T10:00:00", "1 months", "2026-09-30T21:00:00"),
    ("2024-02-29T10:00:00", "12 months", "2025-02-28T22:00:00"),
    ("2024-02-29T10:00:00", "1 years", "2025-02-28T22:00:00"),
    ("2026-11-22T10:00:00", "14 days", "2026-12-06T22:00:00"),
    ("2026-11-22T22:30:00", "1 days", "2026-11-24T22:00:00"),  # already the 23rd in Helsinki
    ("2026-03-28T10:00:00", "1 days", "2026-03-29T21:00:00"),  # the clocks go forward
    ("2026-10-24T10:00:00", "1 days", "2026-10-25T22:00:00"),  # and back
    ("2026-11-22T10:00:00", "2 weeks", "2026-12-06T22:00:00"),
]


@pytest.mark.parametrize(("started", "length", "over"), PERIODS)
def test_a_period_ends_with_its_last_day(register: Register, started: str, length: str, over: str) -> None:
    row = register.owner.execute(
        "select enforcement.period_end(%s::timestamptz, %s::interval, 'Europe/Helsinki')",
        [utc(started), length],
    ).fetchone()
    assert row == (utc(over),)


def test_a_period_from_a_day_is_the_same_as_from_that_days_noon(register: Register) -> None:
    row = register.owner.execute(
        "select enforcement.period_end(date '2024-12-31', '6 years', 'Europe/Helsinki')"
    ).fetchone()
    assert row == (utc("2030-12-31T22:00:00"),)


def test_someone_born_on_a_leap_day_grows_older_on_the_first_of_march(register: Register) -> None:
    asked = "select enforcement.birthday(date '2008-02-29', %s, 'Europe/Helsinki')"
    assert register.owner.execute(asked, [18]).fetchone() == (utc("2026-02-28T22:00:00"),)
    assert register.owner.execute(asked, [20]).fetchone() == (utc("2028-02-28T22:00:00"),)


def test_vouchers_are_kept_six_years_from_the_end_of_the_year(register: Register) -> None:
    put(register, "invoice", person_id=uuid.uuid4(), financial_year_ends_on=date(2024, 12, 31), number="7")
    over = utc("2030-12-31T22:00:00")
    assert ended(register, "invoice", over - timedelta(seconds=1)) == []
    found = ended(register, "invoice", over)
    assert [(clause, ends) for _, ends, clause in found if clause == "data.invoices"] == [
        ("data.invoices", over)
    ]


def test_allergies_go_fourteen_days_after_the_event_though_the_customer_stays(register: Register) -> None:
    who = uuid.uuid4()
    register.plant("connection", person_id=who, kind="customer", began_at=utc("2026-01-01T00:00:00"))
    put(
        register,
        "event_need",
        person_id=who,
        event_ended_on=date(2026, 11, 1),
        created_at=utc("2026-10-01T00:00:00"),
    )
    assert ended(register, "event_need", utc("2026-11-15T21:59:59")) == []
    assert ended(register, "event_need", utc("2026-11-15T22:00:00")) == [
        (None, utc("2026-11-15T22:00:00"), "data.event_needs")
    ]


def test_what_a_colleague_wrote_goes_after_a_week_unless_it_is_confirmed(register: Register) -> None:
    given = {
        "event_ended_on": date(2027, 5, 1),
        "created_at": utc("2026-11-01T10:00:00"),
        "given_by_id": "colleague",
    }
    put(register, "event_need", person_id=uuid.uuid4(), **given)
    put(register, "event_need", person_id=uuid.uuid4(), confirmed_at=utc("2026-11-02T10:00:00"), **given)
    assert len(ended(register, "event_need", utc("2026-11-08T21:59:59"))) == 0
    assert len(ended(register, "event_need", utc("2026-11-08T22:00:00"))) == 1


def test_orders_stay_while_the_customer_does(register: Register) -> None:
    who = uuid.uuid4()
    put(register, "service_order", person_id=who, contract_ended_on=date(2024, 1, 1))
    rest = [c for c, _, clause in ended(register, "service_order", NOW) if clause == "data.orders"]
    assert rest == [None]
    register.plant("person", person_id=who, obtained_at=utc("2020-01-01T00:00:00"))
    register.plant("connection", person_id=who, kind="customer", began_at=utc("2020-01-01T00:00:00"))
    assert [c for c, _, clause in ended(register, "service_order", NOW) if clause == "data.orders"] == []


def test_a_person_stays_as_long_as_their_last_connection_says(register: Register) -> None:
    who = uuid.uuid4()
    put(register, "person", person_id=who)
    register.plant("person", person_id=who, obtained_at=utc("2020-01-01T00:00:00"))
    for kind, end in (("customer", "2025-06-15T10:00:00"), ("user", "2025-12-15T10:00:00")):
        register.plant(
            "connection", person_id=who, kind=kind, began_at=utc("2020-01-01T00:00:00"), ended_at=utc(end)
        )
    assert ended(register, "person", utc("2026-06-15T20:59:59")) == []
    assert ended(register, "person", utc("2026-06-15T21:00:00")) == [
        (None, utc("2026-06-15T21:00:00"), "data.identity")
    ]


def test_a_prospect_whose_connection_ended_by_itself_goes_too(register: Register) -> None:
    who = uuid.uuid4()
    put(register, "person", person_id=who)
    register.plant("person", person_id=who, obtained_at=utc("2025-01-10T10:00:00"))
    register.plant("connection", person_id=who, kind="prospect", began_at=utc("2025-01-10T10:00:00"))
    assert len(ended(register, "person", utc("2026-01-18T21:59:59"))) == 0
    assert len(ended(register, "person", utc("2026-01-18T22:00:00"))) == 1


def test_a_hold_keeps_its_cells_and_lets_the_rest_go(database: Database) -> None:
    doc = loaded(
        changed('keep = { follows = "connection" }\n\n[data.contact_points]', 'keep = { days = 3, after = "objection" }\n\n[data.contact_points]')
        + '\n[retention.voucher]\nkind = "hold"\nname = { en = "v" }\ncells = ["person.last_name"]\n'
        'keep = { years = 6, after = "end_of_year_of_financial_period" }\nlaw = "L"\nexemption = "legal_obligation"\n'
        '\n[retention.dispute]\nkind = "hold"\nname = { en = "d" }\ncells = ["person.last_name"]\n'
        'keep = { days = 10, after = "case_closed" }\nexemption = "legal_claims"\nbefore = ["voucher"]\n'
    )  # fmt: skip
    with database.connect() as owner:
        register = activated(database, owner, doc, rooms_for(doc))
        put(
            register,
            "person",
            person_id=uuid.uuid4(),
            objection_at=utc("2026-01-01T10:00:00"),
            end_of_year_of_financial_period_at=utc("2026-12-31T10:00:00"),
            case_closed_at=utc("2026-02-01T10:00:00"),
        )
        found = ended(register, "person", utc("2026-02-01T00:00:00"))
        assert found == [(None, utc("2026-01-04T22:00:00"), "data.identity")]
        later = ended(register, "person", utc("2033-01-01T00:00:00"))
        assert (["last_name"], utc("2032-12-31T22:00:00"), "retention.dispute retention.voucher") in later


def test_every_table_of_the_register_has_an_end(register: Register) -> None:
    for table in register.house.tables:
        ended(register, table, NOW)


# --- disclosures -----------------------------------------------------------------------------------------------


@pytest.fixture
def elis(register: Register) -> uuid.UUID:
    """Elis works for a clinic that is a customer."""
    who = register.person(utc("2026-01-01T00:00:00"), language="fi")
    register.plant(
        "connection",
        person_id=who,
        kind="contact_person",
        organisation_id=uuid.uuid4(),
        began_at=utc("2026-01-01T00:00:00"),
    )
    register.plant("provenance", person_id=who, source="self", obtained_at=utc("2026-01-01T00:00:00"))
    return who


def disclosed(register: Register, who: uuid.UUID, at: datetime = NOW) -> set[tuple[str, str]]:
    rows = register.owner.execute(
        "select recipient, purpose from enforcement.may_disclose_v2(%s, %s)", [[who], at]
    ).fetchall()
    return {(recipient, purpose) for recipient, purpose in rows}


def test_recipients_get_only_what_the_purpose_permits(register: Register, elis: uuid.UUID) -> None:
    found = disclosed(register, elis)
    assert ("partners", "partner_sharing") in found
    assert ("mailing", "direct_marketing") in found
    assert ("hosting", "event_catering") not in found  # no explicit consent
    declared = {(r.id, p) for r in register.doc.recipient.values() for p in r.purposes}
    assert found < declared


def test_a_ban_leaves_the_person_out_but_not_out_of_what_is_done_for_us(
    register: Register, elis: uuid.UUID
) -> None:
    register.plant("ban", person_id=elis, scope="everything", placed_at=utc("2026-11-01T00:00:00"))
    found = {recipient for recipient, _ in disclosed(register, elis)}
    assert not found & {"partners", "stakeholders", "event_participants"}
    assert {"hosting", "authorities"} <= found


def test_no_disclosure_outlives_its_agreement(register: Register, elis: uuid.UUID) -> None:
    last = utc("2028-12-31T21:59:59")
    assert ("mailing", "events") in disclosed(register, elis, last)
    assert not {p for r, p in disclosed(register, elis, last + timedelta(seconds=1)) if r == "mailing"}
    assert not {p for r, p in disclosed(register, elis, utc("2026-05-31T20:59:59")) if r == "mailing"}


def test_a_rule_names_only_data_that_the_purpose_has(register: Register) -> None:
    rows = register.owner.execute("select purpose, data from enforcement.disclosure_rule").fetchall()
    assert len(rows) > 20
    for purpose, data in rows:
        assert set(data) <= set(register.doc.purpose[purpose].data)


def test_each_wording_is_kept_in_each_language(register: Register) -> None:
    boxes = sum(len(form.consent) for form in register.doc.form.values())
    rows = register.owner.execute("select language, wording from enforcement.consent_text").fetchall()
    assert len(rows) == 3 * boxes > 0
    assert all(wording for _, wording in rows)


def test_connection_kinds_say_what_they_need(register: Register) -> None:
    found = register.owner.execute("select kind, needs from enforcement.connection_kind").fetchall()
    rows: dict[str, list[str]] = dict(found)
    assert rows["prospect"] == ["organisation"]
    assert rows["stakeholder"] == ["nature_in_words"]
    assert set(rows) == set(register.doc.connection)


def test_a_second_version_stands_beside_the_first(register: Register) -> None:
    """The old version's functions and rows stay while the new one's are made (design: one short swap)."""
    text = SMALL.replace("version = 1", "version = 3", 1)
    doc = loaded(text)
    wanted = (
        "may ",
        "bits of",
        "permission bits",
        "forget connection_kind",
        "connection_kinds",
        "connection kinds",
    )
    for statement in statements(doc, rooms_for(doc)):
        if statement.name.startswith(wanted):
            register.owner.execute(statement.sql.encode())
    versions = register.owner.execute(
        "select distinct version from enforcement.connection_kind order by 1"
    ).fetchall()
    assert versions == [(2,), (3,)]
    assert register.owner.execute(
        "select count(*) from enforcement.may_process_v2('{}', now())"
    ).fetchone() == (0,)
    assert register.owner.execute(
        "select count(*) from enforcement.may_process_v3('{}', now())"
    ).fetchone() == (0,)

"""What a purpose's role can read: its own tables, rows with its bit, in its own context, and nothing else."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql

from seloste.policy.compile.postgres import Statement, statements
from tests.policy.scaffold import Register, activated, document, house, run
from tests.postgres import Database

pytestmark = pytest.mark.database

AINO, BERT = uuid.UUID(int=1), uuid.UUID(int=2)
UNLAPSED = {"storage", "rights", "legal_claims", "suppression"}


@pytest.fixture
def register(database: Database) -> Iterator[Register]:
    """Medtime Pro's register, active, with Aino and Bert in every table that can hold them."""
    with database.connect() as owner:
        register = activated(
            database, owner, document("policies/medtime-pro.toml"), house("seloste/cli/house.toml")
        )
        for table in register.house.tables.values():
            for who in (AINO, BERT):
                if "person_id" in table.columns:
                    owner.execute(
                        sql.SQL("insert into {} (person_id) values (%s)").format(sql.Identifier(table.name)),
                        [who],
                    )
                elif who == AINO:
                    owner.execute(sql.SQL("insert into {} default values").format(sql.Identifier(table.name)))
        yield register


def permit(register: Register, who: uuid.UUID, *purposes: str, lapses_at: str = "infinity") -> None:
    """Set a person's bits on every table that carries them, as the owner's triggers will."""
    held = sum(1 << register.bits[f"process:{p}"].number for p in purposes)
    for table in register.house.tables.values():
        if {"person_id", "lawful_for", "lapses_at"} <= table.columns.keys():
            register.owner.execute(
                sql.SQL("update {} set lawful_for = %s, lapses_at = %s where person_id = %s").format(
                    sql.Identifier(table.name)
                ),
                [held, lapses_at, who],
            )


def everyone(register: Register, who: uuid.UUID, **more: str) -> None:
    permit(register, who, *register.doc.purpose, **more)


def seen(door: psycopg.Connection, table: str) -> int:
    row = door.execute(sql.SQL("select count(*) from {}").format(sql.Identifier(table))).fetchone()
    assert row is not None
    return int(row[0])


def test_every_purpose_reads_its_own_tables_and_is_refused_all_others(register: Register) -> None:
    everyone(register, AINO)
    tables = set(register.house.tables)
    for purpose in register.doc.purpose.values():
        granted = {t.name for t in register.target.tables_for(purpose)}
        with register.acting(purpose.id) as door:
            for table in sorted(tables):
                if table in granted:
                    assert seen(door, table) == 1, (purpose.id, table)
                else:
                    with pytest.raises(psycopg.errors.InsufficientPrivilege) as refused, door.transaction():
                        seen(door, table)
                    assert refused.value.sqlstate == "42501"


def test_direct_marketing_reads_no_birth_date_and_no_event_need(register: Register) -> None:
    with register.acting("direct_marketing") as door:
        for table in ("birth_date", "event_need"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege), door.transaction():
                seen(door, table)


def test_rows_without_the_bit_are_not_there(register: Register) -> None:
    permit(register, AINO, "direct_marketing")
    permit(register, BERT, "customer_service")
    with register.acting("direct_marketing") as door:
        assert door.execute("select person_id from person").fetchall() == [(AINO,)]
        assert door.execute("select person_id from interest").fetchall() == [(AINO,)]
        assert door.execute("select person_id from objection").fetchall() == [(AINO,)]


def test_another_purposes_context_finds_nothing(register: Register) -> None:
    everyone(register, AINO)
    for table in ("person", "contact_point", "objection"):
        with register.acting("direct_marketing", context="customer_service") as door:
            assert seen(door, table) == 0
        with register.acting("direct_marketing") as door:
            assert seen(door, table) == 1


def test_without_a_context_nothing_is_found(register: Register) -> None:
    everyone(register, AINO)
    with register.acting("rights", context="none") as door:
        for table in register.target.tables_for(register.doc.purpose["rights"]):
            assert seen(door, table.name) == 0, table.name


def test_a_lapsed_bit_hides_from_all_but_steady_purposes(register: Register) -> None:
    everyone(register, AINO, lapses_at="2020-01-01")
    for purpose in register.doc.purpose.values():
        with register.acting(purpose.id) as door:
            for table in register.target.tables_for(purpose):
                expected = 1 if purpose.kind in UNLAPSED or "person_id" not in table.columns else 0
                assert seen(door, table.name) == expected, (purpose.id, table.name)


def test_the_portals_role_sees_the_data_subjects_own_rows_only(register: Register) -> None:
    everyone(register, AINO)
    everyone(register, BERT)
    with register.acting("rights", own=True, subject=AINO) as door:
        for table in register.target.tables_for(register.doc.purpose["rights"], own=True):
            rows = door.execute(
                sql.SQL("select person_id from {}").format(sql.Identifier(table.name))
            ).fetchall()
            assert rows == [(AINO,)], table.name
    with register.acting("rights", own=True) as door:
        assert seen(door, "person") == 0
    with register.acting("rights") as door:
        assert seen(door, "person") == 2


def test_the_portals_role_may_not_read_what_says_nothing_about_whose_it_is(register: Register) -> None:
    acting = register.acting("rights", own=True, subject=AINO)
    with acting as door, pytest.raises(psycopg.errors.InsufficientPrivilege):
        seen(door, "suppression")


def test_whether_a_person_is_open_is_answered_in_its_own_context_only(register: Register) -> None:
    everyone(register, AINO)
    asked = "select enforcement.person_is_open(%s, %s, 1, false)"
    with register.acting("direct_marketing") as door:
        assert door.execute(asked, [AINO, "direct_marketing"]).fetchone() == (True,)
        assert door.execute(asked, [AINO, "legal_claims"]).fetchone() == (False,)


def test_what_a_colleague_gave_stays_unseen_until_confirmed(register: Register) -> None:
    everyone(register, AINO)
    register.owner.execute("update event_need set given_by_id = 'colleague' where person_id = %s", [AINO])
    with register.acting("event_catering") as door:
        assert seen(door, "event_need") == 0
    with register.acting("rights") as door:
        assert seen(door, "event_need") == 1
    register.owner.execute("update event_need set confirmed_at = now() where person_id = %s", [AINO])
    with register.acting("event_catering") as door:
        assert seen(door, "event_need") == 1


def test_no_purpose_writes_anything_least_of_all_bits(register: Register) -> None:
    everyone(register, AINO)
    for purpose in register.doc.purpose.values():
        with register.acting(purpose.id) as door:
            for table in register.target.tables_for(purpose):
                for written in (
                    "delete from {t}",
                    "truncate {t}",
                    "insert into {t} default values",
                    "lock {t}",
                ):
                    with pytest.raises(psycopg.errors.InsufficientPrivilege), door.transaction():
                        door.execute(sql.SQL(written).format(t=sql.Identifier(table.name)))
    with register.acting("rights") as door, pytest.raises(psycopg.errors.InsufficientPrivilege):
        door.execute("update person set lawful_for = -1")


def test_no_role_signs_in_or_passes_row_policies(register: Register) -> None:
    made = register.owner.execute(
        "select rolname, rolcanlogin, rolsuper, rolbypassrls, rolcreaterole, rolinherit from pg_roles where rolname like 'seloste%'"
    ).fetchall()
    assert len(made) == len(register.doc.purpose) + 1
    assert {row[1:] for row in made} == {(False, False, False, False, False)}


def test_permission_functions_are_for_the_owner_alone(register: Register) -> None:
    with register.acting("direct_marketing") as door:
        for call in (
            "select * from enforcement.may_process_v2(array[]::uuid[], now())",
            "select * from enforcement.may_reach_v2(array[]::uuid[], now())",
            "select * from enforcement.may_disclose_v2(array[]::uuid[], now())",
            "select * from enforcement.ended_person_v2(now())",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege), door.transaction():
                door.execute(call)


def test_every_personal_table_is_closed_by_force(register: Register) -> None:
    open_tables = register.owner.execute(
        "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' "
        "and not (relrowsecurity and relforcerowsecurity)"
    ).fetchall()
    assert open_tables == []


def test_what_a_version_no_longer_grants_is_taken_away(register: Register) -> None:
    role = register.target.role("direct_marketing")
    register.owner.execute(sql.SQL("grant select on invoice to {}").format(sql.Identifier(role)))
    run(register.owner, statements(register.doc, register.house))
    with register.acting("direct_marketing") as door, pytest.raises(psycopg.errors.InsufficientPrivilege):
        seen(door, "invoice")


# The controls: each defence taken away from the compiled statements, and what it kept out comes in.
WEAKER = {
    "the bit": ("\"lawful_for\" & (select enforcement.context_mask('direct_marketing')) <> 0", "true"),
    "the lapse": ("and lapses_at > now()", ""),
    "the context": ("enforcement.context_mask('direct_marketing')", "-1::bigint"),
    "the grant": ("grant select on ", "grant select on public.birth_date, "),
    "force": ("enable row level security, force row level security", "disable row level security"),
}


def weakened(register: Register, defence: str) -> None:
    find, put = WEAKER[defence]
    whole = statements(register.doc, register.house)
    assert any(find in s.sql for s in whole)
    run(register.owner, [Statement(s.name, s.sql.replace(find, put), s.clause, s.sentence) for s in whole])


@pytest.mark.parametrize("defence", WEAKER)
def test_a_defence_taken_away_is_noticed(register: Register, defence: str) -> None:
    permit(
        register, AINO, "direct_marketing", lapses_at="2020-01-01" if defence == "the lapse" else "infinity"
    )
    permit(register, BERT)
    before = _what_marketing_sees(
        register, "customer_service" if defence == "the context" else "direct_marketing"
    )
    weakened(register, defence)
    after = _what_marketing_sees(
        register, "customer_service" if defence == "the context" else "direct_marketing"
    )
    assert after > before


def _what_marketing_sees(register: Register, context: str) -> tuple[int, bool]:
    with register.acting("direct_marketing", context=context) as door:
        people = seen(door, "person")
        try:
            with door.transaction():
                seen(door, "birth_date")
        except psycopg.errors.InsufficientPrivilege:
            return people, False
        return people, True

"""The compiled SQL is SQL: PostgreSQL's own parser reads it, PostgreSQL runs it twice, and text stays text."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pglast
import psycopg
import pytest
from pglast import ast

from seloste.cli.bench.grown import grown
from seloste.policy.compile.dpv import jsonld
from seloste.policy.compile.evidence import as_html, evidence
from seloste.policy.compile.postgres import Bit, CannotExpress, as_text, bits, cannot_express, statements
from seloste.policy.compile.postgres.text import fill, ident, literal, remark, shortened
from seloste.policy.house import House
from seloste.policy.text.read import read
from seloste.policy.tree.document import Document, load
from tests.policy.effort import counted, growth
from tests.policy.scaffold import ROOT, activated, document, house, run
from tests.postgres import Database

REGISTERS = {
    "small": ("tests/policies/small/policy.toml", "tests/policies/small/house.toml"),
    "medtime-pro": ("policies/medtime-pro.toml", "seloste/cli/house.toml"),
    "association": ("policies/association.toml", "policies/association.house.toml"),
}
SMALL = ROOT / "tests/policies/small/policy.toml"
both_ways = pytest.mark.parametrize("register", REGISTERS)


def compiled(register: str) -> tuple[Document, House]:
    policy, rooms = REGISTERS[register]
    return document(policy), house(rooms)


def small(change: Callable[[str], str]) -> tuple[Document, House]:
    """Return the small document with its text changed."""
    text = change(SMALL.read_text(encoding="utf-8"))
    return load(read("small.toml", text.encode())), house(REGISTERS["small"][1])


@both_ways
def test_postgresql_parses_every_statement_as_one(register: str) -> None:
    made = statements(*compiled(register))
    for statement in made:
        assert len(pglast.parse_sql(statement.sql)) == 1, statement.name
    assert len({s.name for s in made}) == len(made)


@both_ways
def test_the_text_for_people_is_the_statements_and_nothing_else(register: str) -> None:
    made = statements(*compiled(register))
    text = as_text(made)
    assert len(pglast.parse_sql(text)) == len(made)
    for statement in made:
        assert statement.sql + ";" in text
        assert f"-- clause: {statement.clause or 'the whole document'}\n" in text


@both_ways
def test_every_statement_names_a_clause_of_the_document(register: str) -> None:
    doc, rooms = compiled(register)
    for statement in statements(doc, rooms):
        assert doc.node(statement.clause) is not None, statement.name
        assert statement.sentence.endswith("."), statement.name


@pytest.mark.database
@both_ways
def test_postgresql_runs_them_and_runs_them_again_without_a_change(register: str, database: Database) -> None:
    doc, rooms = compiled(register)
    with database.connect() as owner:
        activated(database, owner, doc, rooms)
        before = _catalogue(owner)
        run(owner, statements(doc, rooms))
        assert _catalogue(owner) == before
        assert len(before) > 20


def _catalogue(owner: psycopg.Connection) -> list[tuple[object, ...]]:
    """Return roles, grants, policies, functions and rows as the database has them."""
    return owner.execute(
        """
        select 'role', rolname::text, rolcanlogin::text from pg_roles where rolname like 'seloste%%'
        union all select 'policy', polname::text, polrelid::regclass || pg_get_expr(polqual, polrelid) from pg_policy
        union all select 'grant', relname::text, relacl::text from pg_class where relnamespace = 'public'::regnamespace
        union all select 'function', proname::text, md5(pg_get_functiondef(oid)) from pg_proc
          where pronamespace = 'enforcement'::regnamespace
        union all select 'bit', key, bit::text from enforcement.permission_bit
        union all select 'text', form || box || language, wording from enforcement.consent_text
        union all select 'disclosure', recipient, purpose from enforcement.disclosure_rule
        order by 1, 2, 3
        """
    ).fetchall()


HOSTILE = [
    "'); drop table person; --",
    "$$ end $$; select 1; $$",
    "back\\slash \\' quote",
    "line one\nline two -- and /* more",
    "{text} {p} {0} %s %(x)s",
    "”quotes“ 'and' \"these\"",
]


@pytest.mark.database
@pytest.mark.parametrize("words", HOSTILE)
def test_words_of_the_document_stay_words(words: str, database: Database) -> None:
    text = json.dumps(words)[1:-1]  # a TOML string takes the same escapes
    doc, rooms = small(
        lambda t: t.replace('"Yes, send me news', f'"{text} Yes, send me news').replace(
            'name = { en = "newsletter" }', f'name = {{ en = "{text}" }}'
        )
    )
    wanted = doc.say(doc.form["order"].consent["news"].wording, "en")
    made = statements(doc, rooms)
    assert len(pglast.parse_sql(as_text(made))) == len(made)
    with database.connect() as owner:
        activated(database, owner, doc, rooms)
        row = owner.execute("select wording from enforcement.consent_text").fetchone()
        assert row == (wanted,)
        assert owner.execute("select to_regclass('public.person') is not null").fetchone() == (True,)


def names_in(sql: str) -> set[str]:
    """Return every role and table that a statement names, as PostgreSQL's parser has them."""
    found = set()

    def look(node: object) -> None:
        if isinstance(node, ast.RoleSpec | ast.RangeVar):
            found.add(str(node.rolename if isinstance(node, ast.RoleSpec) else node.relname))
        if isinstance(node, ast.Node):
            for member in node:
                look(getattr(node, member))
        elif isinstance(node, tuple):
            for one in node:
                look(one)

    look(pglast.parse_sql(sql))
    return found


@pytest.mark.parametrize("name", ['a"b', "a'b", "a b", "Ä;--", "x" * 100])
def test_a_name_is_one_name_whatever_it_holds(name: str) -> None:
    made = fill("grant select on {t} to {r}", t=ident(name), r=ident(name))
    assert names_in(made.text) == {shortened(name)}
    assert len(shortened(name).encode()) <= 63


@pytest.mark.parametrize("value", [*HOSTILE, "ends in \\", "''", "", "å\u0301"])
def test_a_value_is_that_value(value: str, postgres: object) -> None:
    with postgres.connect() as connection:  # type: ignore[attr-defined]
        assert connection.execute(fill("select {v}", v=literal(value)).text.encode()).fetchone() == (value,)


def test_a_pasted_value_would_be_noticed(postgres: object) -> None:
    """The control: what ``literal`` does is needed."""
    with postgres.connect() as connection, pytest.raises(psycopg.Error):  # type: ignore[attr-defined]
        connection.execute(f"select '{HOSTILE[0]}'".encode()).fetchone()


def test_a_remark_never_ends_early() -> None:
    assert len(pglast.parse_sql(f"{remark('one' + chr(10) + 'drop table person;').text}\nselect 1")) == 1


def test_long_names_keep_apart() -> None:
    one, other = shortened("seloste_" + "x" * 80 + "_a"), shortened("seloste_" + "x" * 80 + "_b")
    assert one != other
    assert one == shortened(one)


def test_a_bit_keeps_its_number_while_its_meaning_stays() -> None:
    doc, rooms = compiled("small")
    first = bits(doc, rooms)
    moved = [Bit(b.key, b.meaning, b.number + 7) for b in first.values()]
    assert {k: b.number for k, b in bits(doc, rooms, moved).items()} == {
        k: b.number + 7 for k, b in first.items()
    }


def test_a_changed_meaning_gets_a_free_number_and_others_keep_theirs() -> None:
    first = bits(*compiled("small"))
    changed = bits(
        *small(
            lambda t: t.replace('basis.consent = { of = "anyone" }', 'basis.consent = { of = "customer" }')
        ),
        first.values(),
    )
    assert changed["process:newsletter"].number == 2
    assert changed["reach:newsletter.clock_news"].number == 2
    assert changed["process:customer_service"] == first["process:customer_service"]


def test_words_alone_change_no_meaning() -> None:
    first = bits(*compiled("small"))
    assert first == bits(*small(lambda t: t.replace("We deliver orders", "We bring orders")))


def test_a_new_purpose_moves_no_other_bit() -> None:
    first = bits(*compiled("small"))
    more = small(
        lambda t: (
            t + '\n[purpose.more]\nname = { en = "x" }\ndescription = { en = "x" }\ndpv = "dpv:Purpose"\n'
            'data = ["identity"]\nbasis.contract = { of = "customer" }\n'
        )
    )
    again = bits(*more, first.values())
    assert {k: b for k, b in again.items() if k in first} == first
    assert again["process:more"].number == 2


def test_the_sixty_first_permission_stands_in_a_second_word() -> None:
    doc, rooms = small(lambda t: t + _purposes(70))
    numbers = bits(doc, rooms)
    assert max(b.number for k, b in numbers.items() if k.startswith("process")) == 71
    text = as_text(statements(doc, rooms))
    assert 'add column if not exists "lawful_for_2"' in text
    assert "\"lawful_for_2\" & (select enforcement.context_mask('p69')) <> 0" in text
    assert "may_process_2_v1" in text


def _purposes(count: int) -> str:
    return "".join(
        f'\n[purpose.p{n}]\nname = {{ en = "p{n}" }}\ndescription = {{ en = "p" }}\ndpv = "dpv:Purpose"\n'
        f'data = ["identity"]\nbasis.contract = {{ of = "customer" }}\n'
        for n in range(count)
    )


CANNOT = [
    ("data.identities", lambda t: t.replace("[data.identity]", "[data.identities]"), "no table"),
    ("purpose.newsletter.data", lambda t: t.replace('data = ["identity", "contact_points"]\nbasis.consent', 'data = ["nothing"]\nbasis.consent'), "no data category"),
    ("data.identity.keep", lambda t: t.replace('keep = { follows = "connection" }', 'keep = { days = 3, after = "case_closed" }', 1), "case_closed"),
    ("purpose.customer_service.reach.email", lambda t: t.replace('reach.email = ["service"]', 'reach.email = ["existing_customer"]'), "no topic"),
    ("connection.customer.keep", lambda t: t.replace('after = "connection_end" }', 'after = "objection" }'), "counts from"),
    ("connection.customer.ends", lambda t: t.replace("[data.identity]", '[connection.customer.ends]\nmonths = 2\nafter = "connection_end"\n\n[data.identity]'), "own end"),
    ("source.self.inform", lambda t: t.replace('gives = ["identity", "contact_points"]', 'gives = ["identity"]\ninform = { months = 1, after = "disclosure" }'), "Art. 14"),
    ("purpose.customer_service.basis.contract.of", lambda t: t.replace('of = "customer"', 'of = "client"'), "no connection"),
    ("data.identity.given_by", lambda t: t.replace("[data.identity]\n", '[data.identity]\ngiven_by = { self = "after_confirmation" }\n'), "confirmed_at"),
    ("retention.r.cells", lambda t: t + '\n[retention.r]\nkind = "hold"\nname = { en = "r" }\ncells = ["person.shoe"]\nkeep = { years = 1, after = "objection" }\n', "no cell"),
]  # fmt: skip


@pytest.mark.parametrize(("clause", "change", "why"), CANNOT, ids=[f"{c}-{w}" for c, _, w in CANNOT])
def test_what_sql_cannot_say_is_refused_by_name(clause: str, change: Callable[[str], str], why: str) -> None:
    doc, rooms = small(change)
    found = [(c.clause, c.why) for c in cannot_express(doc, rooms)]
    assert any(c.startswith(clause) and why in w for c, w in found), found
    with pytest.raises(CannotExpress):
        statements(doc, rooms)


def test_the_policies_of_the_repository_can_be_expressed() -> None:
    for register in REGISTERS:
        assert list(cannot_express(*compiled(register))) == []


def test_cost_grows_with_the_document_and_no_faster() -> None:
    """SQL, DPV and evidence together: where the document doubles, so does the work, and no more."""

    def effort(clauses: int) -> int:
        document = grown(clauses)
        doc = load(read("grown.toml", document.content))

        def work() -> None:
            assert len(as_text(statements(doc, document.house))) > 100 * clauses
            assert len(jsonld(doc)["@graph"]) > clauses / 20
            assert len(as_html(evidence(doc, document.house, "en"))) > 1_000

        return counted(work)

    assert growth([effort(n) for n in (400, 800, 1_600)]) < 2.5


def test_the_bits_of_a_version_fit_the_house(tmp_path: Path) -> None:
    doc, rooms = compiled("medtime-pro")
    made = as_text(statements(doc, rooms))
    (tmp_path / "policy.sql").write_text(made, encoding="utf-8")
    assert "lawful_for_2" not in made

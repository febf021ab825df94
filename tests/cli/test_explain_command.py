"""``policy explain``: exit codes, what is said, JSON. The answers themselves stand in tests/policy/test_cases.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.door import DAY, Door
from tests.cli.test_check import spoil
from tests.policy.documents import ROOT

REGISTER = ROOT / "policies/medtime-pro.toml"
PERMITTED = """
[question]
purpose = "rights"
instant = 2026-11-22T10:00:00Z

[connection.customer]
kind = "customer"
began_at = 2026-01-01
"""


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    path = tmp_path / "facts.toml"
    path.write_text(PERMITTED, encoding="utf-8")
    return path


def ask(door: Door, facts: Path, *words: str) -> tuple[int, str, str]:
    said = door("policy", "explain", REGISTER, "--facts", facts, "--today", DAY, *words)
    return said.code, " ".join(said.out.split()), " ".join(said.err.split())


def test_what_is_permitted_exits_with_zero_and_says_why(door: Door, facts: Path) -> None:
    code, out, err = ask(door, facts)
    assert (code, err) == (0, "")
    assert "permitted" in out
    assert "not permitted" not in out
    assert "[purpose.rights.basis.legal_obligation]" in out
    assert "why:" in out
    assert "facts:" in out


def test_what_is_not_permitted_exits_with_one_and_says_why(door: Door, facts: Path) -> None:
    spoil(facts, 'purpose = "rights"', 'purpose = "surveys"')
    spoil(facts, 'kind = "customer"', 'kind = "prospect"')
    code, out, _ = ask(door, facts)
    assert code == 1
    assert "not permitted" in out
    assert "stops" in out


def test_the_json_has_the_shape_of_an_answer(door: Door, facts: Path) -> None:
    value = door("policy", "explain", REGISTER, "--facts", facts, "--today", DAY, "--json").json
    assert value["permitted"] is True
    assert value["clause"] == "purpose.rights.basis.legal_obligation"
    assert value["where"]["file"] == str(REGISTER)
    assert {"may_process", "may_reach", "reasons", "facts_used", "lapses_at", "policy"} <= set(value)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "P902"),
        ("question = ", "P104"),
        (PERMITTED.replace("purpose", "purpos", 1), "P90"),
        (PERMITTED.replace("T10:00:00Z", "T10:00:00"), "P906"),
        (PERMITTED + "\nnobody = 1\n", "P90"),
    ],
)
def test_facts_that_cannot_be_used_have_no_answer(door: Door, facts: Path, content: str, code: str) -> None:
    facts.write_text(content, encoding="utf-8")
    exit_code, out, err = ask(door, facts)
    assert (exit_code, out) == (2, "")
    assert code in err
    assert str(facts) in err
    said = door("policy", "explain", REGISTER, "--facts", facts, "--today", DAY, "--json")
    assert said.code == 2
    assert said.json["error"]["code"].startswith(code)


def test_a_refused_document_has_no_answer(door: Door, club: Path, facts: Path) -> None:
    spoil(club, 'authority = "authority"', 'authority = "nobody"')
    said = door("policy", "explain", club, "--facts", facts, "--today", DAY)
    assert said.code == 2
    assert "P312" in said.err
    assert said.out == ""


def test_facts_that_are_not_there_are_named(door: Door, tmp_path: Path) -> None:
    code, _, err = ask(door, tmp_path / "no-facts.toml")
    assert code == 2
    assert "F001" in err

"""The corpus of the evaluator: each case is answered as it says, and the cases leave no rule out."""

from __future__ import annotations

import re
import tomllib
from functools import cache

import pytest

from seloste.policy.explain import RULES, Answer, evaluate
from seloste.policy.text.read import read
from seloste.policy.tree.document import Document, load
from tests.policy.cases import FOLDER, Case, corpus, policy
from tests.policy.documents import ROOT

# The families of the law reference that decisions come from, and how far each goes.
FAMILIES = {
    "LAW": range(1, 7),
    "CON": range(1, 9),
    "CHI": range(1, 2),
    "SPE": range(1, 7),
    "RES": range(1, 4),
    "OBJ": range(1, 5),
    "INF": range(20, 28),
    "MKT": [*range(1, 17), 20, 21, 22],
}


def names(case: Case) -> str:
    return f"{case.story}:{case.name}"


@cache
def answer(case: Case) -> Answer:
    return evaluate(policy(), case.read())


@cache
def medtime_pro() -> Document:
    return load(read("medtime-pro.toml", (ROOT / "policies/medtime-pro.toml").read_bytes()))


def told(case: Case, given: Answer) -> str:
    return f"{case.title} ({case.law})\n{given.as_text()}"


@pytest.mark.parametrize("case", corpus(), ids=names)
def test_it_is_answered_as_the_case_says(case: Case) -> None:
    given = answer(case)
    assert given.permitted == case.permitted, told(case, given)
    assert given.clause == case.clause, told(case, given)
    assert given.refused_by == case.against, told(case, given)
    if case.rules is not None:
        assert given.reasons == case.rules, told(case, given)
    if case.until is not None:
        assert given.lapses_at == case.until, told(case, given)
    if case.changes is not None:
        assert given.changes_at == case.changes, told(case, given)


@pytest.mark.parametrize("case", [c for c in corpus() if not c.only_here], ids=names)
def test_medtime_pro_answers_the_same(case: Case) -> None:
    given = evaluate(medtime_pro(), case.read())
    assert (given.permitted, given.clause) == (case.permitted, case.clause), told(case, given)
    assert given.refused_by == case.against, told(case, given)
    assert case.rules is None or given.reasons == case.rules, told(case, given)


def test_there_are_enough_cases_and_most_of_them_hold_for_medtime_pro() -> None:
    elsewhere = [case for case in corpus() if not case.only_here]
    assert len(corpus()) >= 240
    assert len(elsewhere) >= 200


def test_a_permitted_case_names_all_its_rules_and_a_refused_one_what_stands_against_it() -> None:
    for case in corpus():
        assert (case.rules is not None) == case.permitted, names(case)
        assert bool(case.against) != case.permitted, names(case)


def test_each_case_is_told_once_and_says_which_law_it_comes_from() -> None:
    titles = [case.title for case in corpus()]
    assert len(set(titles)) == len(titles)
    assert not [names(case) for case in corpus() if not case.law or case.title.endswith(".")]


@pytest.mark.parametrize("rule", sorted(RULES))
def test_each_rule_has_a_case_that_permits_and_one_that_refuses(rule: str) -> None:
    assert [case for case in corpus() if case.permitted and rule in (case.rules or ())], (
        f"{rule} never permits"
    )
    assert [case for case in corpus() if rule in case.against], f"{rule} never refuses"


def test_each_rule_of_the_families_decides_or_says_why_it_does_not() -> None:
    excused = tomllib.loads((FOLDER / "not-decisions.toml").read_text())
    families = {f"{family}-{number:02}" for family, numbers in FAMILIES.items() for number in numbers}
    assert families <= set(RULES) | set(excused)
    assert set(excused) <= families - set(RULES)
    assert all(len(why) > 20 for why in excused.values())


def test_the_cases_use_no_rule_that_does_not_exist() -> None:
    used = {rule for case in corpus() for rule in (*case.against, *(case.rules or ()))}
    assert used == set(RULES)


@pytest.mark.parametrize("case", corpus(), ids=names)
def test_the_clause_stands_in_the_policy_where_the_answer_points(case: Case) -> None:
    given = answer(case)
    for clause in {given.clause, *(step.clause for step in given.steps)} - {""}:
        assert policy().node(clause) is not None, clause
    if given.clause:
        line = (FOLDER / "policy.toml").read_text().splitlines()[given.spot.line - 1]
        last = given.clause.rpartition(".")[2]
        assert re.search(rf"\b{last}\b", line), f"{given.clause} is said to stand in: {line}"


def test_every_fact_that_an_answer_names_was_stated() -> None:
    for case in corpus():
        facts = case.read()
        for path in answer(case).facts_used:
            table, _, name = path.partition(".")
            stated = getattr(facts, table)
            assert stated is not None, path
            assert not name or name in stated, path

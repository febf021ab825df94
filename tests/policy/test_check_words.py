"""What the check reads in texts and numbers: vague periods, words of withdrawing, business ids, circles."""

from __future__ import annotations

import tomllib
from datetime import date
from typing import Any

import pytest

from seloste.policy.check.consent import tells_of_withdrawing
from seloste.policy.check.countries import ADEQUACY, CONSENT_AGE, COUNTRIES, EEA, TIME_ZONES, WORK_ROLE_RULE
from seloste.policy.check.languages import no_period
from seloste.policy.check.naming import in_circles
from seloste.policy.check.notice_elements import is_business_id
from tests.policy.documents import ROOT

WORDS: dict[str, Any] = tomllib.loads((ROOT / "tests/policies/words.toml").read_text(encoding="utf-8"))


def cases(kind: str, side: str) -> list[tuple[str, str]]:
    """Return each text with its language."""
    return [(language, text) for language, texts in WORDS[kind][side].items() for text in texts]


@pytest.mark.parametrize(("language", "text"), cases("no_period", "refused"))
def test_words_without_a_number_are_no_period(language: str, text: str) -> None:
    assert no_period(text, language)


@pytest.mark.parametrize(("language", "text"), cases("no_period", "holds"))
def test_words_about_something_else_pass(language: str, text: str) -> None:
    assert no_period(text, language) == ""


@pytest.mark.parametrize(("language", "text"), cases("withdrawal", "tells"))
def test_a_wording_tells_of_withdrawing(language: str, text: str) -> None:
    assert tells_of_withdrawing(text, language)


@pytest.mark.parametrize(("language", "text"), cases("withdrawal", "does_not_tell"))
def test_a_wording_without_withdrawing_is_seen(language: str, text: str) -> None:
    assert not tells_of_withdrawing(text, language)


def test_a_language_that_is_not_known_here_is_left_to_people() -> None:
    assert tells_of_withdrawing("Jah, saatke uudiseid.", "et")
    assert no_period("nii kaua kui vaja", "et") == ""


@pytest.mark.parametrize("number", ["0112038-9", "2077474-0", "1572860-0"])
def test_an_issued_business_id_is_one(number: str) -> None:
    assert is_business_id(number)


@pytest.mark.parametrize(
    "number", ["2077474-1", "0000006-1", "0000000-0", "20774740", "2077474-", "", "٢077474-0"]
)
def test_a_number_that_was_never_issued_is_none(number: str) -> None:
    assert not is_business_id(number)


@pytest.mark.parametrize(
    ("steps", "circles"),
    [
        ({}, []),
        ({"a": ["b"], "b": ["c"], "c": []}, []),
        ({"a": ["a"]}, ["a"]),
        ({"a": ["b"], "b": ["a"], "c": ["a"], "d": []}, ["a", "b"]),
        ({"a": ["b"], "b": ["c"], "c": ["a"], "d": ["e"], "e": ["d"]}, ["a", "b", "c", "d", "e"]),
        ({"a": ["gone"]}, []),
    ],
)
def test_what_leads_back_to_itself_is_found(steps: dict[str, list[str]], circles: list[str]) -> None:
    assert in_circles(steps) == circles


def test_a_long_chain_is_no_circle() -> None:
    assert in_circles({f"r{n}": [f"r{n + 1}"] for n in range(20_000)}) == []


def test_the_tables_of_countries_fit_together() -> None:
    assert len(EEA) == 30
    assert EEA <= COUNTRIES
    assert set(TIME_ZONES) == EEA
    assert EEA.isdisjoint(ADEQUACY)
    assert COUNTRIES.issuperset([*ADEQUACY, *CONSENT_AGE, *WORK_ROLE_RULE])
    assert all(13 <= age <= 16 for age, _ in CONSENT_AGE.values())
    assert len(COUNTRIES) == 249


def test_the_table_of_adequacy_decisions_is_the_reference_s() -> None:
    assert " ".join(sorted(ADEQUACY)) == "AD AR BR CA CH FO GB GG IL IM JE JP KR NZ US UY"
    assert [c for c, d in ADEQUACY.items() if d.needs_certification] == ["US"]
    assert [c for c, d in ADEQUACY.items() if d.until is not None] == ["GB"]
    assert all(d.since <= date(2026, 11, 22) for d in ADEQUACY.values())

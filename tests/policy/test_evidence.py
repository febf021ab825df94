"""Evidence names each claim with its control, and shows as holding only what has just run."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

import pytest
from playwright.sync_api import Page

from seloste.kernel.places import Spot
from seloste.policy.check import Given, check
from seloste.policy.compile.evidence import (
    BROKEN,
    HOLDS,
    NOT_YET,
    Row,
    as_html,
    as_json,
    as_text,
    evidence,
    results_of,
)
from seloste.policy.findings import Finding, Severity
from seloste.policy.house import Control, House
from tests.browser import check_accessibility
from tests.policy.scaffold import ROOT, document, house

TODAY = date(2026, 11, 22)
SMALL = document("tests/policies/small/policy.toml")
SMALL_HOUSE = house("tests/policies/small/house.toml")
REGISTER = document("policies/medtime-pro.toml")
ROOMS = house("seloste/cli/house.toml")


def only(*results: tuple[str, bool], built: bool = True) -> Row:
    """Return the one row of the small register, its control built or not, with these results."""
    control = replace(SMALL_HOUSE.controls["notice_complete"], built=built)
    rooms = replace(SMALL_HOUSE, controls=MappingProxyType({"notice_complete": control}))
    (row,) = evidence(SMALL, rooms, "en", dict(results))
    return row


def finding(code: str, severity: Severity = Severity.REFUSED) -> Finding:
    return Finding(code, "s", "w", "d", Spot(), severity=severity)


def test_every_claim_of_the_register_has_a_row_with_a_control_and_a_probe() -> None:
    rows = as_json(evidence(REGISTER, ROOMS, "en"))["claims"]
    assert sorted(row["claim"] for row in rows) == [f"C{n:02}" for n in range(1, 44)]
    for row in rows:
        assert row["sentence"], row["claim"]
        assert all(control["what"] and control["where"] for control in row["controls"]), row["claim"]
        assert row["controls"], row["claim"]
        assert row["probe"]["what"], row["claim"]


def test_nothing_holds_when_nothing_has_run() -> None:
    shown = evidence(REGISTER, ROOMS, "en")
    assert shown.count(NOT_YET) == len(shown) == 43


def test_a_claim_holds_when_its_built_control_ran_and_found_nothing() -> None:
    assert only(("notice_complete", True)).state == HOLDS


def test_a_claim_whose_control_refused_is_broken() -> None:
    assert only(("notice_complete", False)).state == BROKEN


def test_a_result_for_a_control_that_is_not_built_says_nothing() -> None:
    assert only(("notice_complete", True), built=False).state == NOT_YET
    assert only(("notice_complete", False), built=False).state == NOT_YET


def test_one_control_of_two_is_not_enough() -> None:
    row = next(r for r in evidence(REGISTER, ROOMS, "en", {"contact_details": True}) if r.claim == "C03")
    assert row.state == NOT_YET
    assert [kept.result for kept in row.controls] == [True, None]


def test_a_control_that_nobody_declares_is_not_built() -> None:
    (row,) = evidence(SMALL, House(), "en", {"notice_complete": True})
    assert (row.state, row.controls[0].control.built) == (NOT_YET, False)


def test_what_the_check_found_decides_over_the_rules_that_a_control_names() -> None:
    rooms = House(
        controls={
            "one": Control("one", "what", "seloste policy check: P340, P341", built=True),
            "two": Control("two", "what", "seloste policy check: P400", built=True),
            "planned": Control("planned", "what", "seloste policy check: P340", built=False),
            "partly": Control(
                "partly", "what", "seloste policy diff, and seloste policy check: P414", built=True
            ),
        }
    )
    assert results_of(rooms, []) == {"one": True, "two": True}
    assert results_of(rooms, [finding("P341")]) == {"one": False, "two": True}
    assert results_of(rooms, [finding("P341", Severity.WARNING)]) == {"one": True, "two": True}


def test_a_register_that_checks_shows_what_the_check_itself_keeps() -> None:
    files = {
        p: (ROOT / "policies" / p).read_bytes()
        for _, _, p in REGISTER.files()
        if (ROOT / "policies" / p).exists()
    }
    results = results_of(ROOMS, check(REGISTER, Given(TODAY, ROOMS, files)))
    shown = evidence(REGISTER, ROOMS, "en", results)
    assert shown.count(BROKEN) == 0
    assert {row.claim for row in shown if row.state == HOLDS} >= {"C01", "C02", "C15", "C42"}
    for row in shown:
        assert (row.state == HOLDS) == all(k.control.built and k.result for k in row.controls), row.claim


def test_what_needs_work_comes_first() -> None:
    shown = evidence(REGISTER, ROOMS, "en", {"controller_details": True, "complaint_details": False})
    states = [row.state for row in shown]
    assert states == sorted(states, key=[BROKEN, NOT_YET, HOLDS].index)
    assert states[0] == BROKEN


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_state_is_a_word_and_a_shape_in_every_language(language: str) -> None:
    shown = evidence(REGISTER, ROOMS, language, {"controller_details": True, "complaint_details": False})
    words = {
        "en": ("▲ C42  broken", "● C02  holds at check", "○ C05  not yet"),
        "fi": ("▲ C42  ei pidä", "● C02  pitää tarkistuksessa", "○ C05  ei vielä"),
        "sv": ("▲ C42  håller inte", "● C02  håller vid kontroll", "○ C05  inte än"),
    }[language]
    text = as_text(shown)
    for line in words:
        assert f"\n{line}\n" in text
    assert max(len(line) for line in text.splitlines()) <= 80
    assert "%" not in text
    page = as_html(shown)
    for line in words:
        shape, _, state = line.partition(" ")
        assert f">{shape}</span>\n{state.partition('  ')[2]} <span>" in page


def test_words_of_others_cannot_become_markup() -> None:
    control = Control("notice_complete", "<script>alert(1)</script>", "<b>&", built=True)
    rooms = replace(SMALL_HOUSE, controls=MappingProxyType({"notice_complete": control}))
    page = as_html(evidence(SMALL, rooms, "en"))
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_english_of_the_rooms_is_marked_on_a_finnish_page() -> None:
    page = as_html(evidence(REGISTER, ROOMS, "fi"))
    assert '<html lang="fi">' in page
    assert '<span lang="en">Refuses' in page
    assert 'lang="en"' not in as_html(evidence(REGISTER, ROOMS, "en")).replace('<html lang="en">', "")


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_is_accessible_without_script(page: Page, scheme: str, width: int, tmp_path: Path) -> None:
    results = {"controller_details": True, "complaint_details": False}
    html = as_html(evidence(REGISTER, ROOMS, "sv", results))
    assert not re.search(r"<script|https?://(?!www\.w3)", html)
    file = tmp_path / "evidence.html"
    file.write_text(html, encoding="utf-8")
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(file.as_uri())
    page.locator("summary").first.click()
    assert check_accessibility(page) == ()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

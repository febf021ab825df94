"""axe-core finds planted faults, and pages stay on this machine."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import AXE, check_accessibility, is_at_home

pytestmark = pytest.mark.browser

GOOD = """<!doctype html><html lang="fi"><head><title>Seloste</title></head>
<body><main><h1>Tietosuojaseloste</h1><p>Kerromme, mitä tietoja pidämme.</p></main></body></html>"""


def test_a_good_page_breaks_no_rule(page: Page) -> None:
    page.set_content(GOOD)
    assert check_accessibility(page) == ()


@pytest.mark.parametrize(
    ("fault", "rule"),
    [
        ('<p><img src="data:,"></p>', "image-alt"),
        ('<p style="color: #bbb; background: #fff">Vaalea</p>', "color-contrast"),
        ("<h4>Hyppy</h4>", "heading-order"),
        ('<p><input type="text"></p>', "label"),
    ],
)
def test_a_planted_fault_is_found(page: Page, fault: str, rule: str) -> None:
    page.set_content(GOOD.replace("</main>", f"{fault}</main>"))
    assert rule in {violation.rule for violation in check_accessibility(page)}


def test_a_page_reads_files_of_this_machine(page: Page, tmp_path: Path) -> None:
    (tmp_path / "notice.html").write_text(GOOD, encoding="utf-8")
    page.goto((tmp_path / "notice.html").as_uri())
    assert page.title() == "Seloste"


@pytest.mark.parametrize(
    ("address", "expected"),
    [("http://127.0.0.1:8000/", True), ("file:///a", True), ("https://www.example.org/x.js", False)],
)
def test_other_machines_are_not_home(address: str, expected: bool) -> None:
    assert is_at_home(address) is expected


def test_a_page_that_asks_elsewhere_makes_its_test_fail(browser: Browser) -> None:
    """The control of the fixture: it is run on a page with a picture from elsewhere, and complains."""
    from tests.browser import page as fixture

    steps = fixture.__wrapped__(browser)  # type: ignore[attr-defined]  # pytest keeps the function there
    opened = next(steps)
    opened.set_content('<img src="https://www.example.org/a.png" alt="">', wait_until="load")
    with pytest.raises(AssertionError, match="the page asked for"):
        next(steps, None)


def test_the_vendored_engine_is_the_one_its_readme_names() -> None:
    readme = (AXE.parents[1] / "README.md").read_text(encoding="utf-8")
    version = re.match(r"/\*! axe v(\S+)", AXE.read_text(encoding="utf-8"))
    assert version is not None
    assert f"axe-core {version[1]} " in readme

"""Pages in Chromium, and what axe-core says of them.

``page`` gives a page that reaches nothing but files, this machine and ``data:``; ``check_accessibility`` runs axe-core
from ``tests/vendor``. Pictures and PDFs for people are made by ``scripts/screenshots.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Error, Page, Route, sync_playwright

from tests import programs
from tests.not_run import not_run

AXE = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js"
# WCAG 2.2 A and AA, and axe's own good practice.
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@dataclass(frozen=True)
class Violation:
    """One rule of axe-core that a page breaks, and where."""

    rule: str
    impact: str
    help: str
    places: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.rule} ({self.impact}): {self.help}\n    " + "\n    ".join(self.places)


def check_accessibility(page: Page, *, tags: list[str] | None = None) -> tuple[Violation, ...]:
    """Return what axe-core finds wrong with the page as it now stands; empty when nothing."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "tags => axe.run(document, { runOnly: { type: 'tag', values: tags } })", tags or AXE_TAGS
    )
    if not found["passes"]:
        raise AssertionError(f"axe-core looked at nothing on {page.url}")
    return tuple(
        Violation(
            rule=item["id"],
            impact=item["impact"] or "unknown",
            help=item["help"],
            places=tuple(node["html"] for node in item["nodes"]),
        )
        for item in found["violations"]
    )


def is_at_home(address: str) -> bool:
    """True for addresses that stay on this machine."""
    parts = urlsplit(address)
    return parts.scheme in {"file", "data", "about", "blob"} or parts.hostname in {
        "localhost",
        "127.0.0.1",
        "::1",
    }


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the session."""
    path = programs.chromium()
    if path is None:
        not_run("no Chromium", remedy="install chromium, or name one in SELOSTE_CHROMIUM")
    with sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(executable_path=path)
        except Error as error:
            not_run(f"Chromium did not start: {error.message.splitlines()[0]}", remedy="try SELOSTE_CHROMIUM")
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of its own; the test fails when the page asked for anything from elsewhere."""
    outside: list[str] = []

    def keep_at_home(route: Route) -> None:
        if is_at_home(route.request.url):
            route.continue_()
        else:
            outside.append(route.request.url)
            route.abort()

    context = browser.new_context(locale="en-GB", timezone_id="Europe/Helsinki")
    context.route("**/*", keep_at_home)
    yield context.new_page()
    context.close()
    assert not outside, f"the page asked for {outside}"

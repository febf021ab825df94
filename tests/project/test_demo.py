"""``make demo`` leads to every reading of the example policy, and says plainly when it cannot."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Page

from scripts import demo, screenshots
from tests.browser import check_accessibility

PICTURES = sorted(screenshots.PICTURES.glob("*.png"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo, made in a folder of the test's own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo, "HERE", tmp_path_factory.mktemp("demo"))
        return demo.make()


@pytest.mark.slow
def test_the_page_leads_to_every_file(made: Path) -> None:
    links = re.findall(r'href="([^"]+)"', made.read_text(encoding="utf-8"))
    assert sorted(links) == sorted(view.file for view in demo.VIEWS)
    assert {link: (made.parent / link).stat().st_size > 500 for link in links} == dict.fromkeys(links, True)


@pytest.mark.slow
def test_a_second_run_makes_nothing_until_something_changes(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(arguments: Sequence[str]) -> str:
        raise demo.CommandFailed(" ".join(arguments))

    monkeypatch.setattr(demo, "HERE", made.parent)
    monkeypatch.setattr(demo, "run", refuse)
    assert demo.make() == made
    monkeypatch.setattr(demo, "made_from", lambda: "something else")
    with pytest.raises(demo.CommandFailed, match="policy check"):
        demo.make()


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1280])
def test_every_page_breaks_no_rule_of_accessibility_and_fits(made: Path, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for path in sorted(made.parent.glob("*.html")):
        page.goto(path.as_uri())
        assert [f"{path.name}: {violation}" for violation in check_accessibility(page)] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{path.name} scrolls sideways"


def test_what_a_command_said_is_shown_as_text_not_as_markup() -> None:
    assert "<b>" not in demo.page("<b>")
    assert "&lt;b&gt;" in demo.page("<b>")


def test_a_command_that_says_no_ends_the_demo_with_its_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(demo, "HERE", tmp_path)
    monkeypatch.setattr(demo, "DOCUMENT", "policies/there-is-no-such.toml")
    assert demo.main() == 1
    assert "seloste policy check policies/there-is-no-such.toml" in capsys.readouterr().err
    assert not (tmp_path / "index.html").exists()


@pytest.mark.parametrize(
    ("environment", "platform", "expected"),
    [
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({}, "linux", False),
        ({"DISPLAY": ":0", "SSH_CONNECTION": "x"}, "linux", False),
        ({"CI": "true", "DISPLAY": ":0"}, "linux", False),
        ({}, "darwin", True),
    ],
)
def test_a_browser_is_opened_only_where_somebody_would_see_it(
    environment: dict[str, str], platform: str, expected: bool
) -> None:
    assert demo.has_screen(environment, platform) is expected


@pytest.mark.parametrize("language", demo.LANGUAGES)
@pytest.mark.parametrize("form", ["phone", "desk", "print-1"])
def test_the_notice_has_a_picture_in_each_language_and_form(language: str, form: str) -> None:
    assert screenshots.PICTURES / f"notice-{language}-{form}.png" in PICTURES


def test_pictures_are_small() -> None:
    assert [path.name for path in PICTURES if path.stat().st_size > screenshots.MOST_BYTES] == []

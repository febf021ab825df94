"""The notice as a page: whole by itself, without script, safe, and open to everyone (WCAG 2.2 AA)."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from seloste.policy.compile.notice import state
from seloste.policy.compile.notice.html import as_html
from seloste.policy.compile.notice.short import short
from seloste.policy.findings import DocumentRefused
from seloste.policy.text.words import MAX_WORDS, words
from tests.browser import check_accessibility
from tests.policy.documents import SMALL, changed, loaded
from tests.policy.notices import EACH, document, notice

HOSTILE = '<script>alert(1)</script> <img src=x onerror=y> \\" onload=\\"z'
LANGUAGES = [("medtime-pro", language) for language in ("fi", "sv", "en")]


class Marks(HTMLParser):
    """The marks of a page: elements with their attributes, and the text of each traced span."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def all(self, tag: str) -> list[dict[str, str]]:
        """Return the attributes of each element of one kind."""
        return [attrs for name, attrs in self.elements if name == tag]


@pytest.fixture(params=EACH, ids="-".join)
def marks(request: pytest.FixtureRequest) -> Marks:
    """Every notice of ours, once in each language."""
    return Marks(as_html(notice(*request.param)))


def test_it_has_no_script_and_fetches_nothing(marks: Marks) -> None:
    assert {tag for tag, _ in marks.elements} & {
        "script",
        "img",
        "iframe",
        "object",
        "embed",
        "form",
    } == set()
    assert [a for a in marks.all("link") if a["rel"] != "alternate"] == []
    assert [name for _, attrs in marks.elements for name in attrs if name.startswith("on")] == []
    assert [attrs for _, attrs in marks.elements if "src" in attrs or "style" in attrs] == []


def test_its_style_names_no_address() -> None:
    style = re.search(r"<style>(.*?)</style>", as_html(notice("small", "en")), re.DOTALL)
    assert style is not None
    assert "url(" not in style[1]
    assert "@import" not in style[1]


def test_it_has_one_main_and_one_first_heading(marks: Marks) -> None:
    assert (len(marks.all("main")), len(marks.all("h1"))) == (1, 1)


def test_its_language_is_set_and_ids_are_unique(marks: Marks) -> None:
    ids = [attrs["id"] for _, attrs in marks.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert re.fullmatch("[a-z]{2}", marks.all("html")[0]["lang"])


def test_each_link_inside_leads_somewhere(marks: Marks) -> None:
    ids = {attrs["id"] for _, attrs in marks.elements if "id" in attrs}
    inside = [a["href"][1:] for a in marks.all("a") if a["href"].startswith("#")]
    assert inside
    assert [href for href in inside if href not in ids] == []


def test_each_table_has_caption_and_scopes(marks: Marks) -> None:
    assert len(marks.all("table")) == len(marks.all("caption"))
    assert {attrs.get("scope") for attrs in marks.all("th")} == {"col", "row"}


@pytest.mark.parametrize(("name", "language"), EACH)
def test_each_sentence_carries_its_ids(name: str, language: str) -> None:
    made = notice(name, language)
    found = Marks(as_html(made))
    traced = {a["id"]: a["data-trace"] for a in found.all("span") if "data-trace" in a}
    assert traced == {s.id: " ".join(s.trace) for s in made.sentences()}


@pytest.mark.parametrize(("name", "language"), LANGUAGES)
def test_the_languages_lead_to_each_other(name: str, language: str) -> None:
    found = Marks(as_html(notice(name, language)))
    switch = {a["lang"]: a["href"] for a in found.all("a") if "hreflang" in a}
    assert switch == {code: f"notice.{code}.html" for code in ("fi", "sv", "en")}
    assert [a["lang"] for a in found.all("a") if "aria-current" in a] == [language]


def test_one_language_needs_no_switch() -> None:
    assert Marks(as_html(notice("small", "en"))).all("nav") == []


def test_dates_can_be_read_by_machines() -> None:
    assert {"datetime": "2026-11-22"} in Marks(as_html(notice("small", "en"))).all("time")


def test_words_of_the_document_never_become_marks() -> None:
    """Every text of the document is replaced by a hostile one; the page has the same elements as before."""
    hostile = re.sub(r'\ben = "[^"]*"', f'en = "{HOSTILE}"', SMALL)
    hostile = hostile.replace('name = "Example Oy"', f'name = "{HOSTILE}"')
    page = as_html(state(loaded(hostile), "en"))
    tags = {tag for tag, _ in Marks(page).elements}
    assert tags <= {tag for tag, _ in Marks(as_html(notice("small", "en"))).elements}
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert not [n for _, attrs in Marks(page).elements for n in attrs if n.startswith("on")]


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//example.org", "mailto:a@b.org?x=1"]
)
def test_only_plain_addresses_become_links(address: str) -> None:
    doc = loaded(changed('email = "office@example.org"', f'email = "{address}"'))
    hrefs = [a["href"] for a in Marks(as_html(state(doc, "en"))).all("a")]
    assert not [href for href in hrefs if href == address or href.endswith(address)]


class TestBesideAField:
    def test_it_says_why_what_for_how_long_and_where_to_read_more(self) -> None:
        found = short(document("small"), "en", "order", "last_name")
        assert found.as_text() == (
            "We write it on the parcel. We cannot deliver the order. "
            "Used for: customer service; kept: while your connection with us lasts, and 12\u00a0months after that."
        )
        assert 'href="notice.en.html#periods"' in found.as_html("notice.en.html")
        assert all(s.trace for s in (*found.why, found.notice))

    @pytest.mark.parametrize(("name", "language"), EACH)
    def test_it_is_one_short_sentence_for_each_field(self, name: str, language: str) -> None:
        from tests.policy.notices import phrases

        doc = document(name)
        said = [
            short(doc, language, form.id, field, phrases=phrases(name, language)).notice.text
            for form in doc.form.values()
            for field in form.field
        ]
        assert said
        assert max(words(text) for text in said) <= MAX_WORDS

    def test_a_text_that_is_missing_is_refused(self) -> None:
        doc = loaded(
            changed('why = { en = "We write it on the parcel." }', 'why = { fi = "Kirjoitamme sen." }')
        )
        with pytest.raises(DocumentRefused):
            short(doc, "en", "order", "last_name")


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder with the notice of the largest register in each of its languages."""
    for name, language in LANGUAGES:
        (tmp_path / f"notice.{language}.html").write_text(as_html(notice(name, language)), encoding="utf-8")
    return tmp_path


def _opened(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")


@pytest.mark.browser
class TestInABrowser:
    @pytest.mark.parametrize("language", ["fi", "sv", "en"])
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_axe_finds_nothing(self, page: Page, pages: Path, language: str, scheme: str) -> None:
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.goto((pages / f"notice.{language}.html").as_uri())
        _opened(page)
        assert check_accessibility(page) == ()

    def test_axe_finds_nothing_while_sections_are_folded(self, page: Page, pages: Path) -> None:
        page.goto((pages / "notice.fi.html").as_uri())
        assert check_accessibility(page) == ()

    @pytest.mark.parametrize("language", ["fi", "sv", "en"])
    def test_nothing_is_cut_at_320_pixels(self, page: Page, pages: Path, language: str) -> None:
        page.set_viewport_size({"width": 320, "height": 640})
        page.goto((pages / f"notice.{language}.html").as_uri())
        _opened(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320

    def test_the_control_a_wide_word_is_noticed_at_320_pixels(self, page: Page, pages: Path) -> None:
        page.set_viewport_size({"width": 320, "height": 640})
        page.goto((pages / "notice.en.html").as_uri())
        page.evaluate("document.querySelector('h1').style.minWidth = '400px'")
        assert page.evaluate("document.documentElement.scrollWidth") > 320


@pytest.mark.browser
class TestOnScreenAndPaper:
    def test_it_works_without_script(self, browser: Browser, pages: Path) -> None:
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto((pages / "notice.fi.html").as_uri())
        assert not page.locator("#periods table").first.is_visible()
        page.locator("#periods summary").click()
        assert page.locator("#periods table").first.is_visible()
        page.get_by_role("link", name="Svenska").click()
        assert page.locator("html").get_attribute("lang") == "sv"
        context.close()

    def test_it_works_by_keyboard(self, page: Page, pages: Path) -> None:
        page.goto((pages / "notice.en.html").as_uri())
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.locator("#rights summary").focus()
        page.keyboard.press("Enter")
        assert page.locator("#rights").evaluate("d => d.open")

    def test_objecting_is_on_the_way_of_every_reader(self, page: Page, pages: Path) -> None:
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto((pages / "notice.en.html").as_uri())
        button = page.get_by_role("link", name="Object to marketing")
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        button.click()
        assert page.locator("#object").evaluate("e => e.getBoundingClientRect().top < innerHeight")

    def test_paper_shows_what_is_folded_on_screen(self, page: Page, pages: Path) -> None:
        page.goto((pages / "notice.en.html").as_uri())
        assert (
            page.locator("#periods table").first.evaluate(
                "e => e.checkVisibility({contentVisibilityAuto: true})"
            )
            is False
        )
        page.emulate_media(media="print")
        assert page.locator("#periods table").first.evaluate("e => e.getBoundingClientRect().height") > 0

    def test_a_line_holds_about_66_signs(self, page: Page, pages: Path) -> None:
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto((pages / "notice.en.html").as_uri())
        size = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
        assert 16 <= size <= 18
        assert page.locator("main").evaluate("e => e.clientWidth") / size <= 45

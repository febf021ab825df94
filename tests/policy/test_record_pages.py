"""The record as JSON, as a page and as a PDF: the same words in each, and each can be read by everyone."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from seloste.policy.compile.record import as_html, as_json, as_pdf
from tests.browser import check_accessibility
from tests.policy.documents import SMALL, changed
from tests.policy.records import READ, made, of_text, pdf


@pytest.mark.browser
@pytest.mark.parametrize(("path", "language"), READ)
def test_all_ways_show_the_same_words(path: str, language: str, page: Page) -> None:
    whole = made(path, language)
    shown = as_json(whole)
    assert json.loads(json.dumps(shown)) == shown
    page.set_content(as_html(whole))
    seen = bare(page.evaluate("document.body.textContent"))
    printed = bare(pdf_text(pdf(path, language)))
    for activity in whole.activities:
        assert bare(activity.name.text) in printed
    for cell in whole.cells():
        for sentence in cell.sentences():
            assert bare(sentence.text) in seen, sentence.text
            text = bare(sentence.text)
            assert text in printed or crosses_pages(text, printed), sentence.text


def bare(text: str) -> str:
    """Return letters and digits only: lines are broken and words divided differently in each way."""
    return re.sub(r"[\W_]+", "", text)


def crosses_pages(text: str, printed: str) -> bool:
    """True where a page ends inside the sentence: both parts are there all the same."""
    return any(text[:cut] in printed and text[cut:] in printed for cut in range(1, len(text)))


def pdf_text(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


@pytest.mark.parametrize(("path", "language"), READ)
def test_the_pdf_is_tagged_and_the_same_every_time(path: str, language: str) -> None:
    whole = made(path, language)
    content = pdf(path, language)
    assert content == as_pdf(whole)
    reader = PdfReader(io.BytesIO(content))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == language
    assert reader.metadata is not None
    assert reader.metadata.title == whole.heading
    tags = list(tags_of(root["/StructTreeRoot"]))
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/P"} <= set(tags)
    assert tags.count("/Table") >= 2
    assert tags.count("/TH") >= 7 + 3


def tags_of(node: Any) -> Iterator[str]:
    """Yield the tag of every element of a PDF's structure."""
    waiting = [node]
    while waiting:
        this = waiting.pop().get_object()
        if isinstance(this, list):
            waiting.extend(this)
        elif isinstance(this, DictionaryObject):
            if "/S" in this:
                yield str(this["/S"])
            if "/K" in this:
                waiting.append(this["/K"])


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("path", "language"), [READ[0], READ[1], READ[4]])
def test_the_page_breaks_no_rule(path: str, language: str, scheme: str, page: Page) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        page.set_content(as_html(made(path, language)))
        assert check_accessibility(page) == ()


@pytest.mark.browser
@pytest.mark.parametrize(("path", "language"), READ)
def test_the_page_fits_a_phone(path: str, language: str, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    page.set_content(as_html(made(path, language)))
    assert too_wide(page) == 0


@pytest.mark.browser
def test_a_page_that_is_too_wide_is_seen(page: Page) -> None:
    """Control: one thing of fixed width makes the page scroll sideways."""
    page.set_viewport_size({"width": 320, "height": 800})
    page.set_content(as_html(of_text(SMALL)).replace("</main>", '<p style="width: 500px">wide</p></main>'))
    assert too_wide(page) > 0


def too_wide(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


def test_words_of_the_document_are_never_markup() -> None:
    text = changed('en = "customer service" }', 'en = "<script>alert(1)</script> & \\"more\\"" }')
    shown = as_html(of_text(text))
    assert "<script" not in shown
    assert "&lt;script&gt;" in shown
    assert as_pdf(of_text(changed('en = "customer service" }', 'en = "#panic() *a* $x$" }')))

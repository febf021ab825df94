"""The notice as PDF: tagged, whole, the same bytes every time, and deaf to what its words might ask."""

from __future__ import annotations

import io
import re
from datetime import date
from functools import cache
from typing import Any

import pytest
import typst
from pypdf import PdfReader

from seloste.policy.compile import typeset as typesetting
from seloste.policy.compile.notice import state
from seloste.policy.compile.notice.pdf import as_pdf
from seloste.policy.compile.typeset import typeset
from tests.policy.documents import changed, loaded
from tests.policy.notices import EACH, notice

# Words inside a document that would be code if they were ever source.
CODE = '#read(\\"/etc/passwd\\") $x$ *b* _i_ `c` <l> @r \\\\ #import \\"@preview/x:1.0.0\\"'


@cache
def reader(name: str, language: str) -> PdfReader:
    """Return the PDF of one of our notices."""
    return PdfReader(io.BytesIO(as_pdf(notice(name, language))))


def flat(text: str) -> str:
    """Return a text without spaces, hyphenation and other signs that setting may change."""
    return re.sub(r"[\s\u00ad\u2010-]", "", text).casefold()


def text_of(pdf: PdfReader) -> str:
    """Return all words of a PDF, in the order of its pages."""
    return flat("".join(page.extract_text() for page in pdf.pages))


def tags(pdf: PdfReader) -> set[str]:
    """Return the kinds of structure elements in the tag tree."""
    found: set[str] = set()
    waiting: list[Any] = [pdf.root_object["/StructTreeRoot"]]
    while waiting:
        here = waiting.pop().get_object()
        if isinstance(here, list):
            waiting.extend(here)
        elif hasattr(here, "get"):
            if "/S" in here:
                found.add(here["/S"])
            if "/K" in here and not isinstance(here["/K"], int):
                waiting.append(here["/K"])
    return found


@pytest.mark.parametrize(("name", "language"), EACH)
class TestEveryNotice:
    def test_it_is_tagged_and_says_its_language_and_title(self, name: str, language: str) -> None:
        pdf = reader(name, language)
        root: dict[str, Any] = dict(pdf.root_object)
        assert str(root["/MarkInfo"]["/Marked"]) == "True"
        assert root["/Lang"] == language
        assert str(root["/ViewerPreferences"]["/DisplayDocTitle"]) == "True"
        assert pdf.metadata is not None
        assert pdf.metadata.title == notice(name, language).heading

    def test_it_claims_the_standards_that_it_is_made_to(self, name: str, language: str) -> None:
        xmp = reader(name, language).xmp_metadata
        assert xmp is not None
        told = xmp.stream.get_data().decode()
        assert re.search(r"pdfuaid:part>\s*1<", told)
        assert re.search(r"pdfaid:part>\s*2<", told)
        assert re.search(r"pdfaid:conformance>\s*A<", told)

    def test_its_tags_name_headings_lists_and_tables(self, name: str, language: str) -> None:
        assert {"/H1", "/H2", "/H3", "/P", "/L", "/LI", "/Table", "/TR", "/TH", "/TD", "/Caption"} <= tags(
            reader(name, language)
        )

    def test_every_section_is_in_it(self, name: str, language: str) -> None:
        found = text_of(reader(name, language))
        assert [s.heading for s in notice(name, language).sections if flat(s.heading) not in found] == []


@pytest.mark.parametrize(("name", "language"), [("small", "en"), ("medtime-pro", "fi")])
def test_every_word_is_in_it(name: str, language: str) -> None:
    found = text_of(reader(name, language))
    lacking = {
        word
        for s in notice(name, language).sentences()
        for word in re.findall(r"\w{4,}", s.text)
        if word.casefold() not in found
    }
    assert lacking == set()


def test_the_same_notice_gives_the_same_bytes() -> None:
    assert as_pdf(notice("small", "en")) == as_pdf(notice("small", "en"))


def test_another_notice_gives_others() -> None:
    other = state(loaded(changed("We deliver orders", "We send orders")), "en")
    assert as_pdf(other) != as_pdf(notice("small", "en"))


def test_words_are_never_source() -> None:
    doc = loaded(changed('"We deliver orders and answer questions."', f'"Hold {CODE} fast."'))
    made = PdfReader(io.BytesIO(as_pdf(state(doc, "en"))))
    assert flat('#read("/etc/passwd") $x$ *b* _i_ `c` <l> @r \\ #import') in text_of(made)


class TestTypesetting:
    VALUES: dict[str, Any] = {"language": "en"}  # noqa: RUF012  # never written to

    def made(self, monkeypatch: pytest.MonkeyPatch, source: str) -> bytes:
        """Return the PDF of a layout written here."""
        monkeypatch.setattr(typesetting, "_layout", lambda package, name: source.encode())
        return typeset("any", "any.typ", self.VALUES, date(2026, 11, 22))

    HEAD = '#set document(title: "x")\n#set text(font: "Source Sans 3", lang: "en")\n'

    def test_a_layout_of_ours_is_set(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert self.made(monkeypatch, self.HEAD + "Hold").startswith(b"%PDF-")

    @pytest.mark.parametrize("path", ["/etc/passwd", "OFL.txt", "../fonts/OFL.txt", "/OFL.txt", "README.md"])
    def test_even_a_layout_reads_no_file(self, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
        with pytest.raises(typst.TypstError):
            self.made(monkeypatch, f'{self.HEAD}#read("{path}")')

    def test_a_document_without_title_is_no_pdf_for_everyone(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with pytest.raises(typst.TypstError, match="title"):
            self.made(monkeypatch, "Hold")

    def test_only_our_typeface_is_seen(self) -> None:
        assert typesetting._fonts().families() == ["Source Sans 3"]

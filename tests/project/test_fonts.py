"""The typeface of our PDFs has the letters of our languages, and a PDF embeds it (docs/decisions/0004)."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
import typst
from pypdf import PageObject, PdfReader

FONTS = Path(__file__).resolve().parents[2] / "seloste" / "policy" / "compile" / "fonts"
# Finnish, Swedish, German; Northern Sámi; the signs of prices, dates, laws and forms.
LETTERS = "ÅÄÖåäöÉéÜüß ČčŠšŽž ÁáĐđŊŋŦŧ §€%°–—…„“”‘’«»→☐✓"


def pdf(text: str, fonts: Path) -> tuple[bytes, list[str]]:
    """Return a PDF of the text in our face, and what typst warned of."""
    source = f'#set document(title: "Test")\n#set text(font: "Source Sans 3", lang: "fi", fallback: false)\n{text}\n'
    compiler = typst.Compiler(
        source.encode(), font_paths=typst.Fonts(include_system_fonts=False, font_paths=[fonts])
    )
    made, warnings = compiler.compile_with_warnings(format="pdf", pdf_standards=["ua-1", "a-2a"])
    assert isinstance(made, bytes)
    return made, [warning.message for warning in warnings]


def faces(page: PageObject) -> list[tuple[str, bool]]:
    """Return each face that a page uses, and whether its outlines are in the file."""
    fonts: dict[str, Any] = page["/Resources"]["/Font"]  # type: ignore[index]  # a dictionary, says the PDF
    descendants = [font.get_object()["/DescendantFonts"][0].get_object() for font in fonts.values()]
    return [(face["/BaseFont"], "/FontFile2" in face["/FontDescriptor"]) for face in descendants]


@pytest.mark.parametrize(
    ("style", "marks"), [("Regular", ("", "")), ("Bold", ("*", "*")), ("Italic", ("_", "_"))]
)
def test_every_letter_is_there_and_the_face_is_embedded(style: str, marks: tuple[str, str]) -> None:
    made, warnings = pdf(f"{marks[0]}{LETTERS}{marks[1]}", FONTS)
    page = PdfReader(io.BytesIO(made)).pages[0]
    assert warnings == []
    assert [(name.partition("+")[2], is_embedded) for name, is_embedded in faces(page)] == [
        (f"SourceSans3-{style}", True)
    ]
    assert page.extract_text().split() == LETTERS.split()


def test_without_the_face_typst_warns(tmp_path: Path) -> None:
    try:
        _, warnings = pdf("Seloste", tmp_path)
    except typst.TypstError as error:
        warnings = [str(error)]
    assert any("source sans 3" in warning.lower() for warning in warnings)


def test_the_licence_goes_with_the_fonts() -> None:
    licence = (FONTS / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert "Reserved Font Name 'Source'" in licence

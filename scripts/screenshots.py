"""``make screenshots``: what people see, as pictures in ``docs/screenshots``.

Each page of the demo in three languages, on a phone and on a desk, and each page of the PDFs; small files with few
colours, so that a change of a page is a change that one can look at. Needs Chromium and pdftoppm.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from scripts import demo
from tests import programs

PICTURES = demo.ROOT / "docs" / "screenshots"
MOST_BYTES = 150_000
# The tallest part of a page that is still looked at; the rest of a long page is in the PDF's pictures.
TALLEST = 4000
PRINT_WIDTH = 800


@dataclass(frozen=True)
class Screen:
    """A screen that a person holds or sits before."""

    name: str
    width: int
    height: int


SCREENS = (Screen("phone", 390, 844), Screen("desk", 1280, 800))


def pages() -> Iterator[tuple[str, Path]]:
    """Yield a name and a file for each page of the demo."""
    yield "demo", demo.HERE / "index.html"
    for view in demo.VIEWS:
        if view.format == "html":
            yield f"{view.reading}-{view.language}", demo.HERE / view.file


def shrink(source: Path, target: Path, *, width: int | None = None) -> None:
    """Save a picture under ``MOST_BYTES``: with as few colours as it takes, then cut at the foot."""
    with Image.open(source) as opened:
        picture = opened.convert("RGB")
    if width:
        picture = picture.resize(
            (width, round(picture.height * width / picture.width)), Image.Resampling.LANCZOS
        )
    for colours in (64, 32, 16):
        picture.quantize(colours, dither=Image.Dither.NONE).save(target, optimize=True)
        if target.stat().st_size <= MOST_BYTES:
            return
    while target.stat().st_size > MOST_BYTES:
        picture = picture.crop((0, 0, picture.width, picture.height * 9 // 10))
        picture.quantize(16, dither=Image.Dither.NONE).save(target, optimize=True)


def photograph(browser: Browser, folder: Path) -> list[Path]:
    """Take each page on each screen; return the pictures made."""
    made = []
    for screen in SCREENS:
        context = browser.new_context(
            viewport={"width": screen.width, "height": screen.height}, locale="en-GB"
        )
        sheet = context.new_page()
        for name, path in pages():
            sheet.goto(path.as_uri())
            tall = min(sheet.evaluate("document.documentElement.scrollHeight"), TALLEST)
            raw = folder / "screen.png"
            sheet.screenshot(
                path=raw, full_page=True, clip={"x": 0, "y": 0, "width": screen.width, "height": tall}
            )
            target = PICTURES / f"{name}-{screen.name}.png"
            shrink(raw, target)
            made.append(target)
        context.close()
    return made


def print_pages(pdftoppm: Path, folder: Path) -> list[Path]:
    """Turn the first pages of each PDF into pictures; return the pictures made."""
    made = []
    for view in demo.VIEWS:
        if view.format != "pdf":
            continue
        stem = folder / f"{view.reading}-{view.language}"
        command = [str(pdftoppm), "-png", "-r", "110", "-l", "3", str(demo.HERE / view.file), str(stem)]
        subprocess.run(command, check=True)
        for number, raw in enumerate(sorted(folder.glob(f"{stem.name}-*.png")), start=1):
            target = PICTURES / f"{stem.name}-print-{number}.png"
            shrink(raw, target, width=PRINT_WIDTH)
            made.append(target)
    return made


def main() -> int:
    """Draw every picture anew; 2 where a program is missing, 1 where the demo cannot be made."""
    programs.main()
    chromium, pdftoppm = programs.chromium(), programs.pdftoppm()
    if chromium is None or pdftoppm is None:
        print("The pictures need Chromium and pdftoppm, and one is missing.", file=sys.stderr)
        return 2
    try:
        demo.make()
    except demo.CommandFailed as error:
        print(f"The demo could not be made. This command said no:\n{error}", file=sys.stderr)
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    for old in PICTURES.glob("*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium)
        made = photograph(browser, Path(folder))
        browser.close()
        made += print_pages(pdftoppm, Path(folder))
    for picture in made:
        print(f"{picture.relative_to(demo.ROOT)}  {picture.stat().st_size // 1000} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())

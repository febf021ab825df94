"""``make demo``: state the example policy in all its readings and open them in the browser.

Everything comes from ``seloste policy show``, one command for each file, so what the page shows is what a reader gets
who types the same. The files lie in ``var/demo``, and are made anew when a policy, the code or the day has changed.
"""

from __future__ import annotations

import hashlib
import html
import os
import shlex
import subprocess
import sys
import webbrowser
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from string import Template

ROOT = Path(__file__).resolve().parents[1]
HERE = ROOT / "var" / "demo"
DOCUMENT = "policies/medtime-pro.toml"
VALUES = "policies/medtime-pro.demo-values.toml"
LANGUAGES = {"fi": "Suomi", "sv": "Svenska", "en": "English"}
ENDINGS = {"html": "html", "pdf": "pdf", "csv": "csv", "json": "json", "text": "txt"}


class CommandFailed(Exception):
    """A command of ours did not end well; the text is what it said."""


@dataclass(frozen=True)
class View:
    """One file of the demo: a reading, in a language and a format."""

    reading: str
    format: str
    label: str
    language: str = "en"
    label_language: str = "en"

    @property
    def file(self) -> str:
        """The name in ``var/demo``."""
        return ".".join(part for part in (self.reading, self.language, ENDINGS[self.format]) if part)

    def command(self) -> list[str]:
        """What a person would type."""
        asked = [
            "--as",
            self.reading,
            "--format",
            self.format,
            *(["--lang", self.language] if self.language else []),
        ]
        return [
            "policy",
            "show",
            DOCUMENT,
            "--values",
            VALUES,
            *asked,
            "--out",
            str(HERE / self.file),
        ]


def _in_each_language(reading: str, form: str, suffix: str = "") -> tuple[View, ...]:
    return tuple(View(reading, form, name + suffix, code, code) for code, name in LANGUAGES.items())


CARDS: Mapping[tuple[str, str], tuple[View, ...]] = {
    ("The notice", "What people read, in three languages that say the same."): (
        *_in_each_language("notice", "html"),
        *_in_each_language("notice", "pdf", " (PDF)"),
    ),
    ("The record", "Processing activities under Article 30, for the supervisory authority."): (
        *_in_each_language("record", "html"),
        View("record", "csv", "English (CSV)"),
        View("record", "pdf", "English (PDF)"),
    ),
    ("The evidence", "Each claim of the notice, the control that keeps it, and what shows it."): (
        *_in_each_language("evidence", "html"),
    ),
    ("For machines", "The same in the W3C Data Privacy Vocabulary."): (
        View("dpv", "json", "DPV as JSON-LD", language=""),
    ),
    ("For the database", "The roles, grants and row policies that activation runs."): (
        View("sql", "text", "SQL for PostgreSQL 18", language=""),
    ),
}
VIEWS = [view for views in CARDS.values() for view in views]


def run(arguments: Sequence[str]) -> str:
    """Run a command of Seloste and return what it said.

    Raises:   CommandFailed, with its message.
    """
    command = [str(Path(sys.executable).parent / "seloste"), *arguments]
    environment = {**os.environ, "NO_COLOR": "1", "COLUMNS": "100"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise CommandFailed(f"seloste {shlex.join(arguments)}\n{done.stdout}{done.stderr}")
    return done.stdout + done.stderr


def page(check: str) -> str:
    """Return the page that leads to every file, and shows what the check said."""
    cards = []
    for (title, sentence), views in CARDS.items():
        links = "".join(
            f'<li><a href="{view.file}" lang="{view.label_language}">{html.escape(view.label)}</a></li>'
            for view in views
        )
        cards.append(
            f'<li><h2>{title}</h2><p class="quiet">{html.escape(sentence)}</p><ul class="ways">{links}</ul></li>'
        )
    template = Template((Path(__file__).parent / "demo.html").read_text(encoding="utf-8"))
    return template.substitute(
        document=DOCUMENT, values=VALUES, cards="\n".join(cards), check=html.escape(check.strip())
    )


def made_from() -> str:
    """Return a digest of all that the demo depends on: policies, code, this script, and the day checked against."""
    digest = hashlib.sha256(date.today().isoformat().encode())  # noqa: DTZ011  # the check asks for the same day
    for folder in ("policies", "seloste", "scripts"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return digest.hexdigest()


def make() -> Path:
    """Make every file of the demo, unless it stands there already; return the page that leads to them."""
    HERE.mkdir(parents=True, exist_ok=True)
    index, note, origin = HERE / "index.html", HERE / ".made-from", made_from()
    if note.exists() and note.read_text(encoding="utf-8") == origin:
        return index
    note.unlink(missing_ok=True)
    check = run(["policy", "check", DOCUMENT, "--values", VALUES])
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        for _ in pool.map(run, [view.command() for view in VIEWS]):
            pass
    index.write_text(page(check), encoding="utf-8")
    note.write_text(origin, encoding="utf-8")
    return index


def has_screen(environment: Mapping[str, str], platform: str) -> bool:
    """True where opening a browser would show it to somebody."""
    if environment.get("CI") or environment.get("SSH_CONNECTION"):
        return False
    return platform in {"darwin", "win32"} or bool(
        environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")
    )


def main() -> int:
    """Make the demo, say where it is, and open it where there is a screen."""
    try:
        index = make()
    except CommandFailed as error:
        print(f"The demo could not be made. This command said no:\n{error}", file=sys.stderr)
        return 1
    print(f"Made from {DOCUMENT}:\n")
    for (title, _), views in CARDS.items():
        print(f"  {title}")
        for view in views:
            print(f"    {os.path.relpath(HERE / view.file)}")
    print(f"\nStart here: {index.as_uri()}")
    if not has_screen(os.environ, sys.platform):
        print("This machine has no screen, so no browser was opened: open the page above yourself.")
    elif not webbrowser.open(index.as_uri()):
        print("No browser answered: open the page above yourself.")
    return 0


if __name__ == "__main__":
    sys.exit(main())

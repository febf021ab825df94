"""Page: the evidence as one quiet page: word, shape and colour for each claim, what needs work first.

No percentage and no great green light. Everything that comes from elsewhere is escaped here; the page
has no script and asks for nothing from anywhere.
"""

from __future__ import annotations

from functools import cache
from html import escape
from importlib.resources import files as package_files

from seloste.policy.compile.evidence.plain import outcome, summary
from seloste.policy.compile.evidence.rows import Evidence, Kept, Row
from seloste.policy.compile.evidence.words import SHAPES, labels

_RULES_ARE_IN = "en"  # controls and probes are described in English by the rooms that have them


@cache
def _style() -> str:
    return package_files(__package__).joinpath("page.css").read_text(encoding="utf-8")


def as_html(shown: Evidence) -> str:
    """Return the page, which stands alone."""
    spoken, words = labels(shown.language)
    title = escape(words["title"].format(register=shown.register))
    return "\n".join(
        [
            "<!doctype html>",
            f'<html lang="{escape(spoken)}">',
            "<head>",
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            f"<title>{title}</title>",
            f"<style>\n{_style()}</style>",
            "</head>",
            "<body>",
            f'<a class="skip" href="#claims">{escape(words["skip"])}</a>',
            "<main>",
            f"<h1>{title}</h1>",
            f"<p>{escape(words['version'].format(version=shown.version))}</p>",
            f'<p class="summary">{escape(summary(shown))}</p>',
            f'<p class="quiet">{escape(words["explain"])}</p>',
            '<ol id="claims">',
            *(_row(row, shown.language) for row in shown),
            "</ol>",
            "</main>",
            "</body>",
            "</html>",
            "",
        ]
    )


def _row(row: Row, language: str) -> str:
    spoken, words = labels(language)
    state = row.state.replace(" ", "-")
    own = f' lang="{escape(language)}"' if language != spoken else ""
    return "\n".join(
        [
            f'<li id="{escape(row.claim)}" class="{state}">',
            f'<p class="state"><span class="shape" aria-hidden="true">{SHAPES[row.state]}</span>',
            f"{escape(words[row.state])} <span>{escape(row.claim)}</span></p>",
            f"<h2{own}>{escape(row.sentence)}</h2>",
            f'<p class="quiet">{escape(_built(row, words["parts"]))}</p>',
            "<details>",
            f"<summary>{escape(words['control'])}</summary>",
            "<dl>",
            *(_control(kept, language) for kept in row.controls),
            "</dl>",
            f"<p>{escape(words['probe'])}: {_english(row.probe.what or row.probe.id, spoken)}</p>",
            f"<p>{escape(words['places'])}: {', '.join(f'<code>{escape(c)}</code>' for c in row.stated_by)}</p>",
            "</details>",
            "</li>",
        ]
    )


def _built(row: Row, parts: str) -> str:
    return parts.format(built=len(row.built), all=len(row.controls))


def _control(kept: Kept, language: str) -> str:
    spoken, words = labels(language)
    where = (
        f"<br>{escape(words['where'])}: <code>{escape(kept.control.where)}</code>"
        if kept.control.where
        else ""
    )
    return (
        f"<dt><code>{escape(kept.control.id)}</code> <span>{escape(outcome(kept, language))}</span></dt>"
        f"<dd>{_english(kept.control.what, spoken)}{where}</dd>"
    )


def _english(text: str, spoken: str) -> str:
    """Return what a room says of itself, marked as English on a page in another language."""
    return f'<span lang="{_RULES_ARE_IN}">{escape(text)}</span>' if spoken != _RULES_ARE_IN else escape(text)

"""The page of the facts: what `policy explain` is told, from the types that read it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import get_type_hints

from scripts.reference.kinds import inside, link
from scripts.reference.language import node_sections
from scripts.reference.markdown import joined
from seloste.policy.explain.facts import Facts

_LANGUAGE = "language.md"
_HERE = {"instant", "day"}


def page() -> str:
    """Return docs/reference/facts.md."""
    return _outward(joined([_OPENING, *_tables(), *_VALUES]))


_OPENING = """<!-- Made by `python -m scripts.make_reference` from the types in seloste/policy/explain. Do not edit. -->

# Facts

For whoever asks `seloste policy explain` a question; look things up. [How to explain a decision](../how-to/explain-a-decision.md)
has one from beginning to end.

A facts file is TOML. It asks one `[question]` and says what is known, in tables with ids of their own, so that an answer can point
at the fact it used (`consent.news`). There is no place for a name or an address. What is not said is unknown, and nothing is permitted on
the strength of an unknown fact. Times are in UTC; days begin and end where the register is."""

_VALUES = (
    "## Values",
    "### instant\n\nA time with its offset (`2026-11-22T10:00:00Z`), or a date for the first moment of that day in UTC.",
    "### day\n\nA date between 1900 and 2200.",
)


def _tables() -> Iterator[str]:
    yield "## Tables"
    hints = get_type_hints(Facts, include_extras=True)
    for name in Facts.model_fields:
        found = inside(hints[name])
        assert found is not None, name
        yield from node_sections(f"{name}{found[0]}", found[1], 3)


def _outward(text: str) -> str:
    """Return the page with links to values and words that the page of the language explains."""
    own = {link(title) for title in _HERE}

    def there(found: re.Match[str]) -> str:
        whole, words, anchor = found.group(0), found.group(1), found.group(2)
        return whole if whole in own or words.startswith("[") else f"[{words}]({_LANGUAGE}#{anchor})"

    return re.sub(r"\[([^\[\]]+)\]\(#([^)]+)\)", there, text)

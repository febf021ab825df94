"""Phrases: what the notice and the record say beside the document's own words, in one language each.

Finnish, Swedish and English are built in; any other language comes from a file that the document
names in ``register.phrases``. Every language has the keys of the English file and, in each phrase,
its placeholders; so a phrase file is refused for the same reasons everywhere. Start at
``phrases_for``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files as package_files
from types import MappingProxyType
from typing import Any

from seloste.kernel.places import Spot
from seloste.policy.findings import DocumentRefused, Finding, near, shown
from seloste.policy.text.read import read
from seloste.policy.text.words import MAX_WORDS, words
from seloste.policy.tree.document import Document
from seloste.policy.tree.terms import BUILT_IN_LANGUAGES

_SLOT = re.compile(r"\{([a-z_]+)\}")
# A date is written with the parts that a language uses, in its own order.
_DATE_PARTS = frozenset({"day", "month", "month_short", "month_number", "year"})


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases of one language: dotted key to literal text and slots in turn (text first and last)."""

    language: str
    name: str
    cut: Mapping[str, tuple[str, ...]]

    def cut_of(self, key: str) -> tuple[str, ...]:
        """Return the phrase as text, slot name, text, slot name … text."""
        return self.cut[key]

    def plain(self, key: str, **values: str) -> str:
        """Return the phrase with its slots filled by plain text."""
        steps = self.cut[key]
        if len(steps) == 1:
            return steps[0]
        return "".join(values[step] if number % 2 else step for number, step in enumerate(steps))

    def has(self, key: str) -> bool:
        """Tell whether there is a phrase under ``key`` (countries outside the table have none)."""
        return key in self.cut


@cache
def built_in(language: str) -> Phrases:
    """Return the phrases of a built-in language (``fi``, ``sv``, ``en``).

    Raises: KeyError where the language is not built in.
    """
    if language not in BUILT_IN_LANGUAGES:
        raise KeyError(language)
    content = package_files(__name__).joinpath(f"{language}.toml").read_bytes()
    return _made(_flat(tomllib.loads(content.decode("utf-8"))))


def read_phrases(content: bytes, name: str = "phrases.toml", language: str | None = None) -> Phrases:
    """Return the phrases of a file that stands beside a document.

    name:      the path as the document writes it, for messages.
    language:  the language under which the document names the file, where it does.
    Raises:    DocumentRefused with P1xx (not readable text) or P802 to P807, all at once.
    """
    try:
        source = read(name, content)
    except DocumentRefused as refused:
        raise DocumentRefused(replace(f, file=name) for f in refused.findings) from None
    flat = _flat(source.data)
    found = [
        *_wrong_keys(flat, source.spots),
        *_wrong_texts(flat, source.spots),
        *_wrong_language(flat, source.spots, language),
    ]
    if found:
        ordered = sorted(found, key=lambda f: (f.spot.line, f.spot.column, f.code))
        raise DocumentRefused(replace(f, file=name) for f in ordered)
    return _made(flat)


def phrases_for(doc: Document, language: str, files: Mapping[str, bytes]) -> Phrases:
    """Return the phrases for one language of the document.

    files:  path as the document writes it, to content.
    Raises: DocumentRefused where the language has no phrases (P801) or its file is refused.
    """
    path = doc.register_.phrases.get(language)
    if path is not None and path in files:
        return read_phrases(files[path], path, language)
    if path is None and language in BUILT_IN_LANGUAGES:
        return built_in(language)
    why = (
        f"phrases for {', '.join(BUILT_IN_LANGUAGES)} are built in; other languages bring a file"
        if path is None
        else f"the file `{shown(path)}` could not be read"
    )
    raise DocumentRefused(
        [
            Finding(
                "P801",
                f"there are no phrases for the language `{shown(language, 10)}`",
                why,
                f"name a phrase file in `register.phrases.{shown(language, 10)}`, made from the English one",
                doc.register_.spot.at("phrases", language),
                "register.phrases",
                "REQ-01",
            )
        ]
    )


def _made(flat: Mapping[str, Any]) -> Phrases:
    cut = {key: tuple(_SLOT.split(text)) for key, text in flat.items()}
    return Phrases(flat["language.code"], flat["language.name"], MappingProxyType(cut))


def _flat(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the texts by dotted key; what is not a table of texts stays as it is, for the checks."""
    flat: dict[str, Any] = {}
    for section, table in data.items():
        if isinstance(table, Mapping):
            flat.update({f"{section}.{key}": text for key, text in table.items()})
        else:
            flat[section] = table
    return flat


@cache
def _pattern() -> Mapping[str, frozenset[str]]:
    """Return every key of the language, with the slots of its phrase."""
    return {key: frozenset(cut[1::2]) for key, cut in built_in("en").cut.items()}


def _wrong_keys(flat: Mapping[str, Any], spots: Spot) -> Iterator[Finding]:
    pattern = _pattern()
    for key in flat.keys() - pattern.keys():
        yield Finding(
            "P803",
            f"`{shown(key)}` is not the key of a phrase.{near(key, pattern.keys() - flat.keys())}",
            "a phrase under an unknown key would never be said",
            "correct the spelling or remove it",
            spots.at(*key.split(".")),
            key,
        )
    for key in pattern.keys() - flat.keys():
        section, _, name = key.partition(".")
        yield Finding(
            "P802",
            f"the phrase `{key}` is missing",
            f"in English it is: {shown(_shown_phrase(key), 120)}",
            f"add `{name}` under `[{section}]`",
            spots.at(section),
            key,
            "REQ-01",
        )


def _shown_phrase(key: str) -> str:
    cut = built_in("en").cut[key]
    return "".join(f"{{{step}}}" if number % 2 else step for number, step in enumerate(cut))


def _wrong_texts(flat: Mapping[str, Any], spots: Spot) -> Iterator[Finding]:
    for key, slots in _pattern().items():
        if key not in flat:
            continue
        text, spot = flat[key], spots.at(*key.split("."))
        if not isinstance(text, str) or not text:
            yield Finding(
                "P804", f"the phrase `{key}` is not text", "it is read by people", "write text", spot, key
            )
        elif finding := _wrong_slots(key, text, slots, spot):
            yield finding
        elif words(text) > MAX_WORDS:
            yield Finding(
                "P806",
                f"the phrase `{key}` has {words(text)} words; at most {MAX_WORDS} are allowed",
                "long sentences are not plain language",
                "say it in fewer words",
                spot,
                key,
                "REQ-01",
            )


def _wrong_slots(key: str, text: str, slots: frozenset[str], spot: Spot) -> Finding | None:
    given = set(_SLOT.findall(text))
    stray = _SLOT.sub("", text)
    free = key.startswith("date.") and given and given <= _DATE_PARTS
    if (given == slots or free) and "{" not in stray and "}" not in stray:
        return None
    wanted = ", ".join(f"{{{slot}}}" for slot in sorted(slots)) or "none"
    return Finding(
        "P805",
        f"the phrase `{key}` has other placeholders than {wanted}",
        "a placeholder that is missing leaves out a fact; an unknown one is filled by nobody",
        "use exactly these placeholders, each in curly brackets",
        spot,
        key,
    )


def _wrong_language(flat: Mapping[str, Any], spots: Spot, language: str | None) -> Iterator[Finding]:
    code = flat.get("language.code")
    if language is not None and isinstance(code, str) and code != language:
        yield Finding(
            "P807",
            f"the file is in `{shown(code, 10)}`, but the document names it for `{language}`",
            "people would get a notice in another language than the one they chose",
            "name the right file, or correct `language.code`",
            spots.at("language", "code"),
            "language.code",
        )

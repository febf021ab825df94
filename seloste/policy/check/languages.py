"""Languages: the notice says the same in every language, in words that promise something (REQ-01, INF-26)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from seloste.policy.check.countries import TIME_ZONES
from seloste.policy.check.index import index
from seloste.policy.check.rule import Given, Remark, at, rule
from seloste.policy.findings import near, shown
from seloste.policy.tree.document import Document
from seloste.policy.tree.terms import BUILT_IN_LANGUAGES
from seloste.policy.tree.values import Node

_SLOT = re.compile(r"\{[^{}\s]*\}")

# Words that sound like a storage period and are none, by language.
_NO_PERIOD: Mapping[str, re.Pattern[str]] = {
    "fi": re.compile(
        r"niin kauan kuin (?:se |tämä |siihen |sille )?(?:on )?(?:tarpe\w*|tarve\w*|välttämätön\w*|perustelt\w*)"
        r"|(?:ei|eikä) (?:pidempään|kauemmin) kuin (?:on )?(?:tarpe\w*|välttämätön\w*)"
        r"|(?:tarpeellis|tarvittav|kohtuullis|riittäv)\w+ aja[nk]\w*|toistaiseksi|ilman aikarajaa",
        re.IGNORECASE,
    ),
    "sv": re.compile(
        r"så länge (?:som )?(?:det |vi |detta )?(?:är |finns |har )?(?:nödvändigt|motiverat|lämpligt|behov|behövs?|behöver|krävs)"
        r"|(?:inte|ej) längre än (?:vad )?(?:som )?(?:är )?(?:nödvändigt|behövs)"
        r"|(?:skälig|rimlig|nödvändig|lämplig) tid|tills vidare|för all framtid|på obestämd tid",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"(?:as|so) long as (?:it |this |that |they |there |is |are |may |will |be |a |we )*"
        r"(?:necessary|need(?:ed)?|required?|appropriate|reasonable|see fit)\b"
        r"|(?:no|not) longer than (?:it |is |we |are )*(?:necessary|need(?:ed)?|required?)\b"
        r"|(?:reasonable|appropriate|necessary) (?:time|period)|until further notice|for the time being|indefinitely",
        re.IGNORECASE,
    ),
    "de": re.compile(
        r"(?:so ?lange|nicht länger)(?:,)?(?: wie| als)?(?: es| dies| sie| wir)?(?: ein)? ?"
        r"(?:nötig|erforderlich|notwendig|sinnvoll|bedarf)"
        r"|(?:angemessene|erforderliche|notwendige|gewisse)[nr]? (?:zeit\w*|frist\w*|dauer)"
        r"|bis auf weiteres|auf unbestimmte zeit|unbegrenzt",
        re.IGNORECASE,
    ),
}


def no_period(text: str, language: str) -> str:
    """Return the words that stand for a period and are none; empty where there are none, or none are known."""
    pattern = _NO_PERIOD.get(language)
    said = pattern.search(text) if pattern is not None else None
    return said.group(0) if said is not None else ""


def _texts(doc: Document) -> Iterator[tuple[Node, tuple[str, ...], Mapping[str, str]]]:
    """Yield each table of languages: its owner, the path inside it, and the texts."""
    for place, text in index(doc).texts:
        if text.words is None:
            yield place.owner, (place.key,), text.given
    for name, given in doc.words.items():
        yield doc, ("words", name), given


def _clause(owner: Node, path: tuple[str, ...]) -> str:
    return ".".join([owner.clause, *path] if owner.clause else path)


@rule("P340", title="Each text is given in every language of the notice", law="REQ-01")
def texts_are_in_every_language(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a text that the notice would lack in one of its languages, or that is empty (Art. 12(1))."""
    for owner, path, given in _texts(doc):
        for language in doc.register_.languages:
            if not given.get(language, "").strip():
                what = "is empty" if language in given else "is not given"
                yield at(
                    owner,
                    *path,
                    *((language,) if language in given else ()),
                    sentence=f"`{_clause(owner, path)}` {what} in `{language}`",
                    why="every language of the notice says the same, from one version (Art. 12(1))",
                    do=f"write it in `{language}`",
                )


@rule("P341", title="No text is given in a language that the notice does not have", law="REQ-01")
def texts_are_in_no_other_language(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse words that nobody would ever see."""
    known = set(doc.register_.languages)
    for owner, path, given in _texts(doc):
        for language in given:
            if language not in known:
                yield at(
                    owner,
                    *path,
                    language,
                    sentence=f"`{_clause(owner, path)}` has a text in `{shown(language)}`, which is no language of the notice."
                    + near(language, known),
                    why="`register.languages` says in which languages the notice is compiled",
                    do="correct the language, or add it to `register.languages`",
                )


@rule("P342", title="Each text has the same slots in every language", law="REQ-01")
def texts_have_the_same_slots(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a text that says less, or something else, in one language: `{slots}` are where values go."""
    for owner, path, given in _texts(doc):
        slots = {language: sorted(_SLOT.findall(text)) for language, text in given.items() if "{" in text}
        if not slots:
            continue
        first = next(iter(given))
        for language in given:
            if slots.get(language, []) != slots.get(first, []):
                yield at(
                    owner,
                    *path,
                    language,
                    sentence=f"`{_clause(owner, path)}` has other slots in `{language}` than in `{first}`",
                    why="every language of the notice says the same (Art. 12(1))",
                    do=f"use the slots of `{first}`: {' '.join(slots.get(first, [])) or 'none'}",
                )


@rule("P343", title="No text promises a period without a number", law="INF-26")
def texts_name_real_periods(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse `as long as necessary` and its cousins: a period is a number, a unit and a start event."""
    for owner, path, given in _texts(doc):
        for language, text in given.items():
            if said := no_period(text, language):
                yield at(
                    owner,
                    *path,
                    language,
                    sentence=f"`{_clause(owner, path)}` says `{shown(said)}`, which is no period",
                    why="people are told the period or how it is computed (Art. 13(2)(a)); the notice writes it from `keep`",
                    do="leave the period to `keep`: a number, a unit and the event it starts from",
                )


@rule("P344", title="A language is listed once, and has its phrases", law="REQ-01")
def languages_have_phrases(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a language whose phrases are neither built in nor given, and phrases for no language."""
    register = doc.register_
    for number, language in enumerate(register.languages):
        if language not in BUILT_IN_LANGUAGES and language not in register.phrases:
            yield at(
                register,
                "languages",
                number,
                sentence=f"there are no phrases for the language `{language}`",
                why=f"the notice's own sentences are built in for {', '.join(BUILT_IN_LANGUAGES)}; others come from a file",
                do=f"add `phrases.{language}` with the path of a file of phrases",
            )
    for language in register.phrases:
        if language not in register.languages:
            yield at(
                register,
                "phrases",
                language,
                sentence=f"there are phrases for `{language}`, which is no language of the notice.{near(language, register.languages)}",
                why="nobody would see them",
                do="add the language to `register.languages`, or remove its phrases",
            )


@rule("P345", title="Days begin and end where the register is", law="TIM-02")
def time_zone_is_the_country_s(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a time zone that is not one of the register's country."""
    register = doc.register_
    zones = TIME_ZONES.get(register.country, ())
    if zones and register.time_zone not in zones:
        yield at(
            register,
            "time_zone",
            sentence=f"`{shown(register.time_zone)}` is no time zone of {register.country}.{near(register.time_zone, zones)}",
            why="periods and days of rest are those of the place where action is to be taken (Reg. 1182/71)",
            do=f"write one of {', '.join(zones)}",
        )

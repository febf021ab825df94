"""The notice's phrases: the same in every language, plain, and refused with a reason where they are not."""

from __future__ import annotations

import re
from typing import Any, get_args

import pytest

from seloste.policy.compile.phrases import Phrases, built_in, phrases_for, read_phrases
from seloste.policy.findings import DocumentRefused, Finding
from seloste.policy.text.words import MAX_WORDS, sentences, words
from seloste.policy.tree import terms
from seloste.policy.tree.terms import BUILT_IN_LANGUAGES, EEA
from tests.policy.documents import ROOT, changed, loaded

FOLDER = ROOT / "seloste/policy/compile/phrases"
ENGLISH = (FOLDER / "en.toml").read_text(encoding="utf-8")
GERMAN = (ROOT / "policies/languages/de.toml").read_bytes()
# Average words in a sentence, at most (plain language; Swedish and English have more small words).
AVERAGE = {"fi": 14, "sv": 18, "en": 18}
# Which phrases say the words of a closed list of the language.
WORDS_OF: list[tuple[str, Any]] = [
    ("event.{}", terms.StartEvent),
    ("basis.{}", terms.BasisKind),
    ("data.art9_{}", terms.Art9Condition),
    ("channel.{}", terms.Channel),
    ("basis.{}", terms.Capacity),
    ("condition.capacity_{}", terms.Capacity),
    ("reach.{}", terms.ReachClause),
    ("reach.{}_is", terms.ReachClause),
    ("recipients.kind_{}", terms.RecipientKind),
    ("transfers.tool_{}", terms.TransferTool),
    ("people.need_{}", terms.ConnectionNeed),
    ("giving.need_{}", terms.FieldNeed),
    ("dealing.{}", terms.DealingKind),
    ("periods.yield_{}", terms.FloorYieldsTo),
    ("security.{}", terms.MeasureKind),
]


def refusal(content: str | bytes, language: str | None = None) -> tuple[Finding, ...]:
    """Return the findings with which a phrase file is refused; none if it is not."""
    try:
        read_phrases(content if isinstance(content, bytes) else content.encode(), "xx.toml", language)
    except DocumentRefused as refused:
        return refused.findings
    return ()


def slots(phrases: Phrases) -> dict[str, list[str]]:
    """Return each phrase's placeholders; a date's are free, as each language orders its own."""
    return {k: sorted(set(cut[1::2])) for k, cut in phrases.cut.items() if not k.startswith("date.")}


@pytest.mark.parametrize("language", BUILT_IN_LANGUAGES)
def test_a_language_has_the_same_keys_and_placeholders(language: str) -> None:
    assert slots(built_in(language)) == slots(built_in("en"))


@pytest.mark.parametrize("language", BUILT_IN_LANGUAGES)
def test_what_is_built_in_is_read_by_the_same_rules_as_a_file(language: str) -> None:
    assert refusal((FOLDER / f"{language}.toml").read_bytes(), language) == ()


def test_a_language_of_ones_own_is_read() -> None:
    german = read_phrases(GERMAN, "de.toml", "de")
    assert (german.language, german.name) == ("de", "Deutsch")
    assert slots(german) == slots(built_in("en"))


@pytest.mark.parametrize("language", BUILT_IN_LANGUAGES)
@pytest.mark.parametrize(("pattern", "closed_list"), WORDS_OF)
def test_each_word_of_the_language_has_a_phrase(language: str, pattern: str, closed_list: Any) -> None:
    lacking = [w for w in get_args(closed_list) if not built_in(language).has(pattern.format(w))]
    assert lacking == []


@pytest.mark.parametrize("language", BUILT_IN_LANGUAGES)
def test_the_countries_of_the_eea_have_names(language: str) -> None:
    assert {code for code in EEA if not built_in(language).has(f"country.{code}")} == set()


@pytest.mark.parametrize("language", BUILT_IN_LANGUAGES)
def test_sentences_are_short(language: str) -> None:
    texts = ["".join(cut) for cut in built_in(language).cut.values()]
    whole = [s for text in texts for s in sentences(text) if s.endswith((".", "?", "!"))]
    assert max(words(s) for s in whole) <= MAX_WORDS
    assert sum(words(s) for s in whole) / len(whole) <= AVERAGE[language]


@pytest.mark.parametrize(
    ("language", "never"),
    [
        ("en", r"necessary|please|successfully|!"),
        ("fi", r"tarpeellis|kohtuullisen ajan|\bote|!"),
        ("sv", r"nödvändig|skälig tid|vänligen|\bNi\b|!"),
    ],
)
def test_words_that_we_do_not_say(language: str, never: str) -> None:
    said = {key: "".join(cut) for key, cut in built_in(language).cut.items()}
    assert {key: text for key, text in said.items() if re.search(never, text)} == {}


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "12 months after the connection ended"),
        ("fi", "12 kuukautta yhteyden päättymisestä"),
        ("sv", "12 månader efter att anknytningen har upphört"),
    ],
)
def test_a_period_bends_its_words(language: str, expected: str) -> None:
    p = built_in(language)
    length = p.plain("unit.months_other", n="12")
    assert p.plain("period.after", length=length, event=p.plain("event.connection_end")) == expected


MISTAKES = {
    "a phrase is missing": ("P802", 'skip = "Skip to the text"\n', ""),
    "a key is misspelt": ("P803", 'skip = "Skip to the text"', 'skpi = "Skip to the text"'),
    "a phrase is no text": ("P804", 'skip = "Skip to the text"', "skip = 3"),
    "a phrase is empty": ("P804", 'skip = "Skip to the text"', 'skip = ""'),
    "a placeholder is missing": ("P805", 'n} month"', 'n month"'),
    "a placeholder is unknown": ("P805", '"The controller is {name}."', '"The controller is {nam}."'),
    "a placeholder is odd": ("P805", '"The controller is {name}."', '"The controller is {name.__class__}."'),
    "a date has an unknown part": ("P805", '"{day} {month} {year}"', '"{day} {month} {century}"'),
    "a date has no part": ("P805", '"{day} {month} {year}"', '"today"'),
    "a phrase is too long": ("P806", '"Skip to the text"', f'"{"word " * 31}"'),
    "a section is no table": ("P803", "[language]\n", "loose = 1\n\n[language]\n"),
    "the text is not TOML": ("P104", "[language]", "[language"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_a_file_is_found(mistake: str) -> None:
    code, find, put = MISTAKES[mistake]
    findings = refusal(changed(find, put, ENGLISH))
    assert code in {f.code for f in findings}
    assert {f.file for f in findings} == {"xx.toml"}
    assert all(f.why and f.do for f in findings)


def test_a_misspelt_key_is_met_with_the_near_one() -> None:
    found = {f.code: f for f in refusal(changed("rights_are =", "right_are =", ENGLISH))}
    assert "Did you mean `first.rights_are`?" in found["P803"].sentence
    assert ENGLISH.splitlines()[found["P803"].spot.line - 1].startswith("rights_are =")


def test_all_mistakes_are_told_at_once() -> None:
    text = changed(
        'skip = "Skip to the text"\n', "", changed('"The controller is {name}."', '"Us."', ENGLISH)
    )
    assert {f.code for f in refusal(text)} == {"P802", "P805"}


def test_a_file_of_another_language_is_refused() -> None:
    assert [f.code for f in refusal(ENGLISH, "de")] == ["P807"]


def test_a_language_without_phrases_is_refused() -> None:
    doc = loaded()
    with pytest.raises(DocumentRefused) as refused:
        phrases_for(doc, "de", {})
    assert [f.code for f in refused.value.findings] == ["P801"]


def test_a_named_file_that_is_not_there_is_refused_also_for_a_built_in_language() -> None:
    doc = loaded(changed('languages = ["en"]', 'languages = ["en"]\nphrases.en = "en.toml"'))
    with pytest.raises(DocumentRefused) as refused:
        phrases_for(doc, "en", {})
    assert [f.code for f in refused.value.findings] == ["P801"]


def test_a_file_may_stand_in_for_a_built_in_language() -> None:
    doc = loaded(changed('languages = ["en"]', 'languages = ["en"]\nphrases.en = "en.toml"'))
    own = changed('"Skip to the text"', '"Go to the text"', ENGLISH)
    assert phrases_for(doc, "en", {"en.toml": own.encode()}).plain("notice.skip") == "Go to the text"

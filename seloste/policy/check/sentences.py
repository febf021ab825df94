"""Sentences: what people read is short enough to be read once, and states what it claims (REQ-01, Art. 12(1))."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from seloste.kernel.places import Spot
from seloste.policy.check.index import index
from seloste.policy.check.rule import Given, Remark, at, rule
from seloste.policy.compile.notice import Section
from seloste.policy.compile.notice.claims import ClaimIndex
from seloste.policy.compile.notice.state import draft
from seloste.policy.compile.phrases import phrases_for
from seloste.policy.findings import DocumentRefused, shown
from seloste.policy.text.words import MAX_WORDS, is_long, sentences, words
from seloste.policy.tree.document import Document
from seloste.policy.tree.values import Node


@dataclass(frozen=True)
class LongSentence:
    """A sentence with more words than people read at once: whose, where inside it, in which language."""

    owner: Node
    path: tuple[str, ...]
    language: str
    text: str

    @property
    def clause(self) -> str:
        """The dotted path of the words."""
        return ".".join([self.owner.clause, *self.path] if self.owner.clause else self.path)


def long_sentences(doc: Document) -> Iterator[LongSentence]:
    """Yield every sentence of the document's own words that has more than 30 words."""
    for owner, path, given in _texts(doc):
        for language, text in given.items():
            for sentence in sentences(text) if is_long(text) else ():
                if is_long(sentence):
                    yield LongSentence(owner, path, language, sentence)


def _texts(doc: Document) -> Iterator[tuple[Node, tuple[str, ...], Mapping[str, str]]]:
    for place, text in index(doc).texts:
        if text.words is None:
            yield place.owner, (place.key,), text.given
    for name, given in doc.words.items():
        yield doc, ("words", name), given


_latest: list[tuple[Document, dict[str, tuple[Section, ...]]]] = []


def drafts(doc: Document, given: Given) -> Mapping[str, tuple[Section, ...]]:
    """Return the notice's sections by language, where it can be stated; other rules speak of the rest.

    The latest document's are kept, so that the rules of a run share them.
    """
    if not _latest or _latest[0][0] is not doc:
        made: dict[str, tuple[Section, ...]] = {}
        for language in doc.register_.languages:
            try:
                made[language] = draft(doc, language, given.house, phrases_for(doc, language, given.files))
            except DocumentRefused:
                continue
        _latest[:] = [(doc, made)]
    return _latest[0][1]


@rule("P346", title="No sentence that people read has more than 30 words", law="REQ-01")
def sentences_are_short(doc: Document, given: Given) -> Iterator[Remark]:
    """Refuse a sentence, written or put together, that a tired person would read twice."""
    told = set()
    for long in long_sentences(doc):
        told.add(long.clause)
        spot = long.owner.spot.at(*long.path, long.language)
        yield _too_long(spot, long.clause, long.text, long.language)
    for language, sections in drafts(doc, given).items():
        for sentence in (s for section in sections for s in section.sentences()):
            clause = sentence.clause
            if is_long(sentence.text) and clause not in told:
                told.add(clause)
                yield _too_long(doc.spot.at(*clause.split(".")), clause, sentence.text, language)


def _too_long(spot: Spot, clause: str, text: str, language: str) -> Remark:
    return Remark(
        spot,
        clause,
        sentence=f"`{clause}` makes a sentence of {words(text)} words in `{language}`: {shown(text)}",
        why=f"what people must be told is said plainly (Art. 12(1)); {MAX_WORDS} words are the most",
        do="say one thing in each sentence",
    )


@rule("P347", title="A claim is stated by a sentence of the notice", law="REQ-01")
def claims_are_stated(doc: Document, given: Given) -> Iterator[Remark]:
    """Refuse a claim whose clauses say nothing in the notice, so that nobody could read it."""
    sections = next(iter(drafts(doc, given).values()), None)
    if sections is None:
        return
    clauses = {sentence.clause for section in sections for sentence in section.sentences()}
    stated = {id_ for claims in ClaimIndex(doc).by_clause(clauses).values() for id_ in claims}
    for claim in doc.claim.values():
        if claim.id not in stated:
            yield at(
                claim,
                "stated_by",
                sentence=f"no sentence of the notice states {claim.id}",
                why="a claim that nobody can read promises nothing, and its control keeps nothing",
                do="name the clauses in `stated_by` that the notice tells people",
            )

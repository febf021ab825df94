"""Sentences: what people read is short enough to be read once, and states what it claims (REQ-01, Art. 12(1))."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from seloste.kernel.places import Spot
from seloste.policy.check.index import index
from seloste.policy.check.rule import Given, Remark, at, rule
from seloste.policy.compile.notice import Notice, state
from seloste.policy.compile.phrases import phrases_for
from seloste.policy.findings import DocumentRefused, shown
from seloste.policy.text.words import MAX_WORDS, sentences, words
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
            for sentence in sentences(text) if words(text) > MAX_WORDS else ():
                if words(sentence) > MAX_WORDS:
                    yield LongSentence(owner, path, language, sentence)


def _texts(doc: Document) -> Iterator[tuple[Node, tuple[str, ...], Mapping[str, str]]]:
    for place, text in index(doc).texts:
        if text.words is None:
            yield place.owner, (place.key,), text.given
    for name, given in doc.words.items():
        yield doc, ("words", name), given


def notices(doc: Document, given: Given) -> Iterator[Notice]:
    """Yield the notice in each language that it can be stated in; other rules speak of the rest."""
    for language in doc.register_.languages:
        try:
            yield state(doc, language, house=given.house, phrases=phrases_for(doc, language, given.files))
        except DocumentRefused:
            continue


@rule("P346", title="No sentence that people read has more than 30 words", law="REQ-01")
def sentences_are_short(doc: Document, given: Given) -> Iterator[Remark]:
    """Refuse a sentence, written or put together, that a tired person would read twice."""
    told = set()
    for long in long_sentences(doc):
        told.add(long.clause)
        spot = long.owner.spot.at(*long.path, long.language)
        yield _too_long(spot, long.clause, long.text, long.language)
    for notice in notices(doc, given):
        for sentence in notice.sentences():
            clause = sentence.clause
            if words(sentence.text) > MAX_WORDS and clause not in told:
                told.add(clause)
                yield _too_long(doc.spot.at(*clause.split(".")), clause, sentence.text, notice.language)


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
    notice = next(notices(doc, given), None)
    if notice is None:
        return
    for stated in notice.claims:
        if not stated.sections:
            yield at(
                doc.claim[stated.id],
                "stated_by",
                sentence=f"no sentence of the notice states {stated.id}",
                why="a claim that nobody can read promises nothing, and its control keeps nothing",
                do="name the clauses in `stated_by` that the notice tells people",
            )

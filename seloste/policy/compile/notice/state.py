"""State: the whole notice from a document, in one language (REQ-01, INF-01 to INF-15).

The order of the sections is the order in which people ask, not that of the law. Every element of
Arts 13 and 14 is there, or the sentence that says why it is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from seloste.policy.compile.notice import articles
from seloste.policy.compile.notice.brief import brief, objecting
from seloste.policy.compile.notice.care import security
from seloste.policy.compile.notice.claims import ClaimIndex
from seloste.policy.compile.notice.giving import giving
from seloste.policy.compile.notice.machines import children, profiling
from seloste.policy.compile.notice.others import recipients, transfers
from seloste.policy.compile.notice.parties import complaining, responsible
from seloste.policy.compile.notice.parts import Notice, Section, Sentence, Stated, changed
from seloste.policy.compile.notice.pen import ENDONYMS, Pen, upper_first
from seloste.policy.compile.notice.people import connected, contents, origins
from seloste.policy.compile.notice.periods import periods
from seloste.policy.compile.notice.reach import Reach
from seloste.policy.compile.notice.rights import rights
from seloste.policy.compile.notice.uses import consents, interests, marketing, purposes
from seloste.policy.compile.notice.versions import version_line, versions
from seloste.policy.compile.phrases import Phrases, phrases_for
from seloste.policy.findings import DocumentRefused, Finding
from seloste.policy.house import House
from seloste.policy.tree.document import Document

# Words around the notice that every way of showing it may need.
_AROUND = ("skip", "languages", "waiting")


def state(
    doc: Document,
    language: str,
    *,
    house: House | None = None,
    phrases: Phrases | None = None,
    earlier: Document | None = None,
) -> Notice:
    """Return the notice of a document in one language, each sentence with the ids that it comes from.

    house:    what the rooms declare; names the cells of holds in the document's words.
    phrases:  needed for languages whose phrases stand in a file; else the built-in ones.
    earlier:  the version before, where the notice is to say what changed.
    Raises:   DocumentRefused where the language is not one of the notice's (P810), has no phrases (P801),
              or a text is missing in it (P811, P812); nothing is left out.
    """
    if language not in doc.register_.languages:
        raise DocumentRefused([other_language(doc, language)])
    pen = Pen(doc, language, phrases or phrases_for(doc, language, {}), house)
    sections = _sections(pen, earlier)
    line = version_line(pen)
    register = upper_first(pen.name(doc.register_.name, doc.register_))
    if pen.missing:
        raise DocumentRefused(dict.fromkeys(pen.missing))
    line, sections = _traced(doc, line, sections)
    places = _places(sections)
    return Notice(
        language=language,
        title=pen.word("notice.title"),
        heading=pen.phrases.plain("notice.heading", register=register),
        register=doc.register_.id,
        version=doc.register_.version,
        dated=doc.register_.dated.isoformat(),
        home=doc.register_.home,
        version_line=line,
        languages=tuple((code, ENDONYMS.get(code, code)) for code in doc.register_.languages),
        sections=sections,
        claims=tuple(_stated_claims(pen, places)),
        law=tuple(_stated_law(places)),
        words=_words(pen),
    )


def draft(doc: Document, language: str, house: House, phrases: Phrases) -> tuple[Section, ...]:
    """Return the sections without ids and claims, for who only reads the sentences and their clauses."""
    return _sections(Pen(doc, language, phrases, house), None)


def _sections(pen: Pen, earlier: Document | None) -> tuple[Section, ...]:
    reach = Reach(pen.doc)
    return (
        brief(pen, reach),
        objecting(pen, reach),
        responsible(pen),
        connected(pen),
        contents(pen),
        origins(pen),
        purposes(pen),
        interests(pen),
        consents(pen, reach),
        marketing(pen),
        recipients(pen),
        transfers(pen),
        periods(pen),
        rights(pen, reach),
        giving(pen),
        profiling(pen),
        children(pen),
        security(pen),
        complaining(pen),
        versions(pen, earlier),
    )


def _traced(
    doc: Document, line: Sentence, sections: tuple[Section, ...]
) -> tuple[Sentence, tuple[Section, ...]]:
    """Return the sections with an id for each sentence and the claims that it states."""
    clauses = {line.clause, *(s.clause for section in sections for s in section.sentences())}
    stated = ClaimIndex(doc).by_clause(clauses)

    def dressed(section: Section) -> Section:
        count = 0

        def dress(sentence: Sentence) -> Sentence:
            nonlocal count
            count += 1
            law = tuple(dict.fromkeys(sentence.law))
            return replace(sentence, claims=stated[sentence.clause], law=law, id=f"{section.id}-{count}")

        return replace(section, blocks=tuple(changed(block, dress) for block in section.blocks))

    return replace(line, claims=stated[line.clause], id="version"), tuple(dressed(s) for s in sections)


Places = dict[str, dict[str, tuple[str, str]]]


def _places(sections: tuple[Section, ...]) -> Places:
    """Return, by id of claim or law, each section that carries it with its first such sentence."""
    places: dict[str, dict[str, tuple[str, str]]] = {}
    for section in sections:
        for sentence in section.sentences():
            for id_ in sentence.trace:
                places.setdefault(id_, {}).setdefault(section.id, (section.heading, sentence.id))
    return places


def _stated_claims(pen: Pen, places: Places) -> Iterator[Stated]:
    for claim in pen.doc.claim.values():
        yield Stated(claim.id, pen.say(claim.sentence, claim), tuple(places.get(claim.id, {}).values()))


def _stated_law(places: Places) -> Iterator[Stated]:
    for id_ in sorted(places.keys() & articles.SOURCES.keys()):
        yield Stated(id_, articles.SOURCES[id_], tuple(places[id_].values()))


def _words(pen: Pen) -> dict[str, str]:
    """Return the words that stand around the notice rather than in it."""
    trace = ("heading", "intro", "claim", "claims", "law", "element", "what", "stated_in")
    around = {key: pen.word(f"notice.{key}") for key in _AROUND}
    around["page"] = pen.phrases.plain("notice.page", page="{page}", pages="{pages}")
    around["objection"] = pen.word(
        "first.objection" if Reach(pen.doc).marketing else "first.objection_to_use"
    )
    return around | {f"trace_{key}": pen.word(f"trace.{key}") for key in trace}


def other_language(doc: Document, language: str) -> Finding:
    return Finding(
        "P810",
        f"the notice is not written in `{language[:10]}`",
        f"its languages are {', '.join(doc.register_.languages)}",
        "choose one of them, or add the language with all its texts",
        doc.register_.spot.at("languages"),
        "register.languages",
        "REQ-01",
    )

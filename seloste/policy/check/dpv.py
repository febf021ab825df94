"""DPV: each clause names a term that exists and is of its kind, so that machines read what people read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from seloste.policy.check.index import index
from seloste.policy.check.rule import Given, Remark, at, rule
from seloste.policy.dpv_terms import VERSION, Term, ancestors, known, near_term
from seloste.policy.findings import shown
from seloste.policy.tree.document import Document
from seloste.policy.tree.parties import OwnTerm
from seloste.policy.tree.values import Node

_HINTS_AT_MOST = 20
_MEASURES = {
    "technical": ("dpv:TechnicalMeasure",),
    "organisational": ("dpv:OrganisationalMeasure", "dpv:LegalMeasure", "dpv:PhysicalMeasure"),
}


def _named(doc: Document) -> Iterator[tuple[Node, str, str, tuple[str, ...]]]:
    """Yield node, key, term and what the term must be, for each clause that names one."""
    for connection in doc.connection.values():
        yield connection, "dpv", connection.dpv, ("dpv:HumanSubject", "dpv:DataSubject")
    for category in doc.data.values():
        for item in category.item.values():
            yield item, "dpv", item.dpv, ("dpv:PersonalData",)
        if category.special is not None:
            yield category.special, "dpv", category.special.dpv, ("dpv:PersonalData",)
    for purpose in doc.purpose.values():
        yield purpose, "dpv", purpose.dpv, ("dpv:Purpose",)
    for measure in doc.measure.values():
        yield measure, "dpv", measure.dpv, _MEASURES[measure.kind]


@rule("P350", title="A DPV term exists", law="REQ-11")
def terms_exist(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a term that neither the vocabulary nor [register.term] has."""
    own = index(doc).own
    terms = [(n, k, t) for n, k, t, _ in _named(doc)]
    terms += [(t, "broader", t.broader) for t in doc.register_.term.values()]
    hints = 0
    for node, key, term in terms:
        found = known(term, own)
        if found is None or found.is_property:
            hints += 1
            yield at(
                node,
                key,
                sentence=f"`{node.clause}.{key}` is no term of the vocabulary: `{shown(term)}`."
                + (near_term(term, own) if hints <= _HINTS_AT_MOST else ""),
                why=f"programs read the notice by its terms; DPV {VERSION} and [register.term] have them all",
                do="correct it, or declare a term of your own under [register.term.…] with the broader one",
            )


@rule("P351", title="A DPV term is of the kind that its clause needs", law="REQ-11")
def terms_are_of_their_kind(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a purpose's term on an item, and the like."""
    i = index(doc)
    for node, key, term, above in _named(doc):
        found = known(term, i.own)
        if found is not None and not found.is_property and not i.is_a(term, *above):
            yield at(
                node,
                key,
                sentence=f"`{node.clause}.{key}` is `{term}`, which is no {above[0].removeprefix('dpv:')}",
                why="a program would read one thing for another: a purpose for data, a measure for a person",
                do=f"choose a term below {above[0]}",
            )


@rule("P352", title="A term of one's own narrows one of the vocabulary's, and is used", law="REQ-11")
def own_terms_are_used(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a term of one's own that no clause names, or that narrows nothing but itself."""
    i = index(doc)
    used = {t for _, _, t, _ in _named(doc)} | {t.broader for t in doc.register_.term.values()}
    for name, term in doc.register_.term.items():
        curie = f"own:{name}"
        if curie not in used:
            yield _own(term, "no clause names")
        elif not any(a.partition(":")[0] != "own" for a in _above(i.own, curie)):
            yield _own(term, "narrows only terms of the document's own")


def _above(own: Mapping[str, Term], curie: str) -> frozenset[str]:
    return ancestors(curie, own) - {curie}


def _own(term: OwnTerm, what: str) -> Remark:
    return at(
        term,
        sentence=f"the term `own:{term.id}` {what}"
        if what.startswith("narrows")
        else f"{what} the term `own:{term.id}`",
        why="a term of one's own is understood through the term of the vocabulary above it",
        do="name it in a clause and give it a broader term, or remove it",
    )


@rule("P353", title="The version of the vocabulary is the one that is known here", law="REQ-11")
def version_is_known(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a version of DPV whose terms were not compared."""
    if doc.register_.dpv_version != VERSION:
        yield at(
            doc.register_,
            "dpv_version",
            sentence=f"the terms of DPV {doc.register_.dpv_version} are not known here",
            why=f"the table of terms is that of DPV {VERSION}",
            do=f'write `dpv_version = "{VERSION}"`',
        )

"""Dpv: the policy document in the words of the W3C Data Privacy Vocabulary, as JSON-LD 1.1 (REQ-11).

One process for each purpose, with whom it is about, what is used, on which basis, from whom, to whom
and for how long. The context stands inside, so that nobody has to fetch anything to read it. Start at
``jsonld``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from seloste.policy.compile.dpv import data, parties, purposes
from seloste.policy.compile.dpv.node import Graph, LdNode
from seloste.policy.dpv_terms import VERSION
from seloste.policy.tree.document import Document

__all__ = ["jsonld"]


def jsonld(doc: Document) -> dict[str, Any]:
    """Return the document as a JSON-LD object; terms that DPV does not have are left out, never invented."""
    graph = Graph(doc)
    return {"@context": graph.context(), "@graph": list(_nodes(graph))}


def _nodes(g: Graph) -> Iterator[LdNode]:
    yield _register(g)
    yield from parties.nodes(g)
    yield from data.nodes(g)
    yield from purposes.nodes(g)
    yield from _own_terms(g)


def _register(g: Graph) -> LdNode:
    """The whole as one process, with what is the same for all purposes."""
    register = g.doc.register_
    return {
        "@id": g.id("register"),
        "@type": g.types("dpv:Process"),
        "dct:title": g.texts(register.name),
        "dct:description": g.texts(register.lead),
        "dct:issued": register.dated.isoformat(),
        "dct:hasVersion": str(register.version),
        "dct:conformsTo": f"https://w3id.org/dpv/{VERSION}",
        "dct:language": list(register.languages),
        "dpv:hasProcess": [g.id(p.clause) for p in g.doc.purpose.values()],
        "dpv:hasDataController": g.id("controller"),
        "dpv:hasJurisdiction": g.country(register.country),
        "dpv:hasAuthority": g.id(f"authority.{register.authority}"),
        "dpv:hasNotice": [g.id("notice.direct"), *([g.id("notice.indirect")] if g.indirect else [])],
        **purposes.measures(g),
    }


def _own_terms(g: Graph) -> Iterator[LdNode]:
    """Terms of the document's own, each below the term of DPV that it narrows."""
    for name, own in g.doc.register_.term.items():
        yield {
            "@id": f"own:{name}",
            "skos:prefLabel": g.texts(own.name),
            "skos:broader": g.types(own.broader),
        }

"""Node: how a node of the graph is named, and the context in which all of it is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from seloste.policy.dpv_terms import OWN, PREFIXES, as_iri, known, own_terms
from seloste.policy.tree.document import Document
from seloste.policy.tree.terms import EEA
from seloste.policy.tree.values import Length, Period, Text

LdNode = dict[str, Any]

# Relations whose values are nodes or terms; all others are plain values.
_LINKS = (
    "hasAddress",
    "hasApplicableLaw",
    "hasAuthority",
    "hasConsentControl",
    "hasContact",
    "hasContext",
    "hasCountry",
    "hasDataController",
    "hasDataProcessor",
    "hasDataProtectionOfficer",
    "hasDataSource",
    "hasDataSubject",
    "hasDuration",
    "hasJointDataControllers",
    "hasJurisdiction",
    "hasLegalBasis",
    "hasLegalMeasure",
    "hasLocation",
    "hasNecessity",
    "hasNotice",
    "hasOrganisationalMeasure",
    "hasOrganisationalUnit",
    "hasPersonalData",
    "hasProcess",
    "hasProcessing",
    "hasPurpose",
    "hasRecipient",
    "hasRepresentative",
    "hasResponsibleEntity",
    "hasRight",
    "hasStorageCondition",
    "hasTechnicalMeasure",
    "hasThirdCountry",
)
_SPOKEN = (
    "dct:title",
    "dct:description",
    "dct:source",
    "skos:prefLabel",
    "dpv:hasAlgorithmicLogic",
    "dpv:hasConsequence",
)
_LETTERS = {"years": "Y", "months": "M", "weeks": "W", "days": "D"}


class Graph:
    """The document while it is turned into nodes."""

    def __init__(self, doc: Document) -> None:
        self.doc = doc
        self.own = own_terms(doc)

    @cached_property
    def home(self) -> str:
        """The register's address as an IRI; nodes are named below it."""
        return as_iri(self.doc.register_.home).rstrip("#/")

    @cached_property
    def indirect(self) -> bool:
        """True where data come from elsewhere too, so that Art. 14 speaks beside Art. 13."""
        return any(s.kind != "data_subject" for s in self.doc.source.values())

    def context(self) -> LdNode:
        """Return the context: prefixes, what is a link, what is text in a language."""
        return {
            "@version": 1.1,
            **PREFIXES,
            OWN: f"{self.home}/terms#",
            "here": f"{self.home}#",
            "dct": "http://purl.org/dc/terms/",
            "skos": "http://www.w3.org/2004/02/skos/core#",
            "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
            **{f"dpv:{name}": {"@type": "@id"} for name in _LINKS},
            "skos:broader": {"@type": "@id"},
            "dct:conformsTo": {"@type": "@id"},
            "dct:issued": {"@type": "xsd:date"},
            "dct:valid": {"@type": "xsd:date"},
            **{name: {"@container": "@language"} for name in _SPOKEN},
        }

    def id(self, clause: str) -> str:
        """Return the name of the node for a clause."""
        return f"here:{clause}"

    def types(self, *curies: str) -> list[str]:
        """Return the terms that are known, each once."""
        return [c for c in dict.fromkeys(curies) if known(c, self.own) is not None]

    def texts(self, text: Text | None) -> Mapping[str, str]:
        """Return a text in every language of the register that it is given in."""
        said = {language: self.doc.say(text, language) for language in self.doc.register_.languages}
        return {language: words for language, words in said.items() if words}

    def law(self, law: str | Text | None) -> Mapping[str, str]:
        """Return a law's name in every language; a bare line is the same in each."""
        if law is None:
            return {}
        said = {language: self.doc.cite(law, language) for language in self.doc.register_.languages}
        return {language: words for language, words in said.items() if words}

    def country(self, code: str) -> LdNode:
        """Return a country as a node; one outside the EEA is a third country (TRA-01)."""
        kind = "dpv:Country" if code in EEA else "dpv:ThirdCountry"
        return {"@id": self.id(f"country.{code}"), "@type": self.types(kind), "dct:identifier": code}


def duration(period: Period | Length) -> LdNode:
    """Return a length of time as ISO 8601 writes it, the event it starts from beside it."""
    node: LdNode = {
        "@type": ["dpv:TemporalDuration"],
        "rdf:value": {"@type": "xsd:duration", "@value": written(period)},
    }
    if isinstance(period, Period):
        events = [e for e in (period.after, period.else_after) if e is not None]
        node["dct:identifier"] = " or ".join(f"after {e}" for e in events)
    return node


def written(period: Period | Length) -> str:
    """Return ``P12M``, ``P7D``, ``PT48H``; weeks as days, which XML Schema has no letter for."""
    for unit, letter in _LETTERS.items():
        if (count := getattr(period, unit, None)) is not None:
            return f"P{count * 7}D" if unit == "weeks" else f"P{count}{letter}"
    return f"PT{getattr(period, 'hours', None) or 0}H"


def some(**values: Any) -> LdNode:
    """Return what has a value; ``dpv__hasPurpose`` stands for ``dpv:hasPurpose``."""
    return {
        name.replace("__", ":"): value for name, value in values.items() if value not in (None, {}, [], "")
    }


def ids(g: Graph, clauses: Iterable[str]) -> list[str]:
    """Return the names of several nodes, each once."""
    return [g.id(clause) for clause in dict.fromkeys(clauses)]

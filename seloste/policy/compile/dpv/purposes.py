"""Purposes: one process for each, tied to everything that it uses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from seloste.policy.compile.dpv.data import stored
from seloste.policy.compile.dpv.node import Graph, LdNode, duration, ids, some
from seloste.policy.tree.purposes import ANYONE, Basis, Purpose

_BASES: Mapping[str, str] = {
    "consent": "eu-gdpr:A6-1-a",
    "contract": "eu-gdpr:A6-1-b",
    "legal_obligation": "eu-gdpr:A6-1-c",
    "vital_interests": "eu-gdpr:A6-1-d",
    "public_task": "eu-gdpr:A6-1-e",
}
# What everyone has whatever the basis: to be told, access, rectification, erasure, restriction, recipients told, complaint, remedy.
_ALWAYS = ("A13", "A14", "A15", "A16", "A17", "A18", "A19", "A77", "A79")
_MEASURES = {"technical": "dpv:hasTechnicalMeasure", "organisational": "dpv:hasOrganisationalMeasure"}


def nodes(g: Graph) -> Iterator[LdNode]:
    """Yield the process of each purpose, its purpose and its bases."""
    for purpose in g.doc.purpose.values():
        yield _process(g, purpose)
        yield {
            "@id": g.id(f"{purpose.clause}.purpose"),
            "@type": g.types(purpose.dpv, "dpv:Purpose"),
            "skos:prefLabel": g.texts(purpose.name),
            "dct:description": g.texts(purpose.description),
        }
        yield from (_basis(g, basis) for basis in purpose.basis.values())
    for measure in g.doc.measure.values():
        yield {
            "@id": g.id(measure.clause),
            "@type": g.types(measure.dpv),
            "skos:prefLabel": g.texts(measure.name),
        }


def measures(g: Graph) -> LdNode:
    """Return the security measures in general words (ROP-01 g)."""
    found: dict[str, list[str]] = {}
    for measure in g.doc.measure.values():
        found.setdefault(_MEASURES[measure.kind], []).append(g.id(measure.clause))
    return found


def _process(g: Graph, purpose: Purpose) -> LdNode:
    sources = [s.clause for s in g.doc.source.values() if set(s.gives) & set(purpose.data)]
    recipients = [r.clause for r in g.doc.recipient.values() if purpose.id in r.purposes]
    processors = [
        r.clause for r in g.doc.recipient.values() if purpose.id in r.purposes and r.kind == "processor"
    ]
    return {
        "@id": g.id(purpose.clause),
        "@type": g.types("dpv:Process"),
        "dpv:hasPurpose": g.id(f"{purpose.clause}.purpose"),
        "dpv:hasLegalBasis": ids(g, (b.clause for b in purpose.basis.values())),
        "dpv:hasPersonalData": ids(g, (f"data.{d}" for d in purpose.data)),
        "dpv:hasDataSubject": ids(g, (f"connection.{c}" for c in _whom(g, purpose))),
        "dpv:hasDataController": g.id("controller"),
        "dpv:hasProcessing": g.types(*_processing(purpose)),
        "dpv:hasRight": g.types(*_rights(purpose)),
        "dpv:hasNotice": [g.id("notice.direct"), *([g.id("notice.indirect")] if g.indirect else [])],
        "dpv:hasJurisdiction": g.country(g.doc.register_.country),
        "dpv:hasAuthority": g.id(f"authority.{g.doc.register_.authority}"),
        **some(
            dpv__hasDataSource=ids(g, sources),
            dpv__hasRecipient=ids(g, recipients),
            dpv__hasDataProcessor=ids(g, processors),
            dpv__hasStorageCondition=stored(g, purpose.keep) if purpose.keep is not None else None,
            dpv__hasConsentControl=g.types("dpv:WithdrawConsent") if "consent" in purpose.basis else [],
            dct__valid=purpose.since.isoformat() if purpose.since is not None else None,
            **_profiling(g, purpose),
        ),
    }


def _whom(g: Graph, purpose: Purpose) -> Iterator[str]:
    for basis in purpose.basis.values():
        yield from g.doc.connection if ANYONE in basis.of else basis.of


def _processing(purpose: Purpose) -> Iterator[str]:
    yield "dpv:Store" if purpose.kind in ("storage", "suppression") else "dpv:Use"
    if purpose.kind == "profiling":
        yield "dpv:Profiling"


def _profiling(g: Graph, purpose: Purpose) -> LdNode:
    """Return the logic and effect of profiling in words, where the purpose profiles (INF-14)."""
    rules = [rule for rule in g.doc.profile.values() if rule.purpose == purpose.id]
    nodes = [
        {
            "@id": g.id(rule.clause),
            "dpv:hasAlgorithmicLogic": g.texts(rule.logic),
            "dpv:hasConsequence": g.texts(rule.effect),
            "dpv:hasDuration": duration(rule.decays),
        }
        for rule in rules
    ]
    return {"dpv__hasContext": nodes} if nodes else {}


def _rights(purpose: Purpose) -> Iterator[str]:
    """Yield the rights that go with the bases (law reference, section 6)."""
    bases = set(purpose.basis)
    yield from (f"eu-gdpr:{a}" for a in _ALWAYS)
    if "consent" in bases:
        yield "eu-gdpr:A7-3"
    if bases & {"consent", "contract"}:
        yield "eu-gdpr:A20"
    if bases & {"public_task", "legitimate_interest"} or purpose.kind in ("direct_marketing", "profiling"):
        yield "eu-gdpr:A21"
    if purpose.kind == "profiling":
        yield "eu-gdpr:A22"


def _basis(g: Graph, basis: Basis) -> LdNode:
    return {
        "@id": g.id(basis.clause),
        "@type": g.types(_term(basis)),
        "dpv:hasDataSubject": ids(
            g, (f"connection.{c}" for c in (g.doc.connection if basis.for_anyone else basis.of))
        ),
        **some(
            dct__description=g.texts(basis.pursued or basis.necessary_for),
            dct__source=g.law(basis.law),
            dpv__hasDuration=[
                {
                    "@type": g.types("dpv:TemporalDuration"),
                    "rdf:value": {"@type": "xsd:duration", "@value": f"P{basis.review_after_months}M"},
                }
            ]
            if basis.review_after_months is not None
            else [],
            dpv__hasOrganisationalMeasure=g.types("dpv:LegitimateInterestAssessment")
            if basis.balancing
            else [],
        ),
    }


def _term(basis: Basis) -> str:
    if basis.kind == "legitimate_interest":
        return f"eu-gdpr:A6-1-f-{'controller' if basis.whose == 'controller' else 'third-party'}"
    return f"{_BASES[basis.kind]}-explicit-consent" if basis.explicit else _BASES[basis.kind]

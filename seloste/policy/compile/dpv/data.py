"""Data: the data categories with their items, where they come from and how long they are kept."""

from __future__ import annotations

from collections.abc import Iterator

from seloste.policy.compile.dpv.node import Graph, LdNode, duration, some
from seloste.policy.tree.duties import Retention
from seloste.policy.tree.people import Category, Source
from seloste.policy.tree.values import Period

_ORIGINS = {
    "provided": "dpv:ProvidedPersonalData",
    "observed": "dpv:ObservedPersonalData",
    "derived": "dpv:DerivedPersonalData",
    "inferred": "dpv:InferredPersonalData",
}
_ART9 = {
    "explicit_consent": "a",
    "employment_law": "b",
    "vital_interests": "c",
    "members": "d",
    "made_public": "e",
    "legal_claims": "f",
    "public_interest": "g",
    "care": "h",
    "public_health": "i",
    "research": "j",
}


def nodes(g: Graph) -> Iterator[LdNode]:
    """Yield a node for each category, each item, each source and each rule that keeps data longer."""
    for category in g.doc.data.values():
        yield _category(g, category)
        for item in category.item.values():
            special = [category.special.dpv, "dpv:SpecialCategoryPersonalData"] if category.special else []
            yield {
                "@id": g.id(item.clause),
                "@type": g.types(item.dpv, _ORIGINS[item.origin], *special),
                "skos:prefLabel": g.texts(item.name),
            }
    yield from (_source(g, source) for source in g.doc.source.values())
    yield from (_longer(g, rule) for rule in g.doc.retention.values())
    for role in g.doc.controller.role.values():
        yield {
            "@id": g.id(role.clause),
            "@type": g.types("dpv:OrganisationalUnit"),
            "skos:prefLabel": g.texts(role.name),
        }


def _category(g: Graph, category: Category) -> LdNode:
    kept = [g.id(rule.clause) for rule in g.doc.retention.values() if category.id in rule.data]
    special = category.special
    return {
        "@id": g.id(category.clause),
        "@type": g.types(
            "dpv:PersonalData", *([special.dpv, "dpv:SpecialCategoryPersonalData"] if special else [])
        ),
        "skos:prefLabel": g.texts(category.name),
        "dpv:hasPersonalData": [g.id(item.clause) for item in category.item.values()],
        "dpv:hasStorageCondition": [stored(g, category.keep), *kept],
        **some(
            dpv__hasLegalBasis=[
                {
                    "@type": g.types(f"eu-gdpr:A9-2-{_ART9[special.art9]}"),
                    **some(dct__source=g.law(special.law)),
                }
            ]
            if special
            else [],
        ),
    }


def stored(g: Graph, period: Period) -> LdNode:
    """Return how long something is kept: a duration, or as long as each connection says."""
    if period.follows is not None:
        return {
            "@type": g.types("dpv:StorageCondition"),
            "dpv:hasDuration": {
                "@type": g.types("dpv:UntilEventDuration"),
                "dct:identifier": "the end of the connection, and then the time that the connection says",
            },
            "dpv:hasContext": [g.id(c.clause) for c in g.doc.connection.values()],
        }
    return {
        "@type": g.types("dpv:StorageDuration"),
        "dpv:hasDuration": duration(period),
        **some(dct__source=g.law(period.law)),
    }


def _source(g: Graph, source: Source) -> LdNode:
    whose = {"data_subject": "dpv:DataSubjectDataSource", "own_systems": "dpv:DataControllerDataSource"}
    reach = "dpv:PublicDataSource" if source.public else "dpv:NonPublicDataSource"
    return {
        "@id": g.id(source.clause),
        "@type": g.types(whose.get(source.kind, "dpv:ThirdPartyDataSource"), reach),
        "skos:prefLabel": g.texts(source.name),
        "dpv:hasPersonalData": [g.id(f"data.{d}") for d in source.gives],
    }


def _longer(g: Graph, rule: Retention) -> LdNode:
    return {
        "@id": g.id(rule.clause),
        "@type": g.types("dpv:StorageCondition" if rule.keep is None else "dpv:StorageDuration"),
        "skos:prefLabel": g.texts(rule.name),
        **some(
            dpv__hasDuration=duration(rule.keep) if rule.keep is not None else None,
            dct__source=g.law(rule.law),
            dct__identifier=list(rule.cells),
        ),
    }

"""The DPV reading is JSON-LD 1.1 that any reader takes offline, in terms that DPV has."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyld import jsonld as pyld

from seloste.policy.compile.dpv import jsonld
from seloste.policy.dpv_terms import PREFIXES, TERMS, as_iri, is_a, own_terms
from seloste.policy.tree.document import Document
from seloste.policy.tree.values import Period
from tests.policy.documents import changed, loaded
from tests.policy.scaffold import document

DOCUMENTS = ["tests/policies/small/policy.toml", "policies/medtime-pro.toml", "policies/association.toml"]
every_document = pytest.mark.parametrize("path", DOCUMENTS)
DPV = "https://w3id.org/dpv"


ELEMENTS = (
    "hasPurpose",
    "hasLegalBasis",
    "hasPersonalData",
    "hasDataSubject",
    "hasDataController",
    "hasRight",
    "hasNotice",
    "hasJurisdiction",
    "hasAuthority",
)


def no_network(url: str, _options: object) -> dict[str, Any]:
    raise AssertionError(f"the reading asks for {url}")


OPTIONS = {"documentLoader": no_network, "processingMode": "json-ld-1.1"}


def flat(doc: Document) -> dict[str, dict[str, Any]]:
    """Return the nodes by id, as a reader has them after flattening."""
    return {node["@id"]: node for node in pyld.flatten(json.loads(json.dumps(jsonld(doc))), None, OPTIONS)}


def iris(value: Any) -> Iterator[str]:
    """Yield every IRI in an expanded document."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if not key.startswith("@"):
                yield key
            if key in ("@id", "@type"):
                yield from inner if isinstance(inner, list) else [inner]
            else:
                yield from iris(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from iris(inner)


@every_document
def test_it_expands_flattens_and_becomes_triples_without_a_network(path: str) -> None:
    reading = json.loads(json.dumps(jsonld(document(path))))
    assert pyld.expand(reading, OPTIONS)
    triples = pyld.to_rdf(reading, {**OPTIONS, "format": "application/n-quads"})
    assert len(triples.splitlines()) > 100
    assert all(line.endswith(" .") for line in triples.splitlines())


@every_document
def test_every_term_of_dpv_is_one_that_the_table_knows(path: str) -> None:
    known = {term.iri for term in TERMS.values()}
    used = {i for i in iris(pyld.expand(jsonld(document(path)), OPTIONS)) if i.startswith(DPV)}
    assert len(used) > 30
    assert used - known == {f"{DPV}/2.3"}


@pytest.mark.shared_data
@every_document
def test_every_term_of_dpv_is_in_the_vocabulary(path: str, shared_data: Path) -> None:
    known = set()
    for file in (shared_data / "dpv").rglob("*.csv"):
        with file.open(encoding="utf-8", newline="") as rows:
            known |= {row["iri"] for row in csv.DictReader(rows)}
    used = {i for i in iris(pyld.expand(jsonld(document(path)), OPTIONS)) if i.startswith(DPV)}
    assert used - known == {f"{DPV}/2.3"}


def lost(reading: dict[str, Any]) -> set[str]:
    """Return the keys that a reader drops: those without a meaning in the context vanish in silence."""
    expanded, context = set(iris(pyld.expand(reading, OPTIONS))), reading["@context"]
    keys = {k for node in reading["@graph"] for k in _keys(node) if not k.startswith("@")}
    meanings = {k: str(context.get(k.partition(":")[0], "")) + k.partition(":")[2] for k in keys}
    return {key for key, meaning in meanings.items() if meaning not in expanded}


@every_document
def test_nothing_that_is_said_is_lost_on_the_way(path: str) -> None:
    assert lost(jsonld(document(path))) == set()


def test_a_key_that_nobody_could_read_would_be_noticed() -> None:
    reading = jsonld(document(DOCUMENTS[0]))
    reading["@graph"][0]["dpv:"] = "x"
    reading["@graph"][0]["title:"] = "x"
    assert lost(reading) == {"title:"}


def _keys(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if "@value" not in value:
            for key, inner in value.items():
                if ":" in key or key.startswith("@"):
                    yield key
                yield from _keys(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _keys(inner)


@every_document
def test_every_link_leads_to_a_node_or_a_term(path: str) -> None:
    doc = document(path)
    nodes = flat(doc)
    home = as_iri(doc.register_.home).rstrip("#/") + "#"
    said = {i for i, node in nodes.items() if len(node) > 1}
    for node in nodes.values():
        for iri in iris([{k: v for k, v in node.items() if k != "@id"}]):
            assert not iri.startswith(home) or iri in said, f"{node['@id']} names {iri}"


@every_document
def test_each_purpose_is_a_process_with_all_that_belongs_to_it(path: str) -> None:
    doc = document(path)
    nodes = flat(doc)
    home = as_iri(doc.register_.home).rstrip("#/") + "#"
    for purpose in doc.purpose.values():
        process = nodes[f"{home}purpose.{purpose.id}"]
        assert process["@type"] == [f"{DPV}#Process"]
        for name in ELEMENTS:
            assert process[f"{DPV}#{name}"], (purpose.id, name)
        assert len(process[f"{DPV}#hasLegalBasis"]) == len(purpose.basis)


def node(doc: Document, clause: str) -> dict[str, Any]:
    return flat(doc)[as_iri(doc.register_.home).rstrip("#/") + "#" + clause]


REGISTER = document("policies/medtime-pro.toml")


def test_texts_carry_their_language() -> None:
    purpose = node(REGISTER, "purpose.direct_marketing.purpose")
    labels = purpose["http://www.w3.org/2004/02/skos/core#prefLabel"]
    assert {label["@language"] for label in labels} == {"fi", "sv", "en"}
    assert {"@language": "sv", "@value": "direktmarknadsföring"} in labels


def test_a_legitimate_interest_says_whose_and_which() -> None:
    basis = node(REGISTER, "purpose.partner_sharing.basis.legitimate_interest")
    assert basis["@type"] == ["https://w3id.org/dpv/legal/eu/gdpr#A6-1-f-third-party"]
    assert len(basis["http://purl.org/dc/terms/description"]) == 3


def test_an_explicit_consent_is_one() -> None:
    basis = node(REGISTER, "purpose.event_catering.basis.consent")
    assert basis["@type"] == ["https://w3id.org/dpv/legal/eu/gdpr#A6-1-a-explicit-consent"]


def test_a_period_is_a_duration() -> None:
    condition = jsonld_of(REGISTER, "data.invoices")["dpv:hasStorageCondition"][0]
    value = condition["dpv:hasDuration"]["rdf:value"]
    assert value == {"@type": "xsd:duration", "@value": "P6Y"}


def jsonld_of(doc: Document, clause: str) -> dict[str, Any]:
    found: dict[str, Any] = next(n for n in jsonld(doc)["@graph"] if n["@id"] == f"here:{clause}")
    return found


@pytest.mark.parametrize(
    ("period", "said"),
    [
        (Period(hours=48, after="objection"), "PT48H"),
        (Period(days=7, after="objection"), "P7D"),
        (Period(weeks=2, after="objection"), "P14D"),
        (Period(months=12, after="objection"), "P12M"),
        (Period(years=6, after="objection"), "P6Y"),
    ],
)
def test_durations_are_written_as_iso_8601_has_them(period: Period, said: str) -> None:
    from seloste.policy.compile.dpv.node import written

    assert written(period) == said


def test_special_categories_are_seen_as_such() -> None:
    doc = REGISTER
    types = node(doc, "data.event_needs.item.allergies")["@type"]
    assert f"{DPV}#SpecialCategoryPersonalData" in types
    own = own_terms(doc)
    assert is_a("own:Allergy", "dpv:SpecialCategoryPersonalData", own)
    assert own["own:Allergy"].iri in types


def test_what_waits_for_the_installation_is_not_said() -> None:
    assert "at_installation" not in json.dumps(jsonld(document(DOCUMENTS[0])))


def test_a_term_that_nobody_knows_is_left_out() -> None:
    doc = loaded(changed('dpv = "dpv:CustomerCare"', 'dpv = "dpv:CustomerKare"'))
    assert "CustomerKare" not in json.dumps(jsonld(doc))
    assert node(doc, "purpose.customer_service.purpose")["@type"] == [f"{DPV}#Purpose"]


def test_an_odd_address_is_still_an_iri() -> None:
    doc = loaded(changed('home = "https://example.org/privacy"', 'home = "example <org> ä\\"/"'))
    assert as_iri(doc.register_.home) == "urn:seloste:example%20%3Corg%3E%20%C3%A4%22/"
    triples = pyld.to_rdf(jsonld(doc), {**OPTIONS, "format": "application/n-quads"})
    assert "<urn:seloste:example%20%3Corg%3E%20%C3%A4%22#register>" in triples


def test_prefixes_are_the_vocabularys_own() -> None:
    context = jsonld(document(DOCUMENTS[0]))["@context"]
    assert {prefix: context[prefix] for prefix in PREFIXES} == PREFIXES

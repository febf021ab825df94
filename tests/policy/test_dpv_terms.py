"""The table of DPV terms says what the vocabulary says, and nesting is followed upward."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from seloste.policy.dpv_terms import PREFIXES, TERMS, Term, is_a, known, near_term, own_terms
from seloste.policy.text.read import read
from seloste.policy.tree.document import load

FILES = {
    "dpv": "dpv.csv",
    "pd": "pd.csv",
    "eu-gdpr": "legal-eu-gdpr/eu-gdpr.csv",
    "justifications": "justifications.csv",
    "legal-fi": "legal-fi.csv",
    "legal-eu": "legal-eu.csv",
}
SMALL = Path(__file__).parents[1] / "policies" / "small" / "policy.toml"


def short(iri: str) -> str:
    """Return ``prefix:Name`` for an IRI of the vocabulary, or the IRI itself."""
    for prefix, base in PREFIXES.items():
        if iri.startswith(base):
            return f"{prefix}:{iri.removeprefix(base)}"
    return iri


def vocabulary(folder: Path) -> dict[str, dict[str, str]]:
    rows: dict[str, dict[str, str]] = {}
    for name in FILES.values():
        with (folder / name).open(encoding="utf-8", newline="") as file:
            rows |= {short(row["iri"]): row for row in csv.DictReader(file)}
    return rows


def differences(table: Mapping[str, Term], rows: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """Yield what the table says otherwise than the vocabulary."""
    for curie, term in table.items():
        row = rows.get(curie)
        if row is None:
            yield f"{curie} is not in the vocabulary"
            continue
        broader = {short(i) for i in row["hasbroader"].split(";") if short(i) in rows}
        types = {short(i) for i in row["dpvtype"].split(";") if short(i) in rows} - broader
        if (term.iri, term.label) != (row["iri"], row["label"]):
            yield f"{curie}: {term.iri} {term.label!r}"
        if set(term.broader) != broader or set(term.types) != types:
            yield f"{curie}: {term.broader} {term.types}, not {broader} {types}"
        if term.is_property != (row["type"] == "property"):
            yield f"{curie} is a {row['type']}"


@pytest.mark.shared_data
def test_every_row_is_as_the_vocabulary_has_it(shared_data: Path) -> None:
    rows = vocabulary(shared_data / "dpv")
    assert list(differences(TERMS, rows)) == []


@pytest.mark.shared_data
@pytest.mark.parametrize(
    "wrong",
    [
        {"label": "Direct Marketin"},
        {"broader": ("dpv:Advertising",)},
        {"iri": "https://w3id.org/dpv#directMarketing"},
        {"types": ()},
        {"curie": "dpv:DirectMarketin"},
    ],
    ids=str,
)
def test_a_wrong_row_is_noticed(shared_data: Path, wrong: dict[str, Any]) -> None:
    rows = vocabulary(shared_data / "dpv")
    term = replace(TERMS["dpv:DirectMarketing"], **wrong)
    assert len(list(differences({term.curie: term}, rows))) == 1


def test_the_table_is_closed_upward() -> None:
    missing = {up for t in TERMS.values() for up in (*t.broader, *t.types) if up not in TERMS}
    assert not missing
    assert 800 < len(TERMS) < 1_200


def test_nesting_follows_broader_terms_and_types() -> None:
    assert is_a("dpv:DirectMarketing", "dpv:Marketing")
    assert is_a("dpv:DirectMarketing", "dpv:Purpose")
    assert is_a("pd:Name", "dpv:PersonalData")
    assert is_a("pd:Health", "dpv:SpecialCategoryPersonalData")
    assert is_a("pd:Name", "pd:Name")
    assert not is_a("pd:Name", "dpv:SpecialCategoryPersonalData")
    assert not is_a("dpv:Marketing", "dpv:DirectMarketing")
    assert not is_a("dpv:Nothing", "dpv:Purpose")


def test_an_unknown_term_gets_a_near_match() -> None:
    assert known("dpv:DirectMarketting") is None
    assert near_term("dpv:DirectMarketting") == " Did you mean `dpv:DirectMarketing`?"
    assert near_term("dpv:qqqqqqqqqq") == ""


def test_a_property_is_never_offered() -> None:
    assert TERMS["dpv:hasPurpose"].is_property
    assert "has" not in near_term("dpv:hasPurposes")


def test_a_term_of_the_documents_own_stands_below_the_one_it_narrows() -> None:
    text = SMALL.read_text(encoding="utf-8").replace(
        "[register.marketing]",
        '[register.term.Allergy]\nname = { en = "allergy" }\nbroader = "pd:Health"\n\n[register.marketing]',
        1,
    )
    own = own_terms(load(read("small.toml", text.encode())))
    assert own["own:Allergy"].iri == "https://example.org/privacy/terms#Allergy"
    assert own["own:Allergy"].label == "allergy"
    assert is_a("own:Allergy", "dpv:SpecialCategoryPersonalData", own)
    assert known("own:Allergy", own) is not None
    assert known("own:Allergy") is None
    assert near_term("own:Alergy", own) == " Did you mean `own:Allergy`?"

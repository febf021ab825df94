"""The records that tests read: of the smallest register and of the project's own, each in its languages."""

from __future__ import annotations

from functools import cache

from seloste.policy.compile.phrases import built_in, phrases_for
from seloste.policy.compile.record import Record, as_pdf, record
from seloste.policy.tree.document import Document
from tests.policy.documents import loaded
from tests.policy.scaffold import ROOT, document, house

HOMES = {
    "tests/policies/small/policy.toml": "tests/policies/small/house.toml",
    "policies/medtime-pro.toml": "seloste/cli/house.toml",
    "policies/association.toml": "policies/association.house.toml",
}
READ = [
    ("tests/policies/small/policy.toml", "en"),
    *(("policies/medtime-pro.toml", language) for language in ("fi", "sv", "en")),
    *(("policies/association.toml", language) for language in ("de", "en")),
]


@cache
def policy(path: str) -> Document:
    return document(path)


@cache
def made(path: str, language: str) -> Record:
    doc = policy(path)
    beside = {name: ((ROOT / path).parent / name).read_bytes() for _, _, name in doc.files()}
    return record(doc, language, phrases_for(doc, language, beside), house=house(HOMES[path]))


@cache
def pdf(path: str, language: str) -> bytes:
    return as_pdf(made(path, language))


def of_text(text: str) -> Record:
    return record(loaded(text), "en", built_in("en"))

"""DPV terms: the terms of the W3C Data Privacy Vocabulary 2.3 that a document may name, and how they nest.

The table beside this module is ours: identifiers, labels and hierarchy of the terms that a register
has use for. A document's own terms (``own:…``) are declared under ``[register.term]`` with the term
of the table that they narrow, so that a reader who knows only the vocabulary still understands them.
Start at ``TERMS``, ``known`` and ``is_a``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from string import ascii_letters, digits
from types import MappingProxyType
from typing import TYPE_CHECKING

from seloste.policy.findings import near

if TYPE_CHECKING:
    from seloste.policy.tree.document import Document

VERSION = "2.3"
PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        "dpv": "https://w3id.org/dpv#",
        "pd": "https://w3id.org/dpv/pd#",
        "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
        "justifications": "https://w3id.org/dpv/justifications#",
        "legal-fi": "https://w3id.org/dpv/legal/fi#",
        "legal-eu": "https://w3id.org/dpv/legal/eu#",
    }
)
OWN = "own"
_IN_AN_IRI = frozenset(ascii_letters + digits + ":/?#@!$&'()*+,;=%-._~")


@dataclass(frozen=True, slots=True)
class Term:
    """One term: identifier (``dpv:DirectMarketing``), IRI, English label, and what it narrows.

    broader:  the next broader terms.
    types:    the concepts it is a kind of, where the vocabulary names them beside the broader terms.
    """

    curie: str
    iri: str
    label: str
    broader: tuple[str, ...] = ()
    types: tuple[str, ...] = ()

    @property
    def is_property(self) -> bool:
        """True for relations such as ``dpv:hasPurpose``, which no clause may name."""
        return self.curie.partition(":")[2][:1].islower()


def _read(text: str) -> Iterator[tuple[str, Term]]:
    for line in text.splitlines():
        if line and not line.startswith("#"):
            curie, label, broader, types = line.split("|")
            prefix, _, name = curie.partition(":")
            yield (
                curie,
                Term(curie, PREFIXES[prefix] + name, label, tuple(broader.split()), tuple(types.split())),
            )


TERMS: Mapping[str, Term] = MappingProxyType(
    dict(_read(files("seloste.policy").joinpath("dpv_terms.txt").read_text(encoding="utf-8")))
)


def as_iri(address: str) -> str:
    """Return an address as an IRI: what no IRI may hold is escaped, and a bare name becomes one of ours."""
    safe = "".join(c if c in _IN_AN_IRI else "".join(f"%{b:02X}" for b in c.encode()) for c in address)
    return safe if "://" in safe else f"urn:seloste:{safe}"


def own_terms(document: Document) -> Mapping[str, Term]:
    """Return the document's own terms, ``own:…``, each with the term it narrows; IRIs lie under its home."""
    home = as_iri(document.register_.home).rstrip("#/") + "/terms#"
    language = document.register_.languages[0]
    return {
        f"{OWN}:{name}": Term(f"{OWN}:{name}", home + name, document.say(own.name, language), (own.broader,))
        for name, own in document.register_.term.items()
    }


def known(curie: str, own: Mapping[str, Term] | None = None) -> Term | None:
    """Return the term, from the table or the document's own, or None."""
    return TERMS.get(curie) or (own or {}).get(curie)


def ancestors(curie: str, own: Mapping[str, Term] | None = None) -> frozenset[str]:
    """Return every broader term and type above a term, without itself; empty for an unknown one."""
    above: set[str] = set()
    todo = [curie]
    while todo:
        term = known(todo.pop(), own)
        for next_up in (*term.broader, *term.types) if term else ():
            if next_up not in above:
                above.add(next_up)
                todo.append(next_up)
    return frozenset(above - {curie})


def is_a(curie: str, ancestor: str, own: Mapping[str, Term] | None = None) -> bool:
    """Tell whether a term is ``ancestor`` or lies below it, by broader terms or types."""
    return curie == ancestor or ancestor in ancestors(curie, own)


def near_term(curie: str, own: Mapping[str, Term] | None = None) -> str:
    """Return ``Did you mean …?`` for the nearest known term, or nothing."""
    return near(curie, (c for c, t in {**TERMS, **(own or {})}.items() if not t.is_property))

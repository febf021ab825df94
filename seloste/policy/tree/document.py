"""Document: the whole policy document as one frozen tree, and the way from plain values to it.

``load`` refuses a document whose shape is wrong and says everything that is wrong with it at once;
what law and sense demand beyond shape is the check's business.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, ValidationError

from seloste.kernel.places import Spot
from seloste.policy.findings import DocumentRefused
from seloste.policy.text.read import Source
from seloste.policy.tree.duties import Claim, Form, Measure, Recipient, Retention, Transfer
from seloste.policy.tree.parties import Authority, Contact, Controller, Register
from seloste.policy.tree.people import Category, Connection, Interest, Manual, Profile
from seloste.policy.tree.people import Source as DataSource
from seloste.policy.tree.purposes import Purpose
from seloste.policy.tree.shape import bad_keys, shape_findings
from seloste.policy.tree.values import (
    AtInstallation,
    ClaimId,
    Id,
    Language,
    Node,
    Raw,
    Table,
    Text,
    _read_only,
)


class Document(Node):
    """A policy document: every top-level table of the language, in the order of reading."""

    seloste: Literal[1]
    """Version of the language."""
    register_: Register = Field(alias="register")  # a class made by ABCMeta has a ``register`` already
    controller: Controller
    contact: Contact
    authority: Annotated[Table[Authority], Field(min_length=1)]
    connection: Annotated[Table[Connection], Field(min_length=1)]
    data: Annotated[Table[Category], Field(min_length=1)]
    purpose: Annotated[Table[Purpose], Field(min_length=1)]
    interest: Annotated[Table[Interest], Field(default_factory=dict)]
    source: Annotated[Table[DataSource], Field(min_length=1)]
    recipient: Annotated[Table[Recipient], Field(default_factory=dict)]
    transfer: Annotated[Table[Transfer], Field(default_factory=dict)]
    profile: Annotated[Table[Profile], Field(default_factory=dict)]
    retention: Annotated[Table[Retention], Field(default_factory=dict)]
    form: Annotated[Table[Form], Field(default_factory=dict)]
    manual: Annotated[Table[Manual], Field(default_factory=dict)]
    measure: Annotated[Table[Measure], Field(default_factory=dict)]
    words: Annotated[
        Mapping[Id, Annotated[Mapping[Language, str], AfterValidator(_read_only)]],
        AfterValidator(_read_only),
        Field(default_factory=dict),
    ]
    """Texts that several clauses share, each in every language."""
    claim: Annotated[Mapping[ClaimId, Claim], AfterValidator(_read_only), Field(default_factory=dict)]

    def say(self, text: Text | None, language: str) -> str:
        """Return a text in ``language``; empty when it is not given in it (the check refuses that)."""
        if text is None:
            return ""
        table = self.words.get(text.words, {}) if text.words else text.given
        return table.get(language, "")

    def cite(self, law: str | Text | None, language: str) -> str:
        """Return a law's name and section in ``language``; a bare line is the same in every language."""
        return law if isinstance(law, str) else self.say(law, language)

    def nodes(self) -> Iterator[Node]:
        """Yield every node below the document, each before what is inside it."""
        yield from _below(self)

    def node(self, clause: str) -> Any:
        """Return the node or value at a dotted path, or None where there is none."""
        here: Any = self
        for step in clause.split("."):
            if isinstance(here, Mapping):
                here = here.get(step)
            elif isinstance(here, Node):
                field = step if step in type(here).model_fields else f"{step}_"
                here = getattr(here, field, None) if field in type(here).model_fields else None
            else:
                return None
        return here

    def waiting(self) -> Iterator[tuple[str, Spot, AtInstallation]]:
        """Yield clause, place and value of everything that is given only at installation."""
        for node in self.nodes():
            if isinstance(node, AtInstallation):
                yield node.clause, node.spot, node

    def files(self) -> Iterator[tuple[str, Spot, str]]:
        """Yield clause, place and path of every file that the document names."""
        for language, path in self.register_.phrases.items():
            yield f"register.phrases.{language}", self.register_.spot.at("phrases", language), path
        for version in self.register_.history.values():
            yield f"{version.clause}.file", version.spot.at("file"), version.file
        for purpose in self.purpose.values():
            for basis in purpose.basis.values():
                if basis.balancing is not None:
                    yield f"{basis.clause}.balancing", basis.spot.at("balancing"), basis.balancing
        for transfer in self.transfer.values():
            if transfer.assessment is not None:
                yield f"{transfer.clause}.assessment", transfer.spot.at("assessment"), transfer.assessment


def load(source: Source, values: Mapping[str, str] | None = None) -> Document:
    """Return the tree of a document; ``values`` fills in, by clause, what is given at installation.

    Raises: DocumentRefused with P2xx findings, all that the shape has, in the order of the text.
    """
    if findings := list(bad_keys(source.data, source.spots)):
        raise DocumentRefused(findings)
    raw = _dressed(source.data, source.spots, "", values or {})
    try:
        return Document.model_validate(raw)
    except ValidationError as error:
        raise DocumentRefused(shape_findings(error, source, Document)) from None


def _dressed(value: Any, spot: Spot, clause: str, values: Mapping[str, str]) -> Any:
    """Return tables as ``Raw``, each with its place, clause and id; installation values filled in."""
    if isinstance(value, dict):
        if "at_installation" in value and clause in values:
            return values[clause]
        raw = Raw(
            {k: _dressed(v, spot.at(k), f"{clause}.{k}" if clause else k, values) for k, v in value.items()}
        )
        raw.spot, raw.clause, raw.id = spot, clause, clause.rpartition(".")[2]
        return raw
    if isinstance(value, list):
        return tuple(_dressed(v, spot.at(i), f"{clause}.{i}", values) for i, v in enumerate(value))
    return value


def _below(node: Any) -> Iterator[Node]:
    if isinstance(node, Node):
        for name in type(node).model_fields:
            if name not in {"spot", "clause", "id"}:
                child = getattr(node, name)
                if isinstance(child, Node):
                    yield child
                yield from _below(child)
    elif isinstance(node, Mapping | tuple):
        for child in node.values() if isinstance(node, Mapping) else node:
            if isinstance(child, Node):
                yield child
            yield from _below(child)

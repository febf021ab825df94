"""Index: the document gone through once, so that every rule costs no more than what it looks at.

Rules ask it for the places where clauses name each other, for texts, periods and conditions with
their owners, and for what stands above a term. Start at ``index``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple, get_args

from seloste.policy.check.namings import KINDS, Naming, namings
from seloste.policy.dpv_terms import Term, ancestors, own_terms
from seloste.policy.tree.document import Document
from seloste.policy.tree.people import Category, Item
from seloste.policy.tree.purposes import Purpose
from seloste.policy.tree.terms import Right
from seloste.policy.tree.values import Condition, Node, Period, Text

NON_CONSENT = ("contract", "legal_obligation", "vital_interests", "public_task", "legitimate_interest")


class Place(NamedTuple):
    """A value inside a node: the node and the key it stands under."""

    owner: Node
    key: str


class Index:
    """What several rules need to know about one document; each part is made when first asked for."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._above: dict[str, frozenset[str]] = {}
        self._meant: dict[str, tuple[str, ...]] = {}

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """Every node, the document first."""
        return (self.document, *self.document.nodes())

    @cached_property
    def _values(self) -> dict[type[Node], list[tuple[Place, Node]]]:
        found: dict[type[Node], list[tuple[Place, Node]]] = {Text: [], Period: [], Condition: []}
        for owner in self.nodes:
            for name, field in type(owner).model_fields.items():
                value = getattr(owner, name)
                if type(value) in found:
                    found[type(value)].append((Place(owner, field.alias or name), value))
        return found

    @cached_property
    def texts(self) -> tuple[tuple[Place, Text], ...]:
        """Every text for people, with its owner."""
        return tuple((place, v) for place, v in self._values[Text] if isinstance(v, Text))

    @cached_property
    def periods(self) -> tuple[tuple[Place, Period], ...]:
        """Every period, with its owner."""
        return tuple((place, v) for place, v in self._values[Period] if isinstance(v, Period))

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """Every condition, also those inside others."""
        return tuple(n for n in self.nodes if isinstance(n, Condition))

    @cached_property
    def namings(self) -> Mapping[str, tuple[Naming, ...]]:
        """The places where a clause names another, by the kind of what is named."""
        found: dict[str, list[Naming]] = {kind: [] for kind in KINDS}
        for naming in namings(self.document):
            found[naming.kind].append(naming)
        for place, text in self.texts:
            if text.words is not None:
                found["words"].append(Naming(place.owner, (place.key,), "words", text.words))
        return {kind: tuple(places) for kind, places in found.items()}

    @cached_property
    def stated(self) -> frozenset[str]:
        """Every clause that a claim says states it; ``purpose.*`` is spelled out."""
        return frozenset(c for n in self.namings["clause"] for c in self.clauses(n.id))

    def clauses(self, path: str) -> tuple[str, ...]:
        """Return the clauses that a path means, where ``*`` is any id; none if there is nothing there."""
        if path in self._meant:
            return self._meant[path]
        if path.startswith("rights.") and path.removeprefix("rights.") in get_args(
            Right
        ):  # told by every notice, written in no document
            return (path,)
        found: list[tuple[str, Any]] = [("", self.document)]
        for step in path.split("."):
            found = [pair for clause, here in found for pair in _inside(clause, here, step)]
        self._meant[path] = tuple(clause for clause, _ in found)
        return self._meant[path]

    def named(self, kind: str) -> set[str]:
        """Return the ids of one kind that some clause names."""
        return {naming.id for naming in self.namings[kind]}

    @cached_property
    def own(self) -> Mapping[str, Term]:
        """The document's own DPV terms."""
        return own_terms(self.document)

    def is_a(self, term: str, *above: str) -> bool:
        """Tell whether a DPV term is, or lies below, one of ``above``."""
        if term not in self._above:
            self._above[term] = ancestors(term, self.own) | {term}
        return not self._above[term].isdisjoint(above)

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """Every item, by ``category.item``."""
        return {f"{c.id}.{i.id}": i for c in self.document.data.values() for i in c.item.values()}

    @cached_property
    def read_by(self) -> Mapping[str, tuple[Purpose, ...]]:
        """Data category to the purposes that read it."""
        found: dict[str, list[Purpose]] = {category: [] for category in self.document.data}
        for purpose in self.document.purpose.values():
            for category in dict.fromkeys(purpose.data):
                if category in found:
                    found[category].append(purpose)
        return {category: tuple(purposes) for category, purposes in found.items()}

    def categories(self, ids: tuple[str, ...]) -> Iterator[Category]:
        """Yield the data categories among ``ids`` that exist; those that do not are another rule's business."""
        for category in ids:
            if category in self.document.data:
                yield self.document.data[category]

    def holds_item(self, ids: tuple[str, ...], *terms: str) -> bool:
        """Tell whether one of these data categories has an item of one of these DPV terms."""
        return any(self.is_a(i.dpv, *terms) for c in self.categories(ids) for i in c.item.values())


def _inside(clause: str, here: Any, step: str) -> Iterator[tuple[str, Any]]:
    """Yield the clause and value one step further, or of every id where the step is ``*``."""
    if isinstance(here, Mapping):
        for key in here if step == "*" else (step,) if step in here else ():
            yield f"{clause}.{key}", here[key]
    elif isinstance(here, Node):
        fields = type(here).model_fields
        name = step if step in fields else f"{step}_"
        if (
            name in fields
            and step not in {"spot", "clause", "id"}
            and (value := getattr(here, name)) is not None
        ):
            yield f"{clause}.{step}" if clause else step, value


_latest: list[Index] = []


def index(document: Document) -> Index:
    """Return the index of a document; the latest one is kept, so that all rules of a run share it."""
    if not _latest or _latest[0].document is not document:
        _latest[:] = [Index(document)]
    return _latest[0]

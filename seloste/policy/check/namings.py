"""Namings: every place where one clause names another by its id.

One list for the whole language: the rules on dangling ids, on ids given twice and on what nothing
names all read it, so that none of them can forget a place. Texts that name ``words`` are added by
the index, which goes through all texts anyway.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from seloste.policy.tree.document import Document
from seloste.policy.tree.purposes import ANYONE
from seloste.policy.tree.values import Condition, Node

KINDS = (
    "authority",
    "cell",
    "clause",
    "connection",
    "control",
    "data",
    "interest",
    "item",
    "language",
    "measure",
    "probe",
    "product_group",
    "purpose",
    "recipient",
    "retention",
    "role",
    "sender",
    "source",
    "topic",
    "transfer",
    "words",
)


class Naming(NamedTuple):
    """One place: the node, the path inside it, the kind of what is named, and the id."""

    node: Node
    path: tuple[str | int, ...]
    kind: str
    id: str


def namings(doc: Document) -> Iterator[Naming]:
    """Yield every place in the document where an id names something."""
    yield Naming(doc.register_, ("authority",), "authority", doc.register_.authority)
    yield from chain(_of_purposes(doc), _of_people(doc), _of_duties(doc), _of_forms(doc), _of_claims(doc))
    for node in doc.nodes():
        if isinstance(node, Condition):
            yield from _each(node, "connection", "connection", node.connection or ())
            yield from _each(node, "interest", "interest", node.interest or ())
            yield from _each(node, "language", "language", node.language or ())


def _each(node: Node, key: str, kind: str, ids: Iterable[str]) -> Iterator[Naming]:
    for number, name in enumerate(ids):
        yield Naming(node, (key, number), kind, name)


def _one(node: Node, key: str, kind: str, name: str | None) -> Iterator[Naming]:
    if name is not None:
        yield Naming(node, (key,), kind, name)


def _of_purposes(doc: Document) -> Iterator[Naming]:
    for purpose in doc.purpose.values():
        yield from _each(purpose, "data", "data", purpose.data)
        for basis in purpose.basis.values():
            for naming in _each(basis, "of", "connection", basis.of):
                if naming.id != ANYONE:
                    yield naming
        for topic in purpose.topic.values():
            yield from _one(topic, "sender", "sender", topic.sender)
            yield from _one(topic, "product_group", "product_group", topic.product_group)


def _of_people(doc: Document) -> Iterator[Naming]:
    for category in doc.data.values():
        if category.special is not None:
            yield from _each(category.special, "safeguards", "measure", category.special.safeguards)
    for source in doc.source.values():
        yield from _each(source, "gives", "data", source.gives)
    for interest in doc.interest.values():
        yield from _one(interest, "product_group", "product_group", interest.product_group)
    for profile in doc.profile.values():
        yield from _one(profile, "purpose", "purpose", profile.purpose)
        yield from _one(profile, "gives", "interest", profile.gives)
        yield from _one(profile.cause, "about", "product_group", profile.cause.about)
    for manual in doc.manual.values():
        yield from _each(manual, "holders", "role", manual.holders)
        yield from _each(manual, "data", "data", manual.data)


def _of_duties(doc: Document) -> Iterator[Naming]:
    for held in doc.retention.values():
        yield from _each(held, "data", "data", held.data)
        yield from _each(held, "cells", "cell", held.cells)
        yield from _each(held, "before", "retention", held.before)
    for recipient in doc.recipient.values():
        yield from _each(recipient, "purposes", "purpose", recipient.purposes)
        yield from _each(recipient, "data", "data", recipient.data)
        yield from _one(recipient, "decided_by", "role", recipient.decided_by)
        yield from _one(recipient, "of", "recipient", recipient.of)
        yield from _one(recipient, "transfer", "transfer", recipient.transfer)
    for transfer in doc.transfer.values():
        yield from _each(transfer, "measures", "measure", transfer.measures)
    for measure in doc.measure.values():
        yield from _one(measure, "control", "control", measure.control)


def _of_forms(doc: Document) -> Iterator[Naming]:
    for form in doc.form.values():
        yield from _each(form, "purposes", "purpose", form.purposes)
        yield from _one(form, "source", "source", form.source)
        for field in form.field.values():
            yield from _one(field, "item", "item", field.item)
        for box in form.consent.values():
            yield from _one(box, "purpose", "purpose", box.purpose)
            if box.topic is not None:
                yield Naming(box, ("topic",), "topic", f"{box.purpose}.{box.topic}")


def _of_claims(doc: Document) -> Iterator[Naming]:
    for claim in doc.claim.values():
        yield from _each(claim, "stated_by", "clause", claim.stated_by)
        yield from _each(claim, "control", "control", claim.control)
        yield from _one(claim, "probe", "probe", claim.probe)

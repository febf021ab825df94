"""Record elements: what Art. 30(1) wants in the record, where the tree's types do not already ask for it.

Controller and contact (a), purposes (b), people and data (c) and periods (f) are required by the
shape of the document, recipients (d) and transfers (e) by the rules on them. Left are the measures
(g), and the claims that the whole stands on.
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.policy.check.rule import Given, Remark, at, rule
from seloste.policy.tree.document import Document


@rule("P420", title="The record describes the security measures", law="ROP-01")
def measures_are_described(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a document without a single measure (Art. 30(1)(g))."""
    if not doc.measure:
        yield at(
            doc,
            "measure",
            sentence="there is no [measure.…]",
            why="the record has a general description of the security measures (Art. 30(1)(g), 32(1))",
            do="add the measures that protect the data, each with its control",
        )


@rule("P421", title="The notice's sentences are claims with a control", law="PRI-07")
def claims_are_made(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a document that claims nothing: nothing could be proved (Art. 5(2))."""
    if not doc.claim:
        yield at(
            doc,
            "claim",
            sentence="there is no [claim.…]",
            why="the controller must be able to show that what the notice says is kept (Art. 5(2))",
            do="add each sentence that the notice makes, with the control that keeps it and the probe that shows it",
        )


@rule("P422", title="A source and manual material name their data categories", law="ROP-01")
def manual_material_names_its_data(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse manual material and sources that hold or give nothing (Art. 30(1)(c))."""
    for node, key, ids in (
        *((m, "data", m.data) for m in doc.manual.values()),
        *((s, "gives", s.gives) for s in doc.source.values()),
    ):
        if not ids:
            yield at(
                node,
                key,
                sentence=f"`{node.clause}.{key}` names no data category",
                why="the record says which data are where, and the notice where they come from (Art. 30(1)(c))",
                do="name the data categories, or remove it",
            )

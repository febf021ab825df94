"""Children: whose consent counts, and from which age (CHI-01, Art. 8)."""

from __future__ import annotations

from collections.abc import Iterator

from seloste.policy.check.countries import CONSENT_AGE
from seloste.policy.check.rule import Given, Remark, at, rule
from seloste.policy.tree.document import Document
from seloste.policy.tree.duties import Form
from seloste.policy.tree.people import Connection
from seloste.policy.tree.purposes import Purpose


@rule("P465", title="Who offers something to children says from which age they consent", law="CHI-01")
def children_s_age_is_set(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse purposes, forms and connections for children without [register.children]."""
    if doc.register_.children is not None:
        return
    for purpose in doc.purpose.values():
        if purpose.children != "not_offered":
            yield _unset(at_node=purpose, key="children")
    for form in doc.form.values():
        if form.for_children:
            yield _unset(at_node=form, key="for_children")
    for connection in doc.connection.values():
        if "guardian_if_child" in connection.needs:
            yield _unset(at_node=connection, key="needs")


def _unset(*, at_node: Purpose | Form | Connection, key: str) -> Remark:
    return at(
        at_node,
        key,
        sentence=f"`{at_node.clause}` is for children, and the register does not say from which age they consent",
        why="below the age of national law, a holder of parental responsibility consents (Art. 8(1))",
        do="add [register.children] with age, law, and what happens below",
    )


@rule("P466", title="The age of consent is that of the register's country", law="CHI-01")
def children_s_age_is_the_law_s(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse another age than national law sets, for countries whose law is known here."""
    children = doc.register_.children
    known = CONSENT_AGE.get(doc.register_.country)
    if children is not None and known is not None and children.consent_age != known[0]:
        yield at(
            children,
            "consent_age",
            sentence=f"children consent from {children.consent_age}, and the law of {doc.register_.country} says {known[0]}",
            why=known[1],
            do=f"set `consent_age = {known[0]}`",
        )


@rule("P467", title="A purpose for children rests on consent", law="CHI-01")
def children_s_purposes_rest_on_consent(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a guardian's consent under a purpose that asks for none."""
    for purpose in doc.purpose.values():
        if purpose.children == "guardian" and "consent" not in purpose.basis:
            yield at(
                purpose,
                "children",
                sentence=f"`{purpose.clause}` asks guardians, and does not rest on consent",
                why="Art. 8 is about consent; on another basis a guardian is not asked",
                do="add `basis.consent`, or remove `children`",
            )


@rule("P468", title="What happens below the age is the same everywhere", law="CHI-01")
def children_are_treated_alike(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a guardian's consent where the register refuses every child below the age."""
    children = doc.register_.children
    if children is None or children.below != "refused":
        return
    for purpose in doc.purpose.values():
        if purpose.children == "guardian":
            yield at(
                purpose,
                "children",
                sentence=f"`{purpose.clause}` asks guardians, and the register refuses children below {children.consent_age}",
                why="the notice would say both",
                do='set `children = "refused"`, or `register.children.below = "guardian"`',
            )


@rule("P469", title="A form for children asks consent only for what is offered to them", law="CHI-01")
def children_s_forms_fit(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a consent box on a children's form whose purpose says nothing about children."""
    for form in doc.form.values():
        if not form.for_children:
            continue
        for box in form.consent.values():
            purpose = doc.purpose.get(box.purpose)
            if purpose is not None and purpose.children == "not_offered":
                yield at(
                    box,
                    "purpose",
                    sentence=f"`{box.clause}` asks children for consent to `{purpose.id}`, which is not offered to them",
                    why="below the age of consent a guardian decides, or nobody (Art. 8(1))",
                    do=f"say in `purpose.{purpose.id}.children` what happens below the age, or drop the box",
                )

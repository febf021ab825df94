"""Targets: a clause that SQL, the evaluator, the notice or the record cannot express is refused (design, section 1)."""

from __future__ import annotations

from collections.abc import Iterator

from seloste.policy.check.index import index
from seloste.policy.check.rule import Given, Remark, at, rule
from seloste.policy.tree.document import Document

ROLE_NAME_BYTES = 63  # PostgreSQL cuts longer names short, and two could become one


@rule("P620", title="A condition asks for a fact that the register holds")
def conditions_can_be_answered(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a condition on an age, a language or an interest that no data category holds."""
    i = index(doc)
    everything = tuple(doc.data)
    facts = (
        (("age_under", "age_from"), "an age", ("pd:Age",)),
        (("language",), "a language", ("pd:Language",)),
        (("interest",), "an interest", ("pd:Interest", "pd:Preference")),
    )
    for keys, what, terms in facts:
        if i.holds_item(everything, *terms):
            continue
        for condition in i.conditions:
            for key in keys:
                if getattr(condition, key) is not None:
                    yield at(
                        condition,
                        key,
                        sentence=f"`{condition.clause}.{key}` asks for {what}, which no data category holds",
                        why="a condition is answered from a row; without one, neither SQL nor the evaluator can",
                        do=f"add an item of the term {terms[0]} to a data category, or drop the condition",
                    )


@rule("P621", title="Every purpose's role has a name that PostgreSQL keeps whole")
def role_names_fit(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse ids of register and purpose that together are longer than a role's name may be."""
    for purpose in doc.purpose.values():
        name = f"seloste_{doc.register_.id}_{purpose.id}_own"
        if len(name.encode()) > ROLE_NAME_BYTES:
            yield at(
                purpose,
                sentence=f"the role of `{purpose.clause}` would be named `{name}`, {len(name.encode())} bytes",
                why=f"a purpose is a database role, and PostgreSQL cuts names at {ROLE_NAME_BYTES} bytes",
                do="shorten the id of the purpose or of the register",
            )

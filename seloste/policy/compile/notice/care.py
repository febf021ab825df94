"""Care: how data are protected, on screen and on paper, and what happens at a breach (C32 to C35)."""

from __future__ import annotations

from seloste.policy.compile.notice.parts import Block, Entry, Facts, Items, Section
from seloste.policy.compile.notice.pen import Law, Pen
from seloste.policy.tree.people import Manual

SECURITY: Law = ("SEC-01",)


def security(pen: Pen) -> Section:
    """Return the measures in general words, what people are told of breaches, and material on paper."""
    doc = pen.doc
    blocks: list[Block] = []
    for kind in ("technical", "organisational"):
        those = [m for m in doc.measure.values() if m.kind == kind]
        if those:
            items = tuple((pen.term(m.name, SECURITY, m),) for m in those)
            blocks.append(Items(pen.line(f"security.{kind}", SECURITY, "measure"), items))
    if not blocks:
        blocks.append(pen.paragraph(SECURITY, "measure", "security.nothing"))
    blocks.append(pen.paragraph(("BRE-05",), "measure", "security.breach"))
    blocks.append(pen.paragraph(("BRE-01",), "measure", "security.breach_authority"))
    paper: tuple[Block, ...] = tuple(_manual(pen, m) for m in doc.manual.values())
    if not paper:
        paper = (pen.paragraph(SECURITY, "manual", "security.no_manual"),)
    blocks.append(pen.entry("security.manual", SECURITY, "manual", *paper))
    return Section("security", pen.word("security.heading"), "full", tuple(blocks))


def _manual(pen: Pen, manual: Manual) -> Entry:
    clause = manual.clause
    holders = pen.names_of(manual.holders, pen.doc.controller.role)
    data = pen.names_of(manual.data, pen.doc.data)
    rows = (
        pen.fact("security.place", SECURITY, f"{clause}.place", pen.name(manual.place, manual)),
        pen.fact("security.lock", SECURITY, f"{clause}.lock", pen.name(manual.lock, manual)),
        pen.told("security.holders", pen.joint_terms(holders, SECURITY, f"{clause}.holders")),
        pen.told("security.manual_data", pen.joint_terms(data, ("INF-05",), f"{clause}.data")),
        pen.fact("security.manual_keep", ("INF-08",), f"{clause}.keep", pen.period(manual.keep)),
    )
    return Entry(pen.term(manual.name, SECURITY, manual), (Facts(rows),))

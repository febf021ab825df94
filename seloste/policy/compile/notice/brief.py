"""Brief: the first layer, and the right to object in a box of its own (INF-15, INF-27)."""

from __future__ import annotations

from seloste.policy.compile.notice.parts import Block, Items, Paragraph, Section, Sentence
from seloste.policy.compile.notice.pen import Pen
from seloste.policy.compile.notice.reach import Reach
from seloste.policy.tree.terms import EEA

LAYER = ("INF-27",)


def brief(pen: Pen, reach: Reach) -> Section:
    """Return what people need first: who, what for, what may surprise them, their rights, how to reach us."""
    doc = pen.doc
    who = (_keeper(pen), *pen.own(doc.register_.lead, LAYER, doc.register_, "register.lead"))
    purposes = [(pen.name(p.name, p), p.clause) for p in doc.purpose.values()]
    blocks: list[Block] = [
        pen.entry("first.who", LAYER, "controller", Paragraph(who)),
        pen.entry(
            "first.what_for",
            ("INF-03", *LAYER),
            "purpose",
            pen.listed("first.what_for_is", ("INF-03",), "purpose", purposes),
        ),
    ]
    if surprises := _surprises(pen):
        blocks.append(pen.entry("first.surprise", LAYER, "", Paragraph(tuple(surprises))))
    blocks.append(pen.entry("first.rights", ("INF-09", *LAYER), "", _rights(pen, reach)))
    blocks.append(pen.entry("first.reach", ("INF-02", *LAYER), "contact", _contacts(pen)))
    return Section("brief", pen.word("notice.first_layer"), "first", tuple(blocks))


def _keeper(pen: Pen) -> Sentence:
    return pen.line("first.who_is", ("INF-01",), "controller.name", controller=pen.doc.controller.name)


def _surprises(pen: Pen) -> list[Sentence]:
    """Return the effects that a person may not expect (WP260)."""
    doc = pen.doc
    found = []
    if doc.profile:
        found.append(pen.line("first.profiling", ("INF-14", *LAYER), "profile"))
    if any(category.special for category in doc.data.values()):
        found.append(pen.line("first.special", ("SPE-01", *LAYER), "data"))
    if any(source.kind not in {"data_subject", "own_systems"} for source in doc.source.values()):
        found.append(pen.line("first.others", ("INF-13", *LAYER), "source"))
    if any(set(recipient.country) - EEA for recipient in doc.recipient.values()):
        found.append(pen.line("first.outside", ("INF-07", *LAYER), "transfer"))
    return found


def _rights(pen: Pen, reach: Reach) -> Items:
    law = ("INF-09",)
    items = tuple(
        (pen.part(f"right.{right}_short", law, f"rights.{right}"),)
        for right in reach.rights()
        if right != "complaint"
    )
    complaint = (pen.part("right.complaint_short", ("INF-11",), "authority"),)
    return Items(pen.line("first.rights_are", law), (*items, complaint), short=True)


def _contacts(pen: Pen) -> Items:
    contact = pen.doc.contact
    law = ("INF-02",)
    items = (
        (Sentence((pen.given(contact.email),), law, "contact.email"),),
        (Sentence((pen.given(contact.phone),), law, "contact.phone"),),
    )
    return Items(pen.line("first.reach_is", law, "contact"), items, short=True)


def objecting(pen: Pen, reach: Reach) -> Section:
    """Return the box on the right to object, apart from all other information (Art. 21(4))."""
    register = pen.doc.register_
    blocks: list[Block] = []
    how = pen.own(register.objection, ("INF-15", "OBJ-03"), register, "register.objection")
    if reach.marketing:
        law = ("INF-15", "OBJ-02")
        keys: tuple[str, ...] = ("object.marketing", "object.marketing_free", "object.marketing_effect")
        if pen.doc.profile:
            keys = (*keys, "object.marketing_profiling")
        blocks.append(pen.paragraph(law, "rights.objection_marketing", *keys))
    if reach.situation:
        law = ("INF-15", "OBJ-01")
        keys = ("object.situation", "object.situation_how", "object.situation_effect")
        blocks.append(pen.paragraph(law, "rights.objection", *keys))
        names = [(pen.name(p.name, p), p.clause) for p in reach.situation]
        blocks.append(pen.listed("object.situation_covers", law, "rights.objection", names))
    if not blocks:
        blocks.append(pen.paragraph(("INF-15",), "", "object.nothing"))
    position = 1 if reach.marketing else len(blocks)
    blocks.insert(position, Paragraph((pen.line("object.how", ("INF-15", "OBJ-03")), *how)))
    return Section("object", pen.word("object.heading"), "box", tuple(blocks))

"""Parties: who is responsible, who answers, and where to complain (C02, C03, C42; INF-01, INF-02, INF-11)."""

from __future__ import annotations

from seloste.policy.compile.notice.parts import Block, Entry, Fact, Facts, Paragraph, Piece, Section, Sentence
from seloste.policy.compile.notice.pen import Law, Pen
from seloste.policy.tree.parties import Address, Authority
from seloste.policy.tree.terms import EEA


def responsible(pen: Pen) -> Section:
    """Return the controller, its representative, the contact, and controllers that decide with it."""
    doc, law = pen.doc, ("INF-01",)
    controller = doc.controller
    lines = [
        pen.line("who.controller", law, "controller.name", name=controller.name),
        pen.line("who.controller_means", law, "controller"),
    ]
    rows = [*_business_id(pen), *address(pen, controller, law)]
    blocks: list[Block] = [Paragraph(tuple(lines)), Facts(tuple(rows)), *_representative(pen)]
    blocks.extend(_contact(pen))
    blocks.extend(_joint(pen))
    return Section("who", pen.word("who.heading"), "full", tuple(blocks))


def _business_id(pen: Pen) -> list[Fact]:
    number = pen.doc.controller.business_id
    return [pen.fact("who.business_id", ("INF-01",), "controller.business_id", number)] if number else []


def address(pen: Pen, party: Address, law: Law) -> list[Fact]:
    """Return where a party can be written to, called and visited."""
    street = ", ".join(s for s in (party.street, party.extra, f"{party.postal_code} {party.city}") if s)
    rows = [pen.fact("who.address", law, f"{party.clause}.street", f"{street}, {pen.country(party.country)}")]
    if party.phone is not None:
        rows.append(pen.fact("who.phone", law, f"{party.clause}.phone", pen.given(party.phone)))
    if party.email is not None:
        rows.append(pen.fact("who.email", law, f"{party.clause}.email", pen.given(party.email)))
    if party.home is not None:
        rows.append(pen.fact("who.home", law, f"{party.clause}.home", pen.given(party.home)))
    return rows


def _representative(pen: Pen) -> list[Block]:
    controller, law = pen.doc.controller, ("INF-01",)
    where = "controller.representative"
    if controller.representative is not None:
        name = pen.name(controller.representative, controller)
        return [Paragraph((pen.line("who.representative", law, where, name=name),))]
    if controller.country in EEA:
        return [pen.paragraph(law, where, "who.no_representative")]
    return []


def _contact(pen: Pen) -> list[Block]:
    contact, law = pen.doc.contact, ("INF-02",)
    lines = [pen.line("who.contact", law, "contact.name", name=pen.name(contact.name, contact))]
    if contact.officer:
        lines.append(pen.line("who.officer", law, "contact.officer"))
    else:
        lines.append(pen.line("who.no_officer", (*law, "DPO-01"), "contact.officer"))
        lines += pen.own(contact.why_no_officer, (*law, "DPO-01"), contact, "contact.why_no_officer")
    rows = (
        pen.fact("who.phone", law, "contact.phone", pen.given(contact.phone)),
        pen.fact("who.email", law, "contact.email", pen.given(contact.email)),
    )
    return [Paragraph(tuple(lines)), Facts(rows)]


def _joint(pen: Pen) -> list[Block]:
    joint = pen.doc.controller.joint
    law = ("INF-01", "JNT-01")
    if not joint:
        return [pen.paragraph(law, "controller.joint", "who.no_joint")]
    blocks: list[Block] = [pen.paragraph(law, "controller.joint", "who.joint", "who.joint_rights")]
    for other in joint.values():
        title = Sentence(pen.term(other.name, law, other.clause).pieces, law, other.clause)
        essence = Paragraph(pen.own(other.essence, law, other, f"{other.clause}.essence"))
        blocks.append(Entry(title, (essence, Facts(tuple(address(pen, other, law))))))
    return blocks


def complaining(pen: Pen) -> Section:
    """Return the right to complain, and to whom (Art. 77)."""
    doc, law = pen.doc, ("INF-11", "CMP-01")
    own = doc.authority.get(doc.register_.authority)
    blocks: list[Block] = [
        pen.paragraph(law, "authority", "complaint.right", "complaint.where", "complaint.court")
    ]
    if own is not None:
        blocks.append(
            Paragraph(
                (pen.line("complaint.authority", law, f"{own.clause}.names", name=_called(pen, own).pieces),)
            )
        )
        blocks.append(Facts(tuple(address(pen, own, law))))
    others = [a for a in doc.authority.values() if a is not own]
    if others:
        inner = tuple(Entry(_called(pen, a), (Facts(tuple(address(pen, a, law))),)) for a in others)
        blocks.append(pen.entry("complaint.others", law, "authority", *inner))
    return Section("complaint", pen.word("complaint.heading"), "full", tuple(blocks))


def _called(pen: Pen, authority: Authority) -> Sentence:
    """Return an authority's name in the notice's language, and its own where that is another."""
    called = pen.term(authority.names, ("INF-11",), authority)
    for language in pen.doc.register_.languages:
        if pen.doc.say(authority.names, language) == authority.name and called.text != authority.name:
            own = Piece(authority.name, "foreign", language)
            return Sentence((*called.pieces, Piece(" ("), own, Piece(")")), called.law, called.clause)
    return called

"""Others: who receives data, and whether data leave the EEA (C24 to C31; INF-06, INF-07, INF-25)."""

from __future__ import annotations

from typing import get_args

from seloste.policy.compile.notice.parts import Block, Entry, Facts, Items, Paragraph, Section, Sentence
from seloste.policy.compile.notice.pen import Law, Pen
from seloste.policy.tree.duties import Recipient, Transfer
from seloste.policy.tree.terms import EEA, RecipientKind

RECEIVES: Law = ("INF-06",)
TRANSFERS: Law = ("INF-07",)


def recipients(pen: Pen) -> Section:
    """Return who receives what and why, who decides it, and how to forbid it."""
    doc = pen.doc
    heading = pen.word("recipients.heading")
    blocks: list[Block] = [pen.paragraph(("SEC-01",), "recipient", "recipients.within")]
    if not doc.recipient:
        blocks.insert(0, pen.paragraph(RECEIVES, "recipient", "recipients.nothing"))
        return Section("recipients", heading, "full", tuple(blocks))
    email = pen.given(doc.contact.email)
    forbid = [pen.line("recipients.intro", RECEIVES, "recipient")]
    if any(_can_be_forbidden(r) for r in doc.recipient.values()):
        forbid.append(pen.line("recipients.forbid", ("INF-06", "OBJ-01"), "contact.email", email=email))
        forbid.append(pen.line("recipients.forbid_effect", ("INF-06", "OBJ-01"), "recipient"))
    blocks.insert(0, Paragraph(tuple(forbid)))
    for kind in get_args(RecipientKind):
        if those := [r for r in doc.recipient.values() if r.kind == kind]:
            inner = tuple(_recipient(pen, r) for r in those)
            blocks.append(pen.entry(f"recipients.kind_{kind}", RECEIVES, "recipient", *inner))
    return Section("recipients", heading, "full", tuple(blocks))


def _can_be_forbidden(recipient: Recipient) -> bool:
    """Tell whether a ban leaves a person out; a processor acts for us, so a ban has no object there."""
    return recipient.ban == "left_out" and recipient.kind not in {"processor", "sub_processor"}


def _recipient(pen: Pen, recipient: Recipient) -> Entry:
    doc, clause = pen.doc, recipient.clause
    lines: list[Sentence] = []
    if recipient.entity is not None:
        lines.append(
            pen.line("recipients.entity", ("INF-06", "INF-25"), f"{clause}.entity", entity=recipient.entity)
        )
    if recipient.sector is not None:
        sector = pen.name(recipient.sector, recipient)
        lines.append(pen.line("recipients.sector", ("INF-06", "INF-25"), f"{clause}.sector", sector=sector))
    if recipient.of is not None:
        names = pen.names_of((recipient.of,), doc.recipient)
        lines.append(pen.line("recipients.works_for", ("PRO-04",), f"{clause}.of", recipient=names[0]))
    lines += _agreement(pen, recipient)
    if recipient.when is not None:
        said = pen.condition(recipient.when)
        lines.append(pen.line("recipients.when", RECEIVES, f"{clause}.when", condition=said))
    purposes = pen.names_of(recipient.purposes, doc.purpose)
    data = pen.names_of(recipient.data, doc.data)
    countries = [pen.country(code) for code in recipient.country]
    rows = [
        pen.told("recipients.what_for", pen.joint_terms(purposes, RECEIVES, f"{clause}.purposes")),
        pen.told("recipients.data", pen.joint_terms(data, RECEIVES, f"{clause}.data")),
        pen.told("recipients.countries", pen.joint_terms(countries, TRANSFERS, f"{clause}.country")),
    ]
    if decides := _decision(pen, recipient):
        rows.append(pen.told("recipients.decides", tuple(decides)))
    blocks: list[Block] = [Paragraph(tuple(lines))] if lines else []
    return Entry(pen.term(recipient.name, RECEIVES, recipient), (*blocks, Facts(tuple(rows))))


def _agreement(pen: Pen, recipient: Recipient) -> list[Sentence]:
    agreement = recipient.agreement
    if agreement is None:
        return []
    law, clause = ("INF-06", "PRO-02"), f"{recipient.clause}.agreement"
    subject = pen.name(agreement.subject, agreement)
    return [
        pen.line("recipients.agreement", law, clause),
        pen.line("recipients.agreement_about", law, f"{clause}.subject", subject=subject),
        pen.line(f"recipients.sub_{agreement.sub_processors}", ("PRO-01",), f"{clause}.sub_processors"),
    ]


def _decision(pen: Pen, recipient: Recipient) -> list[Sentence]:
    """Return who decides a disclosure, on which law, and whether the person can forbid it (C25)."""
    clause, said = recipient.clause, []
    if recipient.decided_by is not None:
        role = pen.names_of((recipient.decided_by,), pen.doc.controller.role)[0]
        said.append(pen.line("recipients.decided_by", RECEIVES, f"{clause}.decided_by", role=role))
    if recipient.law is not None:
        law = pen.cite(recipient.law, recipient)
        said.append(pen.line("recipients.law", RECEIVES, f"{clause}.law", law=law))
    if recipient.ban == "law_demands":
        said.append(pen.line("recipients.not_forbidden", RECEIVES, f"{clause}.ban"))
    elif _can_be_forbidden(recipient):
        said.append(pen.line("recipients.can_forbid", RECEIVES, f"{clause}.ban"))
    return said


def transfers(pen: Pen) -> Section:
    """Return whether data leave the EEA, to whom, and under which safeguards (Arts 44 to 49)."""
    doc = pen.doc
    leaving = [r for r in doc.recipient.values() if set(r.country) - EEA]
    blocks: list[Block]
    if leaving:
        items = tuple(_leaves(pen, r) for r in leaving)
        blocks = [Items(pen.line("transfers.leaves", (*TRANSFERS, "TRA-01"), "transfer"), items)]
    else:
        blocks = [pen.paragraph((*TRANSFERS, "TRA-01"), "transfer", "transfers.stays")]
        if doc.transfer:
            blocks.append(pen.paragraph(TRANSFERS, "transfer", "transfers.if_ever"))
    blocks += [_transfer(pen, t) for t in doc.transfer.values()]
    return Section("transfers", pen.word("transfers.heading"), "full", tuple(blocks))


def _leaves(pen: Pen, recipient: Recipient) -> tuple[Sentence, ...]:
    countries = [pen.country(code) for code in recipient.country if code not in EEA]
    name = pen.name(recipient.name, recipient)
    where = f"{recipient.clause}.country"
    return (pen.line("transfers.to", TRANSFERS, where, recipient=name, countries=pen.joined(countries)),)


def _transfer(pen: Pen, transfer: Transfer) -> Entry:
    lines = (*safeguards(pen, transfer), *_copy(pen, transfer))
    return Entry(pen.term(transfer.name, TRANSFERS, transfer), (Paragraph(lines),))


def safeguards(pen: Pen, transfer: Transfer) -> list[Sentence]:
    """Return what makes a transfer lawful, where to, and what protects the data besides."""
    clause, law = transfer.clause, ("INF-07", "TRA-03")
    tool = ("INF-07", "TRA-02") if transfer.tool == "adequacy" else law
    lines = [pen.line(f"transfers.tool_{transfer.tool}", tool, f"{clause}.tool")]
    if transfer.tool != "adequacy":
        lines.append(pen.line("transfers.no_adequacy", ("INF-07", "TRA-02"), f"{clause}.tool"))
    countries = [pen.country(code) for code in transfer.country]
    lines += pen.lines("transfers.countries", TRANSFERS, f"{clause}.country", "countries", countries)
    if transfer.scope is not None:
        scope = pen.name(transfer.scope, transfer)
        lines.append(pen.line("transfers.scope", tool, f"{clause}.scope", scope=scope))
    if (until := transfer.certified_until) is not None:
        lines.append(
            pen.line("transfers.certified_until", tool, f"{clause}.certified_until", date=pen.dated(until))
        )
    if transfer.module is not None:
        lines.append(pen.line("transfers.module", law, f"{clause}.module", n=str(transfer.module)))
    if (signed := transfer.signed_on) is not None:
        lines.append(pen.line("transfers.signed_on", law, f"{clause}.signed_on", date=pen.dated(signed)))
    if transfer.assessment is not None:
        lines.append(pen.line("transfers.assessed", ("TRA-04",), f"{clause}.assessment"))
    measures = pen.names_of(transfer.measures, pen.doc.measure)
    lines += pen.lines("transfers.measures", ("TRA-04",), f"{clause}.measures", "measures", measures)
    return lines


def _copy(pen: Pen, transfer: Transfer) -> list[Sentence]:
    """Return how to get a copy of the safeguards; an adequacy decision needs none."""
    if transfer.copy_from is not None:
        return list(pen.own(transfer.copy_from, TRANSFERS, transfer, f"{transfer.clause}.copy_from"))
    if transfer.tool == "adequacy":
        return []
    email = pen.given(pen.doc.contact.email)
    return [pen.line("transfers.copy_from_us", TRANSFERS, transfer.clause, email=email)]

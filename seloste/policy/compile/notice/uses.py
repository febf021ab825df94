"""Uses: purposes with their bases, interests, consent and marketing (C09 to C16, C41; INF-03, INF-04, INF-10)."""

from __future__ import annotations

from seloste.policy.compile.notice.parts import (
    Block,
    Entry,
    Fact,
    Facts,
    Items,
    Paragraph,
    Section,
    Sentence,
    Sentences,
    Table,
)
from seloste.policy.compile.notice.pen import Law, Pen
from seloste.policy.compile.notice.reach import Reach
from seloste.policy.tree.purposes import Basis, Purpose, Topic

PURPOSE: Law = ("INF-03",)
BASIS: Law = ("INF-03", "LAW-01")
INTEREST: Law = ("INF-04",)


def purposes(pen: Pen) -> Section:
    """Return each purpose with why we may, what data it uses, and how we reach the person."""
    intro = pen.paragraph(PURPOSE, "purpose", "purposes.intro")
    entries = tuple(_purpose(pen, p) for p in pen.doc.purpose.values())
    return Section("purposes", pen.word("purposes.heading"), "full", (intro, *entries))


def _purpose(pen: Pen, purpose: Purpose) -> Entry:
    clause = purpose.clause
    lines = [*pen.own(purpose.description, PURPOSE, purpose, f"{clause}.description")]
    if purpose.kind == "service_messages":
        lines.append(pen.line("purposes.service_messages", ("MKT-13",), f"{clause}.kind"))
    if purpose.children != "not_offered":
        lines.append(pen.line(f"purposes.child_{purpose.children}", ("CHI-01",), f"{clause}.children"))
    if purpose.since is not None:
        lines.append(pen.line("purposes.since", PURPOSE, f"{clause}.since", date=pen.dated(purpose.since)))
    why = tuple(tuple(basis_said(pen, basis)) for basis in purpose.basis.values())
    names = pen.names_of(purpose.data, pen.doc.data)
    rows = [
        Fact(pen.word("purposes.why"), why),
        pen.told("purposes.data", pen.joint_terms(names, ("INF-05",), f"{clause}.data")),
    ]
    if purpose.reach:
        rows.append(pen.told("purposes.reach", _reach(pen, purpose)))
    if purpose.keep is not None:
        keep = pen.line("purposes.keep_is", ("INF-08",), f"{clause}.keep", period=pen.period(purpose.keep))
        rows.append(pen.told("purposes.keep", (keep,)))
    if purpose.why_changed is not None:
        changed = pen.own(purpose.why_changed, BASIS, purpose, f"{clause}.why_changed")
        rows.append(pen.told("purposes.changed", changed))
    return Entry(pen.term(purpose.name, PURPOSE, purpose), (Paragraph(tuple(lines)), Facts(tuple(rows))))


def basis_said(pen: Pen, basis: Basis) -> list[Sentence]:
    """Return a basis in words: what it is, whom it concerns, and what it asks for."""
    clause = basis.clause
    kind = "explicit_consent" if basis.kind == "consent" and basis.explicit else basis.kind
    said = [pen.line(f"basis.{kind}", BASIS, clause)]
    if basis.necessary_for is not None:
        what = pen.name(basis.necessary_for, basis)
        said.append(
            pen.line("basis.necessary_for", ("INF-03", "LAW-02"), f"{clause}.necessary_for", what=what)
        )
    if basis.law is not None:
        law = pen.cite(basis.law, basis)
        said.append(pen.line("basis.law", ("INF-03", "LAW-03"), f"{clause}.law", law=law))
    if basis.pursued is not None:
        key = "basis.pursued" if basis.whose == "controller" else "basis.pursued_by_others"
        what = pen.name(basis.pursued, basis)
        said.append(pen.line(key, (*INTEREST, "LAW-04"), f"{clause}.pursued", what=what))
    return said + _limits(pen, basis)


def _limits(pen: Pen, basis: Basis) -> list[Sentence]:
    """Return whom a basis concerns, in which capacity, on what condition and for how long."""
    clause = basis.clause
    if basis.for_anyone:
        said = [pen.line("basis.anyone", BASIS, f"{clause}.of")]
    else:
        names = pen.names_of(basis.of, pen.doc.connection)
        said = list(pen.lines("basis.of", BASIS, f"{clause}.of", "connections", names))
    if len(set(basis.capacity)) == 1:
        said.append(pen.line(f"basis.{basis.capacity[0]}", BASIS, f"{clause}.capacity"))
    if basis.when is not None:
        condition = pen.condition(basis.when)
        said.append(pen.line("basis.when", BASIS, f"{clause}.when", condition=condition))
    if basis.review_after_months is not None:
        length = pen.count(basis.review_after_months, "months")
        said.append(pen.line("basis.review", ("CON-07",), f"{clause}.review_after_months", length=length))
    return said


def _reach(pen: Pen, node: Purpose | Topic) -> Sentences:
    """Return the channels, those together that the same rules open, and these rules."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for channel, rules in node.reach.items():
        alike.setdefault(tuple(rules), []).append(channel)
    said = []
    for opening, channels in alike.items():
        allowed = pen.joined([pen.word(f"reach.{rule}") for rule in opening], "list.or")
        names = pen.joined([pen.word(f"channel.{channel}") for channel in channels])
        clause = f"{node.clause}.reach.{channels[0]}" if len(channels) == 1 else f"{node.clause}.reach"
        said.append(pen.line("purposes.channel", ("MKT-01",), clause, channel=names, rules=allowed))
    return tuple(said)


def interests(pen: Pen) -> Section:
    """Return the legitimate interests by name, whose they are, and that each has been weighed (C14)."""
    rows = tuple(
        _interest(pen, purpose, basis)
        for purpose in pen.doc.purpose.values()
        for basis in purpose.basis.values()
        if basis.kind == "legitimate_interest"
    )
    heading = pen.word("interests.heading")
    if not rows:
        return Section(
            "interests", heading, "full", (pen.paragraph(INTEREST, "purpose", "interests.nothing"),)
        )
    head = tuple(pen.word(f"interests.{c}") for c in ("purpose", "interest", "whose"))
    table = Table(pen.word("interests.caption"), head, rows)
    law = ("INF-04", "LAW-04")
    after = pen.paragraph(law, "purpose", "interests.balancing", "interests.yields", "interests.see")
    return Section("interests", heading, "full", (table, after))


def _interest(pen: Pen, purpose: Purpose, basis: Basis) -> tuple[Sentences, ...]:
    whose = "interests.ours" if basis.whose == "controller" else "interests.others"
    pursued = () if basis.pursued is None else (pen.term(basis.pursued, INTEREST, basis),)
    return (
        (pen.term(purpose.name, INTEREST, purpose),),
        pursued,
        (pen.line(whose, INTEREST, f"{basis.clause}.whose"),),
    )


def consents(pen: Pen, reach: Reach) -> Section:
    """Return what consent is asked for and how it is withdrawn (Art. 7)."""
    doc, law = pen.doc, ("INF-10",)
    blocks: list[Block] = []
    if asked := reach.reached("withdrawal"):
        names = [(pen.name(p.name, p), f"{p.clause}.basis.consent") for p in asked]
        blocks.append(pen.listed("consent.purposes", law, "", names))
    special = [c for c in doc.data.values() if c.special is not None and c.special.art9 == "explicit_consent"]
    if special:
        names = [(pen.name(c.name, c), f"{c.clause}.special") for c in special]
        blocks.append(pen.listed("consent.special", (*law, "SPE-02"), "", names))
    if not blocks:
        blocks = [pen.paragraph(law, "", "consent.nothing")]
    else:
        how = pen.line(
            "consent.withdraw_how", (*law, "CON-03"), "contact.email", email=pen.given(doc.contact.email)
        )
        blocks.append(
            Paragraph(
                (
                    pen.line("consent.withdraw", (*law, "CON-03"), "rights.withdrawal"),
                    how,
                    pen.line("consent.earlier", law, "rights.withdrawal"),
                    pen.line("consent.free", ("CON-04",)),
                    pen.line("consent.proof", ("CON-01",)),
                )
            )
        )
    return Section("consent", pen.word("consent.heading"), "full", tuple(blocks))


def marketing(pen: Pen) -> Section:
    """Return the topics with sender, channels and the rules that open them (MKT-01 to MKT-08)."""
    doc = pen.doc
    law: Law = ("MKT-01",)
    rows = tuple(_topic(pen, topic) for purpose in doc.purpose.values() for topic in purpose.topic.values())
    heading = pen.word("marketing.heading")
    if not rows:
        return Section("marketing", heading, "full", (pen.paragraph(law, "", "marketing.nothing"),))
    head = tuple(pen.word(f"marketing.{c}") for c in ("topic", "sender", "channel_allowed"))
    table = Table(pen.word("marketing.caption"), head, rows)
    used = [
        r for p in doc.purpose.values() for t in p.topic.values() for rules in t.reach.values() for r in rules
    ]
    meant = tuple((pen.line(f"reach.{rule}_is", law, "purpose"),) for rule in dict.fromkeys(used))
    after = [pen.line("marketing.stop", ("MKT-03", "MKT-05"), "controller.sender")]
    if (national := doc.register_.marketing) is not None:
        cited = pen.cite(national.law, national)
        after.append(pen.line("marketing.law", law, "register.marketing", law=cited))
    blocks = (
        pen.paragraph(law, "", "marketing.intro"),
        table,
        Items(pen.line("marketing.rules", law, "purpose"), meant),
        Paragraph(tuple(after)),
    )
    return Section("marketing", heading, "full", blocks)


def _topic(pen: Pen, topic: Topic) -> tuple[Sentences, ...]:
    law: Law = ("MKT-01", "MKT-07")
    sender = pen.doc.controller.sender.get(topic.sender)
    name = [pen.term(topic.name, law, topic)]
    if topic.how_often is not None:
        often = pen.name(topic.how_often, topic)
        name.append(pen.line("marketing.how_often", law, f"{topic.clause}.how_often", how_often=often))
    return (
        tuple(name),
        (pen.term(sender.name if sender else topic.sender, law, f"{topic.clause}.sender"),),
        _reach(pen, topic),
    )

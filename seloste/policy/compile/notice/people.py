"""People: whose data, what data, and where they come from (C05 to C08, C19 to C23; INF-05, INF-13)."""

from __future__ import annotations

from seloste.policy.compile.notice.parts import Block, Entry, Paragraph, Section, Sentence, Sentences, Table
from seloste.policy.compile.notice.pen import Law, Pen
from seloste.policy.tree.people import Another, Category, Connection, GivenBy, Source

CONNECTIONS: Law = ("ROP-01",)
DATA: Law = ("INF-05",)
SOURCES: Law = ("INF-13",)


def connected(pen: Pen) -> Section:
    """Return why a person is in the register: each kind of connection, when it ends, what follows."""
    intro = pen.paragraph(CONNECTIONS, "connection", "people.intro", "people.kinds")
    entries = tuple(_connection(pen, c) for c in pen.doc.connection.values())
    return Section("people", pen.word("people.heading"), "full", (intro, *entries))


def _connection(pen: Pen, connection: Connection) -> Entry:
    law, clause = CONNECTIONS, connection.clause
    lines = [*pen.own(connection.description, law, connection, f"{clause}.description")]
    lines += [pen.line(f"people.need_{need}", law, f"{clause}.needs") for need in connection.needs]
    if connection.ends is None:
        lines.append(pen.line("people.ends_by_act", law, f"{clause}.ends"))
    else:
        lines.append(pen.line("people.ends", law, f"{clause}.ends", period=pen.period(connection.ends)))
    keep = pen.period(connection.keep)
    lines.append(pen.line("people.kept", ("INF-08",), f"{clause}.keep", period=keep))
    return Entry(pen.term(connection.name, law, connection), (Paragraph(tuple(lines)),))


def contents(pen: Pen) -> Section:
    """Return every data category with its items, and what is special about it."""
    head = tuple(pen.word(f"data.{c}") for c in ("group", "contents", "remarks"))
    rows = tuple(_category(pen, c) for c in pen.doc.data.values())
    table = Table(pen.word("data.caption"), head, rows)
    return Section("data", pen.word("data.heading"), "full", (table,))


def _category(pen: Pen, category: Category) -> tuple[Sentences, ...]:
    items = [pen.name(i.name, i) for i in category.item.values()]
    said = pen.joint_terms(items, DATA, f"{category.clause}.item")
    remarks = [*_special(pen, category), *_inferred(pen, category), *_given_by(pen, category)]
    return ((pen.term(category.name, DATA, category),), said, tuple(remarks))


def _special(pen: Pen, category: Category) -> list[Sentence]:
    law, clause = ("SPE-01", *DATA), f"{category.clause}.special"
    said: list[Sentence] = []
    if (special := category.special) is not None:
        said.append(pen.line("data.special", law, clause))
        said.append(pen.line(f"data.art9_{special.art9}", ("SPE-02", *DATA), clause))
        if special.law is not None:
            said.append(pen.line("data.by_law", law, clause, law=pen.cite(special.law, special)))
        names = pen.names_of(special.safeguards, pen.doc.measure)
        said += pen.lines("data.safeguards", ("SPE-04",), clause, "measures", names)
    if (number := category.national_id) is not None:
        where, law = number.clause, ("SPE-06", *DATA)
        said.append(pen.line("data.national_id", law, where))
        said += pen.own(number.why, law, number, where)
        said.append(pen.line("data.by_law", law, where, law=pen.cite(number.law, number)))
    if category.encrypted:
        said.append(pen.line("data.encrypted", ("SEC-01",), f"{category.clause}.encrypted"))
    return said


def _inferred(pen: Pen, category: Category) -> list[Sentence]:
    said: list[Sentence] = []
    for origin in ("observed", "derived", "inferred"):
        names = [pen.name(i.name, i) for i in category.item.values() if i.origin == origin]
        if names:
            said += pen.lines(f"data.{origin}", DATA, f"{category.clause}.item", "items", names)
    return said


def _given_by(pen: Pen, category: Category) -> list[Sentence]:
    given = category.given_by
    if given is None:
        return []
    law, clause = ("INF-13", *DATA), given.clause
    said = []
    if given.self_ == "after_confirmation":
        said.append(pen.line("data.self_after_confirmation", law, clause))
    said += _another(pen, given, law)
    if given.guardian == "at_once":
        said.append(pen.line("data.guardian_at_once", ("CHI-01", *law), clause))
    return said


def _another(pen: Pen, given: GivenBy, law: Law) -> list[Sentence]:
    clause = f"{given.clause}.another"
    if not isinstance(given.another, Another):
        return [pen.line(f"data.another_{given.another}", law, clause)]
    days = pen.count(given.another.erase_after_days, "days")
    return [
        pen.line(f"data.another_{given.another.until_confirmed}", law, clause),
        pen.line("data.unconfirmed", ("INF-08", *law), clause, length=days),
    ]


def origins(pen: Pen) -> Section:
    """Return each source, whether anyone can read it, what comes from it, and when the person is told."""
    doc = pen.doc
    head = tuple(pen.word(f"sources.{c}") for c in ("source", "gives", "public", "told"))
    rows = tuple(_source(pen, s) for s in doc.source.values())
    table = Table(pen.word("sources.caption"), head, rows)
    outside = any(s.kind not in {"data_subject", "own_systems"} for s in doc.source.values())
    after = (
        pen.paragraph(("INF-13", "INF-21"), "source", "sources.told_otherwise")
        if outside
        else pen.paragraph(SOURCES, "source", "sources.own_only")
    )
    blocks: tuple[Block, ...] = (pen.paragraph(SOURCES, "source", "sources.intro"), table, after)
    return Section("sources", pen.word("sources.heading"), "full", blocks)


def _source(pen: Pen, source: Source) -> tuple[Sentences, ...]:
    clause = source.clause
    gives = pen.names_of(source.gives, pen.doc.data)
    data = pen.joint_terms(gives, SOURCES, f"{clause}.gives")
    public = pen.line(
        "sources.is_public" if source.public else "sources.not_public", SOURCES, f"{clause}.public"
    )
    if source.inform is None:
        told = (
            pen.line("sources.told_at_once", ("INF-20",), clause) if source.kind == "data_subject" else None
        )
    else:
        told = pen.term(pen.period(source.inform), ("INF-21",), f"{clause}.inform")
    return ((pen.term(source.name, SOURCES, source),), data, (public,), (told,) if told else ())

"""State: the elements (a) to (g) of Art. 30(1) as rows of plain text, in one language.

(a) parties; and for each activity (b) the purpose, (c) categories of people and of data, (d) of
recipients, (e) transfers with country and safeguard, (f) time limits for erasure; (g) measures.
"""

from __future__ import annotations

from dataclasses import dataclass

from seloste.policy.compile.notice.pen import Pen, upper_first
from seloste.policy.compile.phrases import Phrases, phrases_for
from seloste.policy.findings import DocumentRefused
from seloste.policy.tree.document import Document
from seloste.policy.tree.duties import Recipient
from seloste.policy.tree.parties import Address
from seloste.policy.tree.purposes import Basis, Purpose
from seloste.policy.tree.terms import EEA

Lines = tuple[str, ...]
# The columns of an activity, with the letter of Art. 30(1) that asks for each; the basis is an addition of ours.
COLUMNS: dict[str, str] = {
    "purpose": "b",
    "basis": "",
    "people": "c",
    "data": "c",
    "recipients": "d",
    "transfers": "e",
    "erasure": "f",
}


@dataclass(frozen=True, slots=True)
class Party:
    """Someone whom element (a) names: in which part, what it is called, how it is reached."""

    part: str
    name: str
    contact: Lines


@dataclass(frozen=True, slots=True)
class Activity:
    """One processing activity; each column is lines of text.

    clause:  the purpose's dotted path.
    """

    number: int
    clause: str
    name: str
    columns: dict[str, Lines]


@dataclass(frozen=True, slots=True)
class Record:
    """The whole record in one language."""

    language: str
    title: str
    heading: str
    under: str
    version: str
    dated: str
    parties: tuple[Party, ...]
    activities: tuple[Activity, ...]
    ended: Lines
    """How long data that follow a connection stay after it has ended (f)."""
    longer: Lines
    """Holds that keep named data past the ordinary limits, each with its period and law (f)."""
    security: Lines
    words: dict[str, str]


def record(doc: Document, language: str, phrases: Phrases | None = None) -> Record:
    """Return the record of the document's processing activities.

    phrases:  needed for languages whose phrases stand in a file.
    Raises:   DocumentRefused where a text is missing in the language.
    """
    pen = Pen(doc, language, phrases or phrases_for(doc, language, {}))
    register = doc.register_
    made = Record(
        language=language,
        title=pen.word("record.title"),
        heading=pen.phrases.plain("record.heading", register=upper_first(pen.name(register.name, register))),
        under=pen.word("record.under"),
        version=pen.phrases.plain(
            "notice.version", version=str(register.version), date=pen.day(register.dated)
        ),
        dated=register.dated.isoformat(),
        parties=_parties(pen),
        activities=tuple(_activity(pen, n, p) for n, p in enumerate(doc.purpose.values(), start=1)),
        ended=tuple(
            f"{upper_first(pen.name(c.name, c))}: {pen.period(c.keep)}" for c in doc.connection.values()
        ),
        longer=_longer(pen),
        security=tuple(upper_first(pen.name(m.name, m)) for m in doc.measure.values()),
        words=_words(pen),
    )
    if pen.missing:
        raise DocumentRefused(dict.fromkeys(pen.missing))
    return made


def _words(pen: Pen) -> dict[str, str]:
    keys = (*COLUMNS, "number", "activity", "activities", "parties", "security", "nothing")
    found = {key: pen.word(f"record.{key}") for key in keys}
    found["page"] = pen.phrases.plain("notice.page", page="{page}", pages="{pages}")
    found["ended"] = pen.word("periods.connections")
    found["longer"] = pen.word("periods.hold_longer")
    found["skip"] = pen.word("notice.skip")
    return found


def _parties(pen: Pen) -> tuple[Party, ...]:
    doc = pen.doc
    controller, contact = doc.controller, doc.contact
    number = f" ({pen.word('who.business_id')} {controller.business_id})" if controller.business_id else ""
    parties = [Party(pen.word("record.controller"), f"{controller.name}{number}", _reached(pen, controller))]
    joint = pen.word("record.joint")
    parties += [Party(joint, other.name, _reached(pen, other)) for other in controller.joint.values()]
    if controller.representative is not None:
        name = pen.name(controller.representative, controller)
        parties.append(Party(pen.word("record.representative"), name, ()))
    part = pen.word("record.officer" if contact.officer else "record.contact")
    reached = (pen.given(contact.phone).text, pen.given(contact.email).text)
    parties.append(Party(part, upper_first(pen.name(contact.name, contact)), reached))
    return tuple(parties)


def _reached(pen: Pen, party: Address) -> Lines:
    street = ", ".join(s for s in (party.street, party.extra, f"{party.postal_code} {party.city}") if s)
    contact = [f"{street}, {pen.country(party.country)}"]
    contact += [pen.given(value).text for value in (party.phone, party.email) if value is not None]
    return tuple(contact)


def _activity(pen: Pen, number: int, purpose: Purpose) -> Activity:
    receiving = [r for r in pen.doc.recipient.values() if purpose.id in r.purposes]
    columns: dict[str, Lines] = {
        "purpose": (" ".join(s.text for s in pen.own(purpose.description, (), purpose)),),
        "basis": tuple(_basis(pen, basis) for basis in purpose.basis.values()),
        "people": _people(pen, purpose),
        "data": tuple(pen.names_of(purpose.data, pen.doc.data)),
        "recipients": tuple(pen.name(r.name, r) for r in receiving),
        "transfers": tuple(line for r in receiving for line in _transfers(pen, r)),
        "erasure": _erasure(pen, purpose),
    }
    return Activity(number, purpose.clause, upper_first(pen.name(purpose.name, purpose)), columns)


def _basis(pen: Pen, basis: Basis) -> str:
    kind = "explicit_consent" if basis.kind == "consent" and basis.explicit else basis.kind
    said = pen.word(f"basis.{kind}")
    return f"{said} {pen.cite(basis.law, basis)}".strip() if basis.law is not None else said


def _people(pen: Pen, purpose: Purpose) -> Lines:
    if any(basis.for_anyone for basis in purpose.basis.values()):
        return (pen.word("record.everyone"),)
    ids = dict.fromkeys(id_ for basis in purpose.basis.values() for id_ in basis.of)
    return tuple(pen.names_of(ids, pen.doc.connection))


def _transfers(pen: Pen, recipient: Recipient) -> Lines:
    """Return the third countries that a recipient's data are in, with what makes the transfer lawful."""
    outside = [pen.country(code) for code in recipient.country if code not in EEA]
    if not outside:
        return ()
    tool = pen.doc.transfer.get(recipient.transfer or "")
    said = f"{upper_first(pen.name(recipient.name, recipient))}: {pen.joined(outside)}"
    return (f"{said} ({pen.name(tool.name, tool)})" if tool is not None else said,)


def _erasure(pen: Pen, purpose: Purpose) -> Lines:
    categories = [pen.doc.data[id_] for id_ in purpose.data if id_ in pen.doc.data]
    alike: dict[str, list[str]] = {}
    for category in categories:
        alike.setdefault(pen.period(category.keep), []).append(pen.name(category.name, category))
    lines = [f"{upper_first(pen.joined(names))}: {period}" for period, names in alike.items()]
    if purpose.keep is not None:
        lines.insert(0, f"{pen.word('purposes.keep')}: {pen.period(purpose.keep)}")
    return tuple(lines)


def _longer(pen: Pen) -> Lines:
    found = []
    for rule in pen.doc.retention.values():
        if rule.keep is not None:
            law = f" ({pen.cite(rule.law, rule)})" if rule.law is not None else ""
            found.append(f"{upper_first(pen.name(rule.name, rule))}: {pen.period(rule.keep)}{law}")
    return tuple(found)

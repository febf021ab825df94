"""Notice elements: what Arts 13 and 14 want told to people, where the tree's types do not already ask for it.

Names, addresses, purposes, periods and sources are required by the shape of the document; here
stands what depends on something else in it (law reference, section 5).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from seloste.policy.check.countries import EEA
from seloste.policy.check.index import index
from seloste.policy.check.rule import Given, Remark, at, rule
from seloste.policy.findings import shown
from seloste.policy.tree.document import Document
from seloste.policy.tree.parties import Address, Contact
from seloste.policy.tree.people import Source
from seloste.policy.tree.values import Node

_EMAIL = re.compile(r"^[^@\s<>,;]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$")
_PHONE = re.compile(r"^\+?(?:[\s()/.\u00a0-]*[0-9]){5,20}$")
_OUTSIDE = {
    "other_person",
    "authority",
    "public_register",
    "person_directory",
    "media",
    "search_engine",
    "social_media",
}
_NOBODY_ELSE_READS = {"data_subject", "other_person", "own_systems"}


@rule("P400", title="A controller outside the EEA names its representative in the Union", law="INF-01")
def representative_is_named(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a controller outside the EEA without representative, and one inside with."""
    controller = doc.controller
    if controller.country not in EEA and controller.representative is None:
        yield at(
            controller,
            "country",
            sentence=f"the controller is in {controller.country} and names no representative in the Union",
            why="Art. 27 asks a controller outside the EEA for one, and Art. 13(1)(a) has it told to people",
            do="add `controller.representative` with name and address",
        )
    if controller.country in EEA and controller.representative is not None:
        yield at(
            controller,
            "representative",
            sentence=f"the controller is in {controller.country} and yet names a representative in the Union",
            why="Art. 27 is for controllers outside the EEA; people would write to the wrong place",
            do="remove `representative`, or correct the controller's country",
        )


@rule("P401", title="It is said whether there is a data protection officer, and why not", law="DPO-01")
def officer_is_settled(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a contact that is no officer without a reason, and an officer with one."""
    contact = doc.contact
    if not contact.officer and contact.why_no_officer is None:
        yield at(
            contact,
            "officer",
            sentence="there is no data protection officer, and no reason why",
            why="Art. 37 asks some controllers for one; who has none must be able to show why (Art. 5(2))",
            do="add `contact.why_no_officer`",
        )
    if contact.officer and contact.why_no_officer is not None:
        yield at(
            contact,
            "why_no_officer",
            sentence="the contact is a data protection officer, and the document says why there is none",
            why="the notice would say both (Art. 13(1)(b))",
            do="remove `why_no_officer`, or set `officer = false`",
        )


@rule("P402", title="An e-mail address is one, and the notice's home is a web address", law="INF-01")
def addresses_can_be_used(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse contact details that nobody could write to (Art. 13(1)(a), (b))."""
    for node, key, address in _emails(doc):
        if not _EMAIL.match(address):
            yield at(
                node,
                key,
                sentence=f"`{node.clause}.{key}` is no e-mail address: `{shown(address)}`",
                why="people are told to write there, and messages must carry a valid address",
                do="write it as name@domain",
            )
    for party in _parties(doc):
        if isinstance(party.phone, str) and not _PHONE.match(party.phone):
            yield at(
                party,
                "phone",
                sentence=f"`{party.clause}.phone` is no phone number: `{shown(party.phone)}`",
                why="people are told to call there",
                do="write it with digits, beginning with + and the country's code",
            )
    if not doc.register_.home.startswith("https://"):
        yield at(
            doc.register_,
            "home",
            sentence=f"the notice's home is no address on the web: `{shown(doc.register_.home)}`",
            why="people must find the notice easily, over a connection that nobody alters (Art. 12(1))",
            do="write it with https://",
        )


def _parties(doc: Document) -> Iterator[Address | Contact]:
    yield doc.controller
    yield doc.contact
    yield from doc.authority.values()
    yield from doc.controller.joint.values()


def _emails(doc: Document) -> Iterator[tuple[Node, str, str]]:
    for party in _parties(doc):
        if isinstance(party.email, str):
            yield party, "email", party.email
    for sender in doc.controller.sender.values():
        yield sender, "address", sender.address
        yield sender, "stop_address", sender.stop_address


@rule("P419", title="A Finnish business id has its check digit", law="FI-YT")
def business_ids_are_issued(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse the business id of a controller in Finland that cannot have been issued."""
    controller = doc.controller
    given = controller.business_id
    if controller.country == "FI" and given is not None and not is_business_id(given):
        yield at(
            controller,
            "business_id",
            sentence=f"`{shown(given)}` is no Finnish business id: seven digits, a hyphen and the right check digit",
            why="people look the controller up by this number (Art. 13(1)(a))",
            do="correct the number",
        )


def is_business_id(text: str) -> bool:
    """Tell whether a text is a Finnish business id whose check digit fits."""
    if not re.fullmatch(r"[0-9]{7}-[0-9]", text) or text.startswith("0000000"):
        return False
    digits = [int(sign) for sign in text.replace("-", "")]
    return sum(w * d for w, d in zip((7, 9, 10, 5, 8, 4, 2, 1), digits, strict=True)) % 11 == 0


@rule("P403", title="It is said whether decisions are automated, and how", law="INF-14")
def automated_decisions_are_told(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse silence about Art. 22, a decision without logic and consequences, and logic without one."""
    told = doc.register_.automated_decisions
    if told is None:
        yield at(
            doc.register_,
            "automated_decisions",
            sentence="the document does not say whether decisions are made without people",
            why="Art. 13(2)(f) and 14(2)(g) have it told; where there is none, that is said",
            do="add [register.automated_decisions] with `made = false`, or what is decided and how",
        )
        return
    given = {"logic": told.logic, "consequences": told.consequences}
    for key, text in given.items():
        if told.made and text is None:
            yield at(
                told,
                "made",
                sentence=f"automated decisions are made, and their {key} is not told",
                why="Art. 13(2)(f) wants the logic, the significance and the consequences",
                do=f"add `{key}`",
            )
        if not told.made and text is not None:
            yield at(
                told,
                key,
                sentence=f"no automated decisions are made, and yet their {key} is told",
                why="the notice would say both",
                do=f"remove `{key}`, or set `made = true`",
            )


@rule("P407", title="Each data category that is read comes from a source", law="INF-13")
def categories_have_a_source(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse data of which the notice cannot say where they come from (Art. 14(2)(f))."""
    given = {category for source in doc.source.values() for category in source.gives}
    for category in doc.data.values():
        if category.id not in given:
            yield at(
                category,
                sentence=f"no source gives the data category `{category.id}`",
                why="people are told from which source their data come (Art. 14(2)(f)); every fact names its source",
                do="add it to `gives` of a source",
            )


@rule("P408", title="Only what anybody can read is called public", law="INF-13")
def public_sources_can_be(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a person, another person or our own systems as a public source (Art. 14(2)(f))."""
    for source in doc.source.values():
        if source.public and source.kind in _NOBODY_ELSE_READS:
            yield at(
                source,
                "public",
                sentence=f"the source `{source.id}` is of kind `{source.kind}` and is called public",
                why="the notice tells whether data came from publicly accessible sources (Art. 14(2)(f))",
                do="set `public = false`, or correct the kind",
            )


@rule("P409", title="Whose data come from elsewhere is told within a month", law="INF-21")
def outside_sources_inform(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse an outside source without `inform`, one later than a month, and one counted from another event."""
    for source in doc.source.values():
        if source.kind not in _OUTSIDE and source.inform is None:
            continue
        if source.kind == "data_subject":
            yield _inform(source, "is the person, who is told at once and not later")
        elif source.inform is None:
            yield _inform(source, "does not say when the person is told")
        elif source.inform.after != "data_obtained":
            yield _inform(
                source, "counts the time to tell the person from another event than getting the data"
            )
        elif _longest(source) > timedelta(days=31):
            yield _inform(source, "tells the person later than a month after the data were obtained")


def _inform(source: Source, what: str) -> Remark:
    return at(
        source,
        "inform",
        sentence=f"the source `{source.id}` {what}",
        why="Art. 13 has people told when they give data; Art. 14(3) at the latest a month after data came from elsewhere",
        do='for outside sources write `inform = { months = 1, after = "data_obtained" }` or less, for others nothing',
    )


def _longest(source: Source) -> timedelta:
    period = source.inform
    assert period is not None
    days = {"hours": 1 / 24, "days": 1, "weeks": 7, "months": 31, "years": 366}.get(period.unit, 1_000)
    return timedelta(days=days * max(period.count, 1))


@rule(
    "P413",
    title="The supervisory authority is that of the register's country and can be reached",
    law="INF-11",
)
def authority_can_be_reached(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse an authority of another country, or one with neither phone, e-mail nor home."""
    authority = doc.authority.get(doc.register_.authority)
    if authority is None:
        return
    if authority.country != doc.register_.country:
        yield at(
            authority,
            "country",
            sentence=f"the supervisory authority is in {authority.country}, the register under the law of {doc.register_.country}",
            why="people complain where they live, work, or where the law was broken (Art. 77)",
            do="name the authority of the register's country",
        )
    if authority.phone is None and authority.email is None and authority.home is None:
        yield at(
            authority,
            sentence="the supervisory authority has neither phone, e-mail nor home on the web",
            why="the right to complain is told so that it can be used (Art. 13(2)(d))",
            do="add `phone`, `email` or `home`",
        )


@rule("P414", title="Earlier versions stay readable", law="INF-24")
def earlier_versions_are_there(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse version n without the n - 1 before it, and a history that is not older than the notice."""
    register = doc.register_
    if len(register.history) != register.version - 1:
        yield at(
            register,
            "version",
            sentence=f"this is version {register.version}, and the history has {len(register.history)} before it",
            why="earlier versions stay available, so that people can see what changed",
            do="list each earlier version under [register.history.…], or correct the version",
        )
    for version in register.history.values():
        if version.dated >= register.dated:
            yield at(
                version,
                "dated",
                sentence=f"the earlier version `{version.id}` is dated {version.dated}, not before this one ({register.dated})",
                why="each ledger entry names the version in force; two cannot be the latest",
                do="correct one of the dates",
            )


@rule("P415", title="A purpose that begins later begins after the notice", law="INF-20")
def later_purposes_begin_later(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse `since` on or before the day of the notice."""
    for purpose in doc.purpose.values():
        if purpose.since is not None and purpose.since <= doc.register_.dated:
            yield at(
                purpose,
                "since",
                sentence=f"`{purpose.clause}` is in force since {purpose.since}, not after the notice of {doc.register_.dated}",
                why="a new purpose is told before data are used for it (Art. 13(3))",
                do="remove `since`, or give a day after the notice's",
            )


@rule("P416", title="The register stands under the law of a country of the EEA", law="INF-11")
def register_is_in_the_eea(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a country whose law does not stand beside the GDPR."""
    if doc.register_.country not in EEA:
        yield at(
            doc.register_,
            "country",
            sentence=f"the law of {doc.register_.country} does not stand beside the GDPR",
            why="the register's country decides on authority, children's age and marketing rules in the EEA",
            do="give the country of the EEA where the controller, or its representative, is",
        )


@rule("P417", title="Each data category is read by a purpose", law="PRI-03")
def categories_are_read(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse data that are kept and that no purpose needs (Art. 5(1)(c))."""
    for category, purposes in index(doc).read_by.items():
        if not purposes:
            yield at(
                doc.data[category],
                sentence=f"no purpose reads the data category `{category}`",
                why="data that no purpose needs may not be kept (Art. 5(1)(c))",
                do="remove the category, or name it in the `data` of the purpose that needs it",
            )


@rule("P418", title="Each connection has a purpose", law="INF-03")
def connections_have_a_purpose(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a kind of people for whom no purpose has a legal basis."""
    served = index(doc).named("connection")
    for purpose in doc.purpose.values():
        for kind, basis in purpose.basis.items():
            if basis.for_anyone and kind != "consent":
                return
    for connection in doc.connection.values():
        if connection.id not in served:
            yield at(
                connection,
                sentence=f"no purpose has a legal basis for the connection `{connection.id}`",
                why="each person is in the register for a purpose (Art. 5(1)(b)); these would be there for none",
                do="name it in a basis, or remove the connection",
            )

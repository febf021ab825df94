"""References: whatever a clause names must exist; each kind of thing named has a code of its own.

An id that nobody has would be obeyed by nobody, so every such place is refused, with the near match
for a misspelling.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from seloste.policy.check.index import index
from seloste.policy.check.namings import Naming
from seloste.policy.check.rule import Given, Remark, at, rule
from seloste.policy.findings import near, shown
from seloste.policy.tree.document import Document

_HINTS_AT_MOST = 20  # looking for near matches costs more than everything else here


def unknown(places: Collection[Naming], known: Collection[str], what: str, where: str) -> Iterator[Remark]:
    """Yield a remark for each place that names what is not in ``known``.

    what:   the kind in words, with its article (``a data category``).
    where:  the table that would declare it, with a hole for the id.
    """
    hints = 0
    for naming in places:
        if naming.id in known:
            continue
        hints += 1
        hint = near(naming.id, known) if hints <= _HINTS_AT_MOST else ""
        yield at(
            naming.node,
            *naming.path,
            sentence=f"`{naming.node.clause or 'the document'}` names {what} that is not there: `{shown(naming.id)}`.{hint}",
            why="what nothing declares can be neither stated to people nor enforced",
            do=f"correct the name, or declare it under {where.format(shown(naming.id))}",
        )


@rule("P301", title="A connection that is named exists", law="ROP-01")
def connections_exist(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a basis or a condition for people of a kind the register does not have."""
    yield from unknown(index(doc).namings["connection"], doc.connection, "a connection", "[connection.{}]")


@rule("P302", title="A data category that is named exists", law="INF-05")
def categories_exist(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse data that no category describes."""
    yield from unknown(index(doc).namings["data"], doc.data, "a data category", "[data.{}]")


@rule("P303", title="A purpose that is named exists", law="INF-03")
def purposes_exist(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse use of data for a purpose that nobody was told."""
    yield from unknown(index(doc).namings["purpose"], doc.purpose, "a purpose", "[purpose.{}]")


@rule("P304", title="A source that is named exists", law="INF-13")
def sources_exist(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a form whose answers come from nowhere."""
    yield from unknown(index(doc).namings["source"], doc.source, "a source", "[source.{}]")


@rule("P305", title="A recipient that is named exists", law="PRO-04")
def recipients_exist(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a sub-processor of a processor that is not there."""
    yield from unknown(index(doc).namings["recipient"], doc.recipient, "a recipient", "[recipient.{}]")


@rule("P306", title="A transfer that is named exists", law="TRA-01")
def transfers_exist(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a recipient that rests on a transfer tool nobody declared."""
    yield from unknown(index(doc).namings["transfer"], doc.transfer, "a transfer", "[transfer.{}]")


@rule("P307", title="A role that is named exists", law="PRI-07")
def roles_exist(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse decisions and keys in the hands of a role that the controller does not have."""
    yield from unknown(index(doc).namings["role"], doc.controller.role, "a role", "[controller.role.{}]")


@rule("P308", title="A sender that is named exists", law="MKT-08")
def senders_exist(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a topic whose messages would hide on whose behalf they are sent."""
    yield from unknown(
        index(doc).namings["sender"], doc.controller.sender, "a sender", "[controller.sender.{}]"
    )


@rule("P309", title="A product group that is named exists", law="MKT-03")
def product_groups_exist(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse similar products that nobody listed."""
    places = index(doc).namings["product_group"]
    yield from unknown(
        places, doc.controller.product_group, "a product group", "[controller.product_group.{}]"
    )


@rule("P310", title="An interest that is named exists", law="DEF-03")
def interests_exist(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse rules that infer or ask for an interest nobody declared."""
    yield from unknown(index(doc).namings["interest"], doc.interest, "an interest", "[interest.{}]")


@rule("P311", title="A measure that is named exists", law="ROP-01")
def measures_exist(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse safeguards that are only a name."""
    yield from unknown(index(doc).namings["measure"], doc.measure, "a measure", "[measure.{}]")


@rule("P312", title="The supervisory authority that is named exists", law="INF-11")
def authorities_exist(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a right to complain to an authority that has no address."""
    yield from unknown(
        index(doc).namings["authority"], doc.authority, "a supervisory authority", "[authority.{}]"
    )


@rule("P313", title="Shared words that are named exist", law="REQ-01")
def words_exist(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse sentences of the notice that would be empty."""
    yield from unknown(index(doc).namings["words"], doc.words, "a shared text", "[words.{}]")


@rule("P314", title="An item that a form asks for exists", law="INF-12")
def items_exist(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a form field whose answer has no place among the data categories."""
    i = index(doc)
    yield from unknown(i.namings["item"], i.items, "an item", "[data], as `category.item`, for `{}`")


@rule("P315", title="The topic of a consent exists", law="CON-05")
def topics_exist(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a consent box about a topic that its purpose does not have."""
    topics = {f"{p.id}.{t}" for p in doc.purpose.values() for t in p.topic}
    places = [n for n in index(doc).namings["topic"] if n.id.partition(".")[0] in doc.purpose]
    yield from unknown(places, topics, "a topic", "[purpose], as `purpose.topic`, for `{}`")


@rule("P316", title="A retention rule that is named exists", law="PRI-05")
def retention_rules_exist(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse precedence over a retention rule that is not there."""
    yield from unknown(index(doc).namings["retention"], doc.retention, "a retention rule", "[retention.{}]")


@rule("P317", title="A clause that states a claim exists", law="PRI-07")
def clauses_exist(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a claim of the notice that no clause of the document states."""
    i = index(doc)
    places = [n for n in i.namings["clause"] if not i.clauses(n.id)]
    known = {n.clause for n in i.nodes if n.clause} if places else set()
    known |= {f"{clause.partition('.')[0]}.*" for clause in known}
    yield from unknown(places, known, "a clause", "the table it belongs to (`{}`)")


@rule("P318", title="A language that a condition names is one of the notice's", law="REQ-01")
def languages_exist(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse conditions on a language that no person of the register can have chosen."""
    yield from unknown(
        index(doc).namings["language"], doc.register_.languages, "a language", "`register.languages` (`{}`)"
    )

"""Naming: what is declared is used, nothing is listed twice, and no chain leads back to itself."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from seloste.policy.check.index import index
from seloste.policy.check.rule import Given, Remark, at, rule
from seloste.policy.findings import shown
from seloste.policy.tree.document import Document
from seloste.policy.tree.values import Condition, Node


def _unused(table: Mapping[str, Node], used: Collection[str], what: str, why: str) -> Iterator[Remark]:
    for name, node in table.items():
        if name not in used:
            yield at(
                node,
                sentence=f"nothing names the {what} `{name}`",
                why=why,
                do="name it where it belongs, or remove it",
            )


@rule("P320", title="Shared words are used", law="REQ-01")
def words_are_used(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse words that no clause says to anybody."""
    used = index(doc).named("words")
    for name in doc.words:
        if name not in used:
            yield at(
                doc,
                "words",
                name,
                sentence=f"nothing says the words `{name}`",
                why="a text that the notice leaves out looks like one that was told",
                do=f"write `words.{name}` where it belongs, or remove it",
            )


@rule("P321", title="A sender has a topic", law="MKT-08")
def senders_are_used(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a sender in whose name nothing can be sent."""
    yield from _unused(
        doc.controller.sender,
        index(doc).named("sender"),
        "sender",
        "messages go out for a topic; without one nobody can consent or object to this sender",
    )


@rule("P322", title="A product group is named", law="MKT-03")
def product_groups_are_used(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a product group that no topic, interest or profile is about."""
    yield from _unused(
        doc.controller.product_group,
        index(doc).named("product_group"),
        "product group",
        "product groups say what similar products are; this one says nothing",
    )


@rule("P323", title="A supervisory authority is named", law="INF-11")
def authorities_are_used(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a second authority that the notice would leave out."""
    if doc.register_.authority not in doc.authority:
        return  # the name dangles, which has a code of its own
    yield from _unused(
        doc.authority,
        index(doc).named("authority"),
        "supervisory authority",
        "the notice names the authority of `register.authority`",
    )


@rule("P324", title="A transfer is used", law="TRA-06")
def transfers_are_used(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a transfer tool that neither a recipient nor a claim names."""
    i = index(doc)
    claimed = {clause.removeprefix("transfer.") for clause in i.stated if clause.startswith("transfer.")}
    yield from _unused(
        doc.transfer,
        i.named("transfer") | claimed,
        "transfer",
        "the notice would tell of a transfer that does not happen",
    )


@rule("P325", title="Nothing is listed twice")
def lists_have_no_repeats(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse an id or a word that stands twice in one list."""
    for node in index(doc).nodes:
        for name, field in type(node).model_fields.items():
            value = getattr(node, name)
            key = field.alias or name
            if isinstance(value, tuple):
                yield from _repeats(node, (key,), value)
            elif isinstance(value, Mapping):
                for inner, inside in value.items():
                    if isinstance(inside, tuple):
                        yield from _repeats(node, (key, inner), inside)


def _repeats(node: Node, path: tuple[str, ...], values: tuple[object, ...]) -> Iterator[Remark]:
    if len(values) < 2 or not all(isinstance(value, str) for value in values):
        return
    seen: set[object] = set()
    for number, value in enumerate(values):
        if value in seen:
            yield at(
                node,
                *path,
                number,
                sentence=f"`{'.'.join([node.clause, *path])}` lists `{shown(str(value))}` twice",
                why="the second was perhaps meant to be something else",
                do="remove it, or correct it",
            )
        seen.add(value)


@rule("P326", title="Sub-processors form no circle", law="PRO-04")
def sub_processors_form_no_circle(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a sub-processor that in the end works for itself."""
    next_up = {r.id: [r.of] for r in doc.recipient.values() if r.of is not None}
    for name in in_circles(next_up):
        yield at(
            doc.recipient[name],
            "of",
            sentence=f"the sub-processor `{name}` in the end works for itself",
            why="each sub-processor answers to the processor above it (Art. 28(4))",
            do="correct `of`, so that the chain ends with a processor",
        )


@rule("P327", title="Precedence between retention rules forms no circle", law="PRI-05")
def precedence_forms_no_circle(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse rules that each go before the other."""
    for name in in_circles({r.id: list(r.before) for r in doc.retention.values()}):
        yield at(
            doc.retention[name],
            "before",
            sentence=f"the retention rule `{name}` in the end goes before itself",
            why="where two rules touch a cell, one of them decides; here neither would",
            do="remove one step of the circle from `before`",
        )


def in_circles(leads_to: Mapping[str, Collection[str | None]]) -> list[str]:
    """Return the ids from which following the steps leads back to the same id, in their order."""
    # Whoever is left after those without an open step ahead, and then those without one behind, are
    # taken away again and again stands on a circle, or between two.
    ahead = {a: {b for b in bs if b in leads_to} for a, bs in leads_to.items()}
    behind: dict[str, set[str]] = {name: set() for name in ahead}
    for a, bs in ahead.items():
        for b in bs:
            if b is not None:
                behind[b].add(a)
    left = set(ahead)
    for forth, back in ((ahead, behind), (behind, ahead)):
        open_steps = {name: len([n for n in forth[name] if n in left]) for name in left}
        ends = [name for name, count in open_steps.items() if count == 0]
        while ends:
            name = ends.pop()
            left.discard(name)
            for other in back[name]:
                if other in left and other is not None:
                    open_steps[other] -= 1
                    if open_steps[other] == 0:
                        ends.append(other)
    return [name for name in leads_to if name in left]


@rule("P328", title="A condition asks something that can be true and false")
def conditions_say_something(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse `all` or `any` of nothing, a fact that names nothing, and an age that cannot be."""
    for condition in index(doc).conditions:
        for key in ("all", "any", "connection", "interest", "language", "dealing"):
            if getattr(condition, key) == ():
                yield _says_nothing(condition, key, "is empty")
        if condition.all is not None and _impossible_ages(condition.all):
            yield _says_nothing(condition, "all", "asks for an age that nobody can have")
        if condition.age_from == 0:
            yield _says_nothing(condition, "age_from", "is true of everybody")


def _impossible_ages(parts: tuple[Condition, ...]) -> bool:
    under = [p.age_under for p in parts if p.age_under is not None]
    since = [p.age_from for p in parts if p.age_from is not None]
    return bool(under and since and min(under) <= max(since))


def _says_nothing(condition: Condition, key: str, what: str) -> Remark:
    return at(
        condition,
        key,
        sentence=f"`{condition.clause}.{key}` {what}",
        why="a condition that is always or never true hides a rule that is not there",
        do="write the condition that is meant, or remove it",
    )


@rule("P329", title="Claims are numbered without a gap", law="PRI-07")
def claims_have_no_gap(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a row of claims with one missing: a sentence would be stated and proved by nothing."""
    rows: dict[str, list[int]] = {}
    for name in doc.claim:
        letters = name.rstrip("0123456789")
        rows.setdefault(letters, []).append(int(name[len(letters) :]))
    for letters, numbers in rows.items():
        missing = sorted(set(range(1, max(numbers) + 1)) - set(numbers))
        for number in missing[:20]:
            yield at(
                doc,
                "claim",
                sentence=f"there is no claim `{letters}{number:02d}`, and there are later ones",
                why="each sentence of the notice keeps its number; one that is gone would be missed by nobody",
                do="add the claim, or number the claims anew",
            )

"""Retention: each period can be computed, and where rules meet one of them decides (Art. 5(1)(e); PRI-05, ERA-03)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from seloste.policy.check.index import Place, index
from seloste.policy.check.rule import Given, Remark, at, rule
from seloste.policy.tree.document import Document
from seloste.policy.tree.duties import Retention
from seloste.policy.tree.people import Category
from seloste.policy.tree.values import Node, Period

_DAYS = {"hours": 1 / 24, "days": 1, "weeks": 7, "months": 30.4375, "years": 365.25}
_ONLY_HOLD = ("cells", "keep", "law", "exemption")
_ONLY_FLOOR = ("data", "while", "yields_to")


def _floors(doc: Document) -> list[Retention]:
    return [r for r in doc.retention.values() if r.kind == "floor"]


def _holds(doc: Document) -> list[Retention]:
    return [r for r in doc.retention.values() if r.kind == "hold"]


@rule("P360", title="A floor names data and what keeps it up, a hold cells and how long", law="PRI-05")
def retention_rules_are_whole(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a floor without `data` or `while`, and a hold without `cells` or `keep` (C17)."""
    for held in doc.retention.values():
        floor = held.kind == "floor"
        lacks = [
            key
            for key, value in (
                (("data", held.data), ("while", held.while_))
                if floor
                else (("cells", held.cells), ("keep", held.keep))
            )
            if not value
        ]
        if lacks:
            yield at(
                held,
                "kind",
                sentence=f"the {held.kind} `{held.id}` lacks {' and '.join(f'`{key}`' for key in lacks)}",
                why="a floor keeps data categories while something lasts; a hold keeps named cells for a time (Art. 17(3))",
                do="add what is missing, or remove the rule",
            )


@rule("P361", title="A floor says nothing that belongs to a hold, and the other way round", law="ERA-03")
def retention_rules_say_what_belongs(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a hold that yields and a floor with cells: a rule is one of the two."""
    for held in doc.retention.values():
        for key in _ONLY_HOLD if held.kind == "floor" else _ONLY_FLOOR:
            if getattr(held, "while_" if key == "while" else key):
                yield at(
                    held,
                    key,
                    sentence=f"the {held.kind} `{held.id}` says `{key}`, which belongs to a {'hold' if held.kind == 'floor' else 'floor'}",
                    why="a floor gives way to erasure, a hold does not (Art. 17(3)); nobody could tell what this one does",
                    do=f"remove `{key}`, or correct the kind",
                )


@rule("P362", title="A hold rests on an exemption of Art. 17(3)", law="ERA-03")
def holds_have_an_exemption(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a hold without `exemption`: it would keep what must be erased."""
    for held in _holds(doc):
        if held.exemption is None:
            yield at(
                held,
                "kind",
                sentence=f"the hold `{held.id}` names no exemption of Art. 17(3)",
                why="only what Art. 17(3) exempts may be kept against erasure",
                do="add `exemption`",
            )


@rule("P363", title="A hold by legal obligation names its law", law="LAW-03")
def holds_by_law_name_it(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a hold for a legal obligation without `law` (Art. 17(3)(b); ACT-01, ACT-02)."""
    for held in _holds(doc):
        if held.exemption == "legal_obligation" and held.law is None:
            yield at(
                held,
                "exemption",
                sentence=f"the hold `{held.id}` rests on a legal obligation and names no law",
                why="the statute says which cells are kept and how long (Art. 17(3)(b))",
                do="add `law` with act, chapter and section",
            )


@rule("P364", title="Where two retention rules meet, one goes before the other", law="PRI-05")
def meeting_rules_have_precedence(doc: Document, given: Given) -> Iterator[Remark]:
    """Refuse two rules on one cell or category where neither is `before` the other."""
    touching: dict[str, list[Retention]] = {}
    for held in doc.retention.values():
        categories = {given.house.tables[t].category for t in _tables(held) if t in given.house.tables}
        for place in dict.fromkeys((*held.cells, *(f"data.{c}" for c in held.data))):
            touching.setdefault(place, []).append(held)
        for category in categories - set(held.data):
            touching.setdefault(f"data.{category}", []).append(held)
    told: set[str] = set()
    for place, rules in touching.items():
        for first, second in combinations(rules, 2):
            if second.id in told or second.id in first.before or first.id in second.before:
                continue
            if place.startswith("data.") and first.kind == second.kind == "hold":
                continue  # two holds meet only where they name the same cell
            told.add(second.id)
            yield at(
                second,
                "cells" if place in second.cells else "data" if second.data else "cells",
                sentence=f"`{first.id}` and `{second.id}` both keep `{place.removeprefix('data.')}`, and neither goes before the other",
                why="one end date is computed for each cell; two rules would give two",
                do=f'write `before = ["{first.id}"]` here, or the other way round',
            )


def _tables(held: Retention) -> set[str]:
    return {cell.partition(".")[0] for cell in held.cells}


@rule(
    "P365",
    title="A floor gives way to special categories, shorter rules, withdrawal and erasure",
    law="PRI-05",
)
def floors_give_way(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a floor that would keep what law or the document itself ends sooner."""
    for held in _floors(doc):
        missing = [word for word, why in _must_yield(doc, held) if why and word not in held.yields_to]
        if missing:
            yield at(
                held,
                "yields_to",
                sentence=f"the floor `{held.id}` does not give way to {', '.join(missing)}",
                why="a controller's own floor stands below erasure and withdrawal (Art. 17(1)), special categories and shorter rules",
                do=f"add {', '.join(missing)} to `yields_to`",
            )


def _must_yield(doc: Document, held: Retention) -> Iterator[tuple[str, bool]]:
    categories = [doc.data[c] for c in held.data if c in doc.data]
    readers = [p for c in categories for p in index(doc).read_by[c.id]]
    yield "special_category", any(c.special is not None for c in categories)
    yield "shorter_rule", any(c.keep.before_retention_floor for c in categories)
    yield "withdrawal", any("consent" in p.basis for p in readers)
    yield "erasure", True


@rule("P366", title="What goes before a floor has a floor to go before", law="PRI-05")
def floors_are_there(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse `before_retention_floor` where there is no floor, and outside a data category's own period."""
    for place, period in index(doc).periods:
        if not period.before_retention_floor:
            continue
        if not isinstance(place.owner, Category) or not _floors(doc):
            yield at(
                period,
                "before_retention_floor",
                sentence=f"`{place.owner.clause}.{place.key}` goes before a floor, and no floor keeps these data",
                why="floors keep data categories; a reader would look for a rule that is not there",
                do="remove `before_retention_floor`, or add the floor",
            )


@rule(
    "P367", title="A period that follows the connection belongs to a data category or a purpose", law="PRI-05"
)
def following_periods_can_follow(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse `follows` where there is no connection to follow, or where it would follow itself."""
    for place, period in index(doc).periods:
        if period.follows is not None and not _may_follow(place):
            yield at(
                place.owner,
                place.key,
                sentence=f"`{place.owner.clause}.{place.key}` follows the connection, which gives no period here",
                why="people are told a number, a unit and the event it starts from (Art. 13(2)(a))",
                do='write a length and `after`, for instance `{ months = 12, after = "connection_end" }`',
            )


def _may_follow(place: Place) -> bool:
    return place.key == "keep" and isinstance(place.owner, Category)


@rule("P368", title="A period does not start from the event that it brings about", law="PRI-05")
def periods_start_somewhere(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a connection that ends after its end, and a second start event that equals the first."""
    for connection in doc.connection.values():
        if connection.ends is not None and "connection_end" in (
            connection.ends.after,
            connection.ends.else_after,
        ):
            yield _no_start(connection, "ends", "counts from the end that it brings about")
    for place, period in index(doc).periods:
        if period.else_after is not None and period.else_after == period.after:
            yield _no_start(place.owner, place.key, f"starts from `{period.after}`, or else from the same")


def _no_start(node: Node, key: str, what: str) -> Remark:
    return at(
        node,
        key,
        sentence=f"`{node.clause}.{key}` {what}",
        why="a period is computed from an event that happens before it ends",
        do="name another event in `after` or `else_after`",
    )


@rule("P369", title="A purpose keeps data no longer than their category", law="PRI-05")
def purposes_keep_no_longer(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a purpose's own period that is longer than that of a category it reads."""
    for purpose in doc.purpose.values():
        if purpose.keep is None:
            continue
        for category in index(doc).categories(purpose.data):
            if _longer(purpose.keep, category.keep):
                yield at(
                    purpose,
                    "keep",
                    sentence=f"`{purpose.clause}` keeps `{category.id}` longer than the category itself",
                    why="a purpose's own period is the shorter life of what only it needs (Art. 5(1)(e))",
                    do="shorten it, or lengthen the category's `keep`",
                )
                break


def _longer(one: Period, other: Period) -> bool:
    if not one.unit or not other.unit or one.after != other.after:
        return False
    return one.count * _DAYS[one.unit] > other.count * _DAYS[other.unit]


@rule("P370", title="Storage for a law has a hold that keeps what the law names", law="ACT-02")
def storage_has_a_hold(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a storage purpose by law without any hold: nothing would be kept for it."""
    if any(held.exemption == "legal_obligation" for held in _holds(doc)):
        return
    for purpose in doc.purpose.values():
        if purpose.kind == "storage" and "legal_obligation" in purpose.basis:
            yield at(
                purpose,
                sentence=f"`{purpose.clause}` stores data because a law demands it, and no hold keeps them",
                why="statutory holds keep only the cells that the statute names, for as long as it says",
                do="add a [retention.…] of kind hold with the cells, the period and the law",
            )

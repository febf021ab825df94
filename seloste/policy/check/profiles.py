"""Profiles: inferred interests have a purpose, a cause and an explanation (Art. 4(4); DEF-03, INF-14, C16)."""

from __future__ import annotations

from collections.abc import Iterator

from seloste.policy.check.index import index
from seloste.policy.check.rule import Given, Remark, at, rule
from seloste.policy.tree.document import Document


@rule("P380", title="A profiling rule belongs to a purpose of that kind", law="DEF-03")
def profiles_have_their_purpose(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse profiling for a purpose that nobody can object to as profiling (Art. 21(2))."""
    for profile in doc.profile.values():
        purpose = doc.purpose.get(profile.purpose)
        if purpose is not None and purpose.kind != "profiling":
            yield at(
                profile,
                "purpose",
                sentence=f"`{profile.clause}` profiles for `{purpose.id}`, which is of kind `{purpose.kind}`",
                why="profiling is a purpose of its own that can be objected to (Art. 21(2))",
                do='name a purpose with `kind = "profiling"`',
            )


@rule("P381", title="A profiling purpose says by which rules", law="INF-14")
def profiling_has_rules(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a purpose of kind profiling without a single rule."""
    profiled = {profile.purpose for profile in doc.profile.values()}
    for purpose in doc.purpose.values():
        if purpose.kind == "profiling" and purpose.id not in profiled:
            yield at(
                purpose,
                sentence=f"`{purpose.clause}` is profiling, and no rule says how",
                why="people are told the logic in words, and each interest shows why it was inferred",
                do="add a [profile.…] for this purpose, or correct the kind",
            )


@rule("P382", title="What is inferred is kept where the profiling purpose reads it", law="DEF-03")
def inferred_data_have_a_place(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a profiling rule whose result has no inferred item among its purpose's data."""
    inferred = {
        name.partition(".")[0] for name, item in index(doc).items.items() if item.origin == "inferred"
    }
    for profile in doc.profile.values():
        purpose = doc.purpose.get(profile.purpose)
        if purpose is not None and purpose.kind == "profiling" and inferred.isdisjoint(purpose.data):
            yield at(
                profile,
                "gives",
                sentence=f"what `{profile.clause}` infers has no place among the data of `{purpose.id}`",
                why="an inferred value is personal data, in the access copy and apart from what people gave (Art. 20(1))",
                do='add an item with `origin = "inferred"` to a data category that the purpose reads',
            )


@rule("P383", title="An inferred item is inferred by a rule", law="DEF-03")
def inferred_items_have_a_rule(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse an inferred item in a register without profiling rules: an undeclared computed field."""
    if doc.profile or any(p.kind == "profiling" for p in doc.purpose.values()):
        return
    for name, item in index(doc).items.items():
        if item.origin == "inferred":
            yield at(
                item,
                "origin",
                sentence=f"`{name}` is inferred, and no profiling rule says how",
                why="each computed value declares its purpose, its basis and its inputs (Art. 4(4))",
                do="add a [profile.…], or correct `origin`",
            )


@rule("P384", title="A profiling rule was reviewed before today", law="PRI-04")
def reviews_have_happened(doc: Document, given: Given) -> Iterator[Remark]:
    """Refuse a review in the future."""
    for profile in doc.profile.values():
        if profile.reviewed_on is not None and profile.reviewed_on > given.today:
            yield at(
                profile,
                "reviewed_on",
                sentence=f"`{profile.clause}` was reviewed on {profile.reviewed_on}, in the future",
                why="a review that has not happened shows nothing (Art. 5(2))",
                do="correct the day",
            )


@rule("P385", title="One cause adds to one interest once", law="DEF-03")
def causes_count_once(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse two rules of one purpose with the same cause, condition and interest: one act would count twice."""
    seen: dict[tuple[str, str, str | None, str, str], str] = {}
    for profile in doc.profile.values():
        key = (profile.purpose, profile.cause.dealing, profile.cause.about, profile.gives, repr(profile.when))
        first = seen.setdefault(key, profile.id)
        if first != profile.id:
            yield at(
                profile,
                "cause",
                sentence=f"`{profile.clause}` has the cause and the interest of `{first}`",
                why="people are told how much one cause adds; it would add twice as much",
                do="keep one of the two, or tell them apart with `when`",
            )

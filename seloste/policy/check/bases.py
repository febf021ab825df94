"""Bases: each purpose has a legal basis that fits it, one for each group of people (law reference, LAW-*)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from seloste.policy.check.index import index
from seloste.policy.check.rule import Given, Remark, at, rule
from seloste.policy.tree.document import Document
from seloste.policy.tree.purposes import Basis, Purpose
from seloste.policy.tree.values import Condition

# What the contract with this person does not need, however useful it is (LAW-02).
NO_CONTRACT_KINDS = {"direct_marketing", "profiling", "statistics"}
NO_CONTRACT_TERMS = (
    "dpv:Marketing",
    "dpv:OptimisationForController",
    "dpv:ImproveExistingProductsAndServices",
    "dpv:ServiceUsageAnalytics",
    "dpv:ResearchAndDevelopment",
)
_ONLY_WITH = {
    "necessary_for": ("contract",),
    "law": ("legal_obligation", "public_task"),
    "pursued": ("legitimate_interest",),
    "balancing": ("legitimate_interest",),
    "review_after_months": ("consent",),
}


@rule("P425", title="One basis other than consent for each purpose, connection and capacity", law="LAW-01")
def bases_do_not_overlap(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse two bases beside consent for the same people: they could not know on which one data are used."""
    for purpose in doc.purpose.values():
        others = [basis for kind, basis in purpose.basis.items() if kind != "consent"]
        for first, second in combinations(others, 2):
            if shared := _shared(first, second):
                yield at(
                    second,
                    "of",
                    sentence=f"`{purpose.clause}` has `{first.kind}` and `{second.kind}` for the same people: {shared}",
                    why="one basis holds for each purpose and group of people, and they are told which (Art. 6(1), 13(1)(c))",
                    do="divide them by connection, by capacity, or by a condition that is never true of both",
                )


def _shared(first: Basis, second: Basis) -> str:
    """Return in words for whom both hold, or nothing when they never do."""
    if set(first.capacity).isdisjoint(second.capacity) or _never_both(first.when, second.when):
        return ""
    if first.for_anyone and second.for_anyone:
        return "anyone"
    if first.for_anyone or second.for_anyone:
        return ", ".join((second if first.for_anyone else first).of)
    return ", ".join(name for name in first.of if name in second.of)


def _never_both(a: Condition | None, b: Condition | None) -> bool:
    """Tell whether two conditions can be seen never to hold together."""
    if a is None or b is None:
        return False
    if a.not_ == b or b.not_ == a:
        return True
    ones, others = (a.all or (a,)), (b.all or (b,))
    if len(ones) + len(others) > 2:
        return any(_never_both(one, other) for one in ones for other in others)
    if a.has_organisation is not None and b.has_organisation is not None:
        return a.has_organisation != b.has_organisation
    if a.capacity is not None and b.capacity is not None:
        return a.capacity != b.capacity
    return _ages_apart(a, b) or _ages_apart(b, a)


def _ages_apart(a: Condition, b: Condition) -> bool:
    return a.age_under is not None and b.age_from is not None and a.age_under <= b.age_from


@rule("P426", title="A contract is the basis only of what the contract needs", law="LAW-02")
def contracts_carry_what_they_need(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse marketing, profiling, statistics and improvement on Art. 6(1)(b)."""
    i = index(doc)
    for purpose in doc.purpose.values():
        basis = purpose.basis.get("contract")
        if basis is not None and (
            purpose.kind in NO_CONTRACT_KINDS or i.is_a(purpose.dpv, *NO_CONTRACT_TERMS)
        ):
            yield at(
                basis,
                sentence=f"`{purpose.clause}` rests on a contract, which marketing, analysis and improvement do not need",
                why="Art. 6(1)(b) covers what is objectively necessary for the contract with that person",
                do="rest it on consent or on a legitimate interest with a balancing test",
            )


@rule("P427", title="A contract says what it needs the data for", law="LAW-02")
def contracts_say_what_for(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a contract without `necessary_for` (Art. 6(1)(b))."""
    for basis in _of_kind(doc, "contract"):
        if basis.necessary_for is None:
            yield at(
                basis,
                sentence=f"`{basis.clause}` does not say what the contract needs the data for",
                why="only what is necessary for the contract rests on it (Art. 6(1)(b))",
                do="add `necessary_for`",
            )


@rule("P428", title="A legal obligation or public task names its law", law="LAW-03")
def laws_are_named(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse Art. 6(1)(c) and (e) without the law behind them (Art. 6(3))."""
    for basis in _of_kind(doc, "legal_obligation", "public_task"):
        if basis.law is None:
            yield at(
                basis,
                sentence=f"`{basis.clause}` does not name the law it rests on",
                why="the obligation or task is laid down by Union or Member State law (Art. 6(3))",
                do="add `law` with act, chapter and section",
            )


@rule("P429", title="A legitimate interest is told", law="INF-04")
def interests_are_told(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a legitimate interest without `pursued` (Art. 13(1)(d), 14(2)(b))."""
    for basis in _of_kind(doc, "legitimate_interest"):
        if basis.pursued is None:
            yield at(
                basis,
                sentence=f"`{basis.clause}` does not tell the interest that is pursued",
                why="people are told the legitimate interests (Art. 13(1)(d)), and can object to them",
                do="add `pursued`",
            )


@rule("P430", title="A legitimate interest has a balancing test", law="LAW-04")
def interests_are_balanced(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a legitimate interest without `balancing`."""
    for basis in _of_kind(doc, "legitimate_interest"):
        if basis.balancing is None:
            yield at(
                basis,
                sentence=f"`{basis.clause}` has no balancing test",
                why="interest, necessity and balance are weighed and written down before data are used (Art. 6(1)(f), 5(2))",
                do="write the balancing test, and name its file in `balancing`",
            )


@rule("P431", title="A basis says only what belongs to its kind", law="LAW-01")
def bases_say_what_belongs(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a law with consent, an interest with a contract, and the like: two bases in one."""
    for purpose in doc.purpose.values():
        for basis in purpose.basis.values():
            said = [key for key in _ONLY_WITH if getattr(basis, key) is not None]
            wrong = [key for key in said if basis.kind not in _ONLY_WITH[key]]
            if basis.explicit and basis.kind != "consent":
                wrong.append("explicit")
            if basis.whose == "third_party" and basis.kind != "legitimate_interest":
                wrong.append("whose")
            for key in wrong:
                yield at(
                    basis,
                    key,
                    sentence=f"`{basis.clause}` says `{key}`, which does not belong to `{basis.kind}`",
                    why="people are told one basis; what belongs to another would mislead them",
                    do=f"remove `{key}`, or correct the kind of the basis",
                )


@rule("P432", title="Direct marketing rests on consent or a legitimate interest", law="LAW-05")
def marketing_has_its_bases(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse direct marketing and its profiling as a statute, a public task or a matter of life."""
    for purpose in doc.purpose.values():
        if purpose.kind not in {"direct_marketing", "profiling"}:
            continue
        for basis in purpose.basis.values():
            if basis.kind in {"legal_obligation", "public_task", "vital_interests"}:
                yield at(
                    basis,
                    sentence=f"`{purpose.clause}` is {purpose.kind.replace('_', ' ')}, which cannot rest on `{basis.kind}`",
                    why="direct marketing may be a legitimate interest (Recital 47) or rest on consent",
                    do="rest it on consent or a legitimate interest, or correct its kind",
                )


@rule("P433", title="What is marketing by its term is marketing by its kind", law="MKT-07")
def marketing_is_called_marketing(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse marketing under another kind, which the rules of marketing and of objection would not bind."""
    i = index(doc)
    for purpose in doc.purpose.values():
        is_marketing = i.is_a(purpose.dpv, "dpv:Marketing")
        is_direct = i.is_a(purpose.dpv, "dpv:DirectMarketing", "dpv:Advertising")
        if is_direct and purpose.kind not in {"direct_marketing", "profiling"}:
            yield _kind(purpose, f"has the term `{purpose.dpv}`, which is marketing, and is of another kind")
        if purpose.kind == "direct_marketing" and not is_marketing:
            yield _kind(purpose, f"is direct marketing, and its term `{purpose.dpv}` is not")


def _kind(purpose: Purpose, what: str) -> Remark:
    return at(
        purpose,
        "kind" if purpose.spot.has("kind") else "dpv",
        sentence=f"`{purpose.clause}` {what}",
        why="the kind decides which rules of marketing and objection bind (Art. 21(2), MKT-*); the term tells people",
        do="make `kind` and `dpv` say the same",
    )


@rule("P434", title="A retention or rights purpose rests on what demands it", law="LAW-01")
def kept_purposes_have_their_bases(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse consent or contract under purposes that restriction and erasure leave standing."""
    for purpose in doc.purpose.values():
        if purpose.kind not in {"storage", "rights", "legal_claims", "suppression"}:
            continue
        for basis in purpose.basis.values():
            if basis.kind in {"consent", "contract"}:
                yield at(
                    basis,
                    sentence=f"`{purpose.clause}` is of kind `{purpose.kind}` and rests on `{basis.kind}`",
                    why="restriction and erasure leave this purpose standing (Art. 17(3), 18(2)); it cannot hang on the person's will",
                    do="rest it on a legal obligation or a legitimate interest, or correct its kind",
                )


def _of_kind(doc: Document, *kinds: str) -> Iterator[Basis]:
    for purpose in doc.purpose.values():
        for basis in purpose.basis.values():
            if basis.kind in kinds:
                yield basis

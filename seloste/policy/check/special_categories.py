"""Special categories and other data that law guards more closely (Arts 9, 10, 87; SPE-*)."""

from __future__ import annotations

from collections.abc import Iterator

from seloste.policy.check.index import index
from seloste.policy.check.rule import Given, Remark, at, rule
from seloste.policy.tree.document import Document
from seloste.policy.tree.people import Another, Category

SPECIAL = "dpv:SpecialCategoryPersonalData"
CRIMINAL = ("pd:Criminal", "dpv:RecruitmentApplicantCriminalBackgroundCheck")
_NEED_A_LAW = {"employment_law", "public_interest", "care", "public_health", "research"}
# Purposes that answer, defend or keep: they read what there is, and rest on Art. 9(2)(f) or on the duty itself.
_READ_ALL = {"rights", "legal_claims", "storage", "suppression"}
_OUTSIDERS = {"controller", "joint_controller", "stakeholder", "participants"}


def _special(doc: Document) -> Iterator[Category]:
    for category in doc.data.values():
        if category.special is not None:
            yield category


@rule("P451", title="What explicit consent opened has a life of its own", law="SPE-03")
def special_data_end_by_themselves(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse health and the like that stay as long as the connection does (Art. 5(1)(c), (e); C21)."""
    for category in _special(doc):
        assert category.special is not None
        if category.special.art9 == "explicit_consent" and category.keep.follows is not None:
            yield at(
                category,
                "keep",
                sentence=f"the special category `{category.id}` is kept as long as the connection",
                why="it was given for one occasion, and is erased soon after it (Art. 5(1)(e))",
                do='write a period of its own, for instance `{ days = 14, after = "event_end" }`',
            )


@rule("P452", title="What is a special category by its term has a condition of Art. 9", law="SPE-01")
def special_items_are_special(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse an item on health, belief and the like in a category without `special` (Art. 9(1))."""
    i = index(doc)
    for category in doc.data.values():
        if category.special is None:
            for item in category.item.values():
                if i.is_a(item.dpv, SPECIAL):
                    yield at(
                        item,
                        "dpv",
                        sentence=f"`{item.clause}` is a special category by its term `{item.dpv}`, and `{category.clause}` has no condition for it",
                        why="such data are prohibited unless a condition of Art. 9(2) lifts it",
                        do="put it into a category of its own with `special`, or correct the term",
                    )


@rule("P453", title="A special category names a term that is one", law="SPE-01")
def special_terms_are_special(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse `special` with a term that is no special category, or for items that are none."""
    i = index(doc)
    for category in _special(doc):
        assert category.special is not None
        if not i.is_a(category.special.dpv, SPECIAL):
            yield at(
                category.special,
                "dpv",
                sentence=f"`{category.clause}` is a special category, and its term `{category.special.dpv}` is none",
                why="the notice and the record tell people which of the categories of Art. 9(1) it is",
                do="name the term, `pd:Health` for instance, or remove `special`",
            )


@rule("P454", title="A condition that rests on national law names it", law="SPE-02")
def conditions_name_their_law(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse Art. 9(2)(b), (g), (h), (i) or (j) without the law that allows it."""
    for category in _special(doc):
        assert category.special is not None
        if category.special.art9 in _NEED_A_LAW and category.special.law is None:
            yield at(
                category.special,
                "art9",
                sentence=f"`{category.clause}` rests on `{category.special.art9}` and names no law",
                why="this condition of Art. 9(2) holds only on the basis of Union or Member State law",
                do="add `law` with act and section, or choose explicit consent",
            )


@rule("P455", title="What national law allows has its safeguards", law="SPE-04")
def national_conditions_have_safeguards(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a special category by national law without measures to protect the person."""
    for category in _special(doc):
        assert category.special is not None
        if category.special.law is not None and not category.special.safeguards:
            yield at(
                category.special,
                "law",
                sentence=f"`{category.clause}` rests on national law and names no safeguards",
                why="such law asks for suitable and specific measures (Art. 9(2); in Finland 1050/2018 s. 6(2))",
                do="name measures in `safeguards`",
            )


@rule("P456", title="Explicit consent is asked for explicitly", law="SPE-02")
def explicit_consent_is_explicit(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a purpose that reads what explicit consent opened and has no such basis (Art. 9(2)(a))."""
    i = index(doc)
    for category in _special(doc):
        assert category.special is not None
        if category.special.art9 != "explicit_consent":
            continue
        for purpose in i.read_by[category.id]:
            consent = purpose.basis.get("consent")
            if purpose.kind not in _READ_ALL and (consent is None or not consent.explicit):
                yield at(
                    consent if consent is not None else purpose,
                    *(() if consent is not None else ("data", purpose.data.index(category.id))),
                    sentence=f"`{purpose.clause}` reads `{category.id}`, which only explicit consent opens, without such a basis",
                    why="health and the like are prohibited until the person has consented explicitly (Art. 9(2)(a))",
                    do="add `basis.consent` with `explicit = true`, or leave the category out of `data`",
                )


@rule("P457", title="Special categories serve neither marketing nor profiling", law="SPE-03")
def special_data_are_not_reused(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse marketing and profiling that read a special category."""
    i = index(doc)
    for category in _special(doc):
        for purpose in i.read_by[category.id]:
            if purpose.kind in {"direct_marketing", "profiling"}:
                yield at(
                    purpose,
                    "data",
                    purpose.data.index(category.id),
                    sentence=f"`{purpose.clause}` reads the special category `{category.id}`",
                    why="it was given for one thing, and is not used again for another (Arts 5(1)(b), 9)",
                    do="leave the category out of `data`",
                )


@rule("P458", title="Special categories are encrypted", law="SPE-04")
def special_data_are_encrypted(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a special category that lies open in the database (Art. 32(1)(a))."""
    for category in _special(doc):
        if not category.encrypted:
            yield at(
                category,
                "special",
                sentence=f"the special category `{category.id}` is not encrypted",
                why="security fits the risk (Art. 32(1)(a)); whoever steals a database steals no health data",
                do="set `encrypted = true`",
            )


@rule("P459", title="What another person gives of a special category stays unseen", law="SPE-01")
def nobody_consents_for_another(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse health given by a colleague that is seen before the person confirms it."""
    i = index(doc)
    from_others = {c for s in doc.source.values() if s.kind == "other_person" for c in s.gives}
    for category in _special(doc):
        another = category.given_by.another if category.given_by is not None else None
        if another == "at_once" or (isinstance(another, Another) and another.until_confirmed == "seen"):
            yield _unconfirmed(category, "is seen before the person has confirmed it")
        elif another is None and category.id in from_others and i.read_by[category.id]:
            yield _unconfirmed(
                category, "comes from another person, and nothing says what happens to it until"
            )


def _unconfirmed(category: Category, what: str) -> Remark:
    return at(
        category,
        *(("given_by", "another") if category.given_by is not None else ()),
        sentence=f"the special category `{category.id}`, given by another person, {what}",
        why="nobody can consent for another adult (Art. 9(2)(a)); until they confirm it, it is prohibited",
        do='write `given_by.another = { until_confirmed = "unseen", erase_after_days = 7 }`',
    )


@rule("P460", title="Criminal convictions and offences are not held", law="SPE-05")
def no_criminal_data(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse data of Art. 10, for which a customer register has no law."""
    i = index(doc)
    for name, item in i.items.items():
        if i.is_a(item.dpv, *CRIMINAL):
            yield at(
                item,
                "dpv",
                sentence=f"`{name}` is about criminal convictions or offences",
                why="such data are processed only under official authority or where law allows it (Art. 10)",
                do="remove the item",
            )


@rule("P461", title="A national identification number has its ground", law="SPE-06")
def national_numbers_have_a_ground(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a personal identity code without `national_id`, and the ground without such an item (Art. 87)."""
    i = index(doc)
    for category in doc.data.values():
        official = next((n for n in category.item.values() if i.is_a(n.dpv, "pd:OfficialID")), None)
        if official is not None and category.national_id is None:
            yield at(
                official,
                "dpv",
                sentence=f"`{official.clause}` is a national identification number, and no ground for it is given",
                why="national law limits when it may be held (Art. 87; in Finland 1050/2018 s. 29)",
                do="remove the item, or add `national_id` with the law and the reason",
            )
        if official is None and category.national_id is not None:
            yield at(
                category.national_id,
                sentence=f"`{category.clause}` has a ground for a national identification number, and none of its items is one",
                why="the notice would tell of a number that is not held",
                do="remove `national_id`, or give the item its term `pd:OfficialID`",
            )


@rule("P462", title="A special category goes to nobody but those who work for us", law="SPE-03")
def special_data_are_not_shared(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse stakeholders, participants and other controllers as recipients of a special category."""
    special = {c.id for c in _special(doc) if c.special and c.special.art9 != "explicit_consent"}
    guarded = {c.id for c in _special(doc)}
    for recipient in doc.recipient.values():
        named = guarded if recipient.kind in {"stakeholder", "participants"} else special
        if recipient.kind not in _OUTSIDERS:
            continue
        for number, category in enumerate(recipient.data):
            if category in named:
                yield at(
                    recipient,
                    "data",
                    number,
                    sentence=f"`{recipient.clause}` is of kind `{recipient.kind}` and gets the special category `{category}`",
                    why="the condition of Art. 9(2) covers the purpose it was given for, not everybody's",
                    do="leave the category out, or give it to a processor for that purpose",
                )


@rule("P463", title="Membership lifts the prohibition only for a body of members", law="SPE-02")
def members_are_members(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse Art. 9(2)(d) in a register without a connection of membership."""
    has_members = any("membership" in c.needs for c in doc.connection.values())
    for category in _special(doc):
        assert category.special is not None
        if category.special.art9 == "members" and not has_members:
            yield at(
                category.special,
                "art9",
                sentence=f"`{category.clause}` rests on membership, and no connection is one",
                why="Art. 9(2)(d) is for members, former members and regular contacts of a body without profit",
                do='add a connection with `needs = ["membership"]`, or choose another condition',
            )


@rule("P464", title="What another person may give comes from another person", law="INF-13")
def others_give_what_they_may(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse `given_by.another` without such a source, and a source of what others may not give."""
    sources = [s for s in doc.source.values() if s.kind == "other_person"]
    from_others = {c for s in sources for c in s.gives}
    for category in doc.data.values():
        by = category.given_by
        if by is None and category.special is not None:
            continue  # P459 asks more of these
        # Silence is a refusal: what nobody else was allowed to give, nobody else gives.
        refused = by is None or by.another == "refused" == by.guardian
        if refused and category.id in from_others:
            yield at(
                category,
                *(("given_by", "another") if by is not None else ()),
                sentence=f"`{category.clause}` refuses what another person gives, and a source of that kind gives it",
                why="the notice tells where data come from (Art. 14(2)(f)); both cannot be true",
                do="drop it from `gives`, or say in `given_by.another` what happens to it",
            )
        if by is not None and not refused and category.id not in from_others:
            yield at(
                by,
                "another" if by.another != "refused" else "guardian",
                sentence=f"`{category.clause}` may be given by another person, and no source of that kind gives it",
                why="the notice tells where data come from (Art. 14(2)(f))",
                do="add it to `gives` of a source of kind other_person",
            )

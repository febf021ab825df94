"""Machines: profiling, automated decisions, and children (C16; INF-14, DEF-03, CHI-01)."""

from __future__ import annotations

from seloste.policy.compile.notice.parts import Block, Entry, Facts, Paragraph, Section, Sentence
from seloste.policy.compile.notice.pen import Law, Pen
from seloste.policy.findings import Finding
from seloste.policy.tree.people import Profile

PROFILING: Law = ("INF-14", "DEF-03")
DECISIONS: Law = ("INF-14", "ADM-01")
CHILDREN: Law = ("CHI-01",)


def profiling(pen: Pen) -> Section:
    """Return each profiling rule with cause, logic, effect, weight and decay, then automated decisions."""
    blocks: list[Block] = []
    if pen.doc.profile:
        blocks.append(pen.paragraph(PROFILING, "profile", "profiling.yes", "profiling.how"))
        blocks += [_profile(pen, p) for p in pen.doc.profile.values()]
        blocks.append(pen.paragraph((*PROFILING, "OBJ-02"), "profile", "profiling.see", "profiling.object"))
    else:
        blocks.append(pen.paragraph(PROFILING, "profile", "profiling.nothing"))
    blocks.append(_decisions(pen))
    return Section("profiling", pen.word("profiling.heading"), "full", tuple(blocks))


def _profile(pen: Pen, profile: Profile) -> Entry:
    doc, clause = pen.doc, profile.clause
    interest = doc.interest.get(profile.gives)
    gives = pen.name(interest.name, interest) if interest else profile.gives
    weight = [
        pen.line("profiling.strength_is", PROFILING, f"{clause}.strength", n=str(profile.strength)),
        pen.line("profiling.decays", PROFILING, f"{clause}.decays", length=pen.length(profile.decays)),
    ]
    logic = [*pen.own(profile.logic, PROFILING, profile, f"{clause}.logic")]
    if profile.when is not None:
        said = pen.condition(profile.when)
        logic.append(pen.line("profiling.when", PROFILING, f"{clause}.when", condition=said))
    if profile.reviewed_on is not None:
        day = pen.dated(profile.reviewed_on)
        weight.append(pen.line("profiling.reviewed", PROFILING, f"{clause}.reviewed_on", date=day))
    rows = (
        pen.told("profiling.logic", tuple(logic)),
        pen.told("profiling.cause", (_cause(pen, profile),)),
        pen.told("profiling.effect", pen.own(profile.effect, PROFILING, profile, f"{clause}.effect")),
        pen.told("profiling.strength", tuple(weight)),
    )
    return Entry(pen.term(gives, PROFILING, clause), (Facts(rows),))


def _cause(pen: Pen, profile: Profile) -> Sentence:
    cause, clause = profile.cause, f"{profile.clause}.cause"
    dealing = pen.word(f"dealing.{cause.dealing}")
    if cause.about is None:
        return pen.term(dealing, PROFILING, clause)
    about = pen.names_of((cause.about,), pen.doc.controller.product_group)[0]
    return pen.line("profiling.cause_about", PROFILING, clause, dealing=dealing, about=about)


def _decisions(pen: Pen) -> Entry:
    register, clause = pen.doc.register_, "register.automated_decisions"
    decisions = register.automated_decisions
    if decisions is None:
        pen.missing.append(
            Finding(
                "P812",
                "the register does not say whether decisions are made by machine alone",
                "people must be told, also when there are none",
                "add `[register.automated_decisions]` with `made = true` or `made = false`",
                register.spot,
                clause,
                "INF-14",
            )
        )
        return pen.entry("profiling.automated", DECISIONS, clause)
    if not decisions.made:
        said = pen.paragraph(DECISIONS, clause, "profiling.automated_no")
        return pen.entry("profiling.automated", DECISIONS, clause, said)
    rows = []
    for key, text in (("logic", decisions.logic), ("consequences", decisions.consequences)):
        if text is not None:
            own = pen.own(text, DECISIONS, decisions, f"{clause}.{key}")
            rows.append(pen.told(f"profiling.automated_{key}", own))
    yes = pen.paragraph(DECISIONS, clause, "profiling.automated_yes")
    mine = pen.paragraph(DECISIONS, clause, "profiling.automated_rights")
    return pen.entry("profiling.automated", DECISIONS, clause, yes, Facts(tuple(rows)), mine)


def children(pen: Pen) -> Section:
    """Return from which age a child consents, what happens below it, and for which purposes."""
    doc = pen.doc
    heading = pen.word("children.heading")
    rule = doc.register_.children
    blocks: list[Block] = []
    if rule is None:
        blocks.append(pen.paragraph(CHILDREN, "register.children", "children.nothing"))
    else:
        clause = rule.clause
        lines = [
            pen.line("children.age", CHILDREN, f"{clause}.consent_age", n=str(rule.consent_age)),
            pen.line(f"children.below_{rule.below}", CHILDREN, f"{clause}.below"),
            pen.line("children.law", CHILDREN, f"{clause}.law", law=pen.cite(rule.law, rule)),
        ]
        blocks.append(Paragraph(tuple(lines)))
    for answer, key in (("guardian", "children.offered"), ("refused", "children.refused")):
        those = [p for p in doc.purpose.values() if p.children == answer]
        if those:
            names = [(pen.name(p.name, p), f"{p.clause}.children") for p in those]
            blocks.append(pen.listed(key, CHILDREN, "purpose", names))
    return Section("children", heading, "full", tuple(blocks))

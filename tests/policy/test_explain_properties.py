"""Properties of the evaluator on generated facts: a no binds, order means nothing, and time is foretold.

The facts are put together from every word that a facts file may use, with ids of the cases' policy,
some that it does not have, and instants that fall together often.
"""

from __future__ import annotations

import tomllib
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, get_args

import pytest
import tomlkit
from hypothesis import HealthCheck, Phase, example, given, reject, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from seloste.policy.explain import RULES, Answer, Facts, evaluate, read_facts
from seloste.policy.explain.fact import FIRST_YEAR, LAST_YEAR
from seloste.policy.findings import DocumentRefused
from seloste.policy.text.read import read
from seloste.policy.tree.document import Document, load
from seloste.policy.tree.terms import Channel, DealingKind
from tests.policy.cases import corpus, policy
from tests.policy.documents import ROOT
from tests.policy.faulty import faulty

TICK = timedelta(microseconds=1)
DAYS = [
    datetime(2026, month, day, hour, tzinfo=UTC) for month in (1, 5, 11) for day, hour in ((1, 0), (22, 10))
]
DAYS += [
    datetime(2025, 3, 1, 12, tzinfo=UTC),
    datetime(2026, 11, 21, 22, tzinfo=UTC),
    datetime(2027, 6, 1, tzinfo=UTC),
]

instants = st.sampled_from(DAYS) | st.datetimes(
    datetime(FIRST_YEAR + 1, 1, 1),  # noqa: DTZ001 -- the zone is given apart
    datetime(LAST_YEAR - 1, 1, 1),  # noqa: DTZ001 -- the zone is given apart
    timezones=st.just(UTC),
)
near_now = st.sampled_from(DAYS)
purposes = st.sampled_from([*policy().purpose, *policy().purpose, "no_such_purpose"])
topics = st.sampled_from([t for p in policy().purpose.values() for t in p.topic] + ["no_such_topic"])
senders = st.sampled_from([*policy().controller.sender, "no_such_sender"])
channels = st.sampled_from(get_args(Channel))
sources = st.sampled_from([*["self"] * 5, *policy().source, "no_such_source"])
some_channels = st.lists(channels, max_size=3, unique=True)
some_purposes = st.lists(purposes, min_size=1, max_size=2, unique=True)
booleans = st.booleans()


def one_of(*words: str) -> st.SearchStrategy[str]:
    return st.sampled_from(words)


def table(required: dict[str, Any], optional: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(required, optional=optional)


def in_order(*names: str) -> Any:
    """Return a function that sorts the named times of a fact, so that they do not contradict each other."""

    def sort(fact: dict[str, Any]) -> dict[str, Any]:
        there = [name for name in names if name in fact]
        return {**fact, **dict(zip(there, sorted(fact[name] for name in there), strict=True))}

    return sort


def likely(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(one_of("a", "b", "c"), strategy, max_size=3)


persons = table(
    {"source": sources, "obtained_at": near_now},
    {
        "birth_date": st.sampled_from([d.date().replace(year=y) for d in DAYS for y in (1980, 2009, 2013)]),
        "organisation": st.just("clinic"),
        "language": one_of("fi", "sv"),
        "dealings": st.lists(st.sampled_from(get_args(DealingKind)), max_size=2, unique=True),
    },
)
connections = table(
    {
        "kind": st.sampled_from([*["customer", "contact_person"] * 5, *policy().connection, "no_such_kind"]),
        "began_at": near_now,
    },
    {
        "ended_at": instants,
        "last_contact_at": near_now,
        "organisation": st.just("clinic"),
        "nature": st.just("teaches"),
        "member": booleans,
        "guardian": booleans,
        "sale": one_of("a", "b"),
        "events": table({}, {"membership_end": instants}),
    },
).map(in_order("began_at", "ended_at"))
contact_points = table(
    {"channel": channels, "capacity": one_of("private", "work"), "source": sources, "obtained_at": near_now},
    {
        "organisation": st.just("clinic"),
        "holder": one_of(*["person"] * 5, "organisation"),
        "duties_match": booleans,
        "free_mail": booleans,
        "undeliverable_at": instants,
        "verified_at": instants,
        "blocked_at": near_now,
        "block_ended_at": instants,
    },
).map(in_order("blocked_at", "block_ended_at"))
consents = table(
    {
        "purpose": st.just("direct_marketing") | purposes,
        "given_at": near_now,
        "act": one_of("own", "own", "pre_ticked"),
        "asked": one_of("apart", "apart", "within_terms"),
        "condition_of_contract": one_of("", "", "x").map(bool),
        "evidence": one_of("proven", "proven", "unproven"),
        "policy_version": st.integers(1, 3),
    },
    {
        "topic": topics,
        "channels": some_channels,
        "confirmed_at": instants,
        "explicit": booleans,
        "given_by": one_of("self", "guardian"),
        "guardian_verified": booleans,
        "tracking": booleans,
        "box": one_of("form.counter.consent.product_news", "form.nowhere", "register", "claim..x"),
    },
).map(in_order("given_at", "confirmed_at"))
withdrawn = st.tuples(consents, instants).map(
    lambda both: in_order("given_at", "withdrawn_at")({k: v for k, v in both[0].items() if k != "confirmed_at"} | {"withdrawn_at": both[1]})
)  # fmt: skip
objections = st.one_of(
    table({"scope": st.just("all_marketing"), "raised_at": near_now}, {"channels": some_channels, "ended_at": instants}),
    table({"scope": one_of("purpose", "situation"), "purposes": some_purposes, "raised_at": near_now}, {"channels": some_channels, "ended_at": instants}),
    table({"scope": st.just("topic"), "topic": topics, "raised_at": near_now}, {"channels": some_channels}),
    table({"scope": st.just("sender"), "sender": senders, "raised_at": near_now}, {"channels": some_channels}),
    table(
        {"scope": st.just("situation"), "purposes": some_purposes, "raised_at": near_now, "decision": one_of("upheld", "rejected"), "decided_at": instants},
        {},
    ),
).map(in_order("raised_at", "ended_at", "decided_at"))  # fmt: skip
ban_times = in_order("placed_at", "valid_until", "lifted_at")
bans = table(
    {
        "on": one_of("address", "person"),
        "source": one_of("person", "proxy", "outside_list", "own_decision", "suppression"),
        "placed_at": near_now,
    },
    {
        "valid_until": instants,
        "lifted_at": instants,
        "channels": some_channels,
        "covers": one_of("marketing", "everything"),
        "purposes": some_purposes,
    },
).map(ban_times) | table(
    {
        "on": st.just("organisation"),
        "organisation": st.just("clinic"),
        "source": st.just("person"),
        "placed_at": near_now,
    },
    {"valid_until": instants},
).map(ban_times)
restrictions = table(
    {
        "ground": one_of("accuracy", "unlawful", "needed_for_claims", "objection_pending"),
        "began_at": near_now,
    },
    {"purposes": some_purposes, "ended_at": instants, "told_at": instants},
).map(in_order("began_at", "told_at", "ended_at"))
sales = table(
    {
        "kind": one_of("paid", "free_tier_linked"),
        "product_group": one_of("appointment_software", "website_services"),
        "seller": senders,
        "sold_at": near_now,
        "address_obtained": booleans,
        "refusal_offered": booleans,
        "refused": booleans,
    },
    {
        "legal_note": booleans,
        "by_call": booleans,
        "buyer": one_of("consumer", "business"),
        "offered_in_writing_at": instants,
        "accepted_in_writing_at": instants,
    },
).map(in_order("sold_at", "offered_in_writing_at", "accepted_in_writing_at"))
notices = table({"what": one_of("art13", "art14"), "given_at": near_now}, {}) | table(
    {
        "what": st.just("exemption"),
        "exemption": one_of("already_has", "disproportionate"),
        "given_at": near_now,
    },
    {"justified": booleans},
)
messages = table(
    dict.fromkeys(("contains_marketing", "asks_for_consent", "tracks"), booleans),
    dict.fromkeys(
        ("confirms_consent", "recognisable", "names_sender", "stop_address", "carries_notice", "carries_source", "carries_objection"),
        booleans,
    ),
)  # fmt: skip


ALL = [tomllib.loads(case.facts.decode()) for case in corpus()]
CONSENTED = [facts for facts, case in zip(ALL, corpus(), strict=True) if "CON-01" in (case.rules or ())]
LAWFUL = [facts for facts, case in zip(ALL, corpus(), strict=True) if case.permitted]


OTHERS = [
    load(read(name, (ROOT / name).read_bytes()))
    for name in ("policies/medtime-pro.toml", "policies/association.toml", "tests/policies/small/policy.toml")
]


@st.composite
def worlds(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a facts file as plain values; two of three follow a case, so that a yes is not rare."""
    if draw(one_of("a world", "a case", "a case")) == "a case":
        facts: dict[str, Any] = deepcopy(draw(st.sampled_from(LAWFUL) | st.sampled_from(ALL)))
        facts["question"]["instant"] = draw(st.sampled_from([facts["question"]["instant"]] * 3 + DAYS))
        return facts
    question: dict[str, Any] = {
        "purpose": draw(st.just("direct_marketing") | purposes),
        "instant": draw(near_now | instants),
    }
    known = policy().purpose.get(question["purpose"])
    if known is not None and known.topic:
        question["topic"] = draw(st.sampled_from([*list(known.topic) * 5, "no_such_topic"]))
    facts = {
        "question": question,
        "person": draw(persons) | draw(st.sampled_from([{}] * 9 + [{"erased_at": DAYS[2]}])),
        "organisation": {"clinic": {"legal_form": draw(one_of("company", "sole_trader", "unknown"))}},
        "connection": draw(likely(connections)) | draw(st.fixed_dictionaries({"own": connections})),
        "consent": draw(likely(consents | withdrawn)),
        "objection": draw(st.just({}) | likely(objections)),
        "ban": draw(st.just({}) | likely(bans)),
        "restriction": draw(st.just({}) | likely(restrictions)),
        "sale": draw(st.fixed_dictionaries({"a": sales, "b": sales})),
        "notice": draw(likely(notices)),
    }
    if draw(booleans):
        facts["contact_point"] = draw(contact_points)
        if draw(booleans):
            facts["message"] = draw(messages)
    return facts


def stated(facts: dict[str, Any]) -> Facts:
    """Return the facts that a file with these values has; contradictory ones are left out of the test."""
    try:
        return Facts.model_validate(frozen(facts))
    except ValidationError:
        reject()


def frozen(value: Any) -> Any:
    """Return lists as tuples, as the reader of facts files does."""
    if isinstance(value, dict):
        return {key: frozen(inner) for key, inner in value.items()}
    return tuple(value) if isinstance(value, list) else value


def at(facts: Facts, instant: datetime) -> Answer:
    """Return the answer to the same question at another instant."""
    return evaluate(
        policy(),
        facts.model_copy(update={"question": facts.question.model_copy(update={"instant": instant})}),
    )


def parts(answer: Answer) -> tuple[bool, bool | None]:
    return answer.process.permitted, None if answer.reach is None else answer.reach.permitted


many = settings(max_examples=150, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])


def test_the_worlds_hold_many_a_yes_and_many_a_no() -> None:
    """A control of the properties below: they would be empty if nothing were ever permitted."""
    seen: list[Answer] = []

    @settings(max_examples=300, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
    @given(worlds())
    def look(facts: dict[str, Any]) -> None:
        seen.append(evaluate(policy(), stated(facts)))

    look()
    assert sum(answer.permitted for answer in seen) > 40
    assert sum(not answer.permitted for answer in seen) > 60
    assert sum(answer.changes_at is not None for answer in seen) > 60
    assert len({rule for answer in seen for rule in answer.reasons}) > 30


@many
@given(worlds())
def test_it_always_answers_and_every_answer_has_its_reasons(facts: dict[str, Any]) -> None:
    given = evaluate(policy(), stated(facts))
    assert given.steps
    assert given.permitted == (not given.refused_by)
    assert set(given.reasons) <= set(RULES)
    assert given.as_text().count("\n") >= 2
    assert given.as_json()["permitted"] is given.permitted
    for clause in {given.clause, *(step.clause for step in given.steps)} - {""}:
        assert policy().node(clause) is not None, clause


@many
@given(worlds(), st.sampled_from(OTHERS))
def test_it_answers_by_any_policy(facts: dict[str, Any], other: Document) -> None:
    """What these facts name is mostly unknown there; purposes and topics are exchanged for some that are known."""
    some = next(iter(other.purpose.values())).id
    for purpose in {facts["question"]["purpose"], some, *[p.id for p in other.purpose.values() if p.topic]}:
        topic = next(iter(other.purpose[purpose].topic), None) if purpose in other.purpose else None
        question = {"purpose": purpose, "instant": facts["question"]["instant"]}
        asked = {**facts, "question": question | ({"topic": topic} if topic else {})}
        asked.pop("value", None)
        given = evaluate(other, stated(asked))
        assert given.as_text().count("\n") >= 2
        for clause in {given.clause, *(step.clause for step in given.steps)} - {""}:
            assert other.node(clause) is not None, clause


@many
@given(worlds(), objections)
def test_an_objection_never_opens_anything(facts: dict[str, Any], more: dict[str, Any]) -> None:
    before = evaluate(policy(), stated(facts))
    after = evaluate(policy(), stated({**facts, "objection": {**facts.get("objection", {}), "more": more}}))
    assert before.permitted or not after.permitted
    assert before.process.permitted or not after.process.permitted


@many
@given(worlds(), bans)
def test_a_ban_never_opens_anything(facts: dict[str, Any], more: dict[str, Any]) -> None:
    before = evaluate(policy(), stated(facts))
    clinic = facts.get("organisation") or {"clinic": {"legal_form": "company"}}
    after = evaluate(
        policy(),
        stated({**facts, "organisation": clinic, "ban": {**facts.get("ban", {}), "more": more}}),
    )
    assert before.permitted or not after.permitted


@many
@given(worlds(), restrictions)
def test_a_restriction_never_opens_anything(facts: dict[str, Any], more: dict[str, Any]) -> None:
    before = evaluate(policy(), stated(facts))
    after = evaluate(
        policy(), stated({**facts, "restriction": {**facts.get("restriction", {}), "more": more}})
    )
    assert before.permitted or not after.permitted


@many
@given(st.sampled_from(CONSENTED) | worlds(), consents, instants)
def test_a_withdrawal_never_opens_anything(
    facts: dict[str, Any], more: dict[str, Any], when: datetime
) -> None:
    when = max(when, more["given_at"], more.get("confirmed_at", when))
    standing = stated(with_consent(facts, more))
    ended = stated(with_consent(facts, {**more, "withdrawn_at": when}))
    assert evaluate(policy(), standing).permitted or not evaluate(policy(), ended).permitted


@many
@given(st.sampled_from(CONSENTED) | worlds(), consents)
def test_taking_a_standing_consent_away_never_opens_anything(
    facts: dict[str, Any], more: dict[str, Any]
) -> None:
    there, gone = stated(with_consent(facts, more)), stated(facts)
    assert evaluate(policy(), there).permitted or not evaluate(policy(), gone).permitted


def with_consent(facts: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    """Return the facts with one more consent, to the purpose asked about in most cases."""
    purpose = facts["question"]["purpose"] if more["purpose"] == "direct_marketing" else more["purpose"]
    return {**facts, "consent": {**facts.get("consent", {}), "more": {**more, "purpose": purpose}}}


@many
@given(worlds())
def test_the_order_of_the_facts_means_nothing(facts: dict[str, Any]) -> None:
    turned = {
        name: dict(reversed(fact.items())) if isinstance(fact, dict) else fact
        for name, fact in reversed(facts.items())
    }
    there, back = evaluate(policy(), stated(facts)), evaluate(policy(), stated(turned))
    assert (there.permitted, there.clause, there.steps) == (back.permitted, back.clause, back.steps)
    assert (there.lapses_at, there.changes_at) == (back.lapses_at, back.changes_at)


@many
@given(worlds(), st.floats(0, 1))
@example({"question": {"purpose": "rights", "instant": DAYS[0]}}, 0.5)
def test_the_answer_stays_until_the_instant_it_names_and_changes_there(
    facts: dict[str, Any], share: float
) -> None:
    known = stated(facts)
    now = evaluate(policy(), known)
    asked = known.question.instant
    end = now.changes_at or datetime(LAST_YEAR + 150, 1, 1, tzinfo=UTC)
    assert now.lapses_at == (now.changes_at if now.permitted else None)
    assert end > asked
    for between in (asked + (end - asked) * share, end - TICK):
        if between < end:
            assert parts(at(known, between)) == parts(now), between
    if now.changes_at is not None:
        assert parts(at(known, now.changes_at)) != parts(now)


junk = st.recursive(
    st.none().map(lambda _: "") | booleans | st.integers() | st.text(max_size=8) | instants,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(one_of("a", "purpose", "instant", "kind"), inner, max_size=2),
    max_leaves=6,
)  # fmt: skip


@many
@given(
    worlds(),
    st.sampled_from([*Facts.model_fields, "other"]),
    one_of("", "a", "purpose", "given_at", "began_at"),
    junk,
)
def test_a_strange_file_is_refused_with_findings_or_answered(
    facts: dict[str, Any], name: str, inside: str, value: Any
) -> None:
    strange = (
        {**facts, name: {**facts[name], inside: value}}
        if inside and facts.get(name)
        else {**facts, name: value}
    )
    try:
        content = tomlkit.dumps(strange).encode()
    except (ValueError, TypeError, UnicodeEncodeError):
        reject()
    answered_or_refused(content)


@settings(max_examples=300)
@given(st.binary(max_size=60), st.integers(0, 900), st.integers(0, 40))
def test_a_damaged_file_is_refused_with_findings_or_answered(put: bytes, start: int, cut: int) -> None:
    whole = corpus()[0].facts
    answered_or_refused(whole[:start] + put + whole[start + cut :])


def answered_or_refused(content: bytes) -> None:
    try:
        facts = read_facts(content, "facts.toml")
    except DocumentRefused as refused:
        texts = [finding.as_text("facts.toml") for finding in refused.findings]
    else:
        texts = []
        evaluate(policy(), facts).as_text()
    assert all(text.count("\n    ") == 2 for text in texts)


# Property, and a fault that breaks it: file, what stands there, what stands there instead.
BASIS = "    yield legal_basis(m)\n"
CONTROLS = {
    test_it_always_answers_and_every_answer_has_its_reasons: (
        "evaluate.py",
        "Part(permitted=False, clause=gate.clause",
        "Part(permitted=True, clause=gate.clause",
    ),
    test_an_objection_never_opens_anything: (
        "process.py",
        BASIS,
        "    if not m.facts.objection:\n    " + BASIS,
    ),
    test_a_ban_never_opens_anything: ("process.py", BASIS, "    if not m.facts.ban:\n    " + BASIS),
    test_a_restriction_never_opens_anything: (
        "process.py",
        BASIS,
        "    if not m.facts.restriction:\n    " + BASIS,
    ),
    test_a_withdrawal_never_opens_anything: (
        "process.py",
        BASIS,
        "    if not any(c.withdrawn_at for c in m.facts.consent.values()):\n    " + BASIS,
    ),
    test_taking_a_standing_consent_away_never_opens_anything: (
        "consents.py",
        "    for reasons in tried:\n        if all_hold(reasons):\n            return reasons",
        "    for reasons in tried:\n        if not all_hold(reasons):\n            return reasons",
    ),
    test_the_answer_stays_until_the_instant_it_names_and_changes_there: (
        "moment.py",
        "self.next = at\n",
        "pass\n",
    ),
}


TABLES = {"connection", "consent", "objection", "ban", "restriction", "sale", "notice"}


@pytest.mark.parametrize("prop", CONTROLS, ids=lambda prop: prop.__name__)
def test_a_fault_breaks_the_property(prop: Any, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), "evaluate", faulty(folder, *CONTROLS[prop]))
    # The first counterexample is enough; looking for the smallest one would take most of the time.
    monkeypatch.setattr(
        prop, "_hypothesis_internal_use_settings", settings(many, phases=[Phase.generate], max_examples=5_000)
    )
    with pytest.raises((AssertionError, BaseExceptionGroup)):
        prop()


def test_facts_in_the_order_of_the_file_break_the_property(monkeypatch: pytest.MonkeyPatch) -> None:
    really_stated = stated

    def as_written(facts: dict[str, Any]) -> Facts:
        known = really_stated(facts)
        tables = {k: {name: getattr(known, k)[name] for name in v} for k, v in facts.items() if k in TABLES}
        return known.model_copy(update=tables)

    prop: Any = test_the_order_of_the_facts_means_nothing
    monkeypatch.setitem(globals(), "stated", as_written)
    with pytest.raises((AssertionError, BaseExceptionGroup)):
        prop()

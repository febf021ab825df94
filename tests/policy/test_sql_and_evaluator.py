"""The compiled SQL and the evaluator, written apart, give the same answers: on the corpus and on mixed facts.

Everyone is planted as rows; the functions that activation makes are asked once for all of them. Every
purpose, topic and contact point is compared, not only the one that a case asks about. The corpus also
asks about one message or one value; those are no standing permissions, so both are asked without them.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from seloste.policy.compile.postgres import Statement, statements
from seloste.policy.explain import Facts, evaluate
from seloste.policy.explain.answer import Answer
from seloste.policy.tree.terms import Capacity
from tests.policy.cases import corpus, policy
from tests.policy.planting import Planted, Planter
from tests.policy.scaffold import Permitted, Register, activated, earliest, rooms_for, run
from tests.postgres import Database

pytestmark = pytest.mark.database

NOON = datetime(2026, 11, 22, 10, tzinfo=UTC)
INSTANTS = (NOON, NOON + timedelta(days=20), NOON + timedelta(days=11))  # the last day for telling a prospect
CAPACITIES: tuple[Capacity, ...] = ("private", "work")
MIXED = ("connection", "consent", "objection", "ban", "restriction", "sale", "notice")
STANDING = {"storage", "rights", "legal_claims", "suppression"}


@dataclass(frozen=True)
class Someone:
    """One set of facts, planted; the question in it is replaced by every question there is."""

    name: str
    facts: Facts
    planted: Planted


def standing(facts: Facts, at: datetime) -> Facts:
    """Return the facts at an instant, without the one message or value they may be about."""
    question = facts.question.model_copy(update={"data": None, "as_total": False, "instant": at})
    return facts.model_copy(update={"message": None, "value": None, "question": question})


def comparable(facts: Facts) -> bool:
    """Tell whether the facts are about somebody who can be in the register at all.

    An erased person has no row and no bit, whatever a statute keeps elsewhere. A source that the policy does
    not name cannot be stored, so it is asked only where it must close.
    """
    person, sources = facts.person, policy().source
    if person is None:
        return False
    erased = person.erased_at is not None and person.erased_at <= facts.question.instant
    known = person.source in sources and (
        facts.contact_point is None or facts.contact_point.source in sources
    )
    return not erased and known


def asked(facts: Facts, **question: Any) -> Answer:
    said = {"topic": None, "sender": None, "channel": None, "capacity": None, **question}
    return evaluate(policy(), facts.model_copy(update={"question": facts.question.model_copy(update=said)}))


@dataclass(frozen=True)
class Asked:
    """One question put to the evaluator: the purpose as a whole, or reaching someone for it."""

    facts: Facts
    purpose: str
    topic: str | None
    is_reach: bool

    def answers(self, at: datetime) -> list[Answer]:
        """Return its answers at an instant; a purpose as a whole is asked in one capacity and the other."""
        facts = standing(self.facts, at)
        if self.is_reach:
            return [asked(facts, purpose=self.purpose, topic=self.topic)]
        bare = facts.model_copy(update={"contact_point": None})
        return [asked(bare, purpose=self.purpose, capacity=c) for c in CAPACITIES]

    def permitted(self, at: datetime) -> bool:
        return any(a.permitted for a in self.answers(at))

    def flips_at(self, at: datetime) -> datetime | None:
        """Return the first later instant at which the answer is another; None is never."""
        said, here = self.permitted(at), at
        while (then := earliest(*(a.changes_at for a in self.answers(here)))) is not None:
            if self.permitted(then) != said:
                return then
            here = then
        return None


def to_come(facts: Facts) -> bool:
    """Tell whether something is stated that rooms would write only once it has happened."""
    at, point = facts.question.instant, facts.contact_point
    accepted = [s.accepted_in_writing_at for s in facts.sale.values() if s.accepted_in_writing_at is not None]
    return any(a > at for a in accepted) or (point is not None and point.obtained_at > at)


def aims() -> Iterator[tuple[str, str | None]]:
    for purpose in policy().purpose.values():
        if purpose.topic:
            yield from ((purpose.id, topic) for topic in purpose.topic)
        elif purpose.reach:
            yield purpose.id, None


Known = dict[tuple[str], tuple[bool, datetime | None]]


def differences(
    register: Register, people: Iterable[Someone], at: datetime, known: Known | None = None
) -> Iterator[str]:
    """Yield every answer on which the two differ, at one instant.

    known:  what the evaluator has said already about these people, where they are asked about again.
    """
    known = {} if known is None else known
    people = list(people)
    persons = [s.planted.person for s in people]
    opened, reached = register.all_processed(persons, at), register.all_reached(persons, at)
    addresses = [s.planted.address for s in people if s.planted.address is not None]
    organisations = register.all_reached_organisations(addresses, at)
    for someone in people:
        facts, here = standing(someone.facts, at), someone.planted
        if facts.person is not None:
            held = opened[here.person]
            for purpose in policy().purpose:
                question = Asked(facts, purpose, None, is_reach=False)
                yield from _compared(someone.name, question, held, purpose in held.held, at, known)
        if facts.contact_point is not None:
            for purpose, topic in aims():
                name = f"{purpose}.{topic}" if topic else purpose
                point = reached.get(here.point) if here.point is not None else None
                held_at = (
                    point.held if point is not None else organisations.get(here.address or here.person, set())
                )
                question = Asked(facts, purpose, topic, is_reach=True)
                yield from _compared(someone.name, question, point, name in held_at, at, known)


def _compared(
    who: str, question: Asked, held: Permitted | None, by_sql: bool, at: datetime, known: Known
) -> Iterator[str]:
    about = f"{who} at {at:%Y-%m-%d}: {'reach ' if question.is_reach else ''}{question.purpose} {question.topic or ''}"
    if (about,) not in known:
        known[about,] = question.permitted(at), question.flips_at(at)
    said, ends = known[about,]
    if by_sql != said:
        yield f"{about}: SQL {by_sql}, evaluator {said}"
    elif held is not None and ends is not None and not to_come(question.facts):
        if held.recompute_at is None or held.recompute_at > ends:
            yield f"{about}: asked again at {held.recompute_at}, but the answer changes at {ends}"
        steady = policy().purpose[question.purpose].kind in STANDING
        if said and not steady and (held.lapses_at is None or held.lapses_at > ends):
            yield f"{about}: lapses at {held.lapses_at}, but the facts end at {ends}"


def planted(register: Register, facts: Iterable[tuple[str, Facts]], at: datetime) -> list[Someone]:
    """Plant everyone whose facts can be compared, as they stand at an instant."""
    register.forget()
    found = []
    for name, one in facts:
        here = standing(one, at)
        someone = Someone(name, here, Planter(register, here).plant())
        if comparable(here) or someone.planted.address is not None:
            found.append(someone)
    return found


def from_the_corpus() -> list[tuple[str, Facts]]:
    return [(f"{case.story}/{case.name}", case.read()) for case in corpus()]


def mixed(count: int, seed: int) -> Iterator[tuple[str, Facts]]:
    """Yield facts in which people of the corpus have each other's consents, objections, bans and so on."""
    chance, known = random.Random(seed), from_the_corpus()
    made = 0
    while made < count:
        (name, facts), (other, giver) = chance.choice(known), chance.choice(known)
        groups = chance.sample(MIXED, chance.randint(1, 4))
        organisations = {**giver.organisation, **facts.organisation}
        given = {
            g: {**getattr(facts, g), **{f"x_{k}": v for k, v in getattr(giver, g).items()}} for g in groups
        }
        if "connection" in given:
            given["sale"] = {**given.get("sale", facts.sale), **giver.sale}
        try:
            both = Facts.model_validate(
                {**{f: getattr(facts, f) for f in Facts.model_fields}, **given, "organisation": organisations}
            )
        except ValidationError:
            continue  # facts that contradict each other are nobody's
        yield f"{name} with {'+'.join(groups)} of {other}", both
        made += 1


@pytest.fixture
def register(database: Database) -> Iterator[Register]:
    with database.connect() as owner:
        yield activated(database, owner, policy(), rooms_for(policy()))


@pytest.mark.slow
@pytest.mark.parametrize("days", [0, -25, 20, 90, 400])
def test_they_agree_on_the_whole_corpus(register: Register, days: int) -> None:
    at = NOON + timedelta(days=days)
    people = planted(register, from_the_corpus(), at)
    assert len(people) > 150
    assert list(differences(register, people, at)) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_they_agree_on_mixed_facts(register: Register, seed: int) -> None:
    at = NOON + timedelta(days=[0, 12, -40][seed])
    people = planted(register, mixed(200, seed), at)
    assert len(people) > 120
    assert list(differences(register, people, at)) == []


# Each fault is a piece of the compiled rules changed; each has to be noticed on the corpus.
FAULTS = {
    "withdrawn consents count": ("least(coalesce(f.withdrawn_at, 'infinity'), ", "least('infinity'::timestamptz, "),
    "unsound consents count": ("f.is_sound and ", ""),
    "unconfirmed consents count": ("f.confirmed_at <= instant or", "true or"),
    "consents need no review": ("enforcement.period_end(f.given_at, '24 months'", "enforcement.period_end(f.given_at, '240 months'"),
    "consents are to every topic": (" and c.topic = ", " and c.topic is distinct from 'x' || "),
    "withdrawn consents close nothing": ("max(w.withdrawn_at) filter", "max(null::timestamptz) filter"),
    "withdrawing a purpose closes nothing": ("then withdrawn_at end)", "then null::timestamptz end)"),
    "bans have no effect": ("case when f.placed_at > instant then f.placed_at else '-infinity' end", "'infinity'::timestamptz"),
    "bans bind every channel": ("channel is null or channel = at_channel", "true"),
    "objections have no effect": ("case when raised_at > instant then raised_at else '-infinity' end", "'infinity'::timestamptz"),
    "restrictions have no effect": ("case when began_at > instant then began_at else '-infinity' end as spared_until", "'infinity'::timestamptz as spared_until"),
    "a forbidden purpose stays open": ("case when placed_at > instant then placed_at else '-infinity' end", "'infinity'::timestamptz"),
    "ended connections are live": ("least(coalesce(f.ended_at, 'infinity'),", "least('infinity'::timestamptz,"),
    "nobody needs an organisation": ("f.organisation_id is not null", "true"),
    "refused sales open": ("and not s.is_refused", ""),
    "any seller's sale opens": (" and sender = ", " and sender is distinct from 'x' || "),
    "untold people are reached": ("bool_and(coalesce(", "bool_and(true or coalesce("),
    "the month for telling never ends": ("when exemption is null then told_by", "when exemption is null then 'infinity'::timestamptz"),
    "guardians are not needed": ("f.by_guardian", "true"),
    "children consent alone": ("and a.born_to is null", ""),
    "duties do not matter": ("p.capacity = 'work' and p.duties_match", "p.capacity = 'work'"),
    "a period ends a day early": ("::date + length)::date + 1)", "::date + length)::date)"),
}  # fmt: skip


def changed(these: Iterable[Statement], find: str, put: str) -> tuple[list[Statement], int]:
    """Return the statements with a fault planted, and in how many places."""
    made, places = [], 0
    for s in these:
        places += s.sql.count(find)
        made.append(Statement(s.name, s.sql.replace(find, put), s.clause, s.sentence))
    return made, places


@pytest.mark.slow
def test_each_planted_fault_is_noticed(register: Register) -> None:
    people = [p for p in planted(register, from_the_corpus(), NOON) if not to_come(p.facts)]
    known: Known = {}
    whole = statements(policy(), register.house)
    for name, (find, put) in FAULTS.items():
        faulty, places = changed(whole, find, put)
        assert places, f"{name}: nothing to change"
        run(register.owner, _functions(faulty))
        assert any(True for at in INSTANTS for _ in differences(register, people, at, known)), name
        run(register.owner, _functions(whole))
    assert not [d for at in INSTANTS for d in differences(register, people, at, known)]


def _functions(these: Iterable[Statement]) -> list[Statement]:
    return [
        s for s in these if s.name.startswith(("may ", "end of ", "birthday")) and s.name != "may disclose"
    ]

"""Controls: the cases notice an evaluator that is wrong.

A copy of the evaluator with one fault in its source is loaded beside the real one and answers the
cases. Every refusal that it can pronounce is turned into a yes, one after the other, and then come
the faults that a person might write.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from seloste.policy.explain import Facts
from tests.policy.cases import Case, corpus, policy
from tests.policy.faulty import ROOM, Evaluate, faulty

# File, what stands there, what a mistaken hand might have written instead.
FAULTS = {
    "a consent to one topic opens another": (
        "consents.py",
        "m.topic is not None and c.topic != m.topic.id",
        "False",
    ),
    "a consent to one channel opens another": ("consents.py", "m.point.channel not in c.channels", "False"),
    "a consent to another purpose counts": (
        "consents.py",
        "if c.purpose == m.purpose.id and also(c)",
        "if also(c)",
    ),
    "a withdrawn consent counts": (
        "consents.py",
        "if c.withdrawn_at is not None and m.now.reached(c.withdrawn_at):",
        "if False:",
    ),
    "a withdrawal works backwards": (
        "consents.py",
        "c.withdrawn_at is not None and m.now.reached(c.withdrawn_at):",
        "c.withdrawn_at is not None:",
    ),
    "a consent counts before it is given": ("consents.py", "if not m.now.reached(c.given_at):", "if False:"),
    "a consent that is not explicit lifts Art. 9": (
        "process.py",
        "lambda c: c.explicit, reaching=False",
        "lambda c: True, reaching=False",
    ),
    "an explicit consent is not asked for as a basis": (
        "process.py",
        "c.explicit or not basis.explicit",
        "True",
    ),
    "a withdrawal closes no other way": (
        "reach.py",
        "return reasons if closed is None or not all_hold(reasons) else [closed, *reasons]",
        "return reasons",
    ),
    "a withdrawal closes no other basis": (
        "process.py",
        "found = [closed] if closed is not None else []",
        "found: Reasons = []",
    ),
    "a withdrawal is never undone": ("consents.py", "if anew is not None and all_hold(anew):", "if False:"),
    "an unsound consent undoes a withdrawal": (
        "consents.py",
        "if anew is not None and all_hold(anew):",
        "if anew is not None:",
    ),
    "a withdrawal closes every channel": (
        "consents.py",
        "not c.channels or (m.point is not None and m.point.channel in c.channels)",
        "True",
    ),
    "consents never grow old": ("consents.py", "if m.now.reached(until):", "if False:"),
    "an unconfirmed consent opens e-mail": (
        "consents.py",
        "if c.confirmed_at is None or not m.now.reached(c.confirmed_at):",
        "if False:",
    ),
    "a child consents alone": ("consents.py", "if old_enough:", "if old_enough is not None:"),
    "an unknown age counts as grown up": (
        "consents.py",
        "if said_nothing and not offered:",
        "if said_nothing:",
    ),
    "a guardian need not be verified": (
        "consents.py",
        'c.given_by == "guardian" and c.guardian_verified',
        'c.given_by == "guardian"',
    ),
    "an objection stops the named channel only": ("refusals.py", "if not o.channels}", "if False}"),
    "an objection leaves profiling alone": ("refusals.py", 'if m.purpose.kind == "profiling":', "if False:"),
    "an objection to one topic stops all": (
        "refusals.py",
        "return o.topic == topic or not any",
        "return True or not any",
    ),
    "an objection to a forgotten topic is forgotten": (
        "refusals.py",
        "return o.topic == topic or not any(o.topic in p.topic for p in m.doc.purpose.values())",
        "return o.topic == topic",
    ),
    "an objection to one sender stops the other": (
        "refusals.py",
        "return o.sender == m.purpose.topic[topic].sender",
        "return True",
    ),
    "an objection binds for ever": (
        "matter.py",
        "self.now.between(o.raised_at, o.ended_at)",
        "self.now.reached(o.raised_at)",
    ),
    "an objection from the situation stops a contract": (
        "process.py",
        'if basis.kind != "contract" else []',
        'if basis.kind != "" else []',
    ),
    "an objection from the situation stops claims": (
        "refusals.py",
        "if m.is_standing:  # Art. 18(2), 21(1): legal claims go on",
        "if False:",
    ),
    "a pending objection waits for its decision": (
        "refusals.py",
        "if o.decided_at is None or not m.now.reached(o.decided_at):",
        "if o.decided_at is None:",
    ),
    "an objection to marketing is weighed": (
        "matter.py",
        'if objection.scope in {"all_marketing", "topic", "sender"}:',
        'if objection.scope != "situation" and False:',
    ),
    "a restriction of one purpose stops all": (
        "refusals.py",
        "if r.purposes and m.purpose.id not in r.purposes:",
        "if False:",
    ),
    "a restriction stops storage": (
        "refusals.py",
        'if m.is_standing:\n        return [holds("RES-02"',
        'if False:\n        return [holds("RES-02"',
    ),
    "a restriction is lifted without telling": (
        "refusals.py",
        "if r.told_at is not None and r.told_at <= r.ended_at:",
        "if True:",
    ),
    "a restriction is told of afterwards": (
        "refusals.py",
        "r.told_at is not None and r.told_at <= r.ended_at",
        "r.told_at is not None",
    ),
    "an exception holds for every purpose": (
        "refusals.py",
        "if m.purpose.id in r.exception_for:",
        "if r.exception_for:",
    ),
    "an erasure forgets the ban": ("refusals.py", 'if m.purpose.kind == "suppression":', "if False:"),
    "an exemption keeps everything": (
        "refusals.py",
        "if m.purpose.id in person.kept_for:",
        "if person.kept_for:",
    ),
    "a ban outlasts its list": ("refusals.py", "(ban.valid_until, ban.lifted_at)", "(ban.lifted_at,)"),
    "a ban cannot be lifted": ("refusals.py", "(ban.valid_until, ban.lifted_at)", "(ban.valid_until,)"),
    "a ban on marketing stops service": ("refusals.py", 'ban.covers == "marketing" and', "False and"),
    "a ban on one channel stops all": (
        "refusals.py",
        "if ban.channels and channel not in ban.channels:",
        "if False:",
    ),
    "an organisation's ban stops private addresses": (
        "refusals.py",
        'm.point.capacity == "work" and m.point.organisation',
        "m.facts.person and m.facts.person.organisation",
    ),
    "an organisation's ban leaves its people open": (
        "refusals.py",
        'm.point.capacity == "work" and m.point.organisation == ban.organisation',
        "m.no_person",
    ),
    "a forbidden purpose goes on": ("process.py", "    yield Gate(forbidden_purpose(m))\n", ""),
    "an ended connection carries a contract": (
        "process.py",
        "any_connections(m) if m.is_standing else live_connections(m)",
        "any_connections(m)",
    ),
    "storage ends with the connection": (
        "process.py",
        "    if not m.is_standing:\n        yield Gate(in_the_register(m))",
        "    if True:\n        yield Gate(in_the_register(m))",
    ),
    "the last basis that holds is the one": (
        "process.py",
        "in m.purpose.basis.values():",
        "in reversed(m.purpose.basis.values()):",
    ),
    "a basis for work holds in private": ("process.py", "m.capacity not in basis.capacity", "False"),
    "conditions are not asked": ("process.py", "if not met(m, basis.when):", "if False:"),
    "a connection never ends by itself": ("people.py", "if kind.ends is not None:", "if False:"),
    "days end at midnight in Greenwich": (
        "moment.py",
        "datetime.combine(day, time(), self.zone).astimezone(UTC)",
        "datetime.combine(day, time(), UTC)",
    ),
    "a period ends at the beginning of its last day": (
        "moment.py",
        "timedelta(days=days + 1)",
        "timedelta(days=days)",
    ),
    "what is to come is not remembered": ("moment.py", "self.next = at\n", "pass\n"),
    "the latest coming instant is remembered": ("moment.py", "at < self.next", "at > self.next"),
    "another seller's customer is ours": ("sales.py", "sale.seller != m.topic.sender", "False"),
    "any product group will do": ("sales.py", "if sale.product_group != product_group:", "if False:"),
    "who refused is written to": ("sales.py", "if sale.refused else", "if False else"),
    "a free account is a sale": ("sales.py", "if not sale.legal_note:", "if False:"),
    "a yes on the telephone is a sale": ("sales.py", "if not sale.by_call or", "if True or"),
    "a business needs a written acceptance": ("sales.py", 'sale.buyer == "business"', "False"),
    "an acceptance needs no offer": (
        "sales.py",
        "if offered is None or accepted is None",
        "if accepted is None",
    ),
    "a free-mail address is at work": ("matter.py", "self.point.free_mail is not False", "False"),
    "a domain not looked up is at work": (
        "matter.py",
        "self.point.free_mail is not False",
        "self.point.free_mail is True",
    ),
    "duties need not match": (
        "reach.py",
        "elif m.point is None or not m.point.duties_match:",
        "elif m.point is None:",
    ),
    "a sole trader is an organisation": ("matter.py", 'in {"sole_trader", "unknown"}', 'in {"nobody"}'),
    "an unknown form is an organisation": (
        "matter.py",
        'in {"sole_trader", "unknown"}',
        'in {"sole_trader"}',
    ),
    "e-mail is open until forbidden": (
        "reach.py",
        'if m.purpose.kind == "direct_marketing" and not m.is_opt_out_channel:',
        "if False:",
    ),
    "an address that came back is used": (
        "reach.py",
        "if bad is not None and m.now.reached(bad):",
        "if False:",
    ),
    "an earlier verification mends": ("reach.py", "good <= bad", "False"),
    "a first message need not tell": ("reach.py", "    yield Gate(first_message(m))\n", ""),
    "the month never ends": ("informing.py", "if m.now.reached(due):", "if False:"),
    "an old notice tells of new data": ("informing.py", "n.given_at >= obtained_at and", "True and"),
    "effort excuses marketing": (
        "informing.py",
        'notice.exemption == "disproportionate" and m.is_marketing',
        "False",
    ),
    "the month stops the answering of requests": (
        "process.py",
        "    if not m.is_standing:\n        yield Gate(informed_in_time(m))",
        "    if True:\n        yield Gate(informed_in_time(m))",
    ),
    "a service message may sell": ("message.py", "if message.contains_marketing:", "if False:"),
    "anybody may be asked to confirm": (
        "message.py",
        'if waits and stands and here and c.act == "own":',
        "if True:",
    ),
    "pixels are free": ("message.py", "if message.tracks else found", "if False else found"),
    "the kitchen reads what a colleague wrote": (
        "process.py",
        'seen = another.until_confirmed == "seen"',
        "seen = True",
    ),
    "what was to be erased is seen": ("process.py", "    if m.now.reached(until):", "    if False:"),
    "every total may be made": ("process.py", 'another.until_confirmed == "counted" and', "True and"),
    "any purpose reads any data": ("process.py", "    yield Gate(linked_data(m))\n", ""),
    "a purpose is in force before its day": ("process.py", "    yield Gate(in_force(m))\n", ""),
    "an unknown source is used": (
        "evaluate.py",
        "stated is not None and stated.source not in doc.source",
        "False",
    ),
    "any sender will do": ("evaluate.py", "topic is None or topic.sender != asked.sender", "False"),
    "a refusal in processing does not stop the message": (
        "answer.py",
        "return self.process.permitted and (",
        "return bool(self.process) and (",
    ),
}


@cache
def asked() -> tuple[tuple[Case, Facts], ...]:
    """Return every case with its facts, read once."""
    return tuple((case, case.read()) for case in corpus())


def red(evaluate: Evaluate, *, first: str = "") -> str:
    """Return the first case that is not answered as it says; those that name the rule ``first`` are asked first."""
    for case, facts in sorted(asked(), key=lambda one: first not in one[0].against):
        try:
            given = evaluate(policy(), facts)
        except (KeyError, AttributeError, TypeError):  # a copy that falls over has been noticed too
            return case.name
        wrong = (given.permitted, given.clause, given.refused_by) != (
            case.permitted,
            case.clause,
            case.against,
        )
        wrong = wrong or (case.rules is not None and given.reasons != case.rules)
        wrong = wrong or (case.until is not None and given.lapses_at != case.until)
        if wrong or (case.changes is not None and given.changes_at != case.changes):
            return case.name
    return ""


def test_a_copy_without_a_fault_turns_no_case_red(folder: Path) -> None:
    assert red(faulty(folder, "moment.py", "", "")) == ""


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_turns_a_case_red(fault: str, folder: Path) -> None:
    file, find, put = FAULTS[fault]
    assert red(faulty(folder, file, find, put)), f"no case notices that {fault}"


# Refusals that turn on the policy, which is the same for all cases, and the test that misses each.
ELSEWHERE = {
    ("evaluate.py", "PRI-01", 0): "test_explain.py, a time zone that does not exist",
    ("sales.py", "MKT-03", 0): "test_explain.py, no existing-customer rule",
}


def refusals() -> Iterator[tuple[str, str, int]]:
    """Yield file, rule and number of every refusal that the evaluator can pronounce."""
    for source in sorted(ROOM.glob("*.py")):
        seen: dict[str, int] = {}
        for match in re.finditer(r'refuses\(\s*"([A-Z0-9-]+)"', source.read_text(encoding="utf-8")):
            number = seen.get(match[0], 0)
            seen[match[0]] = number + 1
            if (source.name, match[1], number) not in ELSEWHERE:
                yield source.name, match[0], number


@pytest.mark.parametrize(("file", "find", "number"), list(refusals()))
def test_a_refusal_that_lets_through_turns_a_case_red(
    file: str, find: str, number: int, folder: Path
) -> None:
    lenient = faulty(
        folder, file, find, find.replace("refuses(", "refuses.__globals__['holds']("), occurrence=number
    )
    rule = find.split('"')[1]
    assert red(lenient, first=rule), f"no case misses refusal {number + 1} by {rule} in {file}"

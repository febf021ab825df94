"""Explain: what an answer looks like, what another policy changes, and how a facts file is refused."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from seloste.policy.explain import CODES, RULES, Answer, evaluate, read_facts
from seloste.policy.findings import DocumentRefused
from seloste.policy.text.read import read
from seloste.policy.tree.document import Document, load
from tests.policy.cases import FOLDER, corpus, policy

POLICY = (FOLDER / "policy.toml").read_text()
EXAMPLE = (FOLDER / "example-facts.toml").read_text()
MINIMAL = '[question]\npurpose = "billing"\ninstant = 2026-11-22T10:00:00Z\n'
CONSENT = '[consent.news]\npurpose = "surveys"\ngiven_at = 2026-03-01\n'
BAN = '[ban.list]\non = "address"\nsource = "person"\nplaced_at = 2026-03-01\n'
OBJECTION = '[objection.all]\nscope = "all_marketing"\nraised_at = 2026-03-01\n'


def answered(name: str, document: Document | None = None) -> Answer:
    [case] = [case for case in corpus() if case.name == name]
    return evaluate(document or policy(), case.read())


def changed(find: str, put: str) -> Document:
    assert POLICY.count(find) == 1
    return load(read("policy.toml", POLICY.replace(find, put).encode()))


def refused(text: str | bytes) -> list[str]:
    """Return what a facts file is refused with, as people read it; empty where it is taken."""
    content = text if isinstance(text, bytes) else text.encode()
    try:
        read_facts(content, "facts.toml")
    except DocumentRefused as error:
        return [finding.as_text("facts.toml") for finding in error.findings]
    return []


class TestOtherPolicies:
    """The same facts under another country's law, or under a policy with a fault."""

    def test_no_existing_customer_rule_opens_nothing(self) -> None:
        given = answered(
            "bought_the_same", changed("existing_customer_rule = true", "existing_customer_rule = false")
        )
        assert not given.permitted
        assert "MKT-03" in given.refused_by

    def test_no_rule_for_work_addresses_opens_nothing(self) -> None:
        given = answered("work_address_for_work", changed("work_role_rule = true", "work_role_rule = false"))
        assert not given.permitted
        assert "MKT-06" in given.refused_by

    def test_a_channel_that_the_law_does_not_open_needs_consent(self) -> None:
        without_post = changed('opt_out_channels = ["phone", "post"]', 'opt_out_channels = ["phone"]')
        assert answered("post_is_open").permitted
        assert answered("post_is_open", without_post).refused_by == ("MKT-01",)

    def test_without_national_law_only_consent_opens_marketing(self) -> None:
        start = POLICY.index("[register.marketing]")
        end = POLICY.index("[register.automated_decisions]")
        lawless = load(read("policy.toml", (POLICY[:start] + POLICY[end:]).encode()))
        assert answered("consent_opens_email", lawless).permitted
        for case in ("bought_the_same", "work_address_for_work", "post_is_open", "telephone_is_open"):
            assert not answered(case, lawless).permitted

    def test_without_a_national_age_sixteen_is_the_age_of_consent(self) -> None:
        start, end = POLICY.index("[register.children]"), POLICY.index("[register.marketing]")
        ageless = load(read("policy.toml", (POLICY[:start] + POLICY[end:]).encode()))
        assert answered("thirteenth_birthday").permitted
        assert answered("thirteenth_birthday", ageless).refused_by == ("CHI-01", "LAW-01")

    def test_a_time_zone_that_does_not_exist_permits_nothing(self) -> None:
        for zone in ("Europe/Nowhere", "../etc/passwd", "/etc/passwd", "x\\u0000y"):
            nowhere = changed('time_zone = "Europe/Helsinki"', f'time_zone = "{zone}"')
            for case in corpus():
                given = evaluate(nowhere, case.read())
                assert not given.permitted
            assert answered("live_customer", nowhere).clause == "register.time_zone"

    def test_days_end_where_the_controller_is(self) -> None:
        in_lisbon = changed('time_zone = "Europe/Helsinki"', 'time_zone = "Europe/Lisbon"')
        here, there = answered("month_not_over"), answered("month_not_over", in_lisbon)
        assert here.lapses_at == datetime(2026, 12, 3, 22, tzinfo=UTC)
        assert there.lapses_at == datetime(2026, 12, 4, 0, tzinfo=UTC)


class TestAnswer:
    """What people and programs read."""

    def test_people_read_the_place_the_reasons_and_the_facts(self) -> None:
        assert answered("asking_for_consent_by_mail").as_text(file="policy.toml") == _text(
            """
            policy.toml:LINE:7 not permitted  service messages, by email, at 2026-11-22 10:00 UTC  [purpose.service_messages.reach.email]
                why:   holds  C06     `customer` is live (claim C06, Art. 5(1)(e))
                       holds  LAW-01  `contract` holds (Art. 6(1))
                       holds  MKT-13  the message belongs to the service (ePrivacy Art. 13; in Finland HE 125/2003)
                       stops  MKT-14  asking for consent is marketing (ePrivacy Art. 13(1), reading)
                facts: question: purpose service_messages, instant 2026-11-22 10:00 UTC
                       contact_point: channel email, capacity private, source self, obtained_at 2026-05-04 00:00 UTC, free_mail yes
                       connection.customer: kind customer, began_at 2026-05-04 00:00 UTC
                       message: contains_marketing no, asks_for_consent yes, tracks no
            """,
            'reach.email = ["service"]',
            after="[purpose.service_messages]",
        )

    def test_people_read_when_a_yes_ends(self) -> None:
        last = answered("ending_tomorrow").as_text().splitlines()[-1]
        assert last == "    from:  2026-11-23 00:00 UTC: no longer permitted, if nothing is written before"

    def test_people_read_when_a_no_may_end(self) -> None:
        last = answered("listed_outside").as_text().splitlines()[-1]
        assert last == "    from:  2027-02-01 00:00 UTC: something changes, if nothing is written before"

    def test_an_answer_without_a_clause_says_so(self) -> None:
        given = answered("purpose_unknown")
        assert given.as_text().startswith("not permitted  direct_mail")
        assert "[no clause]" in given.as_text()
        assert given.as_json()["clause"] is None
        assert given.as_json()["where"] is None

    def test_a_near_miss_is_offered(self) -> None:
        assert "Did you mean `product_news`?" in answered("topic_unknown").as_text()

    def test_programs_read_one_shape(self) -> None:
        given = answered("first_message_tells").as_json("policy.toml")
        assert list(given) == [
            "permitted",
            "may_process",
            "may_reach",
            "clause",
            "where",
            "reasons",
            "facts_used",
            "lapses_at",
            "changes_at",
            "policy",
        ]
        assert given["permitted"] is given["may_process"] is given["may_reach"] is True
        assert given["lapses_at"] == given["changes_at"] == "2026-12-03T22:00:00+00:00"
        assert given["policy"] == {"register": "cases", "version": 2}
        for reason in given["reasons"]:
            assert reason["law"] == RULES[reason["rule"]].sentence
            assert list(reason) == ["rule", "holds", "sentence", "law", "source", "clause", "facts"]

    def test_without_a_contact_point_nobody_is_reached(self) -> None:
        assert answered("live_customer").as_json()["may_reach"] is None

    def test_where_data_may_not_be_processed_nobody_is_reached(self) -> None:
        given = answered("objection_to_all_marketing").as_json()
        assert given["may_process"] is given["may_reach"] is False

    def test_a_birth_date_is_not_repeated(self) -> None:
        given = answered("guardian_consented")
        assert "person" in given.facts_used
        assert "2014" not in given.as_text()
        assert "2014" not in str(given.as_json())

    def test_the_names_are_those_of_the_language(self) -> None:
        assert "service messages" in answered("service_break").as_text("en")
        assert "service_messages" in answered("service_break").as_text("fi")  # the policy has no Finnish

    def test_every_rule_has_a_sentence_and_a_source(self) -> None:
        for rule in RULES.values():
            assert rule.sentence.endswith(".")
            assert len(rule.sentence.split()) <= 30
            assert rule.source


def _text(expected: str, line_of: str, *, after: str) -> str:
    """Return the expected text with LINE as the line on which ``line_of`` stands after another line."""
    lines = POLICY.splitlines()
    start = lines.index(after)
    number = next(n for n, line in enumerate(lines[start:], start + 1) if line == line_of)
    margin = re.search(r"\n( *)\S", expected)
    cut = len(margin[1]) if margin else 0
    return "\n".join(line[cut:] for line in expected.strip("\n").rstrip().splitlines()).replace(
        "LINE", str(number)
    )


class TestReading:
    """A facts file is taken, or refused with a place and the next step."""

    def test_the_example_is_taken_and_answered(self) -> None:
        given = evaluate(policy(), read_facts(EXAMPLE.encode(), "example-facts.toml"))
        assert given.permitted
        assert "MKT-06" in given.reasons

    def test_a_bare_date_is_the_first_moment_of_the_day_in_utc(self) -> None:
        facts = read_facts((MINIMAL + CONSENT).encode(), "facts.toml")
        assert facts.consent["news"].given_at == datetime(2026, 3, 1, tzinfo=UTC)

    def test_an_offset_is_turned_into_utc(self) -> None:
        facts = read_facts(MINIMAL.replace("10:00:00Z", "12:00:00+02:00").encode(), "facts.toml")
        assert facts.question.instant == datetime(2026, 11, 22, 10, tzinfo=UTC)

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            (MINIMAL.replace("purpose", "purpos"), "facts.toml:2:1 P901  `purpos` is no fact of `question`. Did you mean `purpose`?"),
            (MINIMAL + "[contact_pont]\n", "P901  `contact_pont` is no fact of `the facts`. Did you mean `contact_point`?"),
            ('[person]\nsource = "self"\nobtained_at = 2026-01-01\n', "facts.toml:1:1 P902  `the facts` lacks `question`"),
            ('[question]\ninstant = 2026-11-22\n', "facts.toml:1:1 P902  `question` lacks `purpose`"),
            (MINIMAL.replace('"billing"', "7"), "facts.toml:2:1 P903  `question.purpose` should be text in quotes"),
            (MINIMAL.replace("2026-11-22T10:00:00Z", '"today"'), "P903  `question.instant` should be a time such as"),
            (MINIMAL + 'channel = "mail"\n', "P904  `question.channel` cannot be `mail`. Did you mean `email`?"),
            (MINIMAL + '[consent."two words"]\n', "P905  `two words` cannot be a key"),
            (MINIMAL.replace("10:00:00Z", "10:00:00"), "P906  `question.instant`: a time needs its offset"),
            (MINIMAL.replace("2026", "1026"), "P906  `question.instant`: a year lies between 1900 and 2200"),
            (MINIMAL + '[person]\nsource = "self"\nobtained_at = 2026-01-01\nage = 12\n', "P907  `age` and `age_declared_at` are given together"),
            (MINIMAL + CONSENT + "withdrawn_at = 2026-02-01\n", "facts.toml:4:1 P907  `withdrawn_at` lies before `given_at`"),
            (MINIMAL + BAN + 'organisation = "clinic"\n', "P907  a ban names its `organisation` when it is on one, and only then"),
            (MINIMAL + OBJECTION + 'decision = "upheld"\n', "P907  a decision has its `decided_at`"),
            (MINIMAL + OBJECTION.replace("all_marketing", "topic"), "P907  an objection of scope `topic` names its `topic`"),
            (MINIMAL + 'channel = "email"\n', "P907  `question.channel` differs from the channel of `[contact_point]`"),
            (MINIMAL + "[value]\ngiven_by = 'self'\ngiven_at = 2026-01-01\n", "P907  `[value]` is about one data category"),
            (MINIMAL + "[message]\ncontains_marketing = false\nasks_for_consent = false\ntracks = false\n", "P907  `[message]` goes to a contact point"),
            (MINIMAL.replace("billing", "Bil ling"), "P908  `question.purpose` has the wrong form"),
            (MINIMAL + CONSENT + "policy_version = 0\n", "P909  `consent.news.policy_version`: input should be greater than"),
            ("question = [", "P104  the text is not TOML"),
            ("[question]\npurpose = 1\npurpose = 2\n", "P105"),
            (b"\xff\xfe\x00", "P102"),
        ],
    )  # fmt: skip
    def test_it_is_refused_with_its_place_and_reason(self, text: str | bytes, expected: str) -> None:
        assert expected in "\n".join(refused(text))

    def test_everything_wrong_is_said_at_once_and_in_order(self) -> None:
        found = refused(MINIMAL + 'topik = "x"\n' + CONSENT + 'evidence = "sure"\nfree = true\n')
        assert [re.findall(r":(\d+):\d+ (P\d+)", text)[0] for text in found] == [
            ("4", "P901"),
            ("8", "P904"),
            ("9", "P901"),
        ]
        assert all("\n    why: " in text and "\n    do:  " in text for text in found)

    def test_every_code_is_in_the_list_and_every_listed_code_is_used(self) -> None:
        cases = TestReading.test_it_is_refused_with_its_place_and_reason.pytestmark[0].args[1]  # type: ignore[attr-defined]  # pytest puts its marks on the function
        found = {code for text, _ in cases for code in re.findall(r"P9\d\d", "\n".join(refused(text)))}
        assert found == set(CODES)

    def test_an_organisation_that_is_named_is_stated(self) -> None:
        assert (
            "there is no `[organisation.clinic]`"
            in refused(EXAMPLE.replace("[organisation.clinic]", "[organisation.other]"))[0]
        )

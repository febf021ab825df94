"""``policy new``: whatever is answered, the policy that comes out is lawful; nothing is overwritten."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seloste.cli.new.questions import KEYS, LANGUAGES, PEOPLE, QUESTIONS, RECIPIENTS, DoesNotFit
from seloste.cli.new.write import _people, files_from
from seloste.cli.readings import READINGS, Compilation
from seloste.cli.values import read_house_file
from seloste.policy.check import Given, check
from seloste.policy.check.countries import EEA, TIME_ZONES
from seloste.policy.findings import DocumentRefused, Finding
from seloste.policy.house import House
from seloste.policy.text.read import read
from seloste.policy.tree.document import load
from tests.cli.door import ANSWERS, DAY, Door, in_process

TODAY = date(2026, 11, 22)
BARE: dict[str, Any] = {
    "name": "Example Club",
    "street": "Example Street 1",
    "postal_code": "00100",
    "city": "Helsinki",
    "email": "privacy@example.org",
    "home": "https://example.org/privacy",
    "authority_name": "Example Authority",
    "authority_street": "Example Street 2",
    "authority_postal_code": "10000",
    "authority_city": "Example City",
    "authority_email": "authority@example.org",
}


def answered(**given: Any) -> dict[str, Any]:
    """Return fitting answers to every question that is asked after the ones given."""
    answers: dict[str, Any] = {"today": TODAY}
    wanted = {**BARE, **given}
    for question in QUESTIONS:
        if question.when(answers):
            answers[question.key] = question.fit(wanted.get(question.key, question.default(answers)), answers)
    return answers


def findings(answers: Mapping[str, Any], *, compiled: bool = False) -> list[Finding]:
    """Return what the check says of the policy that the answers make, and optionally each compiler."""
    made = files_from(dict(answers), "p")
    text = made.pop("p.toml")
    beside = {path: content.encode() for path, content in made.items()}
    try:
        document = load(read("p.toml", text.encode()))
        found = check(document, Given(TODAY, rooms(), beside))
        for reading in READINGS.values() if compiled else ():
            for language in document.register_.languages:
                reading.state(Compilation(document, language, rooms(), beside))
    except DocumentRefused as refused:
        return list(refused.findings)
    assert set(beside) == {path for _, _, path in document.files()}
    return found


@cache
def rooms() -> House:
    """Return the rooms that come with Seloste."""
    return read_house_file("")


def only_installation_values(found: list[Finding]) -> bool:
    return {(f.code, f.severity.value) for f in found} == {("P501", "warning")}


YES_NO = ("minors", "newsletter", "post", "phone")
EVENTS = [{"events": False}, {"events": True}, {"events": True, "allergies": True}]


@pytest.mark.parametrize(("country", "people"), [*(("FI", people) for people in PEOPLE), ("SE", "members")])
def test_every_combination_of_yes_and_no_is_lawful(country: str, people: str) -> None:
    for values in itertools.product((False, True), repeat=len(YES_NO)):
        for events in EVENTS:
            answers = answered(
                country=country, people=people, **dict(zip(YES_NO, values, strict=True)), **events
            )
            found = findings(answers)
            assert only_installation_values(found), (answers, [f.as_text("p.toml") for f in found])


@pytest.mark.parametrize(
    "languages", [list(p) for n in (1, 2, 3) for p in itertools.permutations(LANGUAGES, n)]
)
def test_every_choice_of_languages_is_lawful_and_compiles(languages: list[str]) -> None:
    everything = dict.fromkeys((*YES_NO, "events", "allergies"), True)
    assert only_installation_values(
        findings(answered(languages=languages, recipients=list(RECIPIENTS), **everything), compiled=True)
    )


@pytest.mark.parametrize("country", sorted(EEA))
def test_every_country_is_lawful(country: str) -> None:
    answers = answered(country=country, minors=True, newsletter=True, post=True, phone=True)
    assert only_installation_values(findings(answers))


NAMES = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=60)


@given(
    name=NAMES,
    street=NAMES,
    city=NAMES,
    months=st.integers(1, 120),
    country=st.sampled_from(sorted(EEA)),
    people=st.sampled_from(PEOPLE),
    languages=st.lists(st.sampled_from(LANGUAGES), min_size=1, max_size=3, unique=True),
    recipients=st.lists(st.sampled_from(RECIPIENTS), unique=True),
    yes=st.fixed_dictionaries({key: st.booleans() for key in (*YES_NO, "events", "allergies")}),
)
def test_any_answers_that_fit_make_a_lawful_policy(yes: dict[str, bool], **given: Any) -> None:
    try:
        answers = answered(**given, **yes)
    except DoesNotFit:
        return
    found = findings(answers)
    assert only_installation_values(found), [f.as_text("p.toml") for f in found]


def test_the_proof_above_would_notice_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """Control: a template with one thing wrong makes policies that are refused."""
    from seloste.cli.new import write

    really = write._template

    def faulty(name: str) -> str:
        return really(name).replace('authority = "authority"', 'authority = "nobody"')

    monkeypatch.setattr(write, "_template", faulty)
    assert not only_installation_values(findings(answered()))


def test_the_words_exist_for_all_people_and_in_all_languages() -> None:
    people = _people()
    assert set(people) == set(PEOPLE)
    shapes = {frozenset(words) for words in people.values()}
    assert len(shapes) == 1
    for words in people.values():
        for value in words.values():
            assert isinstance(value, str) or set(value) == set(LANGUAGES)


def test_each_country_of_the_area_has_a_time_zone() -> None:
    assert set(TIME_ZONES) >= EEA


# The command


def test_it_writes_the_policy_and_its_balancing_tests(door: Door, tmp_path: Path) -> None:
    answers = tmp_path / "answers.toml"
    answers.write_text(f"{ANSWERS}\npost = true\n", encoding="utf-8")
    said = door("policy", "new", tmp_path / "club.toml", "--answers", answers, "--today", DAY)
    assert said.code == 0
    assert [Path(line).relative_to(tmp_path).as_posix() for line in said.out.splitlines()] == [
        "club.toml",
        "balancing/club-enquiries.md",
        "balancing/club-marketing.md",
    ]
    assert "0 faults and 2 warnings" in said.err.replace("\u00a0", " ")
    text = (tmp_path / "club.toml").read_text(encoding="utf-8")
    assert "dated = 2026-11-22" in text
    assert text.count("\n# ") > 40
    assert not [line for line in text.splitlines() if line.startswith(("#if", "#end"))]
    assert "<<" not in text


@pytest.mark.parametrize("which", ["club.toml", "balancing/club-enquiries.md"])
def test_it_overwrites_nothing(door: Door, tmp_path: Path, which: str) -> None:
    answers = tmp_path / "answers.toml"
    answers.write_text(ANSWERS, encoding="utf-8")
    there = tmp_path / which
    there.parent.mkdir(exist_ok=True)
    there.write_text("mine", encoding="utf-8")
    said = door("policy", "new", tmp_path / "club.toml", "--answers", answers)
    assert said.code == 2
    assert "F005" in said.err
    assert there.read_text(encoding="utf-8") == "mine"
    assert sorted(p.name for p in tmp_path.rglob("*") if p.is_file()) == sorted(["answers.toml", there.name])


def test_a_link_is_not_written_through(door: Door, tmp_path: Path) -> None:
    answers = tmp_path / "answers.toml"
    answers.write_text(ANSWERS, encoding="utf-8")
    (tmp_path / "club.toml").symlink_to(tmp_path / "elsewhere.toml")
    assert door("policy", "new", tmp_path / "club.toml", "--answers", answers).code == 2
    assert not (tmp_path / "elsewhere.toml").exists()


@pytest.mark.parametrize(
    ("line", "code", "told"),
    [
        ("newsleter = true", "A002", "Did you mean `newsletter`?"),
        ('country = "US"', "A003", "EEA"),
        ('country = "Finland"', "A003", "two-letter"),
        ('business_id = "1234567-8"', "A003", "check digit"),
        ('people = "humans"', "A003", "customers, members, users"),
        ("months = 0", "A003", "1 to 120"),
        ("months = true", "A003", "1 to 120"),
        ('newsletter = "perhaps"', "A003", "yes or no"),
        ('languages = ["de"]', "A003", "fi, sv, en"),
        ("languages = []", "A003", "at least one"),
        ("allergies = true", "A003", "not asked"),
        ("signed_on = 2027-01-01", "A003", "ahead"),
        ('recipients = ["cloud"]', "A003", "hosting, mailing, printing"),
        ('time_zone = "Europe/Helsinki"', "A003", "not asked"),
        ('country = "SE"', "A003", "authority_name"),
        ("country = ", "A001", "TOML"),
    ],
)
def test_an_answer_that_does_not_fit_is_named_and_nothing_is_written(
    door: Door, tmp_path: Path, line: str, code: str, told: str
) -> None:
    answers = tmp_path / "answers.toml"
    answers.write_text(f"{ANSWERS}\n{line}\n", encoding="utf-8")
    said = door("policy", "new", tmp_path / "club.toml", "--answers", answers, "--today", DAY)
    assert said.code == 2
    assert code in said.err
    assert told in " ".join(said.err.split())
    assert not (tmp_path / "club.toml").exists()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("name", ""),
        ("name", "x" * 81),
        ("name", "a b c d e f g h i j k l m"),
        ("name", "a\\u202eb"),
        ("name", "<<email>>"),
        ("email", "nobody"),
        ("email", "a@b"),
        ("home", "http://example.org"),
        ("home", "example.org"),
        ("postal_code", " "),
    ],
)
def test_a_text_that_does_not_fit_is_named(door: Door, tmp_path: Path, key: str, value: str) -> None:
    answers = tmp_path / "answers.toml"
    kept = [line for line in ANSWERS.splitlines() if not line.startswith(key)]
    answers.write_text("\n".join([*kept, f'{key} = "{value}"']), encoding="utf-8")
    said = door("policy", "new", tmp_path / "club.toml", "--answers", answers)
    assert said.code == 2
    assert "A003" in said.err
    assert f"`{key}`" in said.err


def test_quotes_and_backslashes_stay_text(door: Door, tmp_path: Path) -> None:
    answers = tmp_path / "answers.toml"
    answers.write_text(ANSWERS.replace('"Example Club"', "'The \"Best\" \\ Club'"), encoding="utf-8")
    path = tmp_path / "club.toml"
    assert door("policy", "new", path, "--answers", answers, "--today", DAY).code == 0
    assert load(read("club.toml", path.read_bytes())).controller.name == 'The "Best" \\ Club'


def test_the_json_names_the_files(door: Door, tmp_path: Path) -> None:
    answers = tmp_path / "answers.toml"
    answers.write_text(ANSWERS, encoding="utf-8")
    said = door("policy", "new", tmp_path / "club.toml", "--answers", answers, "--today", DAY, "--json")
    assert set(said.json) == {"files", "refused", "counts", "findings"}
    assert [Path(f).name for f in said.json["files"]] == ["club.toml", "club-enquiries.md"]


TYPED = ["Example Club", "", "", "Example Street 1", "00100", "Helsinki", "privacy@example.org", "https://example.org/privacy"]  # fmt: skip


def test_a_person_is_asked_and_enter_takes_what_is_offered(tmp_path: Path) -> None:
    typed = "\n".join([*TYPED, *[""] * 10]) + "\n"
    said = in_process("policy", "new", tmp_path / "club.toml", "--today", DAY, stdin=typed)
    assert said.code == 0, said.err
    assert "In which country is it?" in said.err
    assert "[FI]" in said.err
    assert (tmp_path / "club.toml").is_file()


def test_an_answer_that_does_not_fit_is_asked_again(tmp_path: Path) -> None:
    typed = "\n".join(["", "Example Club", "Finland", "FI", "", *TYPED[3:], *[""] * 11]) + "\n"
    said = in_process("policy", "new", tmp_path / "club.toml", "--today", DAY, stdin=typed)
    assert said.code == 0, said.err
    assert said.err.count("What is the name") == 2
    assert said.err.count("In which country") == 2
    assert "`FINLAND` is not the two-letter code" in said.err


def test_answers_that_end_too_soon_write_nothing(tmp_path: Path) -> None:
    said = in_process("policy", "new", tmp_path / "club.toml", stdin="Example Club\n")
    assert said.code == 2
    assert "A004" in said.err
    assert list(tmp_path.iterdir()) == []


def test_each_question_has_a_key_of_its_own_and_asks() -> None:
    assert len(KEYS) == len(QUESTIONS)
    assert all(question.ask.endswith(("?", ".")) for question in QUESTIONS)
    assert json.dumps(list(KEYS))

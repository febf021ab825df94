"""Questions: what ``policy new`` asks, when, with which default, and which answers fit.

An answer is text as typed, or a value of TOML; ``fitting`` turns it into what the template needs or says what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from seloste.policy.check.countries import CONSENT_AGE, EEA, TIME_ZONES
from seloste.policy.findings import near, shown

Answers = dict[str, Any]
LANGUAGES = ("fi", "sv", "en")
PEOPLE = ("customers", "members", "users")
RECIPIENTS = ("hosting", "mailing", "printing")
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+")
_HOME = re.compile(r"https://[^\s/$.?#][^\s]*")
_ONE_TIME = frozenset({"DE", "FI", "NO"})  # two names, one time
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2)


class DoesNotFit(Exception):
    """An answer that does not fit its question; the text says why, as a sentence."""


@dataclass(frozen=True)
class Question:
    """One question.

    key:      its name in an answers file.
    ask:      the question, as people read it.
    fit:      makes an answer into a value, or raises ``DoesNotFit``; given the earlier answers.
    default:  the answer when none is given; computed from the earlier ones; None where there is none.
    when:     whether it is asked at all.
    hint:     which answers there are.
    """

    key: str
    ask: str
    fit: Callable[[Any, Answers], Any]
    default: Callable[[Answers], Any] = lambda _: None
    when: Callable[[Answers], bool] = lambda _: True
    hint: str = ""


def _line(most: int, words: int = 12) -> Callable[[Any, Answers], str]:
    def fit(given: Any, _: Answers) -> str:
        text = " ".join(str(given).split())
        if not isinstance(given, str) or not text:
            raise DoesNotFit("Write a few words.")
        if len(text) > most or len(text.split()) > words:
            raise DoesNotFit(
                f"Write it in at most {most} signs and {words} words; it stands inside sentences."
            )
        if not text.isprintable():
            raise DoesNotFit("There is a sign in it that nobody can see. Type it again.")
        if "<<" in text or ">>" in text:
            raise DoesNotFit("Leave out `<<` and `>>`.")
        return text

    return fit


def _email(given: Any, _: Answers) -> str:
    text = str(given).strip()
    if len(text) > 254 or not _EMAIL.fullmatch(text):
        raise DoesNotFit(f"`{shown(text)}` is not an e-mail address; one looks like office@example.org.")
    return text


def _home(given: Any, _: Answers) -> str:
    text = str(given).strip()
    if len(text) > 300 or not text.isascii() or not text.isprintable() or not _HOME.fullmatch(text):
        raise DoesNotFit(f"`{shown(text)}` is not a web address; one looks like https://example.org/privacy.")
    return text


def _yes(given: Any, _: Answers) -> bool:
    if isinstance(given, bool):
        return given
    word = str(given).strip().lower()
    if word in {"y", "yes"}:
        return True
    if word in {"n", "no"}:
        return False
    raise DoesNotFit("Answer yes or no.")


def _number(least: int, most: int) -> Callable[[Any, Answers], int]:
    def fit(given: Any, _: Answers) -> int:
        text = str(given).strip()
        if isinstance(given, bool) or not re.fullmatch(r"[0-9]{1,6}", text) or not least <= int(text) <= most:
            raise DoesNotFit(f"Give a whole number from {least} to {most}.")
        return int(text)

    return fit


def _one_of(words: tuple[str, ...]) -> Callable[[Any, Answers], str]:
    def fit(given: Any, _: Answers) -> str:
        word = str(given).strip().lower()
        if word not in words:
            raise DoesNotFit(f"It is one of {', '.join(words)}.{near(word, words)}")
        return word

    return fit


def _some_of(words: tuple[str, ...], *, none: bool) -> Callable[[Any, Answers], list[str]]:
    def fit(given: Any, _: Answers) -> list[str]:
        parts = given if isinstance(given, list | tuple) else re.split(r"[\s,]+", str(given).strip())
        chosen = list(dict.fromkeys(str(part).strip().lower() for part in parts if str(part).strip()))
        if none and chosen == ["none"]:
            return []
        for word in chosen:
            if word not in words:
                raise DoesNotFit(f"`{shown(word)}` is none of {', '.join(words)}.{near(word, words)}")
        if not chosen and not none:
            raise DoesNotFit(f"Choose at least one of {', '.join(words)}.")
        return chosen

    return fit


def _country(given: Any, _: Answers) -> str:
    code = str(given).strip().upper()
    if code not in EEA:
        raise DoesNotFit(
            f"`{shown(code)}` is not the two-letter code of a country of the EEA, such as FI, SE or DE."
        )
    return code


def _business_id(given: Any, answers: Answers) -> str:
    text = str(given).strip()
    if text.lower() in {"", "none", "no", "-"}:
        return ""
    if answers["country"] == "FI" and not _finnish_id(text):
        raise DoesNotFit(
            f"`{shown(text)}` is not a Finnish business id; the check digit tells. Leave it out with `none`."
        )
    return _line(40)(text, answers)


def _finnish_id(text: str) -> bool:
    if not re.fullmatch(r"[0-9]{7}-[0-9]", text):
        return False
    rest = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, text, strict=False)) % 11
    return rest != 1 and int(text[-1]) == (0 if rest == 0 else 11 - rest)


def _day(given: Any, _: Answers) -> date:
    try:
        return given if isinstance(given, date) else date.fromisoformat(str(given).strip())
    except ValueError:
        raise DoesNotFit("Write the day as 2026-11-22.") from None


def _past_day(given: Any, answers: Answers) -> date:
    day = _day(given, answers)
    if day > answers["today"]:
        raise DoesNotFit("The day lies ahead. An agreement is in force before data go anywhere.")
    return day


def _time_zone(given: Any, answers: Answers) -> str:
    zones = TIME_ZONES[answers["country"]]
    text = str(given).strip()
    if text not in zones:
        raise DoesNotFit(f"It is one of {', '.join(zones)}.{near(text, zones)}")
    return text


def _not_finland(answers: Answers) -> bool:
    return bool(answers["country"] != "FI")


def _marketing(answers: Answers) -> bool:
    return bool(answers["newsletter"] or answers["post"] or answers["phone"])


QUESTIONS: tuple[Question, ...] = (
    Question("name", "What is the name of your company, association or other body?", _line(80)),
    Question("country", "In which country is it? Two letters.", _country, lambda _: "FI"),
    Question("time_zone", "Which time zone?", _time_zone, lambda a: TIME_ZONES[a["country"]][0], lambda a: a["country"] not in _ONE_TIME and len(TIME_ZONES[a["country"]]) > 1),
    Question("business_id", "Its business id or register number?", _business_id, lambda _: "none", hint="none if it has none"),
    Question("street", "Street or box of its postal address?", _line(100)),
    Question("postal_code", "Postal code?", _line(20, 3)),
    Question("city", "City?", _line(60)),
    Question("email", "The e-mail address for questions about privacy?", _email),
    Question("home", "The web address where the notice will be?", _home, hint="https://…"),
    Question("languages", "In which languages? The first is used when a person's own is not there.", _some_of(LANGUAGES, none=False), lambda _: ["fi", "sv", "en"], hint="of fi, sv, en"),
    Question("people", "Who are the people?", _one_of(PEOPLE), lambda _: "members", hint="customers, members or users"),
    Question("minors", "Are there children among them?", _yes, lambda _: False, hint="yes or no"),
    Question("months", "How many months do you keep their data after they have left?", _number(1, 120), lambda _: 12),
    Question("newsletter", "Do you send a newsletter by e-mail?", _yes, lambda _: True, hint="yes or no"),
    Question("post", "Do you send marketing by post?", _yes, lambda _: False, hint="yes or no"),
    Question("phone", "Do you call people to market something?", _yes, lambda _: False, hint="yes or no"),
    Question("events", "Do you arrange events that people sign up for?", _yes, lambda _: False, hint="yes or no"),
    Question("allergies", "Do you ask for allergies there?", _yes, lambda _: False, lambda a: a["events"], hint="yes or no"),
    Question("recipients", "Who works for you with the data?", _some_of(RECIPIENTS, none=True), lambda _: ["hosting"], hint="any of hosting, mailing, printing, or none"),
    Question("signed_on", "On which day were the processing agreements with them signed?", _past_day, lambda a: a["today"], lambda a: bool(a["recipients"])),
    Question("authority_name", "The name of your supervisory authority, where people may complain?", _line(100), when=_not_finland),
    Question("authority_street", "Its street or box?", _line(100), when=_not_finland),
    Question("authority_postal_code", "Its postal code?", _line(20, 3), when=_not_finland),
    Question("authority_city", "Its city?", _line(60), when=_not_finland),
    Question("authority_email", "Its e-mail address?", _email, when=_not_finland),
    Question("marketing_law", "Which national law governs direct marketing, with its section?", _line(120, 20), lambda _: "Directive 2002/58/EC, Art. 13, as national law carries it out", lambda a: _not_finland(a) and _marketing(a)),
    Question("consent_age", "From which age may a child consent alone to online services?", _number(13, 16), lambda a: CONSENT_AGE.get(a["country"], (16, ""))[0], lambda a: _not_finland(a) and a["minors"]),
    Question("children_law", "Which law says so?", _line(120, 20), lambda _: "GDPR Art. 8(1)", lambda a: _not_finland(a) and a["minors"]),
)  # fmt: skip
KEYS: Mapping[str, Question] = {question.key: question for question in QUESTIONS}

"""Write: from answers to files, by a template that is itself a policy in three languages.

The template knows three things: ``#if FLAG`` … ``#end`` around what depends on an answer, ``<<name>>`` for a value, and
texts as ``{ fi = …, sv = …, en = … }``, of which the chosen languages stay. Lists of ids lose what the document does not
have. Values are written as TOML writes them, so no answer can become anything but text.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from seloste.cli.new.questions import LANGUAGES, RECIPIENTS, Answers
from seloste.policy.check.countries import CONSENT_AGE, TIME_ZONES

_TEXT = r'"((?:[^"\\]|\\.)*)"'
_TEXTS = re.compile(r"\{ " + ", ".join(f"{code} = {_TEXT}" for code in LANGUAGES) + r" \}")
_WHOLE_LINE = re.compile(r"^([a-z_][a-z_.]*) = (\{ .* \})$")
_WORDS_LINE = re.compile(rf"^(fi|sv|en) = {_TEXT}$")
_IDS_LINE = re.compile(r"^(data|gives|purposes) = \[(.*)\]$")
_SLOT = re.compile(r"<<(\w+)>>")
_BROAD = 110
_FINLAND = {
    "marketing_law": {
        "fi": "sähköisen viestinnän palveluista annetun lain (917/2014) 200–204 §",
        "sv": "lagen om tjänster inom elektronisk kommunikation (917/2014), 200–204 §",
        "en": "Act on Electronic Communications Services 917/2014, sections 200 to 204",
    },
    "children_law": {
        "fi": "tietosuojalain (1050/2018) 5 §",
        "sv": "dataskyddslagen (1050/2018), 5 §",
        "en": "Data Protection Act 1050/2018, section 5",
    },
}
_LINK = {
    "fi": " Voit myös painaa linkkiä viestin lopussa.",
    "sv": " Du kan också trycka på länken i slutet av ett meddelande.",
    "en": " You can also press the link at the end of a message.",
}


def files_from(answers: Answers, stem: str) -> dict[str, str]:
    """Return path to content for the policy and its balancing tests; paths are relative to the policy's folder.

    answers:  one for each question that was asked, and ``today``.
    stem:     the policy's file name without its ending; names its balancing tests.
    """
    flags, values = _flags(answers), _values(answers, stem)
    made = {f"{stem}.toml": _policy(flags, values, answers["languages"])}
    made[f"balancing/{stem}-enquiries.md"] = _filled(_template("enquiries.md"), values, "en")
    if flags["marketing_by_interest"]:
        made[f"balancing/{stem}-marketing.md"] = _filled(_template("marketing.md"), values, "en")
    return made


def _flags(answers: Answers) -> dict[str, bool]:
    finland = answers["country"] == "FI"
    newsletter, post, phone = answers["newsletter"], answers["post"], answers["phone"]
    flags = {
        "finland": finland,
        "has_business_id": bool(answers["business_id"]),
        "minors": answers["minors"],
        "events": answers["events"],
        "allergies": answers.get("allergies", False),
        "newsletter": newsletter,
        "post": post,
        "phone_by_consent": phone and not finland,
        "phone_until_no": phone and finland,
        "marketing": newsletter or post or phone,
        "recipients": bool(answers["recipients"]),
        **{recipient: recipient in answers["recipients"] for recipient in RECIPIENTS},
    }
    flags["marketing_by_consent"] = newsletter or flags["phone_by_consent"]
    flags["marketing_by_interest"] = post or flags["phone_until_no"]
    flags["choices"] = flags["marketing"] or flags["allergies"]
    return flags


def _values(answers: Answers, stem: str) -> dict[str, Any]:
    """Return what slots are filled with: text, or text by language."""
    country, today = answers["country"], answers["today"]
    said = {key: value for key, value in answers.items() if isinstance(value, str)}
    by_law: dict[str, Any] = dict(_FINLAND) if country == "FI" else {}
    if country == "FI":
        by_law["consent_age"] = str(CONSENT_AGE["FI"][0])
    elif "consent_age" in answers:
        by_law["consent_age"] = str(answers["consent_age"])
    channels = [word for key, word in (("post", "letters"), ("phone", "calls")) if answers[key]]
    return {
        **_people()[answers["people"]],
        "time_zone": TIME_ZONES[country][0],
        **said,
        **by_law,
        "languages": json.dumps(answers["languages"]),
        "months": str(answers["months"]),
        "dated": today.isoformat(),
        "review_by": (today + timedelta(days=365)).isoformat(),
        "signed_on": _iso(answers.get("signed_on", today)),
        "channels": " and ".join(channels if country == "FI" else channels[:1]) or "letters",
        "grown_up": ", and nobody known to be under 18" if answers["minors"] else "",
        "link": _LINK if answers["newsletter"] else "",
        "stem": stem,
    }


def _policy(flags: Mapping[str, bool], values: Mapping[str, Any], languages: list[str]) -> str:
    chosen = list(_chosen(_template("policy.txt").splitlines(), flags))
    declared = {line[1:-1] for line in chosen if re.fullmatch(r"\[(data|purpose)\.\w+\]", line)}
    lines = [out for line in chosen for out in _line(line, declared, values, languages)]
    return re.sub(r"\n{4,}", "\n\n\n", "\n".join(lines)).rstrip("\n") + "\n"


def _chosen(lines: list[str], flags: Mapping[str, bool]) -> Iterator[str]:
    """Yield the lines whose conditions all hold."""
    open_: list[bool] = []
    for line in lines:
        if line.startswith("#if "):
            flag = line.removeprefix("#if ").removeprefix("not ")
            open_.append(flags[flag] != line.startswith("#if not "))
        elif line == "#end":
            open_.pop()
        elif all(open_):
            yield line


def _line(line: str, declared: set[str], values: Mapping[str, Any], languages: list[str]) -> Iterator[str]:
    if ids := _IDS_LINE.match(line):
        table = "purpose" if ids.group(1) == "purposes" else "data"
        kept = [i for i in json.loads(f"[{ids.group(2)}]") if f"{table}.{i}" in declared]
        yield f"{ids.group(1)} = {json.dumps(kept)}"
    elif words := _WORDS_LINE.match(line):
        code = words.group(1)
        if code in languages:
            yield f'{code} = "{_filled(words.group(2), values, code, quoted=True)}"'
    elif (whole := _WHOLE_LINE.match(line)) and (texts := _TEXTS.fullmatch(whole.group(2))):
        yield from _text_lines(whole.group(1), _by_language(texts, values, languages))
    else:
        kept_texts = _TEXTS.sub(lambda texts: _inline(_by_language(texts, values, languages)), line)
        yield _filled(kept_texts, values, "en", quoted=not line.startswith("#"))


def _text_lines(key: str, texts: dict[str, str]) -> Iterator[str]:
    inline = f"{key} = {_inline(texts)}"
    if len(inline) <= _BROAD:
        yield inline
    else:
        yield from (f'{key}.{code} = "{text}"' for code, text in texts.items())


def _by_language(texts: re.Match[str], values: Mapping[str, Any], languages: list[str]) -> dict[str, str]:
    given = dict(zip(LANGUAGES, texts.groups(), strict=True))
    return {code: _filled(given[code], values, code, quoted=True) for code in languages}


def _inline(texts: dict[str, str]) -> str:
    return "{ " + ", ".join(f'{code} = "{text}"' for code, text in texts.items()) + " }"


def _filled(text: str, values: Mapping[str, Any], language: str, *, quoted: bool = False) -> str:
    """Return ``text`` with its slots filled; ``quoted`` where they stand inside quotes of TOML."""

    def value(slot: re.Match[str]) -> str:
        found = values[slot.group(1)]
        plain = found[language] if isinstance(found, dict) else found
        return _escaped(plain) if quoted and slot.group(1) != "languages" else plain

    return _SLOT.sub(value, text)


def _escaped(text: str) -> str:
    """Return text as it stands between quotes in TOML."""
    return json.dumps(text, ensure_ascii=False)[1:-1].replace("\x7f", "\\u007f")


def _iso(day: Any) -> str:
    return day.isoformat() if isinstance(day, date) else str(day)


@cache
def _template(name: str) -> str:
    return files("seloste.cli.new").joinpath(name).read_text(encoding="utf-8")


@cache
def _people() -> dict[str, dict[str, Any]]:
    return tomllib.loads(_template("words.toml"))

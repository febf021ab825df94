"""Grown: a lawful document of any number of clauses, with the rooms that hold its data.

It begins as the policy that a small association gets from ``policy new`` and grows by whole activities: a data category
with its table, a purpose on contract or consent, a form, a recipient with its agreement, a connection, claims. Texts are
lengthened until a clause is as long on average as in a document at both limits (256 KiB, 2,000 clauses).
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from types import MappingProxyType

from seloste.cli.new.write import files_from
from seloste.cli.values import read_house_file
from seloste.policy.house import Column, DataTable, House
from seloste.policy.text.limits import MAX_BYTES, MAX_CLAUSES
from seloste.policy.text.read import read

TODAY = date(2026, 11, 22)
LANGUAGES = ("fi", "sv", "en")
_TERMS = '"instructions", "confidentiality", "security", "sub_processors", "assist_with_rights", "assist_with_duties", "delete_or_return", "audits", "infringing_instruction"'
_NOT_NEEDED = (
    "[claim.C02]",
    "[claim.C03]",
    "[measure.backups]",
    "[measure.secrecy]",
    "[measure.named_accounts]",
)
_MORE = {
    "fi": " Kerromme siitä ennalta, ja voit aina kysyä meiltä lisää.",
    "sv": " Vi berättar om det i förväg, och du kan alltid fråga oss mer.",
    "en": " We tell you about it in advance, and you can always ask us more.",
}


@dataclass(frozen=True)
class Grown:
    """A document as bytes, the files beside it, the rooms, and its size."""

    content: bytes
    files: Mapping[str, bytes]
    house: House
    clauses: int


@cache
def grown(clauses: int) -> Grown:
    """Return a lawful document with exactly so many clauses.

    clauses:  at least as many as it begins with (``least()``), at most 2,000.
    Raises:   ValueError where the number is outside these.
    """
    if not least() <= clauses <= MAX_CLAUSES:
        raise ValueError(f"between {least()} and {MAX_CLAUSES} clauses can be made, not {clauses}")
    text, files = _seed()
    activities = list(_activities(clauses - _count(text)))
    tables = [activity.table() for activity in activities]
    whole = _given_by_people(text + "".join(a.text() for a in activities), [t.category for t in tables])
    whole = _lengthened(whole, clauses * MAX_BYTES // MAX_CLAUSES)
    house = read_house_file("")
    rooms = replace(house, tables=MappingProxyType({**house.tables, **{t.name: t for t in tables}}))
    return Grown(whole.encode(), files, rooms, _count(whole))


@cache
def least() -> int:
    """Return the number of clauses of the smallest document: what it begins with and one activity."""
    return _count(_seed()[0]) + _Activity(0, 0).clauses


def _activities(clauses: int) -> Iterator[_Activity]:
    """Yield activities with so many clauses in all; the last has more items, to make up the number."""
    number = 0
    while clauses >= (size := _Activity(number, 0).clauses) + _Activity(number + 1, 0).clauses:
        yield _Activity(number, 0)
        clauses -= size
        number += 1
    yield _Activity(number, clauses - _Activity(number, 0).clauses)


@cache
def _seed() -> tuple[str, Mapping[str, bytes]]:
    answers = {
        "today": TODAY,
        "name": "Example Club",
        "country": "FI",
        "business_id": "",
        "street": "Example Street 1",
        "postal_code": "00100",
        "city": "Helsinki",
        "email": "privacy@example.org",
        "home": "https://example.org/privacy",
        "languages": list(LANGUAGES),
        "people": "members",
        "minors": False,
        "months": 12,
        "newsletter": False,
        "post": False,
        "phone": False,
        "events": False,
        "recipients": [],
    }
    made = files_from(answers, "grown")
    text = made.pop("grown.toml")
    bare = "\n".join(line for line in text.splitlines() if line and not line.startswith("#"))
    tables = (table for table in re.split(r"^(?=\[)", bare + "\n", flags=re.MULTILINE))
    seed = "".join(table for table in tables if not table.startswith(_NOT_NEEDED))
    return seed, {path: content.encode() for path, content in made.items()}


def _count(text: str) -> int:
    return read("grown.toml", text.encode()).clauses


def _texts(fi: str, sv: str, en: str) -> str:
    return f'{{ fi = "{fi}", sv = "{sv}", en = "{en}" }}'


@dataclass(frozen=True)
class _Activity:
    """One activity: everything about it under the same number; ``more`` items make up for what is left."""

    number: int
    more: int

    @property
    def clauses(self) -> int:
        """How many clauses it has."""
        return _count(self.text())

    @property
    def by_consent(self) -> bool:
        return self.number % 3 == 2

    @property
    def has_recipient(self) -> bool:
        return self.number % 4 == 3

    @property
    def items(self) -> tuple[str, ...]:
        return ("what", "when", *(f"more_{i}" for i in range(self.more)))

    def table(self) -> DataTable:
        """Return the table that holds its data category."""
        columns = {item: Column(item, item=f"records_{self.number}.{item}") for item in self.items}
        key = Column("person_id", not_personal="key of the person")
        return DataTable(
            f"record_{self.number}",
            f"records_{self.number}",
            "person",
            MappingProxyType({"person_id": key, **columns}),
        )

    def text(self) -> str:
        return "".join(self._parts())

    def _parts(self) -> Iterator[str]:
        n = self.number
        yield f"[connection.taker_{n}]\n"
        yield f"name = {_texts(f'harrastaja {n}', f'utövare {n}', f'participant {n}')}\n"
        yield f"description = {_texts(f'Osallistut toimintaan {n}.', f'Du deltar i verksamheten {n}.', f'You take part in activity {n}.')}\n"
        yield f'dpv = "dpv:Participant"\nkeep = {{ months = {n % 24 + 1}, after = "connection_end" }}\n'
        yield f"[data.records_{n}]\nname = {_texts(f'merkinnät {n}', f'anteckningar {n}', f'records {n}')}\n"
        for item in self.items:
            yield f'item.{item} = {{ name = {_texts(f"tieto {n} {item}", f"uppgift {n} {item}", f"detail {n} {item}")}, dpv = "pd:Interest" }}\n'
        yield f'keep = {{ months = {n % 36 + 1}, after = "event_end" }}\n'
        yield from self._purpose()
        yield from self._form()
        if self.has_recipient:
            yield from self._recipient()
        yield _claim(2 + n, f"purpose.activity_{n}", n)

    def _purpose(self) -> Iterator[str]:
        n = self.number
        yield f"[purpose.activity_{n}]\nname = {_texts(f'toiminta {n}', f'verksamhet {n}', f'activity {n}')}\n"
        yield f"description = {_texts(f'Järjestämme toimintaa {n}.', f'Vi ordnar verksamhet {n}.', f'We arrange activity {n}.')}\n"
        yield 'dpv = "dpv:ServiceProvision"\n'
        yield f'data = ["identity", "contact_points", "records_{n}"]\n'
        yield f'reach.email = ["{"consent" if self.by_consent else "service"}"]\n'
        yield f'basis.contract = {{ of = "taker_{n}", necessary_for = {_texts(f"toiminta {n}", f"verksamheten {n}", f"activity {n}")} }}\n'
        if self.by_consent:
            yield 'basis.consent = { of = "anyone" }\n'

    def _form(self) -> Iterator[str]:
        n = self.number
        yield f"[form.joining_{n}]\nname = {_texts(f'ilmoittautuminen {n}', f'anmälan {n}', f'registration {n}')}\n"
        yield f'purposes = ["activity_{n}"]\nsource = "self"\n'
        yield f'[form.joining_{n}.field]\nwhat = {{ item = "records_{n}.what", required = true, need = "contractual", why = "words.to_know_you", without = "words.no_joining" }}\n'
        if self.by_consent:
            yield f'[form.joining_{n}.consent.yes]\npurpose = "activity_{n}"\nchannels = ["email"]\n'
            wording = _texts(
                f"Kyllä, toimintaan {n}. Voit perua suostumuksen milloin tahansa jokaisen viestin lopussa.",
                f"Ja, till verksamheten {n}. Du kan återkalla samtycket när som helst i slutet av varje meddelande.",
                f"Yes, to activity {n}. You can withdraw consent at any time at the end of each message.",
            )
            yield f"wording = {wording}\n"

    def _recipient(self) -> Iterator[str]:
        n = self.number
        yield f"[recipient.helper_{n}]\nname = {_texts(f'apulainen {n}', f'hjälpare {n}', f'helper {n}')}\n"
        yield f'kind = "processor"\nentity = "Example Helper {n} Oy"\ncountry = ["FI"]\npurposes = ["activity_{n}"]\n'
        yield f'data = ["records_{n}"]\n[recipient.helper_{n}.agreement]\nsigned_on = 2026-01-01\n'
        yield f"subject = {_texts(f'apu {n}', f'hjälp {n}', f'help {n}')}\nterms = [{_TERMS}]\n"


def _claim(claim: int, clause: str, number: int) -> str:
    said = _texts(f"Lupaus {number} pitää.", f"Löftet {number} hålls.", f"Promise {number} is kept.")
    return f'[claim.C{claim:02}]\nsentence = {said}\nstated_by = ["{clause}"]\ncontrol = ["purpose_roles"]\nprobe = "processing_log"\n'


def _given_by_people(text: str, categories: list[str]) -> str:
    """Return the document whose people give the new categories too."""
    at = text.index("gives = ", text.index("[source.self]"))
    end = text.index("\n", at)
    gives = json.loads(text[at:end].removeprefix("gives = "))
    return f"{text[:at]}gives = {json.dumps([*gives, *categories])}{text[end:]}"


def _lengthened(text: str, size: int) -> str:
    """Return the document with longer descriptions, as near below ``size`` bytes as whole sentences come."""
    places = len(re.findall(r"^description(?: = | ?\.fi = )", text, re.MULTILINE))
    longer = sum(len(more.encode()) for more in _MORE.values())
    times, rest = divmod(max(size - len(text.encode()), 0), longer * places)
    for code, more in _MORE.items():
        numbers = itertools.count()

        def lengthen(said: re.Match[str], more: str = more, numbers: Iterator[int] = numbers) -> str:
            return said.group() + more * (times + (next(numbers) < rest // longer))

        text = re.sub(rf'^description(?: = {{.*?\b|\.){code} = "[^"]*', lengthen, text, flags=re.MULTILINE)
    return text

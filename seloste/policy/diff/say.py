"""Say: a change in words, in Finnish, Swedish or English.

For whoever writes the documents, places are named by their ids, as in the text; for the public by their names. Names and
values are put in unchanged, after a comma or a colon, so that no language has to bend them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from seloste.policy.compile.phrases import Phrases, built_in
from seloste.policy.diff.walk import Difference, Event
from seloste.policy.tree.document import Document
from seloste.policy.tree.purposes import ANYONE
from seloste.policy.tree.terms import BUILT_IN_LANGUAGES
from seloste.policy.tree.values import AtInstallation, Condition, Length, Node, Period, Text

LANGUAGES = BUILT_IN_LANGUAGES
_AT_MOST = 60
# What the values at a place name, where they name something of the document.
_NAMES = {
    "data": "data",
    "source.gives": "data",
    "purposes": "purpose",
    "purpose": "purpose",
    "of": "connection",
    "connection": "connection",
    "profile.gives": "interest",
    "interest": "interest",
    "form.source": "source",
    "sender": "controller.sender",
    "product_group": "controller.product_group",
    "about": "controller.product_group",
    "measures": "measure",
    "safeguards": "measure",
    "decided_by": "controller.role",
    "holders": "controller.role",
    "recipient.transfer": "transfer",
    "recipient.of": "recipient",
    "before": "retention",
    "authority": "authority",
}


@cache
def _words(language: str) -> Mapping[str, Mapping[str, str]]:
    content = files("seloste.policy.diff").joinpath("words", f"{language}.toml").read_text(encoding="utf-8")
    return tomllib.loads(content)


def word(language: str, section: str, key: str) -> str:
    """Return a word or sentence of the comparison in a language (``fi``, ``sv``, ``en``).

    Raises: KeyError where there is none.
    """
    return _words(language)[section][key]


@dataclass(frozen=True)
class Speaker:
    """Who says a difference: in which language, about which two documents, with ids or with names."""

    old: Document
    new: Document
    language: str
    by_id: bool = False

    def sentence(self, d: Difference) -> str:
        """Return what changed, without a capital or a full stop."""
        if d.event in {Event.ADDED, Event.REMOVED} and not d.element and (thing := self._thing(d.path)):
            return self._said("new_thing" if d.event is Event.ADDED else "old_thing", thing=thing)
        place = self._place(d.path)
        if d.event is Event.ADDED:
            return self._said("new_one", place=place, new=self._value(d.new, d.path))
        if d.event is Event.REMOVED:
            return self._said("old_one", place=place, old=self._value(d.old, d.path))
        old, new = self.values(d)
        if d.event is Event.REORDERED or (d.event is Event.RESTATED and old == new):
            return self._said(d.event.value, place=place)
        return self._said("became", place=place, old=old, new=new)

    def values(self, d: Difference) -> tuple[str, str]:
        """Return the value before and after, in words."""
        if isinstance(d.old, Text) and isinstance(d.new, Text):
            language = self._reworded_in(d.old, d.new)
            old, new = self.old.say(d.old, language), self.new.say(d.new, language)
            start = _where_they_part(old, new)
            return self._quoted(old, start), self._quoted(new, start)
        if (
            isinstance(d.old, Period)
            and isinstance(d.new, Period)
            and d.event in {Event.LONGER, Event.SHORTER}
        ):
            old, new = self._length(d.old), self._length(d.new)
            if old != new:
                return old, new
        return self._value(d.old, d.path), self._value(d.new, d.path)

    # places

    def _place(self, path: tuple[str, ...]) -> str:
        """Return the place as what stands under an id, each inside the other, and then the field."""
        things, rest = self._chain(path)
        labels = [self._step(path, number) for number in range(len(path) - len(rest), len(path))]
        return ", ".join([*things, *labels]) or path[-1]

    def _thing(self, path: tuple[str, ...]) -> str:
        """Return the place where all of it stands under ids; empty where it ends in a field."""
        things, rest = self._chain(path)
        return ", ".join(things) if not rest else ""

    def _chain(self, path: tuple[str, ...]) -> tuple[list[str], tuple[str, ...]]:
        known = _words(self.language)["thing"]
        things: list[str] = []
        done = 0
        pattern: list[str] = []
        for number, step in enumerate(path, start=1):
            pattern.append(step)
            if ".".join([*pattern[:-1], "*"]) in known:
                pattern[-1] = "*"
                things.append(f"{known['.'.join(pattern)]} {self._name(path[:number])}")
                done = number
        return things, path[done:]

    def _name(self, path: tuple[str, ...]) -> str:
        if self.by_id:
            return f"`{path[-1]}`"
        for document in (self.new, self.old):
            node = document.node(".".join(path))
            name = getattr(node, "name", None)
            if isinstance(name, Text) and (said := self._said_in(document, name)):
                return self._quoted(said)
            if isinstance(name, str):
                return self._quoted(name)
            if isinstance(item := getattr(node, "item", None), str):
                return self._name(("data", *item.split(".")[:1], "item", *item.split(".")[1:]))
        return self._term(path[-1])

    def _step(self, path: tuple[str, ...], number: int) -> str:
        step = path[number]
        fields = _words(self.language)["field"]
        of_a_closed_list = path[number - 1 : number] == ("reach",) or path[:1] == ("words",)
        return self._term(step) if of_a_closed_list else fields.get(step) or self._term(step)

    # values

    def _value(self, value: Any, path: tuple[str, ...]) -> str:
        if isinstance(value, Text):
            return self._quoted(self._said_in(self.new, value) or self._said_in(self.old, value))
        if isinstance(value, AtInstallation):
            return self._phrases.plain("notice.waiting")
        if isinstance(value, Period):
            return self._period(value)
        if isinstance(value, Length):
            return self._length(value)
        if isinstance(value, Condition):
            return self._condition(value)
        if isinstance(value, Node):
            return ", ".join(self._parts(value, path)) or "✓"
        if isinstance(value, tuple):
            return ", ".join(self._value(v, path) for v in value) or "–"
        return self._scalar(value, path)

    def _scalar(self, value: Any, path: tuple[str, ...]) -> str:
        if isinstance(value, bool):
            return self._term("yes" if value else "no")
        if isinstance(value, date):
            return self._date(value)
        return str(value) if isinstance(value, int) else self._named(str(value), path)

    def _parts(self, node: Node, path: tuple[str, ...]) -> list[str]:
        """Return what a small table without an id says, field by field."""
        fields = _words(self.language)["field"]
        given = ((i.alias or n, getattr(node, n)) for n, i in type(node).model_fields.items())
        return [
            f"{fields.get(key, key)}: {self._value(value, (*path, key))}"
            for key, value in given
            if not key.startswith("$") and value not in (None, (), "")
        ]

    def _named(self, value: str, path: tuple[str, ...]) -> str:
        steps = [step for step in path if step in _words(self.language)["field"]]
        table = _NAMES.get(f"{path[0]}.{steps[-1]}") or _NAMES.get(steps[-1]) if steps else None
        if table is not None and value != ANYONE:
            if self.by_id:
                return f"`{value}`"
            found = (*table.split("."), value)
            if any(d.node(".".join(found)) is not None for d in (self.new, self.old)):
                return self._name(found)
        return self._term(value)

    def _term(self, value: str) -> str:
        """Return a word of the language's closed lists; anything else, quoted, as it stands."""
        if value in (values := _words(self.language)["value"]):
            return values[value]
        for section in ("channel", "reach", "dealing", "country"):
            if self._phrases.has(f"{section}.{value}"):
                return self._phrases.plain(f"{section}.{value}")
        return f"`{value}`" if self.by_id else self._quoted(value)

    def _period(self, period: Period) -> str:
        if period.follows is not None:
            return self._phrases.plain("period.follows")
        said = self._phrases.plain(
            "period.after", length=self._length(period), event=self._event(period.after)
        )
        if period.else_after is not None:
            said = self._phrases.plain("period.event_or", event=said, other=self._event(period.else_after))
        law = (
            (self.new.cite(period.law, self.language) or self.old.cite(period.law, self.language))
            if period.law
            else ""
        )
        return f"{said} ({law})" if law else said

    def _event(self, event: str | None) -> str:
        return self._phrases.plain(f"event.{event}") if event else ""

    def _length(self, length: Period | Length) -> str:
        for unit in ("hours", "days", "weeks", "months", "years"):
            count = getattr(length, unit, None)
            if count is not None:
                return self._phrases.plain(f"unit.{unit}_{'one' if count == 1 else 'other'}", n=str(count))
        return "–"

    def _condition(self, condition: Condition) -> str:
        plain = self._phrases.plain
        for joint in ("all", "any"):
            parts = getattr(condition, joint)
            if parts:
                said = [self._condition(part) for part in parts]
                whole = said[0]
                for part in said[1:]:
                    whole = plain(f"condition.{joint}", first=whole, second=part)
                return plain("condition.group", condition=whole) if len(said) > 1 else whole
        if condition.not_ is not None:
            return plain("condition.not", condition=self._condition(condition.not_))
        return self._fact(condition)

    def _fact(self, condition: Condition) -> str:
        plain = self._phrases.plain
        for fact in ("connection", "language", "interest", "dealing"):
            if (names := getattr(condition, fact)) is not None:
                return plain(
                    f"condition.{fact}", names=", ".join(self._named(name, ("", fact)) for name in names)
                )
        for fact in ("age_under", "age_from"):
            if (age := getattr(condition, fact)) is not None:
                return plain(f"condition.{fact}", n=str(age))
        if condition.capacity is not None:
            return plain(f"condition.capacity_{condition.capacity}")
        return plain(
            "condition.has_organisation" if condition.has_organisation else "condition.no_organisation"
        )

    def _date(self, day: date) -> str:
        if self.by_id:
            return day.isoformat()
        phrases = self._phrases
        parts = {
            "day": str(day.day),
            "month": phrases.plain(f"month.{day.month}"),
            "month_short": phrases.plain(f"month_short.{day.month}"),
            "month_number": str(day.month),
            "year": str(day.year),
        }
        wanted = phrases.cut_of("date.short")[1::2]
        return phrases.plain("date.short", **{part: parts[part] for part in wanted})

    # texts

    @property
    def _phrases(self) -> Phrases:
        return built_in(self.language)

    def _said(self, key: str, **values: str) -> str:
        text = word(self.language, "said", key)
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", value)
        return text

    def _said_in(self, document: Document, text: Text) -> str:
        """Return a text in the speaker's language, or else in the first that it is given in."""
        said = document.say(text, self.language)
        given = document.words.get(text.words, {}) if text.words else text.given
        return said or next(iter(given.values()), "")

    def _reworded_in(self, old: Text, new: Text) -> str:
        """Return the language to show a rewording in: the speaker's own, if both have it and it is reworded there."""
        wanted = dict.fromkeys([self.language, *self.new.register_.languages, *self.old.register_.languages])
        said = {code: (self.old.say(old, code), self.new.say(new, code)) for code in wanted}
        changed = [code for code, (before, after) in said.items() if before != after]
        both = [code for code in changed if all(said[code])]
        return next(iter([*both, *changed]), self.language)

    def _quoted(self, text: str, start: int = 0) -> str:
        cut = f"…{text[start:]}" if start else text
        short = cut if len(cut) <= _AT_MOST else f"{cut[: _AT_MOST - 1].rstrip()}…"
        return self._said("quoted", text=short)


def _where_they_part(old: str, new: str) -> int:
    """Return where to begin showing two long texts, so that what differs is seen: at a word a little before it."""
    same = next(
        (i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new))
    )
    if same < _AT_MOST // 2 or max(len(old), len(new)) <= _AT_MOST:
        return 0
    return old.rfind(" ", 0, max(same - 10, 0)) + 1

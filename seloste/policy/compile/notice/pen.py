"""Pen: puts phrases and the document's own words together into sentences.

A sentence never grows past the limit by listing: a list that is too long for one sentence becomes
several. What the document does not say in the notice's language is written down as a finding, and
the notice is refused at the end with all of them; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from seloste.policy.compile.notice.parts import (
    Block,
    Entry,
    Fact,
    Items,
    Paragraph,
    Piece,
    Sentence,
    Sentences,
    lines,
)
from seloste.policy.compile.phrases import Phrases
from seloste.policy.findings import Finding
from seloste.policy.house import House
from seloste.policy.text.words import MAX_WORDS, sentences, words
from seloste.policy.tree.document import Document
from seloste.policy.tree.values import AtInstallation, Condition, Length, Node, Period, Text

Law = tuple[str, ...]
Value = str | Piece | tuple[Piece, ...]

# Languages named in themselves, for the language switch and for conditions on language.
ENDONYMS: Mapping[str, str] = {
    "bg": "Български", "cs": "Čeština", "da": "Dansk", "de": "Deutsch", "el": "Ελληνικά", "en": "English",
    "es": "Español", "et": "Eesti", "fi": "Suomi", "fr": "Français", "ga": "Gaeilge", "hr": "Hrvatski",
    "hu": "Magyar", "is": "Íslenska", "it": "Italiano", "lt": "Lietuvių", "lv": "Latviešu", "mt": "Malti",
    "nb": "Norsk bokmål", "nl": "Nederlands", "no": "Norsk", "pl": "Polski", "pt": "Português",
    "ro": "Română", "se": "Davvisámegiella", "sk": "Slovenčina", "sl": "Slovenščina", "sv": "Svenska",
    "ru": "Русский", "uk": "Українська",
}  # fmt: skip


# Only addresses that need no escaping become links; any other stays readable text.
_MAIL = re.compile(r"^[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+$")


class Pen:
    """Writes one notice: a document, a language, its phrases, and what the rooms declare."""

    def __init__(self, doc: Document, language: str, phrases: Phrases, house: House | None = None) -> None:
        self.doc = doc
        self.language = language
        self.phrases = phrases
        self.house = house or House()
        self.missing: list[Finding] = []

    # --- phrases ---------------------------------------------------------------------------------

    def word(self, key: str) -> str:
        """Return a phrase without slots, as a label or a heading."""
        return self.phrases.plain(key)

    def line(self, key: str, law: Law, clause: str = "", /, **values: Value) -> Sentence:
        """Return a phrase as a sentence, its slots filled."""
        pieces: list[Piece] = []
        for number, step in enumerate(self.phrases.cut_of(key)):
            if number % 2:
                pieces.extend(_pieces(values[step]))
            elif rest := step.removeprefix("." if pieces and pieces[-1].text.endswith(".") else ""):
                pieces.append(Piece(rest))  # a name such as `Example e. V.` ends its sentence already
        return Sentence(_closed(tuple(pieces)), law, clause)

    def part(self, key: str, law: Law, clause: str = "") -> Sentence:
        """Return a phrase that goes on after a colon, its first letter as it is."""
        return Sentence((Piece(self.word(key)),), law, clause)

    def paragraph(self, law: Law, clause: str, *keys: str) -> Paragraph:
        """Return phrases without slots as one paragraph."""
        return Paragraph(tuple(self.line(key, law, clause) for key in keys))

    def lines(self, key: str, law: Law, clause: str, slot: str, names: Sequence[str]) -> Sentences:
        """Return a phrase with a list in one slot: as many sentences as the limit asks for."""
        room = MAX_WORDS - words(self.phrases.plain(key, **{slot: ""}))
        return tuple(self.line(key, law, clause, **{slot: self.joined(p)}) for p in _parts(names, room))

    def joint_terms(self, names: Sequence[str], law: Law, clause: str) -> Sentences:
        """Return names in a row, each traced by itself; the first begins with a capital."""
        first = [upper_first(name) for name in names[:1]]
        return tuple(Sentence((Piece(n),), law, clause, listed=True) for n in (*first, *names[1:]))

    def listed(self, key: str, law: Law, clause: str, items: Iterable[tuple[str, str]]) -> Items:
        """Return a phrase that ends in a colon, and after it a list of (name, clause)."""
        listed = tuple((Sentence((Piece(name),), law, where),) for name, where in items)
        return Items(self.line(key, law, clause), listed, short=True)

    def entry(self, key: str, law: Law, clause: str, *blocks: Block) -> Entry:
        """Return an entry under a phrase as its heading."""
        return Entry(self.line(key, law, clause), blocks)

    def joined(self, names: Sequence[str], key: str = "list.and") -> str:
        """Return names as people list them: a, b and c."""
        if len(names) < 2:
            return "".join(names)
        return self.word("list.comma").join(names[:-1]) + self.word(key) + names[-1]

    # --- the document's own words ----------------------------------------------------------------

    def say(self, text: Text | None, node: Node) -> str:
        """Return the document's words in this language; their lack is written down."""
        if text is None:
            return ""
        said = self.doc.say(text, self.language)
        if not said:
            self._lacks(text, node)
        return " ".join(said.split())

    def name(self, text: Text, node: Node) -> str:
        """Return a name or a phrase for the middle of a sentence, without a full stop."""
        return self.say(text, node).rstrip(".")

    def term(self, text: str | Text, law: Law, clause: str | Node) -> Sentence:
        """Return a name that stands alone: a heading, a cell, an item of a list."""
        where = clause.clause if isinstance(clause, Node) else clause
        said = self.name(text, clause) if isinstance(text, Text) and isinstance(clause, Node) else str(text)
        return Sentence((Piece(upper_first(said)),), law, where)

    def own(self, text: Text | None, law: Law, node: Node, clause: str = "") -> Sentences:
        """Return the document's words as sentences, each beginning and ending as a sentence does."""
        where = clause or node.clause
        return tuple(
            Sentence((Piece(upper_first(_ended(s))),), law, where) for s in sentences(self.say(text, node))
        )

    def cite(self, law: str | Text | None, node: Node) -> str:
        """Return a law's name and section."""
        if law is None or isinstance(law, str):
            return law or ""
        return self.name(law, node)

    def names_of(self, ids: Iterable[str], table: Mapping[str, object]) -> list[str]:
        """Return the names of the nodes that ids point at; an id that points nowhere stays as it is."""
        found = []
        for id_ in ids:
            node = table.get(id_)
            text = getattr(node, "name", None)
            known = isinstance(node, Node) and isinstance(text, Text)
            found.append(self.name(text, node) if known and isinstance(node, Node) and text else id_)
        return found

    def _lacks(self, text: Text, node: Node) -> None:
        where = f"words.{text.words}" if text.words else text.clause or node.clause
        at = text.spot if text.clause else node.spot
        self.missing.append(
            Finding(
                "P811",
                f"`{where}` has no text in `{self.language}`",
                "every language of the notice says the same; nothing is left out or guessed",
                f"add the text in `{self.language}`",
                at,
                where,
                "REQ-01",
            )
        )

    # --- dates, lengths, countries, addresses ------------------------------------------------------

    def dated(self, day: date, form: str = "long") -> Piece:
        """Return a day as people write it, with its ISO form behind it."""
        return Piece(self.day(day, form), "date", day.isoformat())

    def day(self, day: date, form: str = "long") -> str:
        """Return a day as people write it in a sentence (``long``) or in a table (``short``)."""
        parts = {
            "day": str(day.day),
            "month": self.word(f"month.{day.month}"),
            "month_short": self.word(f"month_short.{day.month}"),
            "month_number": str(day.month),
            "year": str(day.year),
        }
        return self.phrases.plain(f"date.{form}", **parts)

    def count(self, count: int, unit: str) -> str:
        """Return ``12 months`` with a no-break space inside."""
        form = "one" if count == 1 else "other"
        number = f"{count:,}".replace(",", "\u00a0")
        return self.phrases.plain(f"unit.{unit}_{form}", n=number).replace(" ", "\u00a0", 1)

    def length(self, length: Length | Period) -> str:
        """Return a length in its own unit."""
        if isinstance(length, Period):
            return self.count(length.count, length.unit)
        return self.count(length.days or length.months or 0, "days" if length.days else "months")

    def event(self, period: Period) -> str:
        """Return from when a period is counted."""
        event = self.word(f"event.{period.after}")
        if period.else_after is None:
            return event
        return self.phrases.plain(
            "period.event_or", event=event, other=self.word(f"event.{period.else_after}")
        )

    def period(self, period: Period) -> str:
        """Return a period in words: length and event, or the connection that it follows."""
        if period.follows is not None:
            return self.following()
        return self.phrases.plain("period.after", length=self.length(period), event=self.event(period))

    def following(self) -> str:
        """Return what *follows the connection* means; one length where all connections have the same."""
        keeps = {(k.count, k.unit, k.after) for k in (c.keep for c in self.doc.connection.values())}
        if len(keeps) == 1 and next(iter(keeps))[2] == "connection_end":
            count, unit, _ = next(iter(keeps))
            return self.phrases.plain("period.follows_one", length=self.count(count, unit))
        return self.word("period.follows")

    def country(self, code: str) -> str:
        """Return a country's name; its code where the phrases do not name it."""
        key = f"country.{code}"
        return self.word(key) if self.phrases.has(key) else code

    def given(self, value: str | AtInstallation | None) -> Piece:
        """Return an address or a number as a link, or the gap that the installation fills."""
        if value is None or isinstance(value, AtInstallation):
            return Piece(self.word("notice.waiting"), "waiting")
        return linked(value)

    # --- conditions ---------------------------------------------------------------------------------

    def condition(self, condition: Condition) -> str:
        """Return a condition in words."""
        for key, parts in (("all", condition.all), ("any", condition.any)):
            if parts is not None:
                return self._both(key, [self._grouped(part) for part in parts])
        if condition.not_ is not None:
            return self._denied(condition.not_)
        return self._fact(condition)

    def _denied(self, condition: Condition) -> str:
        """Return in words that a condition does not hold; a fact has words of its own for that."""
        if condition.age_under is not None:
            return self.phrases.plain("condition.age_from", n=str(condition.age_under))
        if condition.age_from is not None:
            return self.phrases.plain("condition.age_under", n=str(condition.age_from))
        if condition.capacity is not None:
            other = "work" if condition.capacity == "private" else "private"
            return self.word(f"condition.capacity_{other}")
        if condition.has_organisation is not None:
            opposite = "no_organisation" if condition.has_organisation else "has_organisation"
            return self.word(f"condition.{opposite}")
        if condition.not_ is not None:
            return self.condition(condition.not_)
        if condition.parts():
            return self.phrases.plain("condition.not", condition=self._grouped(condition))
        return self._fact(condition, "not_")

    def _grouped(self, condition: Condition) -> str:
        said = self.condition(condition)
        return self.phrases.plain("condition.group", condition=said) if len(condition.parts()) > 1 else said

    def _both(self, key: str, parts: list[str]) -> str:
        said = parts[0] if parts else ""
        for part in parts[1:]:
            said = self.phrases.plain(f"condition.{key}", first=said, second=part)
        return said

    def _fact(self, fact: Condition, no: str = "") -> str:
        if fact.connection is not None:
            return self._named(f"{no}connection", self.names_of(fact.connection, self.doc.connection))
        if fact.interest is not None:
            return self._named(f"{no}interest", self.names_of(fact.interest, self.doc.interest))
        if fact.dealing is not None:
            return self._named(f"{no}dealing", [self.word(f"dealing.{d}") for d in fact.dealing])
        if fact.language is not None:
            return self._named(f"{no}language", [ENDONYMS.get(code, code) for code in fact.language])
        if fact.capacity is not None:
            return self.word(f"condition.capacity_{fact.capacity}")
        if fact.age_under is not None:
            return self.phrases.plain("condition.age_under", n=str(fact.age_under))
        if fact.age_from is not None:
            return self.phrases.plain("condition.age_from", n=str(fact.age_from))
        return self.word(
            "condition.has_organisation" if fact.has_organisation else "condition.no_organisation"
        )

    def _named(self, fact: str, names: Sequence[str]) -> str:
        return self.phrases.plain(f"condition.{fact}", names=self.joined(names, "list.or"))

    # --- facts -----------------------------------------------------------------------------------------

    def fact(self, key: str, law: Law, clause: str, value: Value) -> Fact:
        """Return a label with one short value."""
        return Fact(self.word(key), ((Sentence(_pieces(value), law, clause),),))

    def told(self, key: str, sentences: Iterable[Sentence]) -> Fact:
        """Return a label with sentences that run on, and terms each on a line of its own."""
        return Fact(self.word(key), lines(tuple(sentences)))


def linked(value: str) -> Piece:
    """Return an e-mail address, a phone number or a web address as a link; other text as it is."""
    if value.startswith(("https://", "http://")):
        return Piece(value, "link", value)
    if _MAIL.match(value):
        return Piece(value, "link", f"mailto:{value}")
    if value.startswith("+") and len(digits := "".join(c for c in value if c.isdigit())) > 4:
        return Piece(value.replace(" ", "\u00a0"), "link", f"tel:+{digits}")
    return Piece(value)


def _parts(names: Sequence[str], room: int) -> list[list[str]]:
    """Return names in groups whose words, and a joining word each, fit into ``room``."""
    parts: list[list[str]] = []
    size = 0
    for name in names:
        more = words(name) + 1
        if not parts or size + more > room:
            parts.append([])
            size = 0
        parts[-1].append(name)
        size += more
    return parts


def upper_first(text: str) -> str:
    """Return the text with a capital first letter."""
    return text[:1].upper() + text[1:]


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?", "…", ":")) else f"{sentence}."


def _pieces(value: Value) -> tuple[Piece, ...]:
    if isinstance(value, str):
        return (Piece(value),)
    return (value,) if isinstance(value, Piece) else value


def _closed(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the pieces beginning with a capital where a name in the first slot made them begin without.

    A web address or an e-mail address keeps its letters.
    """
    if pieces and pieces[0].kind == "" and pieces[0].text[:1].islower():
        return (Piece(upper_first(pieces[0].text)), *pieces[1:])
    return pieces

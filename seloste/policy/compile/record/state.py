"""State: the whole record from a document, in one language (ROP-01, Art. 30(1)).

The record speaks of people, the notice to them; so the phrases of a section ``record_X`` stand here
in the place of those of ``X``.
"""

from __future__ import annotations

from types import MappingProxyType

from seloste.policy.compile.notice.pen import Pen, upper_first
from seloste.policy.compile.notice.state import other_language
from seloste.policy.compile.notice.versions import version_line
from seloste.policy.compile.phrases import Phrases
from seloste.policy.compile.record.activities import activities
from seloste.policy.compile.record.groups import groups
from seloste.policy.compile.record.head import head
from seloste.policy.compile.record.parts import Record
from seloste.policy.findings import DocumentRefused
from seloste.policy.house import House
from seloste.policy.tree.document import Document

# Words that stand around the record rather than in it.
_AROUND = ("parties", "activities", "number", "activity", "groups", "letters", "clause")


def record(doc: Document, language: str, phrases: Phrases, *, house: House | None = None) -> Record:
    """Return the record of a document in one language, each sentence with the clause that it comes from.

    phrases:  those of the language (``phrases_for``).
    house:    what the rooms declare; tells which data a hold on cells keeps.
    Raises:   DocumentRefused where the language is not one of the register's (P810), or a text is
              missing in it (P811); nothing is left out.
    """
    if language not in doc.register_.languages:
        raise DocumentRefused([other_language(doc, language)])
    pen = Pen(doc, language, _of_people(phrases), house)
    register = upper_first(pen.name(doc.register_.name, doc.register_))
    made = Record(
        language=language,
        title=pen.word("record.title"),
        heading=pen.phrases.plain("record.heading", register=register),
        under=pen.word("record.under"),
        register=doc.register_.id,
        version=doc.register_.version,
        dated=doc.register_.dated.isoformat(),
        version_line=version_line(pen),
        head=head(pen),
        activities=activities(pen),
        groups=groups(pen),
        words=_words(pen),
    )
    if pen.missing:
        raise DocumentRefused(dict.fromkeys(pen.missing))
    return made


def _of_people(phrases: Phrases) -> Phrases:
    """Return the phrases with those that speak of people in the place of those that speak to them."""
    prefix = "record_"
    instead = {key.removeprefix(prefix): cut for key, cut in phrases.cut.items() if key.startswith(prefix)}
    return Phrases(phrases.language, phrases.name, MappingProxyType({**phrases.cut, **instead}))


def _words(pen: Pen) -> dict[str, str]:
    around = {key: pen.word(f"record.{key}") for key in _AROUND}
    around["whole"] = upper_first(pen.word("record.whole"))
    around["group"] = pen.word("data.group")
    around["skip"] = pen.word("notice.skip")
    around["page"] = pen.phrases.plain("notice.page", page="{page}", pages="{pages}")
    return around

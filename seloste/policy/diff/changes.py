"""Changes: two documents in, everything that changed between them out, each with its kind and the rule behind it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from seloste.kernel.places import Spot
from seloste.policy.diff.say import LANGUAGES, Speaker, word
from seloste.policy.diff.table import Kind, ruling
from seloste.policy.diff.walk import Difference, Event, differences
from seloste.policy.tree.document import Document


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed.

    clause:    dotted path of the place, as the documents write it.
    event:     what happened there: added, removed, longer, shorter, reworded and so on.
    kind:      substantive where people must be told actively, else editorial (INF-24).
    rule:      the id in the law reference that makes it so; ``why`` says it in words.
    sentence:  what changed, in English, with ids.
    spot:      in the new document, or in the old one where ``in_old``.
    """

    clause: str
    event: Event
    kind: Kind
    rule: str
    why: str
    sentence: str
    spot: Spot = field(compare=False)
    in_old: bool
    difference: Difference = field(repr=False)
    documents: tuple[Document, Document] = field(repr=False, compare=False)

    def said(self, language: str, *, by_id: bool = False) -> str:
        """Return what changed in Finnish, Swedish or English, as a sentence for the public.

        Raises: ValueError where the language is another.
        """
        if language not in LANGUAGES:
            raise ValueError(f"changes are said in {', '.join(LANGUAGES)}, not in {language!r}")
        said = Speaker(*self.documents, language, by_id).sentence(self.difference)
        return f"{said[:1].upper()}{said[1:]}{'' if said.endswith(('.', '…')) else '.'}"


def diff(old: Document, new: Document) -> tuple[Change, ...]:
    """Return every change from ``old`` to ``new``, in the order of the text; empty for equal documents.

    Source: INF-24 (WP260 rev.01, on changes to the notice), claim C43.
    """
    return tuple(_change(d, old, new) for d in differences(old, new))


def _change(difference: Difference, old: Document, new: Document) -> Change:
    row = ruling(difference.path, difference.event)
    return Change(
        clause=".".join(difference.path),
        event=difference.event,
        kind=row.kind,
        rule=row.rule,
        why=row.why,
        sentence=Speaker(old, new, "en", by_id=True).sentence(difference),
        spot=difference.spot,
        in_old=difference.in_old,
        difference=difference,
        documents=(old, new),
    )


def as_text(changes: Iterable[Change], old: str = "old", new: str = "new", language: str = "") -> str:
    """Return the changes for whoever writes the documents, the substantive ones first, with a count at the end.

    old, new:  what to call the two files.
    language:  ``fi``, ``sv`` or ``en`` to name things as the public knows them; by id otherwise.
    """
    spoken = language or "en"
    listed = sorted(changes, key=lambda c: c.kind is Kind.EDITORIAL)
    if not listed:
        return word(spoken, "said", "nothing")
    blocks = [
        f"{old if c.in_old else new}:{c.spot.line}:{c.spot.column} {word(spoken, 'kind', c.kind.value)}  "
        f"{c.said(language) if language else c.sentence}\n    why: {c.why} [{c.rule}]"
        for c in listed
    ]
    return "\n".join([*blocks, _totals(listed, spoken)])


def as_json(
    changes: Iterable[Change], old: str = "old", new: str = "new", language: str = ""
) -> dict[str, Any]:
    """Return the changes as values that a program reads."""
    listed = list(changes)
    return {
        "same": not listed,
        "counts": {kind.value: sum(c.kind is kind for c in listed) for kind in Kind},
        "changes": [
            {
                "clause": c.clause,
                "event": c.event.value,
                "kind": c.kind.value,
                "rule": c.rule,
                "message": c.said(language) if language else c.sentence,
                "why": c.why,
                "where": {
                    "file": old if c.in_old else new,
                    "document": "old" if c.in_old else "new",
                    "line": c.spot.line,
                    "column": c.spot.column,
                },
            }
            for c in listed
        ],
    }


def as_sentences(changes: Iterable[Change], language: str) -> tuple[str, ...]:
    """Return the substantive changes as sentences for people, for the page that says what changed (C43).

    Raises: ValueError where the language is not Finnish, Swedish or English.
    """
    return tuple(c.said(language) for c in changes if c.kind is Kind.SUBSTANTIVE)


def _totals(changes: Sequence[Change], language: str) -> str:
    numbers = {kind: sum(c.kind is kind for c in changes) for kind in Kind}
    counts = word(language, "said", "counts")
    for kind, number in numbers.items():
        counts = counts.replace(f"{{{kind.value}}}", str(number))
    return f"{counts} {word(language, 'said', 'told' if numbers[Kind.SUBSTANTIVE] else 'not_told')}"

"""Short: one sentence beside a form field, at the moment of asking (what for, how long, where to read more)."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from seloste.policy.compile.notice.claims import ClaimIndex
from seloste.policy.compile.notice.parts import Sentence
from seloste.policy.compile.notice.pen import Law, Pen
from seloste.policy.compile.phrases import Phrases, phrases_for
from seloste.policy.findings import DocumentRefused
from seloste.policy.tree.document import Document
from seloste.policy.tree.duties import Form
from seloste.policy.tree.people import Category

GIVEN: Law = ("INF-12", "INF-03", "INF-08")


@dataclass(frozen=True, slots=True)
class Short:
    """What stands beside a field: why it is asked, the short notice, and the way to the whole.

    why:      the document's own sentences, and what follows if the field is left empty.
    notice:   one sentence: what for and how long.
    more:     words of the link; ``section`` is the part of the notice that it leads to.
    """

    language: str
    why: tuple[Sentence, ...]
    notice: Sentence
    more: str
    section: str = "periods"

    def as_text(self) -> str:
        """Return the short notice in plain text."""
        return " ".join(s.text for s in (*self.why, self.notice))

    def as_html(self, notice: str) -> str:
        """Return the short notice for a page; ``notice`` is the address of the whole one."""
        said = " ".join(
            f'<span data-trace="{escape(" ".join(s.trace))}">{escape(s.text)}</span>'
            for s in (*self.why, self.notice)
        )
        link = f'<a href="{escape(notice)}#{escape(self.section)}">{escape(self.more)}</a>'
        return f'<p class="notice" lang="{escape(self.language)}">{said} {link}</p>'


def short(doc: Document, language: str, form: str, field: str, *, phrases: Phrases | None = None) -> Short:
    """Return the short notice of one form field.

    Raises: KeyError where the document has no such form or field; DocumentRefused where a text is missing.
    """
    asked = doc.form[form].field[field]
    pen = Pen(doc, language, phrases or phrases_for(doc, language, {}))
    law: Law = ("INF-12",)
    why = (
        *pen.own(asked.why, law, asked, f"{asked.clause}.why"),
        *pen.own(asked.without, law, asked, f"{asked.clause}.without"),
    )
    said = _used_and_kept(pen, doc.form[form], asked.item, asked.clause)
    if pen.missing:
        raise DocumentRefused(pen.missing)
    claims = ClaimIndex(doc)
    traced = [Sentence(s.pieces, s.law, s.clause, tuple(claims.carried_by(s.clause))) for s in (*why, said)]
    return Short(language, tuple(traced[:-1]), traced[-1], pen.word("short.more"))


def _used_and_kept(pen: Pen, form: Form, item: str, clause: str) -> Sentence:
    """Return what for and how long in one sentence: those purposes of the form that may read the item."""
    category_id = item.partition(".")[0]
    purposes = [pen.doc.purpose[id_] for id_ in form.purposes if id_ in pen.doc.purpose]
    reading = [p for p in purposes if category_id in p.data] or purposes
    names = [pen.name(p.name, p) for p in reading]
    category = pen.doc.data.get(category_id)
    period = pen.period(category.keep) if isinstance(category, Category) else ""
    return pen.line("short.sentence", GIVEN, clause, purposes=pen.joined(names), period=period)

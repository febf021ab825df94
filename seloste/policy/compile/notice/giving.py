"""Giving: whether data must be given, and what follows if not (C15; INF-12)."""

from __future__ import annotations

from seloste.policy.compile.notice.parts import Block, Entry, Paragraph, Section, Sentence, Sentences, Table
from seloste.policy.compile.notice.pen import Law, Pen
from seloste.policy.tree.duties import Form, FormField
from seloste.policy.tree.people import Item

GIVING: Law = ("INF-12",)


def giving(pen: Pen) -> Section:
    """Return the consequences of not giving data, and each form's fields with why they are asked for."""
    doc = pen.doc
    said = pen.own(doc.register_.consequences, GIVING, doc.register_, "register.consequences")
    blocks: list[Block] = [Paragraph(said)]
    if not doc.form:
        blocks.append(pen.paragraph(GIVING, "form", "giving.no_forms"))
    if any(form.consent for form in doc.form.values()):
        blocks.append(pen.paragraph(("CON-02", "CON-06"), "form", "giving.boxes"))
    blocks += [_form(pen, form) for form in doc.form.values()]
    return Section("giving", pen.word("giving.heading"), "full", tuple(blocks))


def _form(pen: Pen, form: Form) -> Entry:
    head = tuple(pen.word(f"giving.{c}") for c in ("field", "needed", "why", "without"))
    rows = tuple(_field(pen, field) for field in form.field.values())
    name = pen.name(form.name, form)
    return Entry(
        pen.line("giving.form", GIVING, form.clause, form=name),
        (Table(pen.word("giving.caption"), head, rows),),
    )


def _field(pen: Pen, field: FormField) -> tuple[Sentences, ...]:
    clause = field.clause
    item = pen.doc.node(f"data.{field.item.replace('.', '.item.', 1)}")
    name = (
        pen.term(item.name, GIVING, item) if isinstance(item, Item) else pen.term(field.item, GIVING, clause)
    )
    need = [
        pen.line("giving.required" if field.required else "giving.voluntary", GIVING, f"{clause}.required")
    ]
    if field.required or field.need != "voluntary":
        need.append(pen.line(f"giving.need_{field.need}", GIVING, f"{clause}.need"))
    why: list[Sentence] = [*pen.own(field.why, GIVING, field, f"{clause}.why")]
    if field.when is not None:
        why.append(pen.line("giving.when", GIVING, f"{clause}.when", condition=pen.condition(field.when)))
    without = pen.own(field.without, GIVING, field, f"{clause}.without")
    return (Sentence(name.pieces, GIVING, clause),), tuple(need), tuple(why), without

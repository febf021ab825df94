"""Forms: what people are asked, why, and what follows when they do not give it (Art. 13(2)(e), claim C15)."""

from __future__ import annotations

from collections.abc import Iterator

from seloste.policy.check.rule import Given, Remark, at, rule
from seloste.policy.tree.document import Document


@rule("P404", title="A required field says what follows when it is not given", law="INF-12")
def required_fields_are_explained(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a required form field without consequences (Art. 13(2)(e), claim C15)."""
    for form in doc.form.values():
        for field in form.field.values():
            if field.required and field.without is None:
                yield at(
                    field,
                    "required",
                    sentence=f"`{field.clause}` is required, and what follows without it is not said",
                    why="Art. 13(2)(e) has the consequences of not giving data told",
                    do="add `without`, or set `required = false`",
                )


@rule("P405", title="What a statute or a contract needs is required", law="INF-12")
def needs_are_consistent(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a field that is needed by law or contract and may be left empty.

    A voluntary field may be required: nobody has to send the form, but without it there is no answer.
    """
    for form in doc.form.values():
        for field in form.field.values():
            if not field.required and field.need != "voluntary":
                yield at(
                    field,
                    "need",
                    sentence=f"`{field.clause}` is not required, and its need is `{field.need}`",
                    why="people are told whether they are obliged to give it; both cannot be true (Art. 13(2)(e))",
                    do='set `required = true`, or `need = "voluntary"`',
                )


@rule("P406", title="A field's need has a basis among the form's purposes", law="INF-12")
def needs_have_a_basis(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a contractual need without a contract, a statutory one without law."""
    wanted = {
        "contractual": ("contract",),
        "to_enter_contract": ("contract",),
        "statutory": ("legal_obligation", "public_task"),
    }
    for form in doc.form.values():
        bases = {b for p in form.purposes if p in doc.purpose for b in doc.purpose[p].basis}
        for field in form.field.values():
            kinds = wanted.get(field.need, ())
            if kinds and bases.isdisjoint(kinds):
                yield at(
                    field,
                    "need",
                    sentence=f"`{field.clause}` is a {field.need} need, and no purpose of the form rests on "
                    + " or ".join(kinds),
                    why="whether giving data is statutory or contractual follows from the basis (Art. 13(2)(e))",
                    do="correct the need, or add the purpose that has this basis to the form",
                )


@rule("P410", title="What people give, they give on a form or in a way that tells them", law="INF-20")
def data_subjects_have_a_form(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a register that is filled by the people themselves and has no form that informs them."""
    asked = [s for s in doc.source.values() if s.kind == "data_subject"]
    if asked and not doc.form:
        yield at(
            asked[0],
            sentence="people give data themselves, and no form says what is asked, why, and what follows without it",
            why="the information of Art. 13 is given when data are obtained, with what is required and why",
            do="add a [form.…] for each way in which people give data",
        )


@rule("P411", title="A form's source is a person, and gives what the form asks for", law="INF-20")
def forms_fit_their_source(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a form filled by nobody, and a field whose category its source does not give."""
    for form in doc.form.values():
        source = doc.source.get(form.source)
        if source is None:
            continue
        if source.kind not in {"data_subject", "other_person"}:
            yield at(
                form,
                "source",
                sentence=f"the form `{form.id}` has a source of kind `{source.kind}`, which fills in no forms",
                why="a form is answered by the person or by another person; the notice tells which (Art. 14(2)(f))",
                do="name a source of kind data_subject or other_person",
            )
            continue
        for field in form.field.values():
            category = field.item.partition(".")[0]
            if category in doc.data and category not in source.gives:
                yield at(
                    field,
                    "item",
                    sentence=f"`{field.clause}` asks for `{field.item}`, which the source `{source.id}` does not give",
                    why="the notice says which categories come from which source (Art. 14(2)(f))",
                    do=f"add `{category}` to `source.{source.id}.gives`, or drop the field",
                )


@rule("P412", title="A form asks only for what its purposes read", law="PRI-03")
def forms_ask_what_is_needed(doc: Document, _given: Given) -> Iterator[Remark]:
    """Refuse a field that no purpose of its form may read (Art. 5(1)(c))."""
    for form in doc.form.values():
        boxes = [box.purpose for box in form.consent.values()]
        read = {c for p in (*form.purposes, *boxes) if p in doc.purpose for c in doc.purpose[p].data}
        for field in form.field.values():
            category = field.item.partition(".")[0]
            if category in doc.data and category not in read:
                yield at(
                    field,
                    "item",
                    sentence=f"`{field.clause}` asks for `{field.item}`, which no purpose of the form reads",
                    why="only what a purpose needs may be asked for (Art. 5(1)(c))",
                    do="drop the field, or name the purpose that needs it in the form",
                )

"""The notice says everything that Arts 13 and 14 ask for, plainly, and each sentence can be traced."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from seloste.policy.compile.notice import Section, Sentence, state
from seloste.policy.compile.notice.articles import SOURCES
from seloste.policy.compile.notice.claims import ClaimIndex
from seloste.policy.compile.notice.json import as_json
from seloste.policy.compile.notice.parts import Entry, sentences_of
from seloste.policy.compile.notice.text import as_text
from seloste.policy.findings import DocumentRefused
from seloste.policy.text.words import MAX_WORDS, sentences, words
from tests.policy.documents import SMALL, changed, loaded
from tests.policy.notices import EACH, document, notice

ELEMENTS = [f"INF-{number:02}" for number in range(1, 16)]
# What is said in the notice of the smallest register for each element that does not apply to it.
WHY_NOT = {
    "INF-02": "no data protection officer",
    "INF-04": "No purpose rests on a legitimate interest",
    "INF-06": "to nobody outside",
    "INF-07": "stay in the European Economic Area",
    "INF-13": "All data come from you",
    "INF-14": "No decision about you",
}
SOMEONES_INTEREST = """basis.legitimate_interest = { of = "customer", pursued = { en = "our trade" } }"""


def small(find: str = "", put: str = "") -> list[Sentence]:
    """Return the sentences of the smallest notice, after one change of its document."""
    return list(state(loaded(changed(find, put) if find else SMALL), "en").sentences())


def section(name: str, language: str, id_: str) -> Section:
    """Return one section of a notice of ours."""
    return next(s for s in notice(name, language).sections if s.id == id_)


def said(found: Section | list[Sentence], law: str = "") -> str:
    """Return the words of a section or of sentences, those of one element of law where it is named."""
    all_ = found.sentences() if isinstance(found, Section) else found
    return " ".join(s.text for s in all_ if not law or law in s.law)


@pytest.mark.parametrize(("name", "language"), EACH)
class TestEveryNotice:
    def test_it_has_every_element(self, name: str, language: str) -> None:
        found = {law for s in notice(name, language).sentences() for law in s.law}
        assert [e for e in ELEMENTS if e not in found] == []

    def test_each_sentence_can_be_traced(self, name: str, language: str) -> None:
        assert [s.text for s in notice(name, language).sentences() if not s.trace] == []

    def test_each_trace_leads_to_the_law(self, name: str, language: str) -> None:
        assert {law for s in notice(name, language).sentences() for law in s.law} <= SOURCES.keys()

    def test_each_sentence_has_a_place_of_its_own(self, name: str, language: str) -> None:
        places = Counter(s.id for s in notice(name, language).sentences())
        assert [id_ for id_, count in places.items() if count > 1 or not id_] == []

    def test_each_claim_is_stated(self, name: str, language: str) -> None:
        made = notice(name, language)
        stated = {claim for s in made.sentences() for claim in s.claims}
        assert stated == set(document(name).claim)
        assert [c.id for c in made.claims if not c.sections] == []

    def test_no_sentence_is_too_long(self, name: str, language: str) -> None:
        long = [s.text for s in notice(name, language).sentences() if words(s.text) > MAX_WORDS]
        assert long == []

    def test_no_word_is_left_open(self, name: str, language: str) -> None:
        assert [
            s.text for s in notice(name, language).sentences() if re.search(r"[{}]|\.\.|  ", s.text)
        ] == []

    def test_no_sentence_is_empty(self, name: str, language: str) -> None:
        assert all(s.text.strip() for s in notice(name, language).sentences())

    def test_clauses_are_those_of_the_document(self, name: str, language: str) -> None:
        tables = {"register", "controller", "contact", "authority", "connection", "data", "purpose", "source",
                  "recipient", "transfer", "profile", "retention", "form", "manual", "measure", "rights"}  # fmt: skip
        found = {s.clause.partition(".")[0] for s in notice(name, language).sentences()} - {""}
        assert found <= tables

    def test_every_part_of_the_document_is_told(self, name: str, language: str) -> None:
        doc = document(name)
        told = {s.clause for s in notice(name, language).sentences()}
        parts = [
            node.clause
            for table in (doc.connection, doc.data, doc.purpose, doc.source, doc.recipient, doc.transfer,
                          doc.profile, doc.form, doc.manual, doc.measure, doc.retention)
            for node in table.values()
        ]  # fmt: skip
        assert [part for part in parts if not any(t == part or t.startswith(f"{part}.") for t in told)] == []


@pytest.mark.parametrize(
    ("language", "most"), [("fi", 14), ("sv", 18), ("en", 18)]
)  # plain language, as for the phrases
def test_sentences_are_short_on_average(language: str, most: int) -> None:
    whole = [
        part
        for s in notice("medtime-pro", language).sentences()
        for part in sentences(s.text)
        if part.endswith((".", "?"))
    ]
    assert sum(words(s) for s in whole) / len(whole) <= most


@pytest.mark.parametrize("element", WHY_NOT)
def test_what_does_not_apply_is_said_with_its_reason(element: str) -> None:
    assert WHY_NOT[element] in said(small(), element)


class TestWhatIsTold:
    def test_a_legitimate_interest_by_name_and_whose(self) -> None:
        found = small('basis.contract = { of = "customer", necessary_for = { en = "delivering what was ordered" } }',
                      SOMEONES_INTEREST)  # fmt: skip
        assert "Our interest: our trade." in said(found, "INF-04")
        assert "weighed the interest" in said(found, "LAW-04")

    def test_the_sixth_ground_of_erasure_as_article_8_limits_it(self) -> None:
        assert (
            "collected from a child on consent, for an online service offered directly to children"
            in said(section("small", "en", "rights"))
        )

    def test_what_is_given_at_installation_is_a_gap_that_can_be_seen(self) -> None:
        gaps = [s for s in small() if any(p.kind == "waiting" for p in s.pieces)]
        assert {s.clause for s in gaps} == {"contact.phone", "controller.phone"}
        assert {s.text for s in gaps} == {"[given at installation]"}

    def test_a_number_given_at_installation_is_a_link(self) -> None:
        phone = 'phone = { at_installation = "phone" }\nemail = "privacy@example.org"'
        found = small(phone, 'phone = "+358 40 000 0000"\nemail = "privacy@example.org"')
        links = [p.value for s in found for p in s.pieces if s.clause == "contact.phone"]
        assert set(links) == {"tel:+358400000000"}

    def test_a_date_has_its_machine_readable_form(self) -> None:
        dates = [p for s in small() for p in s.pieces if p.kind == "date"]
        assert {(p.text, p.value) for p in dates} == {("22 November 2026", "2026-11-22")}

    @pytest.mark.parametrize(
        ("language", "day"),
        [("fi", "22. marraskuuta 2026"), ("sv", "den 22 november 2026"), ("en", "22 November 2026")],
    )
    def test_a_date_reads_as_its_language_writes_it(self, language: str, day: str) -> None:
        assert day in notice("medtime-pro", language).version_line.text

    def test_the_authority_is_named_in_the_language_and_in_its_own(self) -> None:
        own = [p for s in notice("medtime-pro", "en").sentences() for p in s.pieces if p.kind == "foreign"]
        assert ("Tietosuojavaltuutetun toimisto", "fi") in {(p.text, p.value) for p in own}

    def test_what_changed_since_the_version_before(self) -> None:
        found = said(section("medtime-pro", "en", "versions"))
        assert "What changed since version 1?" in found
        assert "Version 1, 15 March 2024" in found

    def test_the_cells_of_a_hold_in_the_words_of_the_document(self) -> None:
        assert "invoice number" in said(section("medtime-pro", "en", "periods")).lower()
        assert "invoice." not in said(section("medtime-pro", "en", "periods"))

    def test_that_a_category_that_goes_first_is_not_said_to_be_kept(self) -> None:
        found = said(section("medtime-pro", "en", "periods"))
        assert "These go even while the connection lasts: allergies" in found
        assert "allergies" not in re.search(r"While your connection lasts, we keep: [^.]*\.", found)[0]  # type: ignore[index]  # no match is a failure too


class TestTheRightToObject:
    """INF-15: explicitly, clearly, and separately from any other information (Art. 21(4))."""

    @pytest.mark.parametrize(("name", "language"), EACH)
    def test_it_has_a_box_of_its_own(self, name: str, language: str) -> None:
        boxes = [s for s in notice(name, language).sections if s.kind == "box"]
        assert [s.id for s in boxes] == ["object"]
        assert all("INF-15" in s.law or "OBJ-01" in s.law for s in boxes[0].sentences())

    def test_nothing_else_is_in_the_box(self) -> None:
        outside = [s for s in notice("medtime-pro", "en").sections if s.id != "object"]
        assert not [x.text for s in outside for x in s.sentences() if "INF-15" in x.law]

    def test_marketing_needs_no_reason(self) -> None:
        box = said(section("small", "en", "object"))
        assert "at any time" in box
        assert "You need give no reason, and it costs nothing." in box
        assert "Write to privacy@example.org or press the link in any message." in box

    def test_without_legitimate_interest_only_marketing_is_named(self) -> None:
        assert "situation" not in said(section("small", "en", "object"))

    def test_with_one_the_purposes_are_named(self) -> None:
        box = said(section("medtime-pro", "en", "object"))
        assert "What in your own situation".lower() in box.lower()
        assert "statistics" in box

    def test_without_either_it_says_so(self) -> None:
        text = changed('kind = "direct_marketing"\n', "")
        box = next(s for s in state(loaded(text), "en").sections if s.id == "object")
        assert "We do no direct marketing" in said(box)


class TestRightsByBasis:
    """The table of the law reference, section 6."""

    BASIS = 'basis.contract = { of = "customer", necessary_for = { en = "delivering what was ordered" } }'

    def rights(self, basis: str) -> dict[str, str]:
        doc = loaded(changed(self.BASIS, basis))
        found = next(s for s in state(doc, "en").sections if s.id == "rights")
        entries = [block for block in found.blocks if isinstance(block, Entry)]
        return {e.title.text: " ".join(x.text for b in e.blocks for x in sentences_of(b)) for e in entries}

    def test_contract_carries_portability_and_no_objection(self) -> None:
        rights = self.rights(self.BASIS)
        assert "Covers every purpose." in rights["Take your data with you"]
        assert "because they rest on a contract: customer service" in rights["Object"]

    def test_legal_obligation_limits_erasure_and_carries_neither(self) -> None:
        rights = self.rights('basis.legal_obligation = { of = "customer", law = "Act 1" }')
        assert "because the law obliges us: customer service" in rights["Take your data with you"]
        assert "because the law obliges us: customer service" in rights["Object"]
        assert (
            "Limited here, because the law or a public task demands the data: customer service"
            in rights["Have your data erased"]
        )

    def test_legitimate_interest_carries_objection_and_no_portability(self) -> None:
        rights = self.rights(SOMEONES_INTEREST)
        assert (
            "because they rest on a legitimate interest: customer service"
            in rights["Take your data with you"]
        )
        assert "Covers these purposes: customer service" in rights["Object"]

    def test_public_task_carries_objection_and_limits_erasure(self) -> None:
        rights = self.rights('basis.public_task = { of = "customer", law = "Act 1" }')
        assert "Covers these purposes: customer service" in rights["Object"]
        assert "Limited here" in rights["Have your data erased"]

    def test_consent_is_withdrawn_rather_than_objected_to(self) -> None:
        rights = self.rights('basis.consent = { of = "anyone" }')
        assert "which you can withdraw instead: customer service" in rights["Object"]
        assert "customer service" in rights["Withdraw consent"]

    @pytest.mark.parametrize(
        "right", ["See your data", "Have your data corrected", "Have the use of your data restricted"]
    )
    def test_some_rights_reach_every_purpose(self, right: str) -> None:
        assert (
            "Covers every purpose."
            in self.rights('basis.legal_obligation = { of = "customer", law = "Act 1" }')[right]
        )


class TestClaims:
    def stating(self, *clauses: str) -> ClaimIndex:
        quoted = ", ".join(f'"{c}"' for c in clauses)
        return ClaimIndex(loaded(changed('stated_by = ["register", "purpose.*"]', f"stated_by = [{quoted}]")))

    @pytest.mark.parametrize(
        ("pattern", "clause", "carried"),
        [
            ("purpose.newsletter", "purpose.newsletter", True),
            ("purpose.newsletter", "purpose.newsletter.basis.consent", True),
            ("purpose.newsletter", "purpose", False),
            ("purpose.newsletter", "purpose.newsletter_two", False),
            ("purpose.*", "purpose.anything.description", True),
            ("purpose.*", "purpose", False),
            ("purpose.*.basis.consent", "purpose.newsletter.basis.consent.of", True),
            ("purpose.*.basis.consent", "purpose.newsletter.basis.contract", False),
        ],
    )
    def test_a_clause_is_stated_by_what_is_at_it_or_below(
        self, pattern: str, clause: str, carried: bool
    ) -> None:
        assert bool(self.stating(pattern).carried_by(clause)) is carried

    def test_where_no_sentence_is_that_deep_the_nearest_above_carries(self) -> None:
        found = self.stating("purpose.newsletter.dpv").by_clause(["purpose.newsletter", "purpose.other", ""])
        assert found == {"purpose.newsletter": ("C01",), "purpose.other": (), "": ()}

    def test_a_wildcard_that_no_sentence_reaches_falls_back_too(self) -> None:
        found = self.stating("purpose.*.dpv").by_clause(["purpose.newsletter", "data.identity"])
        assert found == {"purpose.newsletter": ("C01",), "data.identity": ()}


class TestWhatIsMissing:
    def test_a_text_that_lacks_the_language_is_refused_with_its_place(self) -> None:
        two = SMALL.replace('languages = ["en"]', 'languages = ["en", "fi"]')
        with pytest.raises(DocumentRefused) as refused:
            state(loaded(two), "fi")
        findings = refused.value.findings
        assert {f.code for f in findings} == {"P811"}
        lead = next(f for f in findings if f.clause == "register.lead")
        assert "lead = " in SMALL.splitlines()[lead.spot.line - 1]
        assert len({f.clause for f in findings}) == len(findings)

    def test_a_language_that_is_not_the_notices_is_refused(self) -> None:
        with pytest.raises(DocumentRefused) as refused:
            state(loaded(), "fi")
        assert [f.code for f in refused.value.findings] == ["P810"]

    def test_a_register_that_is_silent_on_automated_decisions_is_refused(self) -> None:
        with pytest.raises(DocumentRefused) as refused:
            state(loaded(changed("[register.automated_decisions]\nmade = false\n", "")), "en")
        assert [f.code for f in refused.value.findings] == ["P812"]


class TestPlainText:
    @pytest.mark.parametrize(("name", "language"), EACH)
    def test_it_fits_80_columns(self, name: str, language: str) -> None:
        lines = as_text(notice(name, language)).splitlines()
        assert [line for line in lines if len(line) > 80 and " " in line.strip()] == []

    def test_every_sentence_is_in_it(self) -> None:
        flat = " ".join(re.sub(r"[|]", " ", as_text(notice("medtime-pro", "fi"))).split())
        lacking = [
            s.text
            for s in notice("medtime-pro", "fi").sentences()
            if " ".join(s.text.split()).lower() not in flat.lower()
        ]
        assert lacking == []


class TestJson:
    def test_every_sentence_is_in_it_with_its_trace(self) -> None:
        found: dict[str, list[str]] = {}

        def walk(value: object) -> None:
            if isinstance(value, dict):
                if {"id", "text", "trace", "clause"} <= value.keys():
                    found[value["id"]] = value["trace"]
                for inner in value.values():
                    walk(inner)
            elif isinstance(value, list):
                for inner in value:
                    walk(inner)

        walk(as_json(notice("medtime-pro", "sv")))
        assert found == {s.id: list(s.trace) for s in notice("medtime-pro", "sv").sentences()}

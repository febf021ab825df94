"""The register of the 43 claims, as we ship it: whole, in three languages, plain, and nobody's private data in it.

Each look at a document is a function here that returns what it found, so that the same look can be turned on a
document with a planted fault. ``policies/association.toml`` has tests of its own.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from seloste.policy.check.assessments import BALANCING, TRANSFER, read_assessment
from seloste.policy.check.index import index
from seloste.policy.check.rule import RULES, Given
from seloste.policy.check.run import check
from seloste.policy.findings import Finding, Severity
from seloste.policy.house import House, read_house
from seloste.policy.text.limits import MAX_BYTES
from seloste.policy.text.read import read
from seloste.policy.tree.document import Document, load
from seloste.policy.tree.values import Text

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "policies"
HOUSE = read_house(tomllib.loads((ROOT / "seloste/cli/house.toml").read_text(encoding="utf-8")))
VERSION_2 = (FOLDER / "medtime-pro.toml").read_text(encoding="utf-8")
VERSION_1 = (FOLDER / "medtime-pro.1.toml").read_text(encoding="utf-8")
VALUES = tomllib.loads((FOLDER / "medtime-pro.demo-values.toml").read_text(encoding="utf-8"))
TODAY = date(2026, 11, 22)

LONGEST = 30  # words in a sentence (issue 2)
ON_AVERAGE = {"fi": 14, "sv": 18, "en": 18}  # words in a sentence (ux.md, section 1)
NOT_SAID = {  # no period without a number, no begging, no shouting, nobody addressed as a stranger
    "fi": r"tarpeellisen ajan|niin kauan kuin on tarpeen|kohtuullisen ajan|\bTeidän\b|\bTeille\b|valitettavasti|!",
    "sv": r"så länge det behövs|nödvändig tid|skälig tid|\bNi\b|\bvänligen\b|tyvärr|!",
    "en": r"as long as (is )?necessary|reasonable time|\bplease\b|successfully|unfortunately|\bwe'll\b|!",
}
ROLE_MAILBOXES = {"info@medtimepro.com", "tietosuoja@medtimepro.com", "tietosuoja@om.fi"}


def our_assessments() -> list[Path]:
    """Return the balancing tests of this register; those of the association have its name in front."""
    return sorted(f for f in (FOLDER / "balancing").glob("*.md") if not f.name.startswith("association"))


def loaded(text: str = VERSION_2, values: dict[str, str] | None = None) -> Document:
    """Return the tree of a document given as text."""
    return load(read("medtime-pro.toml", text.encode()), values)


def changed(find: str, put: str) -> Document:
    """Return version 2 with the one place that says ``find`` saying ``put``."""
    assert VERSION_2.count(find) == 1, f"{find!r} stands {VERSION_2.count(find)} times"
    return loaded(VERSION_2.replace(find, put))


def found(document: Document) -> list[Finding]:
    """Return what the check says about a document that stands in the folder of policies."""
    named = {path for _, _, path in document.files()}
    files = {path: (FOLDER / path).read_bytes() for path in named if (FOLDER / path).is_file()}
    return check(document, Given(TODAY, HOUSE, files))


def texts(document: Document) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield every text for people: its clause, and what it says in each language."""
    for node in document.nodes():
        if isinstance(node, Text) and node.given:
            yield node.clause, dict(node.given)
    for key, words in document.words.items():
        yield f"words.{key}", dict(words)


def missing_languages(document: Document) -> list[str]:
    """Return the texts that are empty or absent in one of the notice's languages."""
    return [
        f"{clause} in {language}"
        for clause, given in texts(document)
        for language in document.register_.languages
        if not given.get(language, "").strip()
    ]


def said_amiss(document: Document) -> list[str]:
    """Return the texts that say what a notice of ours never says."""
    return [
        f"{clause} in {language}: {said.group()}"
        for clause, given in texts(document)
        for language, text in given.items()
        if (said := re.search(NOT_SAID[language], text)) is not None
    ]


def sentence_lengths(document: Document, language: str) -> dict[str, int]:
    """Return every whole sentence of a language, and how many words it has."""
    sentences = {
        sentence: len(sentence.split())
        for _, given in texts(document)
        for sentence in re.split(r"(?<=[.?])\s+", given.get(language, ""))
    }
    return {sentence: words for sentence, words in sentences.items() if sentence.endswith((".", "?"))}


def addresses(text: str) -> set[str]:
    """Return every e-mail address in a text."""
    return set(re.findall(r"[\w.+-]+@[\w-]+\.[\w.-]*\w", text))


def dangling(document: Document, house: House) -> list[str]:
    """Return the clauses, controls and probes that claims and measures name and that nothing has."""
    names = [
        f"{claim.id}: {clause}"
        for claim in document.claim.values()
        for clause in claim.stated_by
        if not index(document).clauses(clause)
    ]
    names += [f"{c.id}: {k}" for c in document.claim.values() for k in c.control if k not in house.controls]
    names += [f"{c.id}: {c.probe}" for c in document.claim.values() if c.probe not in house.probes]
    return names + [
        f"{m.id}: {m.control}" for m in document.measure.values() if m.control not in house.controls
    ]


class TestVersion2:
    def test_it_waits_only_for_what_the_installation_gives(self) -> None:
        findings = found(loaded())
        assert [(f.code, f.severity, f.clause) for f in findings] == [
            ("P501", Severity.WARNING, "controller.phone"),
            ("P501", Severity.WARNING, "contact.phone"),
        ]

    def test_it_waits_for_nothing_once_they_are_given(self) -> None:
        assert found(loaded(values=VALUES)) == []

    def test_a_planted_fault_is_found(self) -> None:
        findings = found(changed("module       = 2\n", ""))
        assert [f.code for f in findings if f.severity is Severity.REFUSED] == ["P476"]

    def test_every_table_of_the_language_is_used(self) -> None:
        unused = set(Document.model_fields) - loaded().model_fields_set - {"spot", "clause"}
        assert unused == set()

    def test_the_claims_are_c01_to_c43(self) -> None:
        assert list(loaded().claim) == [f"C{number:02}" for number in range(1, 44)]

    def test_claims_and_measures_name_what_exists(self) -> None:
        assert dangling(loaded(), HOUSE) == []

    def test_a_dangling_name_is_noticed(self) -> None:
        document = changed('control     = ["manual_register"]', 'control     = ["manual_registry"]')
        assert dangling(document, HOUSE) == ["C33: manual_registry"]

    def test_it_stays_well_below_the_limit_of_size(self) -> None:
        assert len(VERSION_2.encode()) < MAX_BYTES / 2


class TestWords:
    def test_each_text_stands_in_three_languages(self) -> None:
        document = loaded()
        assert document.register_.languages == ("fi", "sv", "en")
        assert missing_languages(document) == []

    def test_a_missing_language_is_noticed(self) -> None:
        document = changed('sv = "Utan den kan vi inte svara."', 'sv = " "')
        assert missing_languages(document) == ["words.no_answer in sv"]

    def test_nothing_is_said_that_we_do_not_say(self) -> None:
        assert said_amiss(loaded()) == []

    def test_what_we_do_not_say_is_noticed(self) -> None:
        document = changed('en = "Without it we cannot answer."', 'en = "We keep it as long as necessary."')
        assert said_amiss(document) == ["words.no_answer in en: as long as necessary"]

    @pytest.mark.parametrize("language", ["fi", "sv", "en"])
    def test_sentences_are_short(self, language: str) -> None:
        lengths = sentence_lengths(loaded(), language)
        assert max(lengths.values()) <= LONGEST
        assert sum(lengths.values()) / len(lengths) <= ON_AVERAGE[language]

    def test_a_long_sentence_is_noticed(self) -> None:
        long = " ".join(["word"] * 31)
        document = changed('en = "Without it we cannot answer."', f'en = "{long}."')
        assert max(sentence_lengths(document, "en").values()) == 31

    @pytest.mark.parametrize("file", sorted(FOLDER.glob("medtime-pro*.toml")), ids=lambda file: file.name)
    def test_only_role_mailboxes_are_written(self, file: Path) -> None:
        assert addresses(file.read_text(encoding="utf-8")) <= ROLE_MAILBOXES

    def test_a_private_address_is_noticed(self) -> None:
        assert addresses("write to aino.esimerkki@example.fi.") - ROLE_MAILBOXES == {
            "aino.esimerkki@example.fi"
        }


class TestVersion1:
    def test_it_is_the_history_that_version_2_names(self) -> None:
        history = loaded().register_.history["v1"]
        first = loaded(VERSION_1)
        assert (history.file, history.dated) == ("medtime-pro.1.toml", first.register_.dated)
        assert (first.register_.id, first.register_.version) == ("medtime_pro", 1)

    def test_it_falls_short_of_the_law_where_its_comments_say_so(self) -> None:
        refused = {f.code for f in found(loaded(VERSION_1)) if f.severity is Severity.REFUSED}
        assert {"P403", "P409", "P410", "P430"} <= refused


class TestFilesBeside:
    def test_each_assessment_has_its_steps_and_a_year_to_its_review(self) -> None:
        for file in our_assessments():
            head = read_assessment(file.read_bytes(), BALANCING)
            assert (head.review_by - head.assessed_on).days <= 366, file.name
        for file in sorted((FOLDER / "transfers").glob("*.md")):
            read_assessment(file.read_bytes(), TRANSFER)

    def test_no_assessment_lies_there_that_nothing_names(self) -> None:
        named = {path for _, _, path in loaded().files()}
        ours = {f"balancing/{file.name}" for file in our_assessments()}
        assert ours == {path for path in named if path.startswith("balancing/")}


class TestHouse:
    def test_every_control_and_probe_serves_a_claim_or_a_measure(self) -> None:
        document = loaded()
        used = {k for c in document.claim.values() for k in c.control} | {
            m.control for m in document.measure.values()
        }
        assert set(HOUSE.controls) == used
        assert set(HOUSE.probes) == {c.probe for c in document.claim.values()}

    def test_every_item_has_a_column_and_every_column_an_item(self) -> None:
        items = {f"{c.id}.{i}" for c in loaded().data.values() for i in c.item}
        held = {
            column.item for table in HOUSE.tables.values() for column in table.columns.values() if column.item
        }
        assert held == items

    def test_every_event_is_a_column(self) -> None:
        for event, place in HOUSE.events.items():
            table, _, column = place.partition(".")
            assert column in HOUSE.tables[table].columns, event

    def test_a_built_control_names_rules_that_exist(self) -> None:
        found(loaded())  # loads every rule
        for control in HOUSE.controls.values():
            codes = re.findall(r"\bP\d{3}\b", control.where)
            assert set(codes) <= set(RULES), control.id
            assert bool(codes) <= control.built, f"{control.id} runs, and says that it does not"

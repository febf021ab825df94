"""The glossary has one word for each concept, and no term comes or goes unnoticed."""

from __future__ import annotations

import re
from pathlib import Path

from tests.not_run import not_run
from tests.shared_data import BESIDE

GLOSSARY = Path(__file__).parent.parent.parent / "docs" / "glossary.md"
STYLE = BESIDE.parent / "style.md"
TERMS = """controller / processor
data subject
person, organisation
connection
relation
contact point, channel
personal data, data category, special category
purpose; legal basis
processing activity
policy document, policy version
privacy notice
consent
existing-customer rule
objection
ban
suppression
permission
restriction / rectification
erasure
pseudonymisation / anonymisation
data subject request
access copy / portability copy
recipient
disclosure
transfer
provenance
retention rule, retention period
ledger entry, evidence
claim; legal claim
clause
topic
capacity
confirmed consent
hold
probe
segment → audience
campaign → delivery
actor
supervisory authority; processing agreement"""


def rows(text: str) -> list[list[str]]:
    """Return the rows of the table whose first column is Term."""
    table = text.partition("| Term | ")[2].partition("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in table]


def test_the_glossary_has_the_terms_and_no_others() -> None:
    assert [row[0] for row in rows(GLOSSARY.read_text(encoding="utf-8"))] == TERMS.splitlines()


def test_each_term_has_a_meaning_and_the_words_we_leave_to_others() -> None:
    for row in rows(GLOSSARY.read_text(encoding="utf-8")):
        assert len(row) == 3, row
        assert all(row), row


def test_no_term_is_among_the_words_we_leave_to_others() -> None:
    found = rows(GLOSSARY.read_text(encoding="utf-8"))
    terms = {part.strip() for row in found for part in re.split(r"[/,;→]", row[0])}
    others = {part.strip() for row in found for part in re.split(r"[/,;]", row[2])}
    # Each is ours for one thing and so not the word for another: a relation is no connection, a channel no topic.
    assert terms & others == {"channel", "relation"}


def test_it_equals_the_project_s_agreed_words() -> None:
    if not STYLE.is_file():
        not_run("no agreed words beside the checkout", remedy="compare with them where they are")
    agreed = rows(STYLE.read_text(encoding="utf-8"))
    ours = rows(GLOSSARY.read_text(encoding="utf-8"))
    assert [row[0] for row in ours] == [row[0] for row in agreed]
    assert [row[2] for row in ours] == [row[2] for row in agreed]


def test_a_term_that_is_missing_is_noticed() -> None:
    text = GLOSSARY.read_text(encoding="utf-8").replace("| probe |", "| monitor |")
    assert [row[0] for row in rows(text)] != TERMS.splitlines()

"""A document of the wrong shape is told everything at once, in the words of someone who writes TOML."""

from __future__ import annotations

import pytest

from seloste.policy.tree.values import Condition
from tests.policy.documents import SMALL, changed, codes, loaded, refusal


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_all_faults_are_told_at_once_in_the_order_of_the_text() -> None:
    text = changed('kind = "direct_marketing"', 'kind = "direct_marketin"')
    text = changed("[contact]", "[contct]", text)
    text = changed("months = 12", "months = 0", text)
    text = changed('of = "customer"', 'off = "customer"', text)
    found = refusal(text)
    assert [f.code for f in found] == ["P233", "P201", "P210", "P202", "P201", "P204"]
    assert [f.spot.line for f in found] == sorted(f.spot.line for f in found)


@pytest.mark.parametrize(
    ("find", "put", "code", "says"),
    [
        ("[contact]", "[contct]", "P201", "Did you mean `contact`?"),
        ('dpv = "dpv:Customer"', 'dpw = "dpv:Customer"', "P201", "Did you mean `dpv`?"),
        ('kind = "data_subject"', 'kind = "data_subjct"', "P204", "Did you mean `data_subject`?"),
        ('reach.email = ["service"]', 'reach.emal = ["service"]', "P204", "Did you mean `email`?"),
        ("version = 1\n", 'version = "1"\n', "P203", "a whole number"),
        ("version = 1\n", "version = true\n", "P203", "a whole number"),
        ("public = false", 'public = "false"', "P203", "true or false"),
        ("dated = 2026-11-22", 'dated = "2026-11-22"', "P203", "a date"),
        (
            'phone = { at_installation = "phone" }\nemail = "office@',
            'phone = 5\nemail = "office@',
            "P203",
            "text",
        ),
        ('gives = ["identity", "contact_points"]', 'gives = "identity"', "P203", "a list"),
        (
            'lead = { en = "We keep this register to serve our customers." }',
            'lead = "We keep"',
            "P206",
            "words.id",
        ),
        ("keep = { months = 12,", "keep = { months = 12, days = 3,", "P207", "exactly one"),
        ('keep = { months = 12, after = "connection_end" }', "keep = { months = 12 }", "P207", "after"),
        ("[connection.customer]", "[connection.Customer]", "P209", "wrong form"),
        ('country = "FI"\ntime', 'country = "Finland"\ntime', "P209", "wrong form"),
        ("languages = [", "languages = [] #", "P210", "out of bounds"),
    ],
)
def test_each_fault_has_code_and_words(find: str, put: str, code: str, says: str) -> None:
    found = [f for f in refusal(changed(find, put)) if f.code == code]
    assert found
    assert any(says in f.sentence for f in found)
    assert all("pydantic" not in f.as_text("p") and "Installation" not in f.sentence for f in found)


def test_the_finding_points_at_the_value_itself() -> None:
    text = changed("keep = { months = 12,", "keep = { months = 0,")
    (finding,) = refusal(text)
    assert finding.spot.line == line_of(text, "keep = { months = 0")
    assert finding.spot.column == len("keep = { ") + 1
    assert finding.clause == "connection.customer.keep.months"


@pytest.mark.parametrize(
    ("table", "code"),
    [("register", "P231"), ("controller", "P232"), ("contact", "P233")],
)
def test_a_missing_table_has_a_code_of_its_own(table: str, code: str) -> None:
    lines, inside, kept = SMALL.split("\n"), False, []
    for line in lines:
        if line.startswith("["):
            inside = line.startswith((f"[{table}]", f"[{table}."))
        kept += [] if inside else [line]
    assert code in codes("\n".join(kept))


def test_equal_trees_are_equal_wherever_they_stand() -> None:
    assert loaded() == loaded("\n\n# moved down\n" + SMALL)
    assert loaded() != loaded(changed("months = 12", "months = 13"))


def test_the_tree_is_frozen() -> None:
    document = loaded()
    with pytest.raises(TypeError):
        document.purpose["new"] = document.purpose["newsletter"]  # type: ignore[index]  # that is what is tested
    with pytest.raises(ValueError, match="frozen"):
        document.register_.version = 2  # type: ignore[misc]  # that is what is tested


def test_every_node_knows_its_clause() -> None:
    document = loaded()
    for node in document.nodes():
        assert document.node(node.clause) == node
    topic = document.purpose["newsletter"].topic["clock_news"]
    assert topic.clause == "purpose.newsletter.topic.clock_news"
    assert topic.spot.line == line_of(SMALL, "[purpose.newsletter.topic.clock_news]")


def test_values_of_the_installation_fill_in() -> None:
    assert [clause for clause, _, _ in loaded().waiting()] == ["controller.phone", "contact.phone"]


def test_a_condition_is_one_thing() -> None:
    text = changed(
        'of = "customer",',
        'of = "customer", when = { all = [{ capacity = "work" }, { not = { age_under = 18 } }] },',
    )
    when = loaded(text).purpose["customer_service"].basis["contract"].when
    assert isinstance(when, Condition)
    assert [part.capacity for part in when.parts()] == ["work", None]
    assert codes(changed("{ all = [", '{ capacity = "work", all = [', text)) == ["P208"]

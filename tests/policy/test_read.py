"""Bytes that are no document are refused with code and place, and never with a traceback."""

from __future__ import annotations

import pytest

from seloste.policy.text.limits import MAX_BYTES, MAX_CLAUSES
from tests.policy.documents import SMALL, changed, codes, refusal


def test_the_small_policy_is_read() -> None:
    assert refusal(SMALL) == ()


def test_line_ends_of_windows_and_a_byte_order_mark_are_read() -> None:
    assert refusal(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode()) == ()


def test_ten_megabytes_are_refused_before_parsing() -> None:
    assert codes(b"#" * 10_000_000) == ["P101"]


def test_the_limit_itself_is_allowed() -> None:
    text = SMALL + "#" * (MAX_BYTES - len(SMALL.encode()))
    assert refusal(text) == ()
    assert codes(text + "#") == ["P101"]


def test_binary_names_the_first_bad_byte() -> None:
    (finding,) = refusal("seloste = 1\nname = 'ä".encode() + b"\xff\xfe\x00\n'")
    assert (finding.code, finding.spot.line, finding.spot.column) == ("P102", 2, 10)


@pytest.mark.parametrize(
    "sign",
    [
        "\u202e",
        "\u2066",
        "\u200b",
        "\u200f",
        "\ufeff",
        "\x00",
        "\x1b",
        "\x7f",
        "\ue000",
        "\U000e0041",
        "\u0378",
    ],
)
def test_invisible_characters_are_refused_where_they_stand(sign: str) -> None:
    (finding,) = refusal(changed("[purpose.newsletter]", f"[purpose.news{sign}letter]"))
    assert finding.code == "P103"
    assert finding.spot.line == SMALL[: SMALL.index("[purpose.newsletter]")].count("\n") + 1
    assert finding.spot.column == 14
    assert sign not in finding.as_text("policy.toml")


def test_letters_of_other_scripts_are_text() -> None:
    for text in ("přátelé", "اللغة العربية", "नमस्ते क\u094d\u200dष", "10\u00a0000 €"):
        assert refusal(changed('name = { en = "Customer register" }', f'name = {{ en = "{text}" }}')) == ()


def test_a_joiner_outside_a_word_that_needs_it_is_refused() -> None:
    assert codes(changed('"Customer register"', '"Cust\u200domer register"')) == ["P103"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("seloste = ", "P104"),
        ("seloste = 1\n[register\n", "P104"),
        ("seloste = 1\nname = 'open", "P104"),
        ("a = 1\na = 2\n", "P105"),
        ("[a]\nb = 1\n[a]\n", "P105"),
        ("a.b = 1\na.b = 2", "P105"),
        ("a = { b = 1, b = 2 }", "P105"),
        ("a = " + "[" * 5_000, "P106"),
        ("a = " + "{ b = " * 5_000, "P106"),
        ("a" + ".b" * 50_000 + " = 1", "P106"),
        ("seloste = 1" + "0" * 5_000, "P107"),
        ("a = 2026-02-30", "P104"),
        ('"a b" = 1', "P205"),
        ('"$spot" = 1', "P205"),
        ("[register]\n'\\' = 1", "P205"),
        ("", "P230"),
    ],
)
def test_each_fault_of_the_text_has_its_code(text: str, code: str) -> None:
    assert code in codes(text)


def test_an_error_of_syntax_has_line_and_column() -> None:
    (finding,) = refusal("seloste = 1\nregister = = 2\n")
    assert (finding.spot.line, finding.spot.column) == (2, 12)


def test_a_key_given_twice_names_both_places() -> None:
    (finding,) = refusal(changed('id = "small"', 'id = "small"\nid = "other"'))
    assert finding.spot.line == 6
    assert "line 5" in finding.why


def test_too_many_clauses_are_refused() -> None:
    more = "\n[words]\n" + "\n".join(f"w{n} = {{ en = 'x' }}" for n in range(MAX_CLAUSES))
    assert codes(SMALL + more) == ["P108"]

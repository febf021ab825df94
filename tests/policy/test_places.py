"""The scanner finds exactly the keys that tomllib finds, and points at them."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seloste.policy.text.limits import MAX_DEPTH
from seloste.policy.text.scan import TooDeep, scan

ODD = """\
a = 1 # a comment with = and [
b.c = "x # no comment"
"q.r" = 'li"teral'
"tab\\tescaped \\u00e4" = true
[t.u]
x = [1, [2, "a,]"], {y = 1, z.w = 2}]
m = \"\"\"a \"\" b
 \\\"\"\"\"\"\"
l = '''
it's ''
'''
n = [
  1, # one ]
  { a = "}" },
]
when = 2026-01-01 10:00:00
[[arr]]
k = 1
[arr.sub]
v = 1.5e3
[[arr]]
k = 2
[[arr.deep]]
z = 1
[arr.deep.below]
z = 1
[t]
late = true
"""


def paths(value: Any, before: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, child in items:
        yield (*before, step)
        yield from paths(child, (*before, step))


def test_it_finds_every_key_of_an_odd_document() -> None:
    found = scan(ODD, MAX_DEPTH)
    assert found.complete
    assert set(found.root.paths()) == set(paths(tomllib.loads(ODD)))


def test_it_points_at_key_and_value() -> None:
    spot = scan(ODD, MAX_DEPTH).root.at("t", "u", "n", 1, "a")
    assert (spot.line, spot.column) == (14, 5)
    assert (spot.value_line, spot.value_column) == (14, 9)


def test_it_counts_statements_and_keys_given_twice() -> None:
    found = scan("a = 1\n[t]\nb = 2\nb = 3\n[t]\n", MAX_DEPTH)
    assert found.statements == 3
    assert [(t.path, t.first.line, t.second.line) for t in found.twice] == [
        (("t", "b"), 3, 4),
        (("t",), 2, 5),
    ]


@pytest.mark.parametrize(
    "text", ["a = " + "[" * 400, "a = " + "{b=" * 400, "a" + ".a" * 400 + " = 1", "[" + "a." * 400 + "a]"]
)
def test_it_stops_at_the_depth_limit(text: str) -> None:
    with pytest.raises(TooDeep):
        scan(text, MAX_DEPTH)


keys = st.text("abcxyz_-019", min_size=1, max_size=5) | st.sampled_from(
    ["ä", "a.b", "x y", 'q"q', "tab\t", "#"]
)
scalars = (
    st.integers(-9, 99)
    | st.booleans()
    | st.floats(-9, 9)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
)
trees = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=12,
)


def as_key(key: str) -> str:
    return key if key.isascii() and key.replace("_", "a").replace("-", "a").isalnum() else as_string(key)


def as_string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def as_value(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return as_string(value)
        case list():
            return "[" + ", # next\n ".join(as_value(v) for v in value) + "]"
        case dict():
            return "{ " + ", ".join(f"{as_key(k)} = {as_value(v)}" for k, v in value.items()) + " }"
    return repr(value)


def as_document(tree: dict[str, Any], header: str, draw: st.DrawFn) -> str:
    """Write a tree as TOML, choosing at random between headers, dotted keys and inline tables."""
    lines, tables = [], []
    for key, value in tree.items():
        path = f"{header}.{as_key(key)}" if header else as_key(key)
        style = (
            draw(st.sampled_from(["inline", "dotted", "header"])) if isinstance(value, dict) and value else ""
        )
        if style == "header":
            tables.append(f"\n[ {path} ] # head\n" + as_document(value, path, draw))
        elif style == "dotted":
            lines += [f"{as_key(key)} . {as_key(k)}={as_value(v)}" for k, v in value.items()]
        elif (
            isinstance(value, list)
            and value
            and all(isinstance(v, dict) for v in value)
            and draw(st.booleans())
        ):
            tables += [f"\n[[{path}]]\n" + as_document(v, path, draw) for v in value]
        else:
            lines.append(f"  {as_key(key)}\t= {as_value(value)}  # note")
    return "\n".join([*lines, *tables]) + "\n"


@st.composite
def documents(draw: st.DrawFn) -> str:
    return as_document(draw(st.dictionaries(keys, trees, max_size=5)), "", draw)


@given(documents())
def test_it_agrees_with_tomllib_on_generated_documents(text: str) -> None:
    found = scan(text, 64)
    assert found.complete
    assert set(found.root.paths()) == set(paths(tomllib.loads(text)))
    assert not found.twice


@given(documents())
def test_each_spot_lies_in_the_text(text: str) -> None:
    lines = text.split("\n")
    root = scan(text, 64).root
    for path in root.paths():
        spot = root.at(*path)
        assert 1 <= spot.column <= len(lines[spot.line - 1]) + 1

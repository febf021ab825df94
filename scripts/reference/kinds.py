"""Kinds: how the type of a value is said to somebody who writes TOML."""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Le, MinLen
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from seloste.policy.explain import fact
from seloste.policy.tree import purposes, terms, values
from seloste.policy.tree.values import Condition, Length, Period, Text

# Values that have a paragraph of their own on the page, by the name the paragraph has.
_VALUES: tuple[tuple[Any, str], ...] = (
    (values.Law, "law"),
    (values.Given, "value or at installation"),
    (values.ClaimId, "claim id"),
    (values.OwnTermId, "own term"),
    (values.Id, "id"),
    (fact.Instant, "instant"),
    (fact.Day, "day"),
    (values.Language, "language"),
    (values.Country, "country"),
    (values.Dpv, "DPV term"),
    (values.Path, "path"),
    (values.Line, "line"),
    (purposes.Reach, "reach"),
)
_MODELS: dict[Any, str] = {Text: "text", Period: "period", Length: "length", Condition: "condition"}
_PLAIN: dict[Any, str] = {
    str: "id",
    int: "whole number",
    bool: "true or false",
    dt.date: "date",
    Any: "any value",
}
TERMS: dict[str, Any] = {
    name: value for name, value in vars(terms).items() if get_origin(value) is Literal and name[0].isupper()
}


def anchor(title: str) -> str:
    """Return the address of a heading as the usual renderers make it."""
    return "".join(c for c in title.lower().replace(" ", "-") if c.isalnum() or c in "-_")


def is_own(field: FieldInfo) -> bool:
    """Tell whether a field is the node's own (its place, clause, id) and no key of the document."""
    return (field.alias or "").startswith("$")


def link(title: str) -> str:
    """Return a link to a heading of the same page."""
    return f"[{title}](#{anchor(title)})"


def said(kind: Any, bounds: tuple[Any, ...] = ()) -> str:
    """Return a type in words; ``bounds`` are limits that stand beside it."""
    if (name := next((n for known, n in _VALUES if known is kind or known == kind), None)) is not None:
        return link(name)
    if (name := next((n for n, known in TERMS.items() if known == kind), None)) is not None:
        return f"one of {link(name)}"
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return link(_MODELS[kind]) if kind in _MODELS else "table"
    if kind in _PLAIN:
        pattern = next((p for b in _flat(bounds) if (p := getattr(b, "pattern", None))), None)
        return f"text of the form `{pattern}`" if pattern else f"{_PLAIN[kind]}{_limits(bounds)}"
    return _compound(kind, bounds)


def _compound(kind: Any, bounds: tuple[Any, ...]) -> str:
    origin, args = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return said(args[0], (*bounds, *args[1:]))
    if origin is Literal:
        return " or ".join(f"`{_toml(a)}`" for a in args)
    if origin in {Union, types.UnionType}:
        return " or ".join(dict.fromkeys(said(a, bounds) for a in args if a is not type(None)))
    if origin is tuple:
        more = ", at least one" if any(isinstance(b, MinLen) for b in _flat(bounds)) else ""
        return f"list of {said(args[0])}{more}".replace("of one of", "of words from").replace(
            "list of id", "list of ids"
        )
    if args[:1] == (terms.Channel,):
        return link("reach")
    if origin is Mapping or (isinstance(origin, type) and issubclass(origin, Mapping)):
        return f"table: {said(args[0])} to {said(args[1])}"
    raise TypeError(f"no words for {kind!r}")


def _toml(value: Any) -> str:
    return (
        str(value).lower()
        if isinstance(value, bool)
        else f'"{value}"'
        if isinstance(value, str)
        else str(value)
    )


def _flat(bounds: tuple[Any, ...]) -> list[Any]:
    found: list[Any] = []
    for bound in bounds:
        found += bound.metadata if isinstance(bound, FieldInfo) else [bound]
    return found


def _limits(bounds: tuple[Any, ...]) -> str:
    flat = _flat(bounds)
    low = next((b.ge for b in flat if isinstance(b, Ge)), None)
    high = next((b.le for b in flat if isinstance(b, Le)), None)
    return f" from {low} to {high}" if low is not None and high is not None else ""


def inside(kind: Any) -> tuple[str, type[BaseModel]] | None:
    """Return the node that a field leads to: ``("", Node)``, or ``(".ID", Node)`` where it stands under ids."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return None if kind in _MODELS or kind is values.AtInstallation else ("", kind)
    if (
        get_origin(kind) is not None
        and isinstance(get_origin(kind), type)
        and issubclass(get_origin(kind), Mapping)
    ):
        key, value = get_args(kind)
        found = inside(value)
        word = ".BASIS" if key is terms.BasisKind else ".ID"
        return (word + found[0], found[1]) if found else None
    return next((found for a in get_args(kind) if (found := inside(a)) is not None), None)

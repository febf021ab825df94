"""Known: which keys the language has at a place, read from the tree's own types.

Used for the near match in a message; the reference of the language is made from the same types.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from pydantic import BaseModel


def known_keys(root: type[BaseModel], clause: str) -> set[str]:
    """Return the keys that a document of type ``root`` may have in the table around ``clause``."""
    model: Any = root
    for step in clause.split(".")[:-1]:
        model = _step_into(model, step)
        if model is None:
            return set()
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        return set()
    return {(f.alias or n) for n, f in model.model_fields.items() if not (f.alias or "").startswith("$")}


def _step_into(model: Any, step: str) -> Any:
    if isinstance(model, type) and issubclass(model, BaseModel):
        field = model.model_fields.get(step) or model.model_fields.get(f"{step}_")
        return _unwrapped(field.annotation) if field else None
    if isinstance(model, tuple):  # ("table", inner)
        return model[1]
    return None


def _unwrapped(annotation: Any) -> Any:
    """Return the node inside an annotation, or ``("table", node)`` where it is a table of nodes."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    args = [a for a in get_args(annotation) if a is not type(None)]
    origin = getattr(annotation, "__origin__", None)
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return ("table", _unwrapped(args[-1]))
    for arg in args:
        found = _unwrapped(arg)
        if found is not None:
            return found
    return None

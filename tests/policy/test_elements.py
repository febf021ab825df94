"""Every element of Arts 13, 14 and 30(1): taken out of a document, it is missed.

The elements are data, in ``tests/policies/elements.toml``.
"""

from __future__ import annotations

import copy
import tomllib
from typing import Any

import pytest

from seloste.policy.check import RULES, Given, check
from seloste.policy.check.run import load_rules
from seloste.policy.findings import DocumentRefused
from seloste.policy.house import read_house
from seloste.policy.text.read import Source, read
from seloste.policy.tree.document import load
from tests.policy.documents import ROOT, SMALL
from tests.policy.test_rules import HOUSE, TODAY

ELEMENTS: dict[str, Any] = tomllib.loads((ROOT / "tests/policies/elements.toml").read_text(encoding="utf-8"))
DROPS = [(law, path, code) for law, e in ELEMENTS.items() for path, code in e.get("drop", {}).items()]
load_rules()


def codes_without(path: str) -> set[str]:
    """Return the codes that refuse the smallest document without what stands at ``path``."""
    source = read("policy.toml", SMALL.encode())
    data = copy.deepcopy(dict(source.data))
    *before, last = path.split(".")
    here = data
    for step in before:
        here = here[step]
    del here[last]
    try:
        document = load(Source(source.name, data, source.spots, source.clauses))
    except DocumentRefused as refused:
        return {f.code for f in refused.findings}
    return {f.code for f in check(document, Given(TODAY, read_house(tomllib.loads(HOUSE))))}


@pytest.mark.parametrize(("law", "path", "code"), DROPS)
def test_a_missing_element_is_missed(law: str, path: str, code: str) -> None:
    assert code in codes_without(path)


@pytest.mark.parametrize("law", ELEMENTS)
def test_an_element_is_dropped_here_or_has_a_rule(law: str) -> None:
    element = ELEMENTS[law]
    assert element.get("drop") or element.get("rules")
    assert set(element.get("rules", [])) <= set(RULES)


def test_every_element_of_the_notice_is_there() -> None:
    wanted = {f"INF-{n:02d}" for n in range(1, 16)} | {f"ROP-01{letter}" for letter in "abcdefg"}
    assert wanted <= set(ELEMENTS)


# What the check must cover beside the elements: ids of the law reference, each behind at least one rule.
COVERED = [
    *(f"LAW-{n:02d}" for n in (1, 2, 3, 4, 5)),
    *(f"CON-{n:02d}" for n in (1, 2, 3, 4, 5, 6)),
    *(f"SPE-{n:02d}" for n in range(1, 7)),
    "CHI-01",
    *(f"TRA-{n:02d}" for n in (1, 2, 3, 4, 6)),
    *(f"PRO-{n:02d}" for n in (2, 3, 4)),
    "JNT-01",
    "DPO-01",
    "FI-YT",
    *(f"MKT-{n:02d}" for n in (1, 2, 3, 6, 7, 8, 13)),
    *(f"PRI-{n:02d}" for n in (2, 3, 5, 7)),
    "DEF-01",
    "DEF-03",
    "ERA-03",
]


@pytest.mark.parametrize("law", COVERED)
def test_a_rule_of_law_has_a_rule_of_the_check(law: str) -> None:
    assert law in {rule.law for rule in RULES.values()}

"""Claims: which sentences state which claim, by turning ``claim.*.stated_by`` around.

A clause is stated by every sentence that comes from it or from below it; ``*`` stands for any one
step. Where no sentence is that deep, the sentences of the nearest clause above carry the claim.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from seloste.policy.tree.document import Document


@dataclass
class _Step:
    claims: list[str] = field(default_factory=list)
    below: dict[str, _Step] = field(default_factory=dict)


class ClaimIndex:
    """Claims by the clauses that state them."""

    def __init__(self, doc: Document) -> None:
        self._root = _Step()
        self._patterns = [(p.split("."), c.id) for c in doc.claim.values() for p in c.stated_by]
        for steps, claim in self._patterns:
            here = self._root
            for step in steps:
                here = here.below.setdefault(step, _Step())
            here.claims.append(claim)

    def carried_by(self, clause: str) -> list[str]:
        """Return the claims that a sentence of this clause states, in order."""
        if not clause:
            return []
        found: set[str] = set()
        here = [self._root]
        for step in clause.split("."):
            here = [h.below[s] for h in here for s in (step, "*") if s in h.below]
            for place in here:
                found.update(place.claims)
        return sorted(found)

    def by_clause(self, clauses: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
        """Return the claims of each clause that has sentences, the nearest one above included."""
        found = {clause: set(self.carried_by(clause)) for clause in clauses}
        stated = set().union(*found.values()) if found else set()
        for steps, claim in self._patterns:
            if claim not in stated:
                for clause in _nearest(steps, found):
                    found[clause].add(claim)
        return {clause: tuple(sorted(claims)) for clause, claims in found.items()}


def _nearest(steps: list[str], clauses: Mapping[str, set[str]]) -> list[str]:
    """Return the clauses with sentences that are the longest beginning of a pattern."""
    for length in range(len(steps) - 1, 0, -1):
        wanted = steps[:length]
        if "*" in wanted:
            near = [c for c in clauses if c and _fits(c.split("."), wanted)]
        else:
            near = [c for c in (".".join(wanted),) if c in clauses]
        if near:
            return near
    return []


def _fits(steps: list[str], wanted: list[str]) -> bool:
    return len(steps) == len(wanted) and all(w in ("*", s) for s, w in zip(steps, wanted, strict=True))

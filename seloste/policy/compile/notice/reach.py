"""Reach: which right reaches which purpose, computed from the legal bases (law reference, section 6).

A purpose may rest on several bases; a right reaches it where one of them carries the right.
"""

from __future__ import annotations

from collections.abc import Iterable

from seloste.policy.tree.document import Document
from seloste.policy.tree.purposes import Purpose

# Bases that carry a right; the rights not named here reach every purpose.
CARRIED_BY = {
    "portability": frozenset({"consent", "contract"}),
    "objection": frozenset({"public_task", "legitimate_interest"}),
    "withdrawal": frozenset({"consent"}),
}
# Where erasure has limits: Art. 17(3)(b).
LIMITING = frozenset({"legal_obligation", "public_task"})
EVERY = ("access", "rectification", "erasure", "restriction")


class Reach:
    """What each right reaches in one document."""

    def __init__(self, doc: Document) -> None:
        self.purposes = tuple(doc.purpose.values())
        serves_marketing = {
            p.purpose
            for p in doc.profile.values()
            if any(o.kind == "direct_marketing" for o in self.purposes)
        }
        self.marketing = tuple(
            p for p in self.purposes if p.kind == "direct_marketing" or p.id in serves_marketing
        )
        self.situation = self.reached("objection")
        self.special_consent = any(
            c.special is not None and c.special.art9 == "explicit_consent" for c in doc.data.values()
        )

    def reached(self, right: str) -> tuple[Purpose, ...]:
        """Return the purposes that a right reaches."""
        if right == "objection_marketing":
            return self.marketing
        carriers = CARRIED_BY.get(right)
        return tuple(p for p in self.purposes if carriers is None or carriers & p.basis.keys())

    def limited(self) -> tuple[Purpose, ...]:
        """Return the purposes in which erasure is limited by law or public task on every basis."""
        return tuple(p for p in self.purposes if not p.basis.keys() - LIMITING)

    def left_out(self, right: str) -> dict[str, list[Purpose]]:
        """Return the purposes that a right does not reach, by the basis that is the reason."""
        reached = {p.id for p in self.reached(right)}
        found: dict[str, list[Purpose]] = {}
        for purpose in self.purposes:
            if purpose.id not in reached:
                found.setdefault(_first(purpose.basis), []).append(purpose)
        return found

    def rights(self) -> tuple[str, ...]:
        """Return the rights that people have in this register, in the order of telling."""
        rights = list(EVERY)
        if self.reached("portability"):
            rights.append("portability")
        if self.situation:
            rights.append("objection")
        if self.marketing:
            rights.append("objection_marketing")
        if self.reached("withdrawal") or self.special_consent:
            rights.append("withdrawal")
        return (*rights, "complaint")


def _first(kinds: Iterable[str]) -> str:
    return next(iter(kinds))

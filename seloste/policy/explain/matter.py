"""Matter: one question with everything that its rules look at, worked out once.

Rules are functions of a ``Matter``. It holds the document, the facts and the moment, and answers
small questions that several rules share; the rules themselves stand in the modules beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from seloste.policy.explain.facts import ContactPoint, Facts, Objection
from seloste.policy.explain.moment import Moment
from seloste.policy.tree.document import Document
from seloste.policy.tree.parties import MarketingLaw
from seloste.policy.tree.purposes import Purpose, Topic

# What restriction, lapse of time and the connection leave alone (Art. 18(2), C39; a ban must be kept to be honoured).
STANDING_KINDS = frozenset({"storage", "rights", "legal_claims", "suppression"})
# What an objection to marketing stops, whatever the basis (Art. 21(2) and (3)).
MARKETING_KINDS = frozenset({"direct_marketing", "profiling"})
# Channels whose address can itself confirm a consent (C13).
ELECTRONIC = frozenset({"email", "sms", "call_automated"})


@dataclass(frozen=True)
class Matter:
    """A question whose purpose, topic, sender and sources the policy knows."""

    doc: Document
    facts: Facts
    now: Moment
    purpose: Purpose
    topic: Topic | None

    @property
    def point(self) -> ContactPoint | None:
        """The contact point asked about, if one is."""
        return self.facts.contact_point

    @property
    def is_standing(self) -> bool:
        """True for storage, rights, legal claims and suppression."""
        return self.purpose.kind in STANDING_KINDS

    @property
    def is_marketing(self) -> bool:
        """True for direct marketing and the profiling for it."""
        return self.purpose.kind in MARKETING_KINDS

    @cached_property
    def capacity(self) -> str | None:
        """In which role the person is meant; a work address without organisation or at a free-mail provider is private."""
        if self.point is None:
            return self.facts.question.capacity
        return "work" if self.point.capacity == "work" and not self.is_free_mail else "private"

    @property
    def is_free_mail(self) -> bool:
        """True where an e-mail address is not known to lie outside the free-mail domains (MKT-06)."""
        return self.point is not None and self.point.channel == "email" and self.point.free_mail is not False

    @cached_property
    def no_person(self) -> bool:
        """True where the contact point is an organisation's own, and the organisation is no person (DEF-02)."""
        return self.point is not None and self.point.holder == "organisation" and not self.is_sole_trader

    @property
    def is_sole_trader(self) -> bool:
        """True where the organisation is a sole trader, or might be one."""
        if self.point is None or self.point.organisation is None:
            return False
        return self.facts.organisation[self.point.organisation].legal_form in {"sole_trader", "unknown"}

    @property
    def law(self) -> MarketingLaw | None:
        """National rules of direct marketing, if the policy has them."""
        return self.doc.register_.marketing

    @property
    def is_opt_out_channel(self) -> bool:
        """True where national law leaves the channel open until it is forbidden (MKT-02)."""
        return (
            self.point is not None
            and self.law is not None
            and self.point.channel in self.law.opt_out_channels
        )

    @property
    def reach_clause(self) -> str:
        """The clause that opens the channel asked about."""
        around = self.topic.clause if self.topic is not None else self.purpose.clause
        return f"{around}.reach.{self.point.channel}" if self.point is not None else around

    @cached_property
    def objections_to_marketing(self) -> dict[str, Objection]:
        """Objections in force that concern marketing, by id; one that names nothing we know counts too."""
        return {
            name: o
            for name, o in self.facts.objection.items()
            if self._is_about_marketing(o) and self.now.between(o.raised_at, o.ended_at)
        }

    def _is_about_marketing(self, objection: Objection) -> bool:
        if objection.scope in {"all_marketing", "topic", "sender"}:
            return True
        named = [self.doc.purpose.get(name) for name in objection.purposes]
        return any(purpose is None or purpose.kind in MARKETING_KINDS for purpose in named)

"""Planting: an evaluator's facts as the rows that rooms would show, so that both can be asked the same.

The evaluator takes facts as they were stated; the compiled SQL takes them as the rooms have digested
them: a consent is sound or not, a sale binds or does not stand there. That digest is made here.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from seloste.policy.explain import Facts
from seloste.policy.explain.facts import Ban, Consent, Notice, Objection, Sale
from seloste.policy.explain.matter import MARKETING_KINDS
from seloste.policy.explain.moment import add_years
from seloste.policy.tree.duties import ConsentBox
from tests.policy.scaffold import Register, earliest


@dataclass(frozen=True)
class Planted:
    """Who and what was planted: a person, one of their contact points, or an organisation's own address."""

    person: uuid.UUID
    point: uuid.UUID | None
    address: uuid.UUID | None


class Planter:
    """Puts one question's facts into a register, as they stand at its instant."""

    def __init__(self, register: Register, facts: Facts) -> None:
        self.register = register
        self.facts = facts
        self.now = facts.question.instant
        self.zone = ZoneInfo(register.doc.register_.time_zone)
        self.person = uuid.uuid4()
        self.address = f"address of {self.person}"
        self.organisations = {name: uuid.uuid4() for name in facts.organisation}

    def plant(self) -> Planted:
        """Plant everything; an erased person has no row any more (ERA-01)."""
        person = self.facts.person
        if person is not None and not (person.erased_at is not None and person.erased_at <= self.now):
            self._person()
        for connection in self.facts.connection.values():
            if connection.sale is None or self._binds(self.facts.sale[connection.sale]):
                self.register.plant(
                    "connection",
                    person_id=self.person,
                    kind=connection.kind,
                    organisation_id=self._organisation(connection.organisation),
                    has_nature=connection.nature is not None,
                    is_member=connection.member,
                    has_guardian=connection.guardian,
                    began_at=connection.began_at,
                    ended_at=connection.ended_at,
                    last_contact_at=connection.last_contact_at,
                )
                for event, at in connection.events.items():
                    self.register.plant("event", person_id=self.person, event=event, happened_at=at)
        for consent in self.facts.consent.values():
            self._consent(consent)
        for objection in self.facts.objection.values():
            self._objection(objection)
        for restriction in self.facts.restriction.values():
            told = restriction.told_at is not None and restriction.ended_at is not None
            lifted = told and restriction.told_at <= restriction.ended_at  # type: ignore[operator]
            for purpose in restriction.purposes or (None,):
                self.register.plant(
                    "restriction",
                    person_id=self.person,
                    purpose=purpose,
                    excepted=list(restriction.exception_for),
                    began_at=restriction.began_at,
                    ended_at=restriction.ended_at if lifted else None,
                )
        point, address = self._contact_point()
        for ban in self.facts.ban.values():
            self._ban(ban)
        return Planted(self.person, point, address)

    def _organisation(self, name: str | None) -> uuid.UUID | None:
        return self.organisations[name] if name is not None else None

    def _person(self) -> None:
        person = self.facts.person
        assert person is not None
        born: tuple[date | None, date | None] = (person.birth_date, person.birth_date)
        if (
            person.age is not None
            and person.age_declared_at is not None
            and person.age_declared_at <= self.now
        ):
            declared = person.age_declared_at.astimezone(self.zone).date()
            born = add_years(declared, -person.age - 1), add_years(declared, -person.age)
        self.register.plant(
            "person",
            person_id=self.person,
            language=person.language,
            born_from=born[0],
            born_to=born[1],
            obtained_at=person.obtained_at,
        )
        self._provenance(person.source, person.obtained_at, None)
        if person.organisation is not None:
            self.register.plant(
                "relation",
                person_id=self.person,
                organisation_id=self._organisation(person.organisation),
                began_at=datetime(1990, 1, 1, tzinfo=self.zone),
            )
        for interest in person.interests:
            self.register.plant("interest", person_id=self.person, interest=interest)
        for dealing in person.dealings:
            self.register.plant(
                "dealing",
                person_id=self.person,
                kind=dealing,
                happened_at=datetime(1990, 1, 1, tzinfo=self.zone),
            )

    def _provenance(self, source: str, obtained_at: datetime, point: uuid.UUID | None) -> None:
        told = [
            n.given_at
            for n in self.facts.notice.values()
            if n.what != "exemption" and n.given_at >= obtained_at
        ]
        self.register.plant(
            "provenance",
            person_id=self.person,
            contact_point_id=point,
            source=source,
            obtained_at=obtained_at,
            informed_at=min(told, default=None),
            exemption=self._exemption(self.facts.notice.values()),
        )

    def _exemption(self, notices: Iterable[Notice]) -> str | None:
        order = ["disproportionate", "unreasoned"]  # the least useful last
        recorded = [
            n.exemption if n.justified else "unreasoned"
            for n in notices
            if n.exemption is not None and n.given_at <= self.now
        ]
        return min(recorded, key=lambda e: order.index(e) if e in order else -1, default=None)

    def _box(self, consent: Consent) -> ConsentBox | None:
        found = self.register.doc.node(consent.box) if consent.box is not None else None
        return found if isinstance(found, ConsentBox) else None

    def _consent(self, consent: Consent) -> None:
        box, version = self._box(consent), self.register.doc.register_.version
        shown = consent.policy_version
        on_record = consent.evidence == "proven" and shown is not None and shown <= version
        on_record = on_record and not (consent.box is not None and box is None and shown == version)
        free = consent.condition_of_contract is False and not (box is not None and box.required)
        own = consent.act == "own" and not (box is not None and box.ticked)
        for channel in consent.channels or (None,):
            self.register.plant(
                "consent",
                person_id=self.person,
                purpose=consent.purpose,
                topic=consent.topic,
                channel=channel,
                given_at=consent.given_at,
                confirmed_at=consent.confirmed_at,
                withdrawn_at=consent.withdrawn_at,
                is_sound=on_record and free and own and consent.asked == "apart",
                is_explicit=consent.explicit,
                is_confirmed_on_form=box is not None and box.confirmed_from == "form",
                by_guardian=consent.given_by == "guardian" and consent.guardian_verified,
            )

    def _objection(self, o: Objection) -> None:
        for channel in o.channels or (None,):
            for purpose in o.purposes if o.scope in {"purpose", "situation"} else (None,):
                self.register.plant(
                    "objection",
                    person_id=self.person,
                    purpose=purpose,
                    topic=o.topic if o.scope == "topic" else None,
                    sender=o.sender if o.scope == "sender" else None,
                    channel=channel,
                    raised_at=o.raised_at,
                    ended_at=earliest(o.ended_at, self._rejected(o, purpose)),
                )

    def _rejected(self, o: Objection, purpose: str | None) -> datetime | None:
        """Art. 21(1) is weighed; what is about marketing never is (Art. 21(2), (3))."""
        known = self.register.doc.purpose.get(purpose or "")
        if known is None or known.kind in MARKETING_KINDS or o.decision != "rejected":
            return None
        return o.decided_at

    def _ban(self, ban: Ban) -> None:
        for channel in ban.channels or (None,):
            for purpose in ban.purposes or (None,):
                self.register.plant(
                    "ban",
                    person_id=self.person if ban.on == "person" or purpose else None,
                    normal_form=self.address if ban.on == "address" and not purpose else None,
                    organisation_id=self._organisation(ban.organisation) if not purpose else None,
                    channel=channel,
                    scope=ban.covers,
                    purpose=purpose,
                    placed_at=ban.placed_at,
                    ended_at=earliest(ban.valid_until, ban.lifted_at),
                )

    def _binds(self, sale: Sale) -> bool:
        if not sale.by_call or sale.buyer == "business" or sale.person_called:
            return True
        accepted = sale.accepted_in_writing_at
        return sale.offered_in_writing_at is not None and accepted is not None and accepted <= self.now

    def _contact_point(self) -> tuple[uuid.UUID | None, uuid.UUID | None]:
        point = self.facts.contact_point
        if point is None:
            return None, None
        form = self.facts.organisation[point.organisation].legal_form if point.organisation else "unknown"
        if point.holder == "organisation" and form not in {"sole_trader", "unknown"}:
            address = uuid.uuid4()
            self.register.plant(
                "organisation_address",
                address_id=address,
                organisation_id=self._organisation(point.organisation),
                channel=point.channel,
                normal_form=self.address,
            )
            self._blocked()
            return None, address
        here = uuid.uuid4()
        free_mail = point.channel == "email" and point.free_mail is not False
        self.register.plant(
            "contact_point",
            contact_point_id=here,
            person_id=self.person,
            channel=point.channel,
            capacity="work" if point.capacity == "work" and not free_mail else "private",
            organisation_id=self._organisation(point.organisation),
            duties_match=point.duties_match and not free_mail,
            normal_form=self.address,
            began_at=datetime(1990, 1, 1, tzinfo=self.zone),
            ended_at=self._undeliverable(),
        )
        self._blocked()
        self._provenance(point.source, point.obtained_at, here)
        for sale in self.facts.sale.values():
            counts = sale.kind == "paid" or sale.legal_note
            if counts and sale.address_obtained and self._binds(sale):
                self.register.plant(
                    "sale",
                    person_id=self.person,
                    contact_point_id=here,
                    sender=sale.seller,
                    product_group=sale.product_group,
                    sold_at=sale.sold_at,
                    refusal_offered=sale.refusal_offered,
                    is_refused=sale.refused,
                )
        return here, None

    def _undeliverable(self) -> datetime | None:
        point = self.facts.contact_point
        assert point is not None
        bad, good = point.undeliverable_at, point.verified_at
        mended = bad is not None and good is not None and bad < good <= self.now
        return None if mended else bad

    def _blocked(self) -> None:
        """What an operator blocks at the user's request is closed for every message (MKT-09)."""
        point = self.facts.contact_point
        if point is not None and point.blocked_at is not None:
            self.register.plant(
                "ban",
                normal_form=self.address,
                scope="everything",
                placed_at=point.blocked_at,
                ended_at=point.block_ended_at,
            )

"""Stands on: what the compiled statements expect to find in the database, as plain values.

The policy knows no room. What a clause asks about a person (is there a live connection, a consent, a
ban?) is read from relations of fixed form in the schema ``facts``, which the rooms provide as views
over their tables; what the statements write to and lean on stands in the schema ``enforcement``. Both
are listed here, so that whoever builds them, and the tests, build exactly these.
"""

from __future__ import annotations

from collections.abc import Mapping

# Facts are dated and never in the future, but for ends that are known beforehand. Empty means unknown, or all.
FACTS: Mapping[str, Mapping[str, str]] = {
    # Everyone who has not been erased. The birth date lies between the two dates: one date where it is
    # known, a year where an age was declared, empty where nobody had to ask (CHI-01).
    "person": {
        "person_id": "uuid",
        "language": "text",
        "born_from": "date",
        "born_to": "date",
        "obtained_at": "timestamptz",
    },
    # Why a person is here; kind is an id in [connection]. One that rests on a sale stands here only once
    # the sale binds (MKT-12).
    "connection": {
        "person_id": "uuid",
        "kind": "text",
        "organisation_id": "uuid",
        "has_nature": "boolean",
        "is_member": "boolean",
        "has_guardian": "boolean",
        "began_at": "timestamptz",
        "ended_at": "timestamptz",
        "last_contact_at": "timestamptz",
    },
    # How a person stands to an organisation.
    "relation": {
        "person_id": "uuid",
        "organisation_id": "uuid",
        "began_at": "timestamptz",
        "ended_at": "timestamptz",
    },
    # Start events of periods, in the words of the language; the last one counts.
    "event": {"person_id": "uuid", "event": "text", "happened_at": "timestamptz"},
    # Addresses that work. capacity is private where a free-mail provider or no organisation stands behind
    # it; duties_match where it is for matters of the holder's work (MKT-06).
    "contact_point": {
        "contact_point_id": "uuid",
        "person_id": "uuid",
        "channel": "text",
        "capacity": "text",
        "organisation_id": "uuid",
        "duties_match": "boolean",
        "normal_form": "text",
        "began_at": "timestamptz",
        "ended_at": "timestamptz",
    },
    # One row for each channel it names, and one without where it names none. is_sound: the person's own
    # act, asked apart, free, and on record (CON-01, CON-02, CON-04, CON-06); by_guardian: and the guardian
    # was verified (CHI-01).
    "consent": {
        "person_id": "uuid",
        "purpose": "text",
        "topic": "text",
        "channel": "text",
        "given_at": "timestamptz",
        "confirmed_at": "timestamptz",
        "withdrawn_at": "timestamptz",
        "is_sound": "boolean",
        "is_explicit": "boolean",
        "is_confirmed_on_form": "boolean",
        "by_guardian": "boolean",
    },
    # Without purpose, topic and sender it is about all direct marketing (Art. 21(2)). One row for each
    # purpose and channel it names; one from the person's situation ends when it is rejected (Art. 21(1)).
    "objection": {
        "person_id": "uuid",
        "purpose": "text",
        "topic": "text",
        "sender": "text",
        "channel": "text",
        "raised_at": "timestamptz",
        "ended_at": "timestamptz",
    },
    # On a person, an address whoever holds it, or an organisation. scope: marketing or everything; with a
    # purpose it is that purpose which the person forbade (C25).
    "ban": {
        "person_id": "uuid",
        "normal_form": "text",
        "organisation_id": "uuid",
        "channel": "text",
        "scope": "text",
        "purpose": "text",
        "placed_at": "timestamptz",
        "ended_at": "timestamptz",
    },
    # excepted: purposes for which an exception of Art. 18(2) is on record.
    "restriction": {
        "person_id": "uuid",
        "purpose": "text",
        "excepted": "text[]",
        "began_at": "timestamptz",
        "ended_at": "timestamptz",
    },
    # Each source that gave something about a person or one of their contact points, when they were told
    # since, and which exemption from telling is on record (Art. 14(3), 14(5)): already_has, disproportionate,
    # law_provides, secrecy; or unreasoned, which counts for nothing.
    "provenance": {
        "person_id": "uuid",
        "contact_point_id": "uuid",
        "source": "text",
        "obtained_at": "timestamptz",
        "informed_at": "timestamptz",
        "exemption": "text",
    },
    # Sales that bind and in which the address was collected (MKT-03, MKT-04, MKT-12).
    "sale": {
        "person_id": "uuid",
        "contact_point_id": "uuid",
        "sender": "text",
        "product_group": "text",
        "sold_at": "timestamptz",
        "refusal_offered": "boolean",
        "is_refused": "boolean",
    },
    "dealing": {"person_id": "uuid", "kind": "text", "happened_at": "timestamptz"},
    "interest": {"person_id": "uuid", "interest": "text"},
    # Organisations' own addresses, which are nobody's personal data (DEF-02).
    "organisation_address": {
        "address_id": "uuid",
        "organisation_id": "uuid",
        "channel": "text",
        "normal_form": "text",
    },
}

# Tables the statements fill; the last text is what makes a row unique.
ENFORCEMENT: Mapping[str, tuple[Mapping[str, str], str]] = {
    # Bit numbers are for ever: a changed meaning gets a new bit.
    "permission_bit": ({"key": "text", "meaning": "text", "bit": "integer"}, "key, meaning"),
    # Which of them each version uses; context_mask reads the active version's.
    "version_bit": ({"version": "integer", "key": "text", "bit": "integer"}, "version, key"),
    "connection_kind": ({"version": "integer", "kind": "text", "needs": "text[]"}, "version, kind"),
    "disclosure_rule": (
        {
            "version": "integer",
            "recipient": "text",
            "purpose": "text",
            "kind": "text",
            "data": "text[]",
            "decided_by": "text",
            "countries": "text[]",
            "law": "text",
            "heeds_bans": "boolean",
            "begins_at": "timestamptz",
            "ends_at": "timestamptz",
        },
        "version, recipient, purpose",
    ),
    "consent_text": (
        {
            "version": "integer",
            "form": "text",
            "box": "text",
            "language": "text",
            "purpose": "text",
            "topic": "text",
            "channels": "text[]",
            "confirmed_from": "text",
            "wording": "text",
        },
        "version, form, box, language",
    ),
}

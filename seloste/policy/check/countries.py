"""Countries: codes, the EEA, adequacy decisions and national settings, as data with their validity.

Nothing here is a constant of law for ever: lists change by decision, and a date says from when and
until when (law reference, section 10). Ages and rules stand here only for countries whose law is
known to us; for others the document itself says what holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from seloste.policy.tree.terms import EEA

__all__ = [
    "ADEQUACY",
    "CONSENT_AGE",
    "COUNTRIES",
    "EEA",
    "TIME_ZONES",
    "USUAL_MISTAKES",
    "WORK_ROLE_RULE",
    "Adequacy",
]

# ISO 3166-1 alpha-2, assigned codes.
_CODES = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW
BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI
FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN
IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME
MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF
PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV
SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE
YT ZA ZM ZW
"""
COUNTRIES = frozenset(_CODES.split())
USUAL_MISTAKES: Mapping[str, str] = MappingProxyType({"UK": "GB", "EL": "GR"})


@dataclass(frozen=True, slots=True)
class Adequacy:
    """One adequacy decision of the Commission (Art. 45): from when, until when, and what it is limited to."""

    decision: str
    since: date
    until: date | None = None
    limited_to: str = ""
    needs_certification: bool = False


ADEQUACY: Mapping[str, Adequacy] = MappingProxyType(
    {
        "AD": Adequacy("2010/625/EU", date(2010, 10, 19)),
        "AR": Adequacy("2003/490/EC", date(2003, 6, 30)),
        "BR": Adequacy("mutual decisions of January 2026", date(2026, 1, 27)),
        "CA": Adequacy("2002/2/EC", date(2001, 12, 20), limited_to="commercial organisations under PIPEDA"),
        "CH": Adequacy("2000/518/EC", date(2000, 7, 26)),
        "FO": Adequacy("2010/146/EU", date(2010, 3, 5)),
        "GB": Adequacy(
            "(EU) 2021/1772, renewed on 19.12.2025",
            date(2021, 6, 28),
            until=date(2031, 12, 27),
            limited_to="data other than for immigration control",
        ),
        "GG": Adequacy("2003/821/EC", date(2003, 11, 21)),
        "IL": Adequacy("2011/61/EU", date(2011, 1, 31), limited_to="automated processing"),
        "IM": Adequacy("2004/411/EC", date(2004, 4, 28)),
        "JE": Adequacy("2008/393/EC", date(2008, 5, 8)),
        "JP": Adequacy(
            "(EU) 2019/419", date(2019, 1, 23), limited_to="the private sector, under supplementary rules"
        ),
        "KR": Adequacy("(EU) 2022/254", date(2021, 12, 17), limited_to="what the decision does not except"),
        "NZ": Adequacy("2013/65/EU", date(2012, 12, 19)),
        "US": Adequacy(
            "(EU) 2023/1795",
            date(2023, 7, 10),
            limited_to="organisations certified to the EU-US Data Privacy Framework",
            needs_certification=True,
        ),
        "UY": Adequacy("2012/484/EU", date(2012, 8, 21)),
    }
)

# The age from which a child consents alone (Art. 8(1)), where national law, or its silence, is known to us.
CONSENT_AGE: Mapping[str, tuple[int, str]] = MappingProxyType(
    {
        "FI": (13, "Data Protection Act 1050/2018 s. 5"),
        "DE": (16, "Art. 8(1), from which no national law departs"),
    }
)

# Whether a work address may be treated as the organisation's when the matter is one of the work (MKT-06).
WORK_ROLE_RULE: Mapping[str, tuple[bool, str]] = MappingProxyType(
    {
        "FI": (True, "the Ombudsman's guidance on Act 917/2014 ss. 200 and 202"),
        "DE": (False, "s. 7 of the Act against Unfair Competition asks businesses for consent as well"),
    }
)

# Time zones of the countries of the EEA, with those of their parts far away.
TIME_ZONES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "AT": ("Europe/Vienna",),
        "BE": ("Europe/Brussels",),
        "BG": ("Europe/Sofia",),
        "CY": ("Asia/Nicosia", "Asia/Famagusta", "Europe/Nicosia"),
        "CZ": ("Europe/Prague",),
        "DE": ("Europe/Berlin", "Europe/Busingen"),
        "DK": ("Europe/Copenhagen",),
        "EE": ("Europe/Tallinn",),
        "ES": ("Europe/Madrid", "Atlantic/Canary", "Africa/Ceuta"),
        "FI": ("Europe/Helsinki", "Europe/Mariehamn"),
        "FR": (
            "Europe/Paris",
            "America/Cayenne",
            "America/Guadeloupe",
            "America/Martinique",
            "Indian/Mayotte",
            "Indian/Reunion",
        ),
        "GR": ("Europe/Athens",),
        "HR": ("Europe/Zagreb",),
        "HU": ("Europe/Budapest",),
        "IE": ("Europe/Dublin",),
        "IS": ("Atlantic/Reykjavik",),
        "IT": ("Europe/Rome",),
        "LI": ("Europe/Vaduz",),
        "LT": ("Europe/Vilnius",),
        "LU": ("Europe/Luxembourg",),
        "LV": ("Europe/Riga",),
        "MT": ("Europe/Malta",),
        "NL": ("Europe/Amsterdam",),
        "NO": ("Europe/Oslo", "Arctic/Longyearbyen"),
        "PL": ("Europe/Warsaw",),
        "PT": ("Europe/Lisbon", "Atlantic/Azores", "Atlantic/Madeira"),
        "RO": ("Europe/Bucharest",),
        "SE": ("Europe/Stockholm",),
        "SI": ("Europe/Ljubljana",),
        "SK": ("Europe/Bratislava",),
    }
)

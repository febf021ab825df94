"""Rules: every rule that an answer may name, by its id, each in one sentence.

Ids are those of the law reference (``MKT-03``) and of the claims that the notice makes (``C13``). An
answer can carry no other: ``Reason`` looks its rule up here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with its id, its sentence, and the law or claim it comes from."""

    id: str
    sentence: str
    source: str


_RULES = (
    Rule(
        "PRI-01",
        "Data are used only for a purpose, topic, sender, source and channel that the policy names and that is in force.",
        "Art. 5(1)(a)",
    ),
    Rule("PRI-02", "A purpose reads only the data categories that the policy links to it.", "Art. 5(1)(b)"),
    Rule(
        "PRI-04",
        "A contact point that is known to be wrong is not used until it is verified.",
        "Art. 5(1)(d)",
    ),
    Rule(
        "DEF-02",
        "An organisation's own address is no personal data; a sole trader's is a person's.",
        "Art. 4(1), rec. 14",
    ),
    Rule(
        "LAW-01",
        "A purpose needs a legal basis that holds for the person; bases are tried in the order written.",
        "Art. 6(1)",
    ),
    Rule("CON-01", "A consent counts only if the controller can demonstrate it.", "Art. 7(1)"),
    Rule("CON-02", "A consent is asked apart from other matters.", "Art. 7(2)"),
    Rule(
        "CON-03",
        "A withdrawn consent is none from that moment on; what was done before stays lawful.",
        "Art. 7(3)",
    ),
    Rule("CON-04", "A consent is free, and no condition of a contract that does not need it.", "Art. 7(4)"),
    Rule(
        "CON-05",
        "A consent covers the purpose, topic and channels it names, no others.",
        "Art. 6(1)(a), rec. 32",
    ),
    Rule("CON-06", "Silence, boxes ticked beforehand and inactivity are no consent.", "Art. 4(11), rec. 32"),
    Rule("CON-07", "A consent is asked anew after the time that the policy sets.", "policy choice"),
    Rule(
        "CON-08",
        "A withdrawn consent closes the other ways for that topic and channel until the person acts anew.",
        "Art. 5(1)(a), 7(3)",
    ),
    Rule("C13", "An electronic consent is confirmed from the contact point itself.", "claim C13, Art. 7(1)"),
    Rule(
        "CHI-01",
        "Below the age of consent a guardian consents, and reasonably verified, or nobody can.",
        "Art. 8, national law",
    ),
    Rule(
        "SPE-01",
        "A special category needs the explicit consent that the policy rests it on.",
        "Art. 9(1), 9(2)(a)",
    ),
    Rule(
        "SPE-02",
        "A special category on another condition of Art. 9(2) needs that condition to be met.",
        "Art. 9(2)(b) to (j)",
    ),
    Rule(
        "C06",
        "Each person has a live connection, or an ended one whose deletion date has not passed.",
        "claim C06, Art. 5(1)(e)",
    ),
    Rule("C07", "A connection that needs an organisation does not count without one.", "claim C07"),
    Rule("C08", "A connection that needs its nature in words does not count without them.", "claim C08"),
    Rule(
        "C21",
        "What another gives about a person is handled as the policy says until the person confirms it.",
        "claim C21, Art. 9(2)(a), 14",
    ),
    Rule(
        "C25",
        "A purpose that the person has forbidden is closed, unless the law alone demands it.",
        "claim C25, Art. 21",
    ),
    Rule("ERA-01", "An erased person is gone from every purpose but the suppression of bans.", "Art. 17(1)"),
    Rule(
        "ERA-03", "After erasure only purposes with a recorded exemption keep what they need.", "Art. 17(3)"
    ),
    Rule(
        "ERA-04",
        "A ban binds the address, whoever holds it, and outlives an erasure.",
        "Art. 21(3), 17(3)(b)",
    ),
    Rule(
        "RES-01", "Restricted data are stored and not used for what the restriction is about.", "Art. 18(1)"
    ),
    Rule(
        "RES-02",
        "A restriction leaves storage, legal claims, rights, and exceptions recorded for a purpose.",
        "Art. 18(2)",
    ),
    Rule("RES-03", "A restriction is lifted only after the person has been told.", "Art. 18(3)"),
    Rule(
        "OBJ-01",
        "An objection from the person's situation stops legitimate interest and public task until it is rejected.",
        "Art. 21(1), 18(1)(d)",
    ),
    Rule(
        "OBJ-02",
        "An objection to direct marketing is absolute and stops the profiling for it.",
        "Art. 21(2) and (3)",
    ),
    Rule("OBJ-03", "The right to object is told at the latest in the first message.", "Art. 21(4)"),
    Rule(
        "INF-21",
        "Who did not give the data themselves is told within a month, and in the first message at the latest.",
        "Art. 14(3)",
    ),
    Rule(
        "INF-22",
        "An exemption from telling is reasoned, and disproportionate effort excuses no marketing.",
        "Art. 14(5)",
    ),
    Rule(
        "MKT-01",
        "Electronic direct marketing to a person needs prior consent, unless an exception holds.",
        "ePrivacy Art. 13(1); in Finland 917/2014 s. 200(1)",
    ),
    Rule(
        "MKT-02",
        "Other direct marketing to a person is open until they forbid it.",
        "ePrivacy Art. 13(3); in Finland 917/2014 s. 200(2)",
    ),
    Rule(
        "MKT-03",
        "A seller may write to its own customer about the same product group, if refusing was offered and not used.",
        "ePrivacy Art. 13(2); in Finland 917/2014 s. 200(3)",
    ),
    Rule(
        "MKT-04",
        "A free account counts as a sale only where its part in a paid offer is written down.",
        "CJEU C-654/23",
    ),
    Rule(
        "MKT-05",
        "An organisation's own address is open until the organisation forbids it.",
        "ePrivacy Art. 13(5); in Finland 917/2014 s. 202",
    ),
    Rule(
        "MKT-06",
        "A work address counts as the organisation's only for matters of the work; a free-mail address never does.",
        "in Finland 917/2014 ss. 200, 202, Ombudsman's guidance",
    ),
    Rule(
        "MKT-07",
        "Marketing is recognisable as marketing.",
        "ePrivacy Art. 13(4); in Finland 917/2014 s. 203(1)",
    ),
    Rule(
        "MKT-08",
        "Marketing names its true sender and a valid address for a stop request.",
        "ePrivacy Art. 13(4); in Finland 917/2014 s. 203(2)",
    ),
    Rule(
        "MKT-09",
        "A block that an operator set at the user's request is respected.",
        "in Finland 917/2014 s. 204",
    ),
    Rule(
        "MKT-11",
        "Following who opens a message needs a consent that names it.",
        "ePrivacy Art. 5(3); in Finland 917/2014 s. 205",
    ),
    Rule(
        "MKT-12",
        "A sale by telephone binds a consumer only after a written offer and a written acceptance.",
        "in Finland 38/1978 ch. 6 s. 12a",
    ),
    Rule(
        "MKT-13",
        "A service message is no marketing, and carries none.",
        "ePrivacy Art. 13; in Finland HE 125/2003",
    ),
    Rule(
        "MKT-14",
        "Asking for consent is marketing; only confirming the person's own act is not.",
        "ePrivacy Art. 13(1), reading",
    ),
    Rule(
        "MKT-15",
        "An objection binds every channel that it is not expressly limited to.",
        "Art. 21(2) and (3)",
    ),
    Rule("MKT-20", "An entry in an outside list of bans is respected while it is valid.", "self-regulation"),
    Rule(
        "MKT-22",
        "The first marketing message says where the contact data came from.",
        "Art. 14(2)(f)",
    ),
)

RULES: Mapping[str, Rule] = MappingProxyType({rule.id: rule for rule in _RULES})

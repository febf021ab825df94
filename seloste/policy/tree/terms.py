"""Terms: the closed lists of words that clauses may use, each with the law it comes from.

A word stands here only if SQL, evaluator and notice can all express it; a new one means a new
sentence in every language's phrases and a new case in the evaluator's corpus.
"""

from typing import Literal

# How someone is reached. ``phone`` is a live call; ``call_automated`` counts as electronic (MKT-01).
Channel = Literal["email", "sms", "call_automated", "phone", "post"]

# In which role someone is reached.
Capacity = Literal["private", "work"]

# Which rule opens a channel: consent (MKT-01), the existing-customer rule (MKT-03), a work address used
# for matters of the work (MKT-06), no ban (MKT-02), an organisation's own address (MKT-05), or a message
# that is no marketing at all (MKT-13).
ReachClause = Literal[
    "consent", "existing_customer", "work_role", "not_forbidden", "organisation_address", "service"
]

# Art. 6(1)(a) to (f), in that order.
BasisKind = Literal[
    "consent", "contract", "legal_obligation", "vital_interests", "public_task", "legitimate_interest"
]

# Art. 9(2)(a) to (j), in that order.
Art9Condition = Literal[
    "explicit_consent",
    "employment_law",
    "vital_interests",
    "members",
    "made_public",
    "legal_claims",
    "public_interest",
    "care",
    "public_health",
    "research",
]

# What a purpose is to the rest: which ones direct marketing rules bind, which ones restriction leaves.
PurposeKind = Literal[
    "ordinary",
    "service_messages",
    "direct_marketing",
    "profiling",
    "statistics",
    "storage",
    "rights",
    "legal_claims",
    "suppression",
]

# Who receives (DEF-05, Art. 4(9)).
RecipientKind = Literal[
    "processor",
    "sub_processor",
    "controller",
    "joint_controller",
    "stakeholder",
    "participants",
    "authority",
]

# Where data come from (Art. 14(2)(f)).
SourceKind = Literal[
    "data_subject",
    "other_person",
    "own_systems",
    "authority",
    "public_register",
    "person_directory",
    "media",
    "search_engine",
    "social_media",
]

# What makes a transfer lawful: Art. 45, 46(2)(a) to (f), 46(3)(a).
TransferTool = Literal[
    "adequacy",
    "public_instrument",
    "binding_corporate_rules",
    "standard_contractual_clauses",
    "authority_clauses",
    "code_of_conduct",
    "certification",
    "authorised_clauses",
]

# How a value came to be, for portability (POR-01).
Origin = Literal["provided", "observed", "derived", "inferred"]

# What a connection cannot be without.
ConnectionNeed = Literal["organisation", "nature_in_words", "membership", "guardian_if_child"]

# Why a form asks (INF-12, Art. 13(2)(e)).
FieldNeed = Literal["statutory", "contractual", "to_enter_contract", "voluntary"]

# The instants a period may start from; rooms declare which rows yield them.
StartEvent = Literal[
    "connection_end",
    "last_contact_by_person",
    "data_obtained",
    "contract_end",
    "end_of_financial_period",
    "end_of_year_of_financial_period",
    "event_end",
    "case_closed",
    "consent_end",
    "objection",
    "inference",
    "log_entry",
    "publication",
    "membership_end",
    "disclosure",
]

# What may cause an inferred interest.
DealingKind = Literal[
    "order", "registration", "participation", "question", "conversation", "survey_answer", "topic_choice"
]

# What a retention floor gives way to (claim C18).
FloorYieldsTo = Literal["special_category", "shorter_rule", "withdrawal", "erasure"]

# The terms of Art. 28(3) that a processing agreement must have (PRO-03).
AgreementTerm = Literal[
    "instructions",
    "confidentiality",
    "security",
    "sub_processors",
    "assist_with_rights",
    "assist_with_duties",
    "delete_or_return",
    "audits",
    "infringing_instruction",
]

# The rights of Arts 7(3), 15 to 18, 20 and 21, which every notice tells; claims name them as ``rights.access``.
Right = Literal[
    "access",
    "rectification",
    "erasure",
    "restriction",
    "portability",
    "objection",
    "objection_marketing",
    "withdrawal",
]

MeasureKind = Literal["technical", "organisational"]
EEA = frozenset(
    [
        "AT",
        "BE",
        "BG",
        "HR",
        "CY",
        "CZ",
        "DK",
        "EE",
        "FI",
        "FR",
        "DE",
        "GR",
        "HU",
        "IE",
        "IT",
        "LV",
        "LT",
        "LU",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SK",
        "SI",
        "ES",
        "SE",
        "IS",
        "LI",
        "NO",
    ]
)
BUILT_IN_LANGUAGES = ("fi", "sv", "en")

"""Explain: may this person be reached or processed, and which clause says so.

The pure evaluator of the decision function of the law reference, section 9. It is written apart
from the SQL compiler, so that each can be tested against the other. ``facts.py`` has what may be
stated, ``rules.py`` every rule an answer may name, ``evaluate.py`` the way from one to the other.
"""

from seloste.policy.explain.answer import Answer, Part
from seloste.policy.explain.evaluate import evaluate
from seloste.policy.explain.facts import Facts
from seloste.policy.explain.read import CODES, read_facts
from seloste.policy.explain.reason import Reason
from seloste.policy.explain.rules import RULES, Rule

__all__ = ["CODES", "RULES", "Answer", "Facts", "Part", "Reason", "Rule", "evaluate", "read_facts"]

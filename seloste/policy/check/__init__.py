"""Check: what law, claims and plain sense demand of a document beyond its shape.

Each rule is one function with one code; a document that breaks just that rule and one that holds
stand beside it in the tests. Rules are grouped by what they read. Start at ``rule.py``, then
``run.py``.
"""

from seloste.policy.check.rule import RULES, Given, Remark, Rule
from seloste.policy.check.run import check

__all__ = ["RULES", "Given", "Remark", "Rule", "check"]

"""Explain: may this person be reached or processed, and which clause says so.

The pure evaluator of the decision function of the law reference, section 9. It is written apart
from the SQL compiler, so that each can be tested against the other.
"""

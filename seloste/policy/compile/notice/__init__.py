"""Notice: what people read, compiled from a policy document; every sentence can be traced.

``state`` makes the notice as a tree of sentences (``parts.py``); ``html``, ``text``, ``json`` and
``pdf`` show it. One module for each group of questions that people ask; start at ``state.py``.
"""

from seloste.policy.compile.notice.parts import Notice, Section, Sentence
from seloste.policy.compile.notice.state import state

__all__ = ["Notice", "Section", "Sentence", "state"]

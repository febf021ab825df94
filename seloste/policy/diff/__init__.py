"""Diff: what changed between two policy documents, in words, and whether people must be told (INF-24).

``walk.py`` finds every difference, ``table.toml`` says what each comes to, ``say.py`` puts it in words. Start at ``diff``
in ``changes.py``.
"""

from seloste.policy.diff.changes import Change, as_json, as_sentences, as_text, diff
from seloste.policy.diff.table import Kind

__all__ = ["Change", "Kind", "as_json", "as_sentences", "as_text", "diff"]

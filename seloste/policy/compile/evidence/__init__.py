"""Evidence: each claim of the notice with the controls that keep it and the probe that shows it.

Nothing here is held to be true because it is planned. A claim *holds* only where every one of its
controls is built and has just run without finding anything; what has not run is *not yet*. Start at
``evidence``; the page stands in ``page.py``.
"""

from __future__ import annotations

from seloste.policy.compile.evidence.page import as_html
from seloste.policy.compile.evidence.plain import as_json, as_text
from seloste.policy.compile.evidence.rows import BROKEN, HOLDS, NOT_YET, Evidence, Row, evidence, results_of

__all__ = [
    "BROKEN",
    "HOLDS",
    "NOT_YET",
    "Evidence",
    "Row",
    "as_html",
    "as_json",
    "as_text",
    "evidence",
    "results_of",
]

"""Record: the record of processing activities (Art. 30(1)), compiled from a policy document.

``record`` makes it as cells of sentences (``parts.py``), each with its point of the article and its
clause; ``as_csv``, ``as_json``, ``as_html`` and ``as_pdf`` show it. Start at ``state.py``.
"""

from seloste.policy.compile.record.csv import as_csv
from seloste.policy.compile.record.html import as_html
from seloste.policy.compile.record.json import as_json
from seloste.policy.compile.record.parts import Activity, Cell, Group, Record
from seloste.policy.compile.record.pdf import as_pdf
from seloste.policy.compile.record.state import record

__all__ = ["Activity", "Cell", "Group", "Record", "as_csv", "as_html", "as_json", "as_pdf", "record"]

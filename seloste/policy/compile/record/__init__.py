"""Record: the controller's record of processing activities, compiled from the document (Art. 30(1), ROP-01).

A processing activity is a purpose. ``record`` states it; the four ways of showing it stand beside.
"""

from seloste.policy.compile.record.csv import as_csv
from seloste.policy.compile.record.html import as_html
from seloste.policy.compile.record.json import as_json
from seloste.policy.compile.record.pdf import as_pdf
from seloste.policy.compile.record.state import Activity, Party, Record, record

__all__ = ["Activity", "Party", "Record", "as_csv", "as_html", "as_json", "as_pdf", "record"]

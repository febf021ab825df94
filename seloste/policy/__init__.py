"""Policy: the one document a controller writes, read, checked, explained and compiled.

The pipeline stands in the folders: ``text`` (bytes to places and plain values), ``tree`` (one frozen
tree), ``check`` (what law and sense demand of it), ``compile`` (notice, record, DPV, SQL, evidence),
``diff`` (what changed, in words) and ``explain`` (may we, and why). All of it is pure: files, clocks
and databases stay outside, and what they hold is given as plain values. Start at ``tree/document.py``.
"""

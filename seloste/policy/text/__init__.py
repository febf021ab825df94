"""Text: from the bytes of a policy document to plain values that know their places.

Limits come first, then a scanner of ours that finds every key's line and column, then the standard
library's TOML parser, which alone decides what the values are. Start at ``read.py``.
"""

"""Bench: how long each piece of work takes, beside its limit, on a document made for the purpose.

``grown.py`` makes a lawful document of any size, ``measure.py`` has the work and its limits, ``report.py`` says it.
"""

"""Seloste, a customer and marketing register that keeps its own privacy notice.

A controller writes one policy document. From it Seloste states the notice that people read, enforces it inside
PostgreSQL, and shows with evidence that it is kept, claim by claim. The floors of the house are in ``.importlinter``;
start reading at ``policy``, which needs nothing but Python.
"""

__version__ = "0.1.0"

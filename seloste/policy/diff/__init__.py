"""Diff: what changed between two versions of a document, in words, and what must be told (INF-24)."""

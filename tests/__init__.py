"""Tests of Seloste: a file per act or question, a sentence per test, one cast everywhere."""

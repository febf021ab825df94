"""Tests of the project around the code: locks, floors, records, and the tests' own equipment."""

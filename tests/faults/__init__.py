"""Seeded faults: documents broken at random, and bytes that no person would write."""

"""Tests of the policy: its text, tree, checks, compilers, differences and explanations."""

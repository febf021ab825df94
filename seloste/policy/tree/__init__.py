"""Tree: the policy document as one frozen tree of typed nodes, each knowing its place.

Every compiler, check and evaluator reads this tree and no other. Start at ``document.py``; the
nodes stand in one module for each part of the language.
"""

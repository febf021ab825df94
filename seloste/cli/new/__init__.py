"""New: a few questions, and a first policy document made from the answers.

``questions.py`` says what is asked and which answers fit, ``write.py`` makes the files from ``policy.txt`` and the two
balancing tests beside it, in Finnish, Swedish and English. The command itself is ``cli/policy/new.py``.
"""

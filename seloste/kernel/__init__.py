"""Kernel: the small plain things every floor stands on (places in a text, dates by law).

Nothing here knows a policy, a database or a door. Start at ``places.py``.
"""

"""``seloste policy …``: one module for each command; ``app.py`` says which words lead here."""

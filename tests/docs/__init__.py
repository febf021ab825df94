"""Documentation fails when it is untrue."""

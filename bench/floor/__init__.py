"""``python -m bench floor``: the cost of rules, storage and views."""

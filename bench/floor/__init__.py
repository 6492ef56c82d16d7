"""``python -m bench floor``: what rules, storage and views cost."""

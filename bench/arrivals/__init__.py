"""``python -m bench arrivals`` and ``rooms``: everyone joins at nine o'clock, and what running rooms cost."""

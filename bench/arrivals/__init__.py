"""``python -m bench arrivals`` and ``rooms``: everyone comes at nine o'clock, and what running rooms cost."""

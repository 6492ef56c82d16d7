"""Queries about how long records are kept, what holds them, and what people ask about theirs."""

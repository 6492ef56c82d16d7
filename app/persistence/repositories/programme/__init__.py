"""Programmes, what pays for them, and what was stated about them."""

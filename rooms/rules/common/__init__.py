"""Helpers that several subjects of the rules share."""

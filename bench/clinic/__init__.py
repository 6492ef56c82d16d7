"""Measures the programme's requests in a clinic of many people, and in a small one beside it."""

"""Protocols: ways a group listens, step by step. One engine; one file of rules and one file of text for each."""

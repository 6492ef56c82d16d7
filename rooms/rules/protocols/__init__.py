"""Protocols: structured ways to take turns, step by step. One engine; each protocol has a rules file and a text file."""

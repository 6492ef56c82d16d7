"""Measures: who plans, answers and reads what, checked and noted."""

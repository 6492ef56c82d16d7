"""Rows of any age, for tests of what is removed when."""

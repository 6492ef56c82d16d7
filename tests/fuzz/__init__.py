"""Fuzzes every parser of foreign bytes: `python -m tests.fuzz`, or `make fuzz` for a million inputs each."""

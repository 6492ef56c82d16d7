"""Statements on paper and in spreadsheets. What they say is decided in `clinic/attendance/statements.py`."""

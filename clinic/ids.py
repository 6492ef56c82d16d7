"""Identifiers. Each is a string with a prefix that says what it names; they are made at the edge and passed in."""

from typing import NewType

__all__ = ["ClinicId", "PersonId"]

ClinicId = NewType("ClinicId", str)
"""``cl_…``: a practice or a programme. Everything belongs to exactly one."""

PersonId = NewType("PersonId", str)
"""``pt_…``: one human, client or staff; the same id as in a room."""

"""Identifiers: strings whose prefix says what they name. They are created at the edge and passed in."""

from typing import NewType

__all__ = ["ClinicId", "PersonId"]

ClinicId = NewType("ClinicId", str)
"""``cl_…``: a practice or programme. Everything belongs to exactly one."""

PersonId = NewType("PersonId", str)
"""``pt_…``: one human, client or staff; the same id as in a room."""

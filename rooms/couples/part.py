"""Couples as a part of the room."""

from rooms.part import Part

__all__ = ["COUPLES"]

COUPLES = Part()

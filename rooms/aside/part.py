"""What is beside the floor as a part of the room."""

from rooms.part import Part

__all__ = ["ASIDE"]

ASIDE = Part()

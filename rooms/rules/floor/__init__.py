"""Turns: hands, who holds the floor, and what time does to a turn."""

from rooms.rules.floor.part import FLOOR

__all__ = ["FLOOR"]

"""Turns: hands, who holds the floor, and what happens to a turn over time."""

from rooms.rules.floor.part import FLOOR

__all__ = ["FLOOR"]

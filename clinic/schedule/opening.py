"""From when until when people may come in to a session, and when its room is made. Pure.

The door closing ends nothing: a session that is live goes on, and people who are in it stay.
"""

from datetime import datetime, timedelta

__all__ = ["GRACE_S", "PREPARE_S", "closing", "opening"]

GRACE_S = 1800
"""Seconds after the planned end during which people may still come in: sessions run over, and pages are reloaded."""

PREPARE_S = 60
"""Seconds before the door opens that a room is made, so that it is there when people knock."""


def opening(begins: datetime, join_early_s: float) -> datetime:
    """Return when people may enter the waiting room; the room's policy says how long before the beginning."""
    return begins - timedelta(seconds=join_early_s)


def closing(ends: datetime) -> datetime:
    """Return when nobody may come in any more."""
    return ends + timedelta(seconds=GRACE_S)

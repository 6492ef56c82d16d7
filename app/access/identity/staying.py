"""Keeps people signed in while they are in a live room: there the room watches over them (``clinic.identity.sign_ins``).

Once a minute whoever is in a room counts as active, so that the time of idling begins when they leave.
"""

import asyncio
import logging
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Final

from app.persistence.repositories.identity.sign_ins import SignInLookup
from app.persistence.unit_of_work import Database, StorageUnavailable
from clinic.identity.sign_ins import IDLE_AFTER

__all__ = ["EVERY_S", "keep_signed_in", "see_people_in_rooms"]

EVERY_S: Final = 60.0
_log = logging.getLogger(__name__)


async def keep_signed_in(
    database: Database, people: Callable[[], Collection[str]], now: Callable[[], datetime]
) -> None:
    """Do so until cancelled.

    Args:
        people: Returns who is connected to a running room.
    """
    while True:
        await asyncio.sleep(EVERY_S)
        try:
            await see_people_in_rooms(database, people(), now())
        except StorageUnavailable:
            _log.warning("sign_in.not_seen")


async def see_people_in_rooms(database: Database, people: Collection[str], now: datetime) -> None:
    """Count these people as active now, wherever they are signed in and have not idled away before."""
    if people:
        async with database.transaction(writes=True) as session:
            for kind, idle_after in IDLE_AFTER.items():
                await SignInLookup(session).see_people(people, kind, now - idle_after, now)

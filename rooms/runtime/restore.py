"""Brings a room back from its log, when its process or the room itself was away. Pure but for the time it starts."""

from collections.abc import Iterable

from rooms.incremental.lookup_cache import LookupCache
from rooms.model.events import Recorded
from rooms.model.library import LibraryIndex
from rooms.model.people import RoomSetup
from rooms.room import Room
from rooms.runtime.ports import JournalRefused
from rooms.runtime.room_time import RoomTime
from rooms.state import Phase

__all__ = ["restore"]


def restore(
    setup: RoomSetup, log: Iterable[Recorded], library: LibraryIndex | None, time: RoomTime
) -> tuple[Room, list[Recorded]]:
    """Return the room as its log left it, and what has happened since, already applied.

    The service is back since its process began, also when this room is opened much later: what has become due since
    then follows. Whoever does not come back in time has left.

    Args:
        time: The room's time; it goes on from the log.

    Raises:
        JournalRefused: The log has a gap, or is damaged in another way.
    """
    try:
        room = Room(setup, log, library, LookupCache())
    except Exception as error:  # (whatever a damaged log breaks)
        raise JournalRefused(type(error).__name__) from error
    time.start(room.state.last_at)
    if room.state.phase is Phase.ENDED:
        return room, []
    records = room.on_restart(time.process_began())
    due, now = room.next_deadline(), time.now()
    return room, records if due is None or due > now else records + room.on_deadline(now)

"""Looks up seats for people who arrive, in one query for all who arrive at the same moment.

A link's version, its session's hours and its end are read fresh each time, so a withdrawn link stops working at once.
Who is expected, and on which seat, does not change once a session is set up, so it is cached for a while.
"""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple

from app.live.group_read import GroupRead, TooManyRequests
from app.persistence.repositories.live.sessions import LinkState, find_arrivals
from app.persistence.unit_of_work import Database, StorageUnavailable
from rooms.model.ids import RoomId, SeatId
from rooms.model.people import RoomSetup
from rooms.runtime.ports import Clock

__all__ = ["KEPT_S", "SETUPS_MAX", "Arrival", "Entrance"]

KEPT_S = 60.0
"""How long a session's setup is cached."""
SETUPS_MAX = 1_000
"""Sessions whose setup is cached; the oldest are evicted."""


class Arrival(NamedTuple):
    """Where a seat's link leads, and who is expected there."""

    link: LinkState
    setup: RoomSetup


class Entrance:
    """Looks up seats while ``run`` runs."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._group: GroupRead[SeatId, Arrival] = GroupRead(self._read)
        self._setups: OrderedDict[RoomId, tuple[RoomSetup, float]] = OrderedDict()
        """Each with the time it is cached until, soonest first."""

    async def run(self) -> None:
        """Serve lookups until cancelled."""
        await self._group.run()

    async def find(self, seat: SeatId) -> Arrival | None:
        """Return what is known about a seat now; None if there is no such seat. Raises StorageUnavailable."""
        try:
            return await self._group.get(seat)
        except TooManyRequests as error:
            raise StorageUnavailable("busy") from error

    def forget(self, room: RoomId) -> None:
        """Read a session's setup anew when somebody arrives: it has changed."""
        self._setups.pop(room, None)

    async def _read(self, seats: Sequence[SeatId]) -> Mapping[SeatId, Arrival]:
        now = self._clock.steady()
        while self._setups and next(iter(self._setups.values()))[1] <= now:
            self._setups.popitem(last=False)
        known = {room: setup for room, (setup, _) in self._setups.items()}
        links, setups = await self._database.look_up(
            partial(find_arrivals, seats=seats, known=frozenset(known))
        )
        for room, setup in setups.items():
            self._setups[room] = (setup, now + KEPT_S)
        while len(self._setups) > SETUPS_MAX:
            self._setups.popitem(last=False)
        expected = known | setups
        return {seat: Arrival(link, expected[link.session.id]) for seat, link in links.items()}

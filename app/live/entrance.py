"""The entrance: what the house must know of whoever comes, read for all who come at the same moment.

A link's version, the hours of its session and its end are read anew each time, so a link that is withdrawn is good for
nobody any more. Who is expected, and where they sit, does not change once a session is set up: it is kept for a while.
"""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple

from app.live.group_read import GroupRead, TooManyAsk
from app.persistence.repositories.live.sessions import LinkState, find_arrivals
from app.persistence.unit_of_work import Database, StorageUnavailable
from rooms.model.ids import RoomId, SeatId
from rooms.model.people import RoomSetup
from rooms.runtime.ports import Clock

__all__ = ["KEPT_S", "SETUPS_MAX", "Arrival", "Entrance"]

KEPT_S = 60.0
"""How long a session's people are taken to be those that were read."""
SETUPS_MAX = 1_000
"""Sessions whose people are kept; the ones that were read first go."""


class Arrival(NamedTuple):
    """Where a seat's link leads, and who is expected there."""

    link: LinkState
    setup: RoomSetup


class Entrance:
    """Looks up who comes while ``run`` runs."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._group: GroupRead[SeatId, Arrival] = GroupRead(self._read)
        self._setups: OrderedDict[RoomId, tuple[RoomSetup, float]] = OrderedDict()
        """With the time until which each is kept, the soonest first."""

    async def run(self) -> None:
        """Look up until cancelled."""
        await self._group.run()

    async def find(self, seat: SeatId) -> Arrival | None:
        """Return what is known of a seat now; None when there is no such seat. Raises StorageUnavailable."""
        try:
            return await self._group.get(seat)
        except TooManyAsk as error:
            raise StorageUnavailable("busy") from error

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

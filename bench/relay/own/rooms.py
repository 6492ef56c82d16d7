"""Rooms on our worker whose clients are in this process: all of a run, or its part of them."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from bench.relay.clients import Clients
from bench.relay.load import LAYER_PACES, expected_pps, expected_simulcast_pps
from bench.relay.own.room import OwnRoom, peer_name
from bench.relay.seat import Seat
from bench.relay.single import Link
from media.control import Event, LayersWanted

__all__ = ["OwnOptions", "OwnRooms", "room_name"]


@dataclass(frozen=True, slots=True)
class OwnOptions:
    """What is measured.

    Attributes:
        seats: of each room. seconds: how long. rooms: on the one worker. share: the part of the load that is sent.
        simulcast: cameras send three layers, and everyone sees one other large.
        feedback: every packet has a transport-wide number, and whoever gets it reports when.
        client_processes: the most that the rooms are spread over.
        precedence: the worker runs before its clients, where the system lets it.
    """

    seats: int
    seconds: float
    rooms: int = 1
    share: float = 1.0
    simulcast: bool = False
    feedback: bool = False
    client_processes: int = 1
    precedence: bool = False

    @property
    def expected_pps(self) -> int:
        """Packets per second that the worker has to send."""
        pps = (expected_simulcast_pps if self.simulcast else expected_pps)(self.seats)
        return round(pps * self.rooms * self.share)

    @property
    def spread(self) -> list[range]:
        """The numbers of the rooms of each process of clients; the first room is in the first one."""
        processes = min(self.client_processes, self.rooms)
        return [range(first, self.rooms, processes) for first in range(processes)]


class OwnRooms:
    """Some rooms of one worker, which are open there.

    Args:
        link: where the worker is asked. options: of the run. numbers: of these rooms.
        rid_id: the id of the rid header extension; 0 if cameras send no layers.

    Attributes:
        rooms: in the order of their numbers.
    """

    def __init__(self, link: Link, options: OwnOptions, numbers: Sequence[int], rid_id: int) -> None:
        self.rooms = [
            OwnRoom(link, room_name(number), _seats(options, rid_id), simulcast=options.simulcast)
            for number in numbers
        ]
        self._seats = {
            (room.name, peer_name(seat.number)): seat for room in self.rooms for seat in room.seats
        }

    async def gather(self) -> None:
        """Make sockets and certificates: they belong to the clients, and are ready before anyone joins."""
        for seat in self._seats.values():
            await seat.client.gather()

    async def join(self, clients: Clients) -> float:
        """Fill one room after the other; returns how long the last one took, in seconds.

        Raises:
            RelayFailed: the relay refused a request, or somebody does not receive everyone.
        """
        for room in self.rooms:
            start = time.monotonic()
            await room.join(clients)
        return time.monotonic() - start

    def take(self, event: Event) -> None:
        """Send no layers that nobody wants; events of other rooms are no matter of these."""
        if isinstance(event, LayersWanted) and (event.room, event.peer) in self._seats:
            self._seats[event.room, event.peer].silenced = frozenset(LAYER_PACES) - frozenset(event.rids)

    async def leave(self) -> None:
        """Close the connections of everyone."""
        for seat in self._seats.values():
            await seat.client.close()


def room_name(number: int) -> str:
    """The room's id."""
    return f"bench{number}"


def _seats(options: OwnOptions, rid_id: int) -> list[Seat]:
    return [
        Seat(number, rid_id=rid_id, share=options.share, numbered=options.feedback)
        for number in range(options.seats)
    ]

"""What operators can see and do: the relay's workers and rooms, and the state of the web process.

Nothing here identifies a person: rooms and seats are ids, and there are no addresses.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from media.counters import RoomStats
from media.pool.pool import RelayRoomState, WorkerState

__all__ = ["ServiceReading", "Operations", "RelayWatch"]


class RelayWatch(Protocol):
    """What operators need of ``media.pool.pool.RelayPool``. ``stats`` and the drain calls may raise RelayUnavailable."""

    def workers(self) -> tuple[WorkerState, ...]: ...  # noqa: D102

    def room_states(self) -> tuple[RelayRoomState, ...]: ...  # noqa: D102

    async def stats(self, room: str) -> RoomStats: ...  # noqa: D102

    def drain(self, index: int) -> None: ...  # noqa: D102

    def undrain(self, index: int) -> None: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class ServiceReading:
    """The state of the web process at one moment.

    Attributes:
        rooms: Running rooms.
        backlog: Records of all rooms that wait for the database.
        refused: Rooms with a record that the database refuses, or that cannot be read.
        lag_ms: The worst lag of the event loop in the last ten seconds.
    """

    rooms: int
    backlog: int
    refused: int
    lag_ms: float


@dataclass(frozen=True, slots=True)
class Operations:
    """The operators' interface to the service.

    Attributes:
        relay: The workers and their rooms.
        read_service: Returns the state of the web process.
    """

    relay: RelayWatch
    read_service: Callable[[], ServiceReading]

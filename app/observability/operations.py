"""What operators may see and do: the relay's workers and rooms, and how the web process itself is.

Nothing in here knows a person: rooms and seats are ids, and there are no addresses.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from media.counters import RoomStats
from media.pool.pool import RelayRoomState, WorkerState

__all__ = ["ServiceReading", "Operations", "RelayWatch"]


class RelayWatch(Protocol):
    """What operators need of ``media.pool.pool.RelayPool``. ``stats`` and the drains may raise RelayUnavailable."""

    def workers(self) -> tuple[WorkerState, ...]: ...  # noqa: D102

    def room_states(self) -> tuple[RelayRoomState, ...]: ...  # noqa: D102

    async def stats(self, room: str) -> RoomStats: ...  # noqa: D102

    def drain(self, index: int) -> None: ...  # noqa: D102

    def undrain(self, index: int) -> None: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class ServiceReading:
    """The web process at this moment.

    Attributes:
        rooms: How many rooms run.
        backlog: How many records of all rooms wait for the database.
        refused: How many rooms have a record that the database refuses, or that cannot be read.
        lag_ms: How late the event loop was at worst in the last ten seconds.
    """

    rooms: int
    backlog: int
    refused: int
    lag_ms: float


@dataclass(frozen=True, slots=True)
class Operations:
    """The operators' side of the house.

    Attributes:
        relay: The workers and the rooms they carry.
        read_house: Reads the web process.
    """

    relay: RelayWatch
    read_service: Callable[[], ServiceReading]

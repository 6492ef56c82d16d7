"""Both sides of the relay's desk as protocols: what a room is told, and what the pool of workers is asked."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Protocol

from media import control
from media.control import Offered, RoomOptions
from media.counters import RoomStats
from media.pool.pool import RelayRoomState, WorkerState
from media.sdp.answer import Lack
from rooms.model.ids import SeatId
from rooms.model.quality import SeatQuality
from rooms.talk_time.speech import SpeechInterval

__all__ = ["RelayCalls", "RelayObserver"]


class RelayObserver(Protocol):
    """The room's side of what the relay reports. Calls never block."""

    def now(self) -> float:
        """Return the time in the room (Unix seconds), in which it is told of speech."""

    def media_up(self, seat: SeatId) -> None:
        """The relay carries the seat's media; may be told again."""

    def media_down(self, seat: SeatId) -> None:
        """The relay lost the seat's media, or hears nothing from it."""

    def speaking(self, seats: frozenset[SeatId]) -> None:
        """These seats, and no others, are heard at this moment."""

    def speech(
        self,
        intervals: Sequence[SpeechInterval],
        overlap_s: float,
        silence_s: float,
        unreliable: frozenset[SeatId],
    ) -> None:
        """What was spoken since this was told last, in the room's time; of ``unreliable`` seats it is not known."""

    def quality(self, seats: Mapping[SeatId, SeatQuality]) -> None:
        """These connections, and no others, work as well as this."""

    def relay_down(self, down: bool) -> None:
        """The relay is away, or back."""


class RelayCalls(Protocol):
    """What the desk needs of ``media.pool.pool.RelayPool``. Every call may raise RelayUnavailable."""

    async def run(self, *, started: asyncio.Event | None = None) -> None: ...  # noqa: D102

    async def open_room(self, room: str, options: RoomOptions) -> None: ...  # noqa: D102

    async def close_room(self, room: str) -> None: ...  # noqa: D102

    async def add_peer(self, room: str, peer: str, slot: int) -> Offered: ...  # noqa: D102

    async def answer(self, room: str, peer: str, connection: int, sdp: str) -> tuple[Lack, ...]: ...  # noqa: D102

    async def restart_ice(self, room: str, peer: str, connection: int) -> Offered: ...  # noqa: D102

    async def set_tiles(self, room: str, peer: str, heights: dict[int, int]) -> None: ...  # noqa: D102

    async def remove_peer(self, room: str, peer: str) -> None: ...  # noqa: D102

    async def apply_plan(self, room: str, plan: control.RelayPlan) -> None: ...  # noqa: D102

    async def stats(self, room: str) -> RoomStats: ...  # noqa: D102

    def workers(self) -> tuple[WorkerState, ...]: ...  # noqa: D102

    def room_states(self) -> tuple[RelayRoomState, ...]: ...  # noqa: D102

    def drain(self, index: int) -> None: ...  # noqa: D102

    def undrain(self, index: int) -> None: ...  # noqa: D102

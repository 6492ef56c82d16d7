"""Both sides of the relay client as protocols: what it tells a room, and what it calls on the pool of workers."""

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
    """The room's side of the relay's reports. Calls never block."""

    def now(self) -> float:
        """Return the time in the room (Unix seconds), which speech is reported in."""

    def media_up(self, seat: SeatId) -> None:
        """The relay carries the seat's media; may be repeated."""

    def media_down(self, seat: SeatId) -> None:
        """The relay lost the seat's media, or receives nothing from it."""

    def speaking(self, seats: frozenset[SeatId]) -> None:
        """Exactly these seats are speaking now."""

    def speech(
        self,
        intervals: Sequence[SpeechInterval],
        overlap_s: float,
        silence_s: float,
        unreliable: frozenset[SeatId],
    ) -> None:
        """Report speech since the last call, in the room's time; for ``unreliable`` seats it is unknown."""

    def quality(self, seats: Mapping[SeatId, SeatQuality]) -> None:
        """Report the quality of all connections that have one."""

    def relay_down(self, down: bool) -> None:
        """The relay is down, or up again."""


class RelayCalls(Protocol):
    """What the relay client needs of ``media.pool.pool.RelayPool``. Every call may raise RelayUnavailable."""

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

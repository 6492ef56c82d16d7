"""A relay as operators see it: two workers, two rooms; drains are recorded."""

from dataclasses import dataclass, field

from media.counters import PeerQuality, PeerStats, RoomStats, SlotStats, StreamStats, WorkerStats
from media.errors import RelayUnavailable
from media.pool.placement import WorkerLoad
from media.pool.pool import RelayRoomState, WorkerState

__all__ = ["STATS", "WatchedRelay", "worker"]

STATS = WorkerStats(
    rooms=2,
    peers=9,
    packets_in=1000,
    bytes_in=900_000,
    packets_out=8000,
    bytes_out=7_000_000,
    gated=120,
    resent=30,
    nacked=20,
    drops={"bad_stun": 4, "unvalidated_source": 5},
    cpu_s=12.5,
    rss_bytes=60_000_000,
    lag_ms=1.5,
    native=True,
)
_STREAM = StreamStats("video", "h", True, True, 10, 9000, 1, 2.5, 400_000, 0, 9, 1, 1, 1, 1)
_SLOT = SlotStats(1, "video", "h", "h", 10, 9000, 0.5, 2.5, 1, 1, 0, 1)
PEER = PeerStats(True, False, 1, 20.0, 1_000_000, 900_000, 10, 9000, 10, 9000, 0, 0, (_STREAM,), (_SLOT,))


def worker(
    index: int = 0,
    *,
    up: bool = True,
    draining: bool = False,
    rooms: int = 2,
    share: float | None = 0.12,
    restarts: int = 0,
) -> WorkerState:
    """A worker with these properties; without ``share`` it has not reported yet."""
    load = None if share is None else WorkerLoad(share, 2000.0, rooms, 9, 1.5)
    return WorkerState(index, up, draining, rooms, load, None if share is None else STATS, restarts)


@dataclass
class WatchedRelay:
    """Implements ``app.observability.operations.RelayWatch``."""

    states: tuple[WorkerState, ...] = (worker(0), worker(1, share=0.7))
    rooms: tuple[RelayRoomState, ...] = (
        RelayRoomState("ss_one", 0, ("se_ana", "se_ben"), {"se_ana": PeerQuality("good", "good", ())}),
        RelayRoomState("ss_two", 1, (), {}),
    )
    changes: list[str] = field(default_factory=list)
    refusal: str | None = None

    def workers(self) -> tuple[WorkerState, ...]:
        return self.states

    def room_states(self) -> tuple[RelayRoomState, ...]:
        return self.rooms

    async def stats(self, room: str) -> RoomStats:
        if room == "ss_two":
            raise RelayUnavailable("room.lost")
        return RoomStats({"se_ana": PEER}, {"bad_stun": 4})

    def drain(self, index: int) -> None:
        self._change(f"drain {index}")

    def undrain(self, index: int) -> None:
        self._change(f"undrain {index}")

    def _change(self, change: str) -> None:
        if self.refusal:
            raise RelayUnavailable(self.refusal)
        self.changes.append(change)

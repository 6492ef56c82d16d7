"""A snapshot for support: every counter of the relay at one moment, as JSON. Rooms and seats by id, nobody by name."""

import asyncio
from dataclasses import asdict

import msgspec

from app.observability.operations import Operations
from media.errors import RelayUnavailable
from media.pool.pool import RelayRoomState, WorkerState

__all__ = ["SNAPSHOT_TIMEOUT_S", "take_snapshot"]

SNAPSHOT_TIMEOUT_S = 3.0
"""How long all rooms together may take to answer; a room that takes longer appears without counters."""


async def take_snapshot(operations: Operations) -> dict[str, object]:
    """Return the snapshot: ``service`` (the web process), ``workers`` and ``rooms``, as JSON types.

    If a room's worker did not answer, its ``stats`` is None and ``error`` says why.
    """
    rooms: dict[str, dict[str, object]] = {}
    states = operations.relay.room_states()
    for state in states:
        rooms[state.room] = {**_room(state), "stats": None, "error": "relay.timeout"}
    try:
        async with asyncio.timeout(SNAPSHOT_TIMEOUT_S):
            for state in states:
                rooms[state.room] |= await _counters(operations, state.room)
    except TimeoutError:
        pass
    return {
        "service": asdict(operations.read_service()),
        "workers": [_worker(state) for state in operations.relay.workers()],
        "rooms": rooms,
    }


async def _counters(operations: Operations, room: str) -> dict[str, object]:
    try:
        stats = await operations.relay.stats(room)
    except RelayUnavailable as error:
        return {"error": error.code}
    return {"stats": msgspec.to_builtins(stats), "error": None}


def _room(state: RelayRoomState) -> dict[str, object]:
    return {
        "worker": state.worker,
        "connected": list(state.connected),
        "quality": msgspec.to_builtins(state.quality),
        "unsupported": {peer: list(cannot) for peer, cannot in state.unsupported.items()},
    }


def _worker(state: WorkerState) -> dict[str, object]:
    return {
        "index": state.index,
        "up": state.up,
        "draining": state.draining,
        "rooms": state.rooms,
        "restarts": state.restarts,
        "load": asdict(state.load) if state.load else None,
        "stats": msgspec.to_builtins(state.stats),
    }

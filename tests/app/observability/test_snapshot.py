import asyncio
import json

import pytest

from app.observability import snapshot as snapshot_module
from app.observability.operations import Operations, ServiceReading
from app.observability.snapshot import take_snapshot
from media.counters import RoomStats
from tests.app.observability.relay import WatchedRelay


def operations(relay: WatchedRelay) -> Operations:
    return Operations(relay, lambda: ServiceReading(2, 0, 0, 0.5))


async def test_it_holds_every_counter_by_room_and_seat() -> None:
    taken = json.loads(json.dumps(await take_snapshot(operations(WatchedRelay()))))
    assert taken["service"] == {"rooms": 2, "backlog": 0, "refused": 0, "lag_ms": 0.5}
    assert [worker["index"] for worker in taken["workers"]] == [0, 1]
    assert taken["workers"][0]["stats"]["packets_out"] == 8000
    room = taken["rooms"]["ss_one"]
    assert (room["worker"], room["connected"]) == (0, ["se_ana", "se_ben"])
    assert room["quality"]["se_ana"] == {"up": "good", "down": "good", "reasons": []}
    assert room["stats"]["peers"]["se_ana"]["streams"][0]["rid"] == "h"
    assert room["error"] is None


async def test_a_room_whose_worker_does_not_tell_is_there_without_counters() -> None:
    taken = await take_snapshot(operations(WatchedRelay()))
    rooms = taken["rooms"]
    assert isinstance(rooms, dict)
    assert (rooms["ss_two"]["stats"], rooms["ss_two"]["error"]) == (None, "room.lost")


async def test_it_waits_for_a_bounded_time(monkeypatch: pytest.MonkeyPatch) -> None:
    class Hanging(WatchedRelay):
        async def stats(self, room: str) -> RoomStats:
            await asyncio.get_running_loop().create_future()
            raise AssertionError

    monkeypatch.setattr(snapshot_module, "SNAPSHOT_TIMEOUT_S", 0.01)
    taken = await take_snapshot(operations(Hanging()))
    rooms = taken["rooms"]
    assert isinstance(rooms, dict)
    assert {room["error"] for room in rooms.values()} == {"relay.timeout"}

"""One slot of the pool: what it remembers of its rooms, and how it describes itself."""

import pytest

from media import control
from media.counters import PeerQuality
from media.pool.worker_slot import CarriedRoom, RelayRoomState, WorkerSlot

GOOD = PeerQuality("good", "good", ())


@pytest.fixture
def worker() -> WorkerSlot:
    return WorkerSlot(
        3,
        rooms={
            "busy": CarriedRoom(0.0, {"ann": 1, "ben": 2}),
            "empty": CarriedRoom(0.0),
            "none": CarriedRoom(0.0),
        },
    )


def test_a_slot_without_a_process_is_down_and_takes_no_room(worker: WorkerSlot) -> None:
    state = worker.describe()
    assert (state.index, state.up, state.draining, state.rooms) == (3, False, False, 3)
    assert (state.load, state.stats) == (None, None)
    assert not worker.takes_rooms


def test_a_room_knows_who_is_connected_and_how_well() -> None:
    room = CarriedRoom(0.0)
    room.note(control.PeerConnected("r", "ann", 1))
    room.note(control.PeerConnected("r", "ben", 2))
    room.note(control.Quality("r", {"ann": GOOD, "ben": GOOD}))
    room.note(control.PeerSilent("r", "ben", 2))
    assert (room.connected, room.quality) == ({"ann": 1}, {"ann": GOOD})
    room.note(control.PeerLost("r", "ann", 1, "closed"))
    assert (room.connected, room.quality) == ({}, {})


def test_a_late_event_about_an_older_connection_changes_nothing() -> None:
    room = CarriedRoom(0.0)
    room.note(control.PeerConnected("r", "ann", 5))
    room.note(control.PeerLost("r", "ann", 4, "closed"))
    assert room.connected == {"ann": 5}


def test_a_room_that_nobody_is_connected_to_leaves_first(worker: WorkerSlot) -> None:
    order = []
    while (room := worker.next_to_leave()) is not None:
        order.append(room)
        del worker.rooms[room]
    assert order == ["empty", "none", "busy"]


def test_a_process_that_ends_loses_all_rooms_and_ends_the_drain(worker: WorkerSlot) -> None:
    worker.drain.set()
    worker.leaving.add("going")
    worker.end_life()
    assert worker.lost == {"busy", "empty", "none", "going"}
    assert (worker.rooms, worker.leaving) == ({}, set())
    assert not worker.drain.is_set()


def test_rooms_are_described_with_the_worker_that_carries_them(worker: WorkerSlot) -> None:
    assert RelayRoomState("busy", 3, ("ann", "ben"), {}) in worker.describe_rooms()


def test_an_unsupported_format_is_described_until_a_new_answer_or_the_peer_leaves(worker: WorkerSlot) -> None:
    room = worker.rooms["busy"]
    room.note_answer("ann", ("see",))
    room.note_answer("ben", ())
    (state,) = [state for state in worker.describe_rooms() if state.room == "busy"]
    assert state.unsupported == {"ann": ("see",)}
    room.note_answer("ann", ())
    assert room.unsupported == {}
    room.note_answer("ben", ("hear",))
    room.forget("ben", 10_000)
    assert room.unsupported == {}


def test_rooms_count_as_fresh_while_nothing_was_read(worker: WorkerSlot) -> None:
    candidate = worker.candidate()
    assert (candidate.rooms, candidate.fresh, candidate.load, candidate.draining) == (3, 3, None, False)

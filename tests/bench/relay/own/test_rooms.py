from typing import cast

import pytest

from bench.relay.load import expected_pps, expected_simulcast_pps
from bench.relay.own.rooms import OwnOptions, OwnRooms, room_name
from bench.relay.single import Link
from media.control import LayersWanted


@pytest.mark.parametrize(
    ("options", "pps"),
    [
        (OwnOptions(8, 1.0, rooms=12), 12 * expected_pps(8)),
        (OwnOptions(8, 1.0, rooms=12, share=0.25), 3 * expected_pps(8)),
        (OwnOptions(8, 1.0, simulcast=True), expected_simulcast_pps(8)),
    ],
)
def test_every_packet_of_every_room_is_expected(options: OwnOptions, pps: int) -> None:
    assert options.expected_pps == pps


@pytest.mark.parametrize(
    ("rooms", "processes", "spread"),
    [
        (1, 2, [[0]]),
        (5, 2, [[0, 2, 4], [1, 3]]),
        (3, 1, [[0, 1, 2]]),
        (2, 4, [[0], [1]]),
    ],
)
def test_every_room_is_in_one_process_and_no_process_is_idle(
    rooms: int, processes: int, spread: list[list[int]]
) -> None:
    options = OwnOptions(8, 1.0, rooms=rooms, client_processes=processes)
    assert [list(numbers) for numbers in options.spread] == spread


def test_layers_that_nobody_wants_are_not_sent_in_these_rooms() -> None:
    rooms = OwnRooms(cast(Link, None), OwnOptions(2, 1.0, rooms=4, simulcast=True), [1, 3], rid_id=5)
    assert [room.name for room in rooms.rooms] == [room_name(1), room_name(3)]
    for name in (room_name(3), room_name(2)):
        rooms.take(LayersWanted(name, "seat1", 1, ("q",)))
    assert [[seat.silenced for seat in room.seats] for room in rooms.rooms] == [
        [frozenset(), frozenset()],
        [frozenset(), frozenset({"h", "f"})],
    ]

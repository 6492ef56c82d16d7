"""The script does what it says, and every command of it is accepted."""

from collections import Counter
from itertools import islice

from bench.floor.evening import CYCLE, MEMBERS, PEOPLE, build_room_setup, come_in, scripted
from rooms.plan import build_plan
from rooms.room import Room
from rooms.state import Place


def test_twelve_people_on_eleven_seats_take_turns_and_go_round() -> None:
    setup = build_room_setup(3)
    room, now = Room(setup), 1_764_000_000.0
    for command in come_in(setup):
        room.handle(command, now)
    assert len(setup.people) == PEOPLE
    assert len(room.state.seats) == PEOPLE - 1
    assert all(seat.place is Place.MAIN for seat in room.state.seats.values())
    assert sum(seat.audio for seat in build_plan(setup, room.state).seats.values()) == 1, "gates are hard"
    done: Counter[str] = Counter()
    for command in islice(scripted(room, 3), 2 * CYCLE):
        done[type(command).__name__] += 1
        assert room.handle(command, now)
    assert done["StartProtocol"] == 2
    assert done["PassTurn"] >= len(MEMBERS)

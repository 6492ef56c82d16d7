"""The script of each room of ``python -m bench floor``: turns by raised hand, with hard gates, and a go-round. Pure."""

from collections.abc import Iterator

from rooms.model import commands as cmd
from rooms.model.ids import PersonId, RoomId, SeatId
from rooms.model.people import Person, Role, RoomSetup, Seating
from rooms.model.policy.policy import FloorMode, GrantRule, MicPolicy, RoomPolicy
from rooms.room import Room

__all__ = ["CYCLE", "MEMBERS", "PEOPLE", "build_room_setup", "come_in", "scripted"]

PEOPLE = 12
MEMBERS = [PersonId(f"pt_{number}") for number in range(1, PEOPLE)]
_THERAPIST = PersonId("pt_0")
_LINES = 6
"""Pairs of turns by raised hand between two go-rounds."""
CYCLE = 6 * _LINES + len(MEMBERS) + 3
"""Commands until the script repeats."""


def build_room_setup(number: int) -> RoomSetup:
    """A therapist and eleven members, the last two sharing one seat."""
    people = {_THERAPIST: Person(_THERAPIST, "Dr. Rivera", Role.FACILITATOR)}
    people |= {person: Person(person, f"Member {person}", Role.MEMBER) for person in MEMBERS}
    occupants = [*((person,) for person in list(people)[:-2]), (MEMBERS[-2], MEMBERS[-1])]
    seats = [Seating(SeatId(f"se_{number}_{place}"), who) for place, who in enumerate(occupants)]
    return RoomSetup(RoomId(f"ss_{number}"), "Group", RoomPolicy(), people, {seat.id: seat for seat in seats})


def come_in(setup: RoomSetup) -> Iterator[cmd.Command]:
    """Everybody joins and is admitted; turns are given from the queue, with hard gates."""
    for seat in setup.seats:
        yield cmd.Attach(seat, mic=True, camera=True)
        yield cmd.MediaUp(seat)
        if setup.seats[seat].occupants != (_THERAPIST,):
            yield cmd.Admit(_THERAPIST, seat)
    yield cmd.SetFloorMode(_THERAPIST, FloorMode.QUEUE, MicPolicy.HARD, GrantRule.BY_FACILITATOR, 0)


def scripted(room: Room, start: int) -> Iterator[cmd.Command]:
    """Yield commands one after the other, without end; each must be done before the next is requested.

    Args:
        start: Whose turn is first, so that rooms do not all do the same thing at once.
    """
    turn = start
    while True:
        for _ in range(_LINES):
            first, second = MEMBERS[turn % len(MEMBERS)], MEMBERS[(turn + 1) % len(MEMBERS)]
            yield cmd.RequestFloor(first, room.state.floor.seq)
            yield cmd.RequestFloor(second, room.state.floor.seq)
            yield cmd.NextSpeaker(_THERAPIST, room.state.floor.seq)
            yield cmd.ReleaseFloor(first, room.state.floor.seq)
            yield cmd.NextSpeaker(_THERAPIST, room.state.floor.seq)
            yield cmd.PassTurn(second, room.state.floor.seq)
            turn += 2
        yield from _go_round(room)


def _go_round(room: Room) -> Iterator[cmd.Command]:
    yield cmd.StartProtocol(_THERAPIST, "go_round", room.state.floor.seq)
    yield cmd.ActInProtocol(_THERAPIST, room.setup.seat_of(_THERAPIST), "begin", room.state.floor.seq)
    while holder := room.state.floor.holder:
        yield cmd.ReleaseFloor(holder.person, room.state.floor.seq)
    yield cmd.ActInProtocol(_THERAPIST, room.setup.seat_of(_THERAPIST), "finish", room.state.floor.seq)

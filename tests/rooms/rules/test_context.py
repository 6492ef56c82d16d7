"""The context of one command: what is emitted is applied at once, in order, at one time."""

from rooms.model import commands as cmd
from rooms.model.events import HandDown, HandUp
from rooms.model.policy.policy import RoomPolicy
from rooms.room import Room
from rooms.rules.context import RuleContext
from rooms.state import Place
from tests.support.rooms.setups import (
    ANA,
    ANA_SEAT,
    BEN_SEAT,
    COUPLE_SEAT,
    STAFF_SEAT,
    THERAPIST,
    Stage,
    build_setup,
    full_stage,
)


def test_emitted_events_are_applied_and_recorded_in_order() -> None:
    stage = full_stage()
    position = stage.room.state.position
    context = RuleContext(stage.room.setup, stage.room.state, stage.now + 1)
    context.emit(HandUp(ANA))
    assert context.state.floor.queue == [ANA]
    context.emit(HandDown(ANA))
    assert [(record.position, record.at) for record in context.records] == [
        (position + 1, stage.now + 1),
        (position + 2, stage.now + 1),
    ]


def test_seats_are_listed_in_order_of_arrival_and_only_connected_ones_can_be_admitted() -> None:
    stage = Stage()
    for seat in (BEN_SEAT, ANA_SEAT, STAFF_SEAT):
        stage.now += 1
        stage.arrive(seat)
    context = RuleContext(stage.room.setup, stage.room.state, stage.now)
    assert context.seats_at(Place.WAITING) == [BEN_SEAT, ANA_SEAT]
    stage.do(cmd.Detach(BEN_SEAT))
    assert context.admissible() == [ANA_SEAT]
    assert (context.is_staff(STAFF_SEAT), context.is_staff(ANA_SEAT)) == (True, False)
    assert not context.is_in_room(ANA)


def test_a_seats_slot_does_not_depend_on_who_else_came_or_waits() -> None:
    """The first free slot would reveal how many wait."""
    stage = Stage(Room(build_setup()))
    stage.arrive(COUPLE_SEAT, BEN_SEAT, STAFF_SEAT)
    seats = stage.room.state.seats
    assert [seats[seat].slot for seat in (STAFF_SEAT, BEN_SEAT, COUPLE_SEAT)] == [0, 2, 4]


def test_with_more_seats_than_slots_the_first_free_slot_is_given_and_none_when_full() -> None:
    stage = Stage(Room(build_setup(RoomPolicy(max_seats=2))))
    stage.arrive(STAFF_SEAT, COUPLE_SEAT)
    assert stage.room.state.seats[COUPLE_SEAT].slot == 1
    assert stage.room.context(stage.now).free_slot(ANA_SEAT) is None
    stage.do(cmd.Leave(THERAPIST))
    assert stage.room.context(stage.now).free_slot(BEN_SEAT) == 0

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
    RoomDriver,
    build_setup,
    full_room,
)


def test_emitted_events_are_applied_and_recorded_in_order() -> None:
    driver = full_room()
    position = driver.room.state.position
    context = RuleContext(driver.room.setup, driver.room.state, driver.now + 1)
    context.emit(HandUp(ANA))
    assert context.state.floor.queue == [ANA]
    context.emit(HandDown(ANA))
    assert [(record.position, record.at) for record in context.records] == [
        (position + 1, driver.now + 1),
        (position + 2, driver.now + 1),
    ]


def test_seats_are_listed_in_order_of_arrival_and_only_connected_ones_can_be_admitted() -> None:
    driver = RoomDriver()
    for seat in (BEN_SEAT, ANA_SEAT, STAFF_SEAT):
        driver.now += 1
        driver.arrive(seat)
    context = RuleContext(driver.room.setup, driver.room.state, driver.now)
    assert context.seats_at(Place.WAITING) == [BEN_SEAT, ANA_SEAT]
    driver.do(cmd.Detach(BEN_SEAT))
    assert context.admissible() == [ANA_SEAT]
    assert (context.is_staff(STAFF_SEAT), context.is_staff(ANA_SEAT)) == (True, False)
    assert not context.is_in_room(ANA)


def test_a_seats_slot_does_not_depend_on_who_else_came_or_waits() -> None:
    """The first free slot would reveal how many wait."""
    driver = RoomDriver(Room(build_setup()))
    driver.arrive(COUPLE_SEAT, BEN_SEAT, STAFF_SEAT)
    seats = driver.room.state.seats
    assert [seats[seat].slot for seat in (STAFF_SEAT, BEN_SEAT, COUPLE_SEAT)] == [0, 2, 4]


def test_with_more_seats_than_slots_the_first_free_slot_is_given_and_none_when_full() -> None:
    driver = RoomDriver(Room(build_setup(RoomPolicy(max_seats=2))))
    driver.arrive(STAFF_SEAT, COUPLE_SEAT)
    assert driver.room.state.seats[COUPLE_SEAT].slot == 1
    assert driver.room.context(driver.now).free_slot(ANA_SEAT) is None
    driver.do(cmd.Leave(THERAPIST))
    assert driver.room.context(driver.now).free_slot(BEN_SEAT) == 0

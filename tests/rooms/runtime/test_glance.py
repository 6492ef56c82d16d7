from dataclasses import replace

from rooms.model import commands as cmd
from rooms.room import Room
from rooms.runtime.glance import build_glance
from rooms.state import Phase
from tests.support.rooms.setups import (
    ANA,
    ANA_SEAT,
    BEN,
    BEN_SEAT,
    COUPLE_SEAT,
    ELENA,
    FINN,
    THERAPIST,
    RoomDriver,
    full_room,
)


def test_everybody_who_was_let_in_is_here() -> None:
    driver = full_room()
    glance = build_glance(driver.room.context(driver.now))
    assert glance.phase is Phase.LIVE
    assert {ANA, ELENA, FINN, THERAPIST} <= set(glance.here)
    assert glance.waiting == ()


def test_who_has_not_shown_who_they_are_is_listed_wherever_they_are() -> None:
    driver = full_room()
    assert build_glance(driver.room.context(driver.now)).unproved == frozenset()
    asking = RoomDriver(Room(replace(driver.room.setup, proof=True)))
    asking.arrive(COUPLE_SEAT)
    asking.do(cmd.Prove(COUPLE_SEAT, ELENA))
    glance = build_glance(asking.room.context(asking.now))
    assert glance.unproved == {*asking.room.setup.people} - {ELENA}
    assert glance.waiting == (ELENA, FINN)


def test_who_lost_the_connection_is_still_here_and_who_left_is_not() -> None:
    driver = full_room()
    driver.do(cmd.Detach(ANA_SEAT))
    driver.do(cmd.Leave(BEN))
    glance = build_glance(driver.room.context(driver.now))
    assert ANA in glance.here
    assert not set(driver.room.setup.seats[BEN_SEAT].occupants).intersection(glance.here)
    assert set(driver.room.setup.seats[COUPLE_SEAT].occupants) <= set(glance.here)


def test_a_room_is_led_while_somebody_who_leads_is_connected() -> None:
    driver = full_room()
    assert build_glance(driver.room.context(driver.now)).led
    for seat in driver.room.setup.seats.values():
        if any(driver.room.context(driver.now).leads(person) for person in seat.occupants):
            driver.do(cmd.Detach(seat.id))
    assert not build_glance(driver.room.context(driver.now)).led

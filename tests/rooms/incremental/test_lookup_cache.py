"""Cached lookups equal fresh ones; random evenings compare them after every step (random_room/invariants)."""

from rooms.incremental.lookup_cache import LookupCache
from rooms.model import commands as cmd
from rooms.room import Room
from rooms.state import Place
from rooms.state.lookups import Lookups
from tests.support.rooms.setups import (
    ANA,
    ANA_SEAT,
    BEN,
    COUPLE_SEAT,
    STAFF_SEAT,
    THERAPIST,
    RoomDriver,
    build_setup,
)


def kept_driver() -> RoomDriver:
    driver = RoomDriver(Room(build_setup(), lookups=LookupCache()))
    driver.arrive(STAFF_SEAT, ANA_SEAT, COUPLE_SEAT)
    driver.do(cmd.AdmitAll(THERAPIST))
    return driver


def test_an_answer_is_cached_while_nobody_moves() -> None:
    driver = kept_driver()
    context = driver.room.context(driver.now)
    before = context.participants()
    driver.do(cmd.RequestFloor(ANA, driver.seq))
    assert context.participants() is before
    driver.do(cmd.MoveToWaiting(THERAPIST, ANA_SEAT))
    assert context.participants() is not before
    assert ANA not in context.participants()
    assert context.seats_at(Place.WAITING) == [ANA_SEAT]


def test_all_answers_equal_those_of_the_plain_lookups() -> None:
    driver = kept_driver()
    setup, state, cache, plain = driver.room.setup, driver.room.state, LookupCache(), Lookups()
    for _ in range(2):
        assert cache.licensed_here(setup, state) == plain.licensed_here(setup, state) == [THERAPIST]
        assert cache.participants(setup, state) == plain.participants(setup, state)
        assert cache.seats_at(state, Place.MAIN) == plain.seats_at(state, Place.MAIN)
        assert cache.shared_seats(state) == plain.shared_seats(state) == [COUPLE_SEAT]
        assert cache.is_anybody_online(state) is plain.is_anybody_online(state) is True
        assert cache.is_interpreted(state) is plain.is_interpreted(state) is False
        driver.do(cmd.Detach(ANA_SEAT))


def test_another_state_is_treated_as_another_room() -> None:
    """A restored room may have the same positions in its log."""
    one, other, cache = kept_driver(), kept_driver(), LookupCache()
    assert BEN not in cache.participants(one.room.setup, one.room.state)
    other.room.state.seats[ANA_SEAT].place = Place.WAITING
    assert ANA in cache.participants(one.room.setup, one.room.state)
    assert ANA not in cache.participants(other.room.setup, other.room.state)

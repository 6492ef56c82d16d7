"""What is kept of lookups is what is found; random evenings compare them after every step (random_room/invariants)."""

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
    Stage,
    build_setup,
)


def kept_stage() -> Stage:
    stage = Stage(Room(build_setup(), lookups=LookupCache()))
    stage.arrive(STAFF_SEAT, ANA_SEAT, COUPLE_SEAT)
    stage.do(cmd.AdmitAll(THERAPIST))
    return stage


def test_an_answer_is_kept_while_nobody_moves() -> None:
    stage = kept_stage()
    context = stage.room.context(stage.now)
    before = context.participants()
    stage.do(cmd.RequestFloor(ANA, stage.seq))
    assert context.participants() is before
    stage.do(cmd.MoveToWaiting(THERAPIST, ANA_SEAT))
    assert context.participants() is not before
    assert ANA not in context.participants()
    assert context.seats_at(Place.WAITING) == [ANA_SEAT]


def test_all_answers_are_those_of_the_plain_lookups() -> None:
    stage = kept_stage()
    setup, state, cache, plain = stage.room.setup, stage.room.state, LookupCache(), Lookups()
    for _ in range(2):
        assert cache.licensed_here(setup, state) == plain.licensed_here(setup, state) == [THERAPIST]
        assert cache.participants(setup, state) == plain.participants(setup, state)
        assert cache.seats_at(state, Place.MAIN) == plain.seats_at(state, Place.MAIN)
        assert cache.shared_seats(state) == plain.shared_seats(state) == [COUPLE_SEAT]
        assert cache.is_anybody_online(state) is plain.is_anybody_online(state) is True
        assert cache.is_interpreted(state) is plain.is_interpreted(state) is False
        stage.do(cmd.Detach(ANA_SEAT))


def test_another_state_is_another_room() -> None:
    """A room that was restored may have the same positions in its log."""
    one, other, cache = kept_stage(), kept_stage(), LookupCache()
    assert BEN not in cache.participants(one.room.setup, one.room.state)
    other.room.state.seats[ANA_SEAT].place = Place.WAITING
    assert ANA in cache.participants(one.room.setup, one.room.state)
    assert ANA not in cache.participants(other.room.setup, other.room.state)

from itertools import product

import pytest

from rooms.model.people import Role
from rooms.model.policy.policy import RoomPolicy
from rooms.state.lookups import LEADERS, Lookups, licensed_here
from rooms.state.model import Place, new_state
from tests.support.rooms.floor import VOICE_SEAT, everybody
from tests.support.rooms.setups import STAFF_SEAT, THERAPIST, build_setup


@pytest.mark.parametrize(("role", "place", "online"), list(product(Role, Place, (True, False))))
def test_licensed_here_means_able_to_act_in_the_room_and_moderating(
    role: Role, place: Place, online: bool
) -> None:
    setup = build_setup(RoomPolicy())
    state = new_state(setup)
    state.people[THERAPIST].role = role
    state.seats[STAFF_SEAT].place, state.seats[STAFF_SEAT].online = place, online
    expected = role in LEADERS and place is Place.MAIN and online
    assert licensed_here(setup, state) == ([THERAPIST] if expected else [])


def test_lookups_follow_from_where_people_are() -> None:
    driver = everybody()
    setup, state, lookups = driver.room.setup, driver.room.state, Lookups()
    members = [person for person in lookups.participants(setup, state)]
    assert members
    assert all(state.people[person].role is Role.MEMBER for person in members)
    first = state.people[members[0]].seat
    assert first in lookups.seats_at(state, Place.MAIN)
    assert lookups.is_interpreted(state)
    state.seats[VOICE_SEAT].online = False
    assert not lookups.is_interpreted(state)
    state.seats[first].place = Place.WAITING
    assert members[0] not in lookups.participants(setup, state)
    assert first in lookups.seats_at(state, Place.WAITING)
    for seat in state.seats.values():
        seat.online = False
    assert not lookups.is_anybody_online(state)
    assert all(state.seats[seat].shared for seat in lookups.shared_seats(state))

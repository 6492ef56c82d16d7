from itertools import product

import pytest

from rooms.model.people import Role
from rooms.model.policy.policy import RoomPolicy
from rooms.state.lookups import LEADERS, licensed_here
from rooms.state.model import Place, new_state
from tests.support.rooms.setups import STAFF_SEAT, THERAPIST, build_setup


@pytest.mark.parametrize(("role", "place", "online"), list(product(Role, Place, (True, False))))
def test_who_can_act_in_the_room_and_moderates_is_here(role: Role, place: Place, online: bool) -> None:
    setup = build_setup(RoomPolicy())
    state = new_state(setup)
    state.people[THERAPIST].role = role
    state.seats[STAFF_SEAT].place, state.seats[STAFF_SEAT].online = place, online
    expected = role in LEADERS and place is Place.MAIN and online
    assert licensed_here(setup, state) == ([THERAPIST] if expected else [])

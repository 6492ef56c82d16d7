"""Applying events: only the next one, only to seats the room has; every event has a rule."""

from typing import get_args

import pytest

from rooms.model import events as ev
from rooms.model.ids import PersonId, SeatId
from rooms.state import apply, new_state
from rooms.state.on_floor import ON_FLOOR
from rooms.state.on_people import ON_PEOPLE
from rooms.state.on_protocols import ON_PROTOCOLS
from rooms.state.on_seats import ON_SEATS
from tests.support.rooms.setups import START, build_setup


def test_every_event_has_one_rule() -> None:
    tables = [ON_SEATS, ON_FLOOR, ON_PROTOCOLS, ON_PEOPLE]
    ruled = [event for table in tables for event in table]
    assert len(ruled) == len(set(ruled))
    assert set(ruled) == set(get_args(ev.Event))


def test_a_record_out_of_order_is_refused_and_changes_nothing() -> None:
    state = new_state(build_setup())
    with pytest.raises(ValueError, match="does not follow"):
        apply(state, ev.Recorded(2, START, ev.RoomLive()))
    assert state == new_state(build_setup())


def test_an_unknown_seat_is_refused() -> None:
    state = new_state(build_setup())
    with pytest.raises(ValueError, match="unknown seat"):
        apply(state, ev.Recorded(1, START, ev.MediaReady(SeatId("se_x"))))
    assert state == new_state(build_setup())


def test_an_unknown_person_is_refused() -> None:
    state = new_state(build_setup())
    with pytest.raises(ValueError, match="unknown person"):
        apply(state, ev.Recorded(1, START, ev.HandUp(PersonId("pt_x"))))
    assert state == new_state(build_setup())

"""Applying events: only the next one, only to seats the room has; every event has a rule."""

from typing import get_args

import pytest

from rooms.model import events as ev
from rooms.model.ids import SeatId
from rooms.state import Place, _apply, apply, new_state
from tests.support.rooms import ANA, ANA_SEAT, BEN, START, THERAPIST, build_setup


def test_every_event_has_a_rule() -> None:
    fallback = _apply.dispatch(object)
    assert [cls for cls in get_args(ev.Event) if _apply.dispatch(cls) is fallback] == []


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


def test_leaving_forgets_everything_about_the_seat() -> None:
    state = new_state(build_setup())
    apply(state, ev.Recorded(1, START, ev.SeatJoined(ANA_SEAT, 3, mic=True, camera=True)))
    assert (state.seats[ANA_SEAT].place, state.seats[ANA_SEAT].slot) == (Place.WAITING, 3)
    apply(state, ev.Recorded(2, START, ev.SeatLeft(ANA_SEAT, ev.LeaveReason.LEFT, in_room=False)))
    assert state.seats[ANA_SEAT] == new_state(build_setup()).seats[ANA_SEAT]


def test_hands_move_the_seq_and_turns_move_the_fence() -> None:
    state = new_state(build_setup())
    floor = state.floor
    apply(state, ev.Recorded(1, START, ev.HandUp(ANA)))
    assert (floor.seq, floor.fence) == (1, 0)
    apply(state, ev.Recorded(2, START, ev.FloorGranted(ANA, THERAPIST)))
    assert (floor.seq, floor.fence) == (2, 2)
    apply(state, ev.Recorded(3, START, ev.HandUp(BEN)))
    apply(state, ev.Recorded(4, START, ev.FloorSuspended(ANA, START + 30)))
    apply(state, ev.Recorded(5, START, ev.FloorResumed(ANA)))
    assert (floor.seq, floor.fence) == (5, 2)
    apply(state, ev.Recorded(6, START, ev.FloorDeferred(ANA)))
    assert (floor.seq, floor.fence, floor.queue) == (6, 6, [BEN, ANA])

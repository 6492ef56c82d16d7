"""The table of a seat's places: only its rows are possible, in the table and through events."""

from copy import deepcopy

import pytest

from rooms.model import events as ev
from rooms.model.ids import SeatId
from rooms.model.machine import IllegalMove
from rooms.state import Place, apply, new_state
from rooms.state.machines import PLACE
from tests.support.rooms.couples import FINN_PHONE, build_couples
from tests.support.rooms.machines import KINDS, illegal_moves
from tests.support.rooms.setups import COUPLE_SEAT, ELENA, FINN, START, THERAPIST

EVENTS = (
    ev.SeatJoined(FINN_PHONE, 3, mic=True, camera=True),
    ev.CompanionJoined(FINN_PHONE),
    ev.SeatAdmitted(FINN_PHONE, THERAPIST),
    ev.SeatMovedToWaiting(FINN_PHONE, THERAPIST),
    ev.SeatMovedToPrivate(FINN_PHONE, 1, THERAPIST),
    ev.SeatReturnedToRoom(FINN_PHONE, THERAPIST),
    ev.SeatSplit(FINN, FINN_PHONE, 3, THERAPIST),
    ev.SeatMerged(FINN, COUPLE_SEAT, (ELENA, FINN), None),
    ev.SeatLeft(FINN_PHONE, ev.LeaveReason.LEFT, in_room=True),
)


def test_every_move_without_a_row_raises() -> None:
    for state, on, to in illegal_moves(PLACE, KINDS):
        with pytest.raises(IllegalMove):
            PLACE.move(state, on, to)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.kind)
@pytest.mark.parametrize("place", Place)
def test_an_event_moves_the_seat_by_its_row_or_changes_nothing(place: Place, event: ev.Event) -> None:
    state = new_state(build_couples())
    state.seats[FINN_PHONE].place = place
    if isinstance(event, ev.SeatMerged):
        state.people[FINN].seat = FINN_PHONE
    before = deepcopy(state)
    to = {target for source, on, target in PLACE.moves() if (source, on) == (place, event.kind)}
    if to:
        apply(state, ev.Recorded(1, START, event))
        assert {state.seats[FINN_PHONE].place} == to
        assert _others(state.seats) == _others(before.seats), "no other seat moves"
    else:
        with pytest.raises(IllegalMove, match=f"place: {event.kind} does not lead from {place}"):
            apply(state, ev.Recorded(1, START, event))
        assert state == before


def _others(seats: dict[SeatId, object]) -> dict[SeatId, object]:
    return {seat: now.place for seat, now in seats.items() if seat != FINN_PHONE}  # type: ignore[attr-defined]

"""Applying events: only the next one, only to seats the room has; every event has one rule."""

from copy import deepcopy
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.model import events as ev
from rooms.model.floor import TurnPhase
from rooms.model.ids import PersonId, SeatId
from rooms.state import Phase, Place, RoomState, Turn, apply, new_state
from rooms.state.machines.page import MACHINES
from rooms.state.on.agenda import ON_AGENDA
from rooms.state.on.floor import ON_FLOOR
from rooms.state.on.people import ON_PEOPLE
from rooms.state.on.protocols import ON_PROTOCOLS
from rooms.state.on.seats import ON_SEATS
from tests.support.rooms.couples import FINN_PHONE, build_couples
from tests.support.rooms.events import any_event
from tests.support.rooms.setups import (
    ANA,
    ANA_SEAT,
    BEN,
    COUPLE_SEAT,
    ELENA,
    FINN,
    START,
    THERAPIST,
    build_setup,
)


def test_every_event_has_one_rule() -> None:
    tables = [ON_SEATS, ON_FLOOR, ON_PROTOCOLS, ON_PEOPLE, ON_AGENDA]
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


MOVING = {on for machine in MACHINES for _, on, _ in machine.moves()}
IDS = st.sampled_from([ANA, BEN, THERAPIST, FINN, ANA_SEAT, COUPLE_SEAT, FINN_PHONE])


@given(
    event=any_event(IDS).filter(lambda event: event.kind in MOVING),
    places=st.lists(st.sampled_from(Place), min_size=3, max_size=3),
    phase=st.sampled_from(Phase),
    turn=st.none()
    | st.builds(Turn, st.sampled_from([ANA, BEN]), st.just(START), phase=st.sampled_from(TurnPhase)),
)
def test_any_event_moves_by_a_row_or_changes_nothing(
    event: ev.Event, places: list[Place], phase: Phase, turn: Turn | None
) -> None:
    state = new_state(build_couples())
    state.phase, state.floor.holder = phase, turn
    for seat, place in zip((ANA_SEAT, COUPLE_SEAT, FINN_PHONE), places, strict=True):
        state.seats[seat].place = place
    if isinstance(event, ev.SeatMerged):
        event = replace(event, person=FINN, seat=COUPLE_SEAT, occupants=(ELENA, FINN))
    before = deepcopy(state)
    try:
        apply(state, ev.Recorded(1, START, event))
    except ValueError:
        assert state == before
        return
    assert _moves(before, state, event.kind) <= {(m.name, *move) for m in MACHINES for move in m.moves()}


def _moves(before: RoomState, after: RoomState, on: str) -> set[tuple[object, ...]]:
    """Return every transition that is visible from outside."""
    turns = [state.floor.holder.phase if state.floor.holder else None for state in (before, after)]
    seen: list[tuple[str, object, str, object]] = [
        ("session", before.phase, on, after.phase),
        ("turn", turns[0], on, turns[1]),
        *(("place", now.place, on, after.seats[seat].place) for seat, now in before.seats.items()),
        *(("media", now.media, on, after.seats[seat].media) for seat, now in before.seats.items()),
    ]
    return {move for move in seen if move[1] is not move[3]}

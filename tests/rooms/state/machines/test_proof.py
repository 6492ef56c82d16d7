"""The table of proofs: only its rows are possible, in the table and through events."""

from copy import deepcopy
from dataclasses import replace

import pytest

from rooms.model import events as ev
from rooms.model.machine import IllegalMove
from rooms.state import Place, Proof, apply, new_state
from rooms.state.machines import PROOF
from tests.support.rooms.couples import build_couples
from tests.support.rooms.machines import KINDS, illegal_moves
from tests.support.rooms.setups import COUPLE_SEAT, FINN, START, THERAPIST

EVENTS = (
    ev.PersonProved(FINN),
    ev.PersonConfirmedAbsent(FINN, THERAPIST),
    ev.PersonConfirmedPresent(FINN, THERAPIST),
)


def test_every_move_without_a_row_raises() -> None:
    for state, on, to in illegal_moves(PROOF, KINDS):
        with pytest.raises(IllegalMove):
            PROOF.move(state, on, to)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.kind)
@pytest.mark.parametrize("proof", Proof)
@pytest.mark.parametrize("place", [Place.WAITING, Place.MAIN])
def test_an_event_moves_the_person_by_its_row_or_changes_nothing(
    proof: Proof, place: Place, event: ev.Event
) -> None:
    state = new_state(replace(build_couples(), proof=True))
    state.people[FINN].proof, state.seats[COUPLE_SEAT].place = proof, place
    state.reseat(COUPLE_SEAT)
    before = deepcopy(state)
    targets = {to for on_state, on, to in PROOF.moves() if (on_state, on) == (proof, event.kind)}
    if not targets:
        with pytest.raises(IllegalMove):
            apply(state, ev.Recorded(1, START, event))
        assert state == before
        return
    apply(state, ev.Recorded(1, START, event))
    assert state.people[FINN].proof in targets
    assert (FINN in state.seats[COUPLE_SEAT].occupants) == (state.people[FINN].proof is Proof.PROVED)
    assert state.seats[COUPLE_SEAT].onlooker == (state.people[FINN].proof is Proof.ARRIVING)

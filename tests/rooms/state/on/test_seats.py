"""State changes by events of the room and its seats."""

from dataclasses import replace

from rooms.model import events as ev
from rooms.state import Phase, Place, apply, new_state
from tests.support.rooms.setups import ANA, ANA_SEAT, COUPLE_SEAT, ELENA, FINN, START, THERAPIST, build_setup


def test_leaving_clears_everything_about_the_seat_except_who_belongs_there_and_when_it_left() -> None:
    state = new_state(build_setup())
    apply(state, ev.Recorded(1, START, ev.SeatJoined(COUPLE_SEAT, 3, mic=True, camera=True)))
    assert (state.seats[COUPLE_SEAT].place, state.seats[COUPLE_SEAT].slot) == (Place.WAITING, 3)
    apply(state, ev.Recorded(2, START, ev.SeatLeft(COUPLE_SEAT, ev.LeaveReason.LEFT, in_room=False)))
    fresh = new_state(build_setup()).seats[COUPLE_SEAT]
    assert state.seats[COUPLE_SEAT] == replace(fresh, since=START)
    assert state.seats[COUPLE_SEAT].occupants == (ELENA, FINN)


def test_phases_record_when_they_began() -> None:
    state = new_state(build_setup())
    for position, (event, phase) in enumerate(
        [
            (ev.RoomLive(), Phase.LIVE),
            (ev.RoomHeld(), Phase.HELD),
            (ev.RoomSuspended(), Phase.SUSPENDED),
            (ev.RoomResumed(), Phase.LIVE),
            (ev.RoomEnded(THERAPIST), Phase.ENDED),
        ],
        1,
    ):
        apply(state, ev.Recorded(position, START + position, event))
        assert (state.phase, state.phase_since) == (phase, START + position)


def test_presence_is_recorded_per_person_with_the_seat() -> None:
    state = new_state(build_setup())
    apply(state, ev.Recorded(1, START, ev.PresenceBegan(ANA, ANA_SEAT, private=True)))
    assert state.present == {ANA: (ANA_SEAT, True)}
    apply(state, ev.Recorded(2, START, ev.PresenceEnded(ANA)))
    assert state.present == {}

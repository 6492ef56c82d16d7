"""The table of a seat's media: only its rows are possible, in the table and through events."""

from copy import deepcopy

import pytest

from rooms.model import events as ev
from rooms.model.machine import IllegalMove
from rooms.state import MediaState, Place, apply, new_state
from rooms.state.machines import MEDIA
from tests.support.rooms.machines import KINDS, illegal_moves
from tests.support.rooms.setups import ANA_SEAT, START, build_setup

EVENTS = (
    ev.MediaReady(ANA_SEAT),
    ev.MediaLost(ANA_SEAT),
    ev.SeatLeft(ANA_SEAT, ev.LeaveReason.LEFT, in_room=True),
)


def test_every_move_without_a_row_raises() -> None:
    for state, on, to in illegal_moves(MEDIA, KINDS):
        with pytest.raises(IllegalMove):
            MEDIA.move(state, on, to)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.kind)
@pytest.mark.parametrize("media", MediaState)
def test_an_event_moves_the_media_by_its_row_or_changes_nothing(media: MediaState, event: ev.Event) -> None:
    state = new_state(build_setup())
    state.seats[ANA_SEAT].place, state.seats[ANA_SEAT].media = Place.MAIN, media
    before = deepcopy(state)
    to = {target for source, on, target in MEDIA.moves() if (source, on) == (media, event.kind)}
    if to:
        apply(state, ev.Recorded(1, START, event))
        assert {state.seats[ANA_SEAT].media} == to
    else:
        with pytest.raises(IllegalMove, match=f"media: {event.kind} does not lead from {media}"):
            apply(state, ev.Recorded(1, START, event))
        assert state == before

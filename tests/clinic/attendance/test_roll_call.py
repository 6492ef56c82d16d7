"""The roll of shared cameras."""

from datetime import UTC, datetime, timedelta

import pytest

from clinic.attendance.presence import Interval, SessionTime
from clinic.attendance.roll_call import Here, SeatInterval, call_roll, shared_seats
from clinic.common.ids import PersonId
from clinic.programme.spans import Span, length

START = datetime(2026, 3, 2, 14, tzinfo=UTC)
ANA, BEN, CLEO = PersonId("pt_ana"), PersonId("pt_ben"), PersonId("pt_cleo")
SEATS = {"st_1": [BEN, ANA], "st_2": [CLEO]}


def minutes(since: int, until: int) -> Span:
    return Span(START + timedelta(minutes=since), START + timedelta(minutes=until))


def on(person: PersonId, seat: str, since: int, until: int, *, private: bool = False) -> SeatInterval:
    return SeatInterval(person, seat, Interval(minutes(since, until), private))


TIME = SessionTime(minutes(0, 60), breaks=(minutes(20, 30),))


@pytest.mark.parametrize(
    ("here", "ana", "ben"), [(Here.BOTH, 50, 50), (Here.FIRST, 50, 0), (Here.SECOND, 0, 50)]
)
def test_the_time_of_the_camera_is_of_those_who_were_there(here: Here, ana: int, ben: int) -> None:
    """Only Ana signed in; breaks stay what they are."""
    (seat,) = shared_seats(SEATS, [on(ANA, "st_1", 0, 60)])
    assert seat.people == (ANA, BEN)
    found = call_roll(seat, here, TIME)
    assert {person: length(spans) // timedelta(minutes=1) for person, spans in found.items()} == {
        ANA: ana,
        BEN: ben,
    }


def test_what_somebody_did_at_a_screen_of_their_own_stays_theirs() -> None:
    """Ben split at 40 and came back on his telephone."""
    recorded = [on(ANA, "st_1", 0, 60), on(BEN, "st_1", 0, 40), on(BEN, "st_3", 40, 60)]
    (seat,) = shared_seats(SEATS, recorded)
    assert call_roll(seat, Here.FIRST, TIME)[BEN] == (minutes(40, 60),)
    assert call_roll(seat, Here.BOTH, TIME)[BEN] == (minutes(0, 20), minutes(30, 60))


def test_a_private_room_is_no_programme_for_either() -> None:
    recorded = [on(ANA, "st_1", 0, 10), on(ANA, "st_1", 10, 20, private=True)]
    (seat,) = shared_seats(SEATS, recorded)
    assert call_roll(seat, Here.BOTH, TIME) == {ANA: (minutes(0, 10),), BEN: (minutes(0, 10),)}


def test_a_camera_at_which_nobody_was_is_not_asked_about() -> None:
    assert shared_seats(SEATS, [on(CLEO, "st_2", 0, 60)]) == []

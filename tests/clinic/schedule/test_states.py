from datetime import UTC, datetime, timedelta

import pytest

from clinic.common.errors import Refused
from clinic.schedule.states import RoomFacts, SessionState, Status, check_entry, state_of

NINE = datetime(2026, 3, 2, 14, tzinfo=UTC)
OPENS, ENDS = NINE - timedelta(minutes=15), NINE + timedelta(minutes=60)
CLOSES = ENDS + timedelta(minutes=30)
ROOM = RoomFacts(CLOSES)


@pytest.mark.parametrize(
    ("room", "minutes", "state"),
    [
        (None, -60, SessionState.PLANNED),
        (None, 0, SessionState.PLANNED),
        (None, 90, SessionState.ENDED),
        (ROOM, -16, SessionState.PLANNED),
        (ROOM, -15, SessionState.OPEN),
        (ROOM, 89, SessionState.OPEN),
        (ROOM, 90, SessionState.ENDED),
        (RoomFacts(CLOSES, live=True), -20, SessionState.LIVE),
        (RoomFacts(CLOSES, live=True), 70, SessionState.LIVE),
        (RoomFacts(CLOSES, live=True), 90, SessionState.ENDED),
        (RoomFacts(CLOSES, ended=NINE, live=True), 5, SessionState.ENDED),
    ],
)
def test_a_session_goes_from_planned_over_open_and_live_to_ended(
    room: RoomFacts | None, minutes: int, state: SessionState
) -> None:
    assert state_of(OPENS, ENDS, room, NINE + timedelta(minutes=minutes)) is state


def refusal(status: Status, room: RoomFacts | None, minutes: int) -> tuple[str, str | None]:
    with pytest.raises(Refused) as refused:
        check_entry(status, OPENS, ENDS, room, NINE + timedelta(minutes=minutes))
    return refused.value.code, refused.value.reason


def test_people_may_enter_from_its_opening_on() -> None:
    check_entry(Status.PLANNED, OPENS, ENDS, ROOM, OPENS)
    assert refusal(Status.PLANNED, ROOM, -16) == ("session.not_open", "2026-03-02T13:45:00Z")


def test_nobody_enters_what_is_cancelled_or_over_or_not_there_yet() -> None:
    assert refusal(Status.CANCELLED, ROOM, 0) == ("session.cancelled", None)
    assert refusal(Status.PLANNED, ROOM, 90) == ("session.ended", None)
    assert refusal(Status.PLANNED, RoomFacts(CLOSES, ended=NINE), 1) == ("session.ended", None)
    assert refusal(Status.PLANNED, None, 0) == ("session.preparing", None)

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.ids import AppointmentId
from clinic.schedule.opening import GRACE_S, PREPARE_S, Door, PlannedRoom, doors_of, due

TEN = datetime(2026, 1, 5, 10, tzinfo=UTC)
ROOM = PlannedRoom(AppointmentId("ss_1"), TEN, TEN + timedelta(minutes=90), join_early_s=900)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-01-05T{text}Z")


def test_people_may_enter_from_a_quarter_before_until_half_an_hour_after() -> None:
    assert doors_of(ROOM) == (at("09:45:00"), at("12:00:00"))
    assert GRACE_S == 1800


@pytest.mark.parametrize(
    ("now", "door", "prepare", "close", "missed", "next_at"),
    [
        ("09:00:00", Door.SHUT, False, False, False, "09:44:00"),
        ("09:43:59", Door.SHUT, False, False, False, "09:44:00"),
        ("09:44:00", Door.SHUT, True, False, False, "12:00:00"),
        ("10:30:00", Door.SHUT, True, False, False, "12:00:00"),
        ("10:30:00", Door.OPEN, False, False, False, "12:00:00"),
        ("11:59:59", Door.SHUT, True, False, False, "12:00:00"),
        ("12:00:00", Door.OPEN, False, True, False, None),
        ("12:00:00", Door.SHUT, False, False, True, None),
        ("12:00:00", Door.CLOSED, False, False, False, None),
        ("10:30:00", Door.CLOSED, False, False, False, None),
    ],
)
def test_a_room_is_prepared_a_minute_before_its_door_opens_and_closed_once(
    now: str, door: Door, prepare: bool, close: bool, missed: bool, next_at: str | None
) -> None:
    found = due([replace(ROOM, door=door)], at(now))
    only = (ROOM.id,)
    assert found.prepare == (only if prepare else ())
    assert found.close == (only if close else ())
    assert found.missed == (only if missed else ())
    assert found.next_at == (at(next_at) if next_at else None)


def test_the_earliest_is_prepared_first() -> None:
    later = replace(ROOM, id=AppointmentId("ss_0"), begins=ROOM.begins + timedelta(minutes=5))
    assert due([later, ROOM], TEN).prepare == (ROOM.id, later.id)


rooms = st.lists(
    st.builds(
        lambda number, start, length, early, door: PlannedRoom(
            AppointmentId(f"ss_{number}"),
            TEN + timedelta(minutes=start),
            TEN + timedelta(minutes=start + length),
            early,
            door,
        ),
        st.integers(0, 99),
        st.integers(-600, 600),
        st.integers(5, 720),
        st.integers(0, 3600),
        st.sampled_from(Door),
    ),
    unique_by=lambda room: room.id,
)


@given(rooms)
def test_whoever_looks_when_told_misses_nothing_and_comes_to_an_end(planned: list[PlannedRoom]) -> None:
    now = TEN - timedelta(days=1)
    doors = {room.id: room for room in planned}
    opened = {room.id: None for room in planned if room.door is Door.OPEN}
    for _ in range(3 * len(planned) + 1):
        found = due(doors.values(), now)
        assert found.missed == (), "nothing passes unseen while somebody looks"
        for room in found.prepare:
            assert now == doors_of(doors[room])[0] - timedelta(seconds=PREPARE_S)
            opened[room] = None
            doors[room] = replace(doors[room], door=Door.OPEN)
        for room in found.close:
            assert now >= doors_of(doors[room])[1]
            doors[room] = replace(doors[room], door=Door.CLOSED)
        if found.next_at is None:
            break
        assert found.next_at > now
        now = found.next_at
    assert all(room.door is Door.CLOSED for room in doors.values())
    assert opened.keys() == {room.id for room in planned if room.door is not Door.CLOSED}

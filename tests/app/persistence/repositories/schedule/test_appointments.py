"""Appointments are written many at a time, on both databases."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from app.persistence.clinic_store import ClinicStore
from app.persistence.models.schedule import AppointmentRow, AttendeeRow
from app.persistence.repositories.schedule.records import Appointment, Expected
from app.persistence.unit_of_work import Database
from clinic.common.ids import AppointmentId, SeriesId
from clinic.common.local_time import to_instant
from clinic.schedule.attendees import Role
from clinic.schedule.recurrence.edits import Plan
from clinic.schedule.states import Status
from tests.support.schedule.planned import (
    ANA,
    BEN,
    DANA,
    ELENA,
    NOW,
    RECORD,
    SERIES,
    THERE,
    at,
    plan,
    unit_of,
)
from tests.support.service.clinics import CountedQueries

DAYS = (5, 7, 12)
ZONE = ZoneInfo("America/New_York")


async def to_come(store: ClinicStore, now: datetime = NOW) -> list[Appointment]:
    async with unit_of(store) as unit:
        return await unit.appointments.to_come(SERIES.id, now)


async def test_appointments_come_back_with_their_people(store: ClinicStore) -> None:
    planned = [at(day) for day in DAYS]
    await plan(store, *planned)
    assert await to_come(store) == planned
    async with unit_of(store) as unit:
        assert await unit.appointments.find(planned[1].id) == planned[1]


async def test_what_has_begun_is_not_to_come(store: ClinicStore) -> None:
    await plan(store, *(at(day) for day in DAYS))
    begun = datetime(2026, 1, 7, 14, tzinfo=UTC)
    assert [each.id for each in await to_come(store, begun)] == ["ss_12"]


async def test_sessions_may_move_into_each_others_slots(store: ClinicStore) -> None:
    """Each slot of a series is one appointment's, and all of them move at once."""
    planned = [at(day) for day in DAYS]
    await plan(store, *planned)
    moved = [
        replace(
            each,
            slot=following.slot,
            begins=following.begins,
            ends=following.ends,
            opens=following.opens,
            version=2,
        )
        for each, following in zip(planned, [*planned[1:], at(14)], strict=True)
    ]
    async with unit_of(store) as unit:
        await unit.appointments.change(list(zip(planned, moved, strict=True)))
    assert await to_come(store) == moved


async def test_a_change_writes_people_who_come_go_and_change_their_part(store: ClinicStore) -> None:
    before = at(5, Expected(DANA, Role.FACILITATOR), Expected(ANA), Expected(BEN))
    await plan(store, before)
    after = replace(
        before,
        people=(
            Expected(ELENA, Role.FACILITATOR),
            Expected(DANA, Role.OBSERVER),
            Expected(ANA, cameras=1, from_cohort=True),
        ),
        version=2,
    )
    async with unit_of(store) as unit:
        await unit.appointments.change([(before, after)])
    assert await to_come(store) == [after]


async def test_bookings_move_with_their_session_and_rooms_are_made_anew(store: ClinicStore) -> None:
    before = at(5)
    await plan(store, before)
    async with unit_of(store) as unit:
        await unit.session.execute(update(AppointmentRow).values(room_ready=True))
        later = replace(
            before, begins=before.begins + timedelta(hours=2), ends=before.ends + timedelta(hours=2)
        )
        await unit.appointments.change([(before, later)])
    async with unit_of(store) as unit:
        times = (await unit.session.execute(select(AttendeeRow.begins_at, AttendeeRow.ends_at))).all()
        assert set(times) == {(later.begins, later.ends)}
        assert await unit.session.scalar(select(AppointmentRow.room_ready)) is False


async def test_a_session_that_its_series_has_no_longer_is_not_to_come(store: ClinicStore) -> None:
    before = at(5)
    await plan(store, before)
    gone = replace(before, slot=None, status=Status.CANCELLED)
    async with unit_of(store) as unit:
        await unit.appointments.change([(before, gone)])
        assert await unit.appointments.to_come(SERIES.id, NOW) == []
        assert await unit.appointments.find(before.id) == gone


async def test_another_clinic_neither_sees_nor_changes_an_appointment(store: ClinicStore) -> None:
    before = at(5)
    await plan(store, before)
    async with unit_of(store, THERE) as unit:
        assert await unit.appointments.find(before.id) is None
        assert await unit.appointments.to_come(SERIES.id, NOW) == []
        assert await unit.appointments.of_days([date(2026, 1, 5)], ZONE, NOW) == []
        await unit.appointments.change([(before, replace(before, status=Status.CANCELLED))])
    assert await to_come(store) == [before]


async def test_sessions_of_some_days_are_found(store: ClinicStore) -> None:
    await plan(store, *(at(day) for day in DAYS))
    async with unit_of(store) as unit:
        found = await unit.appointments.of_days([date(2026, 1, 5), date(2026, 1, 12)], ZONE, NOW)
        assert [each.id for each in found] == ["ss_5", "ss_12"]
        assert await unit.appointments.of_days([], ZONE, NOW) == []
        assert await unit.appointments.of_days([date(2026, 1, 5)], ZONE, at(5).begins) == [], "it has begun"


@pytest.mark.parametrize("day", [date(2026, 3, 8), date(2026, 11, 1), date(2026, 6, 1)], ids=str)
@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Honolulu", "Asia/Tokyo"])
async def test_a_day_is_whole_where_the_clocks_change_and_holds_no_session_of_another(
    store: ClinicStore, day: date, zone: str
) -> None:
    series = replace(SERIES, zone=zone)
    sessions = []
    for number in (-1, 0, 1):
        for clock in ("00:00", "00:30", "03:00", "23:30"):
            slot = datetime.combine(day + timedelta(days=number), time.fromisoformat(clock))
            begins = to_instant(slot, ZoneInfo(zone))
            name = AppointmentId(f"ss_{number}_{clock}")
            sessions.append(
                replace(at(5), id=name, slot=slot, zone=zone, begins=begins, ends=begins + timedelta(hours=1))
            )
    await plan(store, *sessions, series=replace(RECORD, plan=Plan(series)))
    async with unit_of(store) as unit:
        found = await unit.appointments.of_days([day], ZONE, NOW)
    assert [each.id for each in found] == ["ss_0_00:00", "ss_0_00:30", "ss_0_03:00", "ss_0_23:30"]


async def test_fifty_sessions_are_written_in_as_many_statements_as_two(
    store: ClinicStore, database: Database
) -> None:
    counts = []
    for number, count in enumerate((2, 50)):
        series = replace(SERIES, id=SeriesId(f"sr_many_{number}"))
        sessions = [
            replace(
                at(5),
                id=AppointmentId(f"ss_{number}_{index}"),
                series=series.id,
                slot=at(5).slot + timedelta(days=index),  # type: ignore[operator]
            )
            for index in range(count)
        ]
        changed = [replace(each, ends=each.ends + timedelta(hours=1)) for each in sessions]
        with CountedQueries(database) as counted:
            await plan(store, *sessions, series=replace(RECORD, plan=Plan(series)))
            async with unit_of(store) as unit:
                await unit.appointments.change(list(zip(sessions, changed, strict=True)))
        counts.append(counted.count)
    assert counts[0] == counts[1]

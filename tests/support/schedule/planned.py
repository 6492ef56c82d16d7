"""Series and appointments as values, for tests of how they are stored."""

from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from app.persistence.clinic_store import Actor, ClinicStore, ClinicUnit
from app.persistence.repositories.schedule.records import Appointment, Content, Expected, SeriesRecord
from clinic.common.ids import AppointmentId, ClinicId, PersonId, SeriesId
from clinic.programme.tracks import Track
from clinic.schedule.attendees import Attendee, Role
from clinic.schedule.recurrence.edits import Plan
from clinic.schedule.recurrence.rules import ByDay, Frequency, SeriesRule, Weekday
from clinic.schedule.recurrence.series import Series
from tests.clinic.clock_changes import local

__all__ = [
    "ANA",
    "BEN",
    "CONTENT",
    "DANA",
    "ELENA",
    "HERE",
    "NOW",
    "RECORD",
    "SERIES",
    "THERE",
    "ZOE",
    "at",
    "plan",
    "unit_of",
]

HERE, THERE = ClinicId("cl_here"), ClinicId("cl_there")
ANA, BEN, DANA, ELENA, ZOE = (PersonId(f"pt_{name}") for name in ("ana", "ben", "dana", "elena", "zoe"))
NOW = datetime(2026, 1, 1, tzinfo=UTC)
SERIES = Series(
    SeriesId("sr_1"),
    local("2026-01-05T09:00"),
    "America/New_York",
    60,
    SeriesRule(Frequency.WEEKLY, by_day=(ByDay(Weekday.MO), ByDay(Weekday.WE)), count=6),
    people=(Attendee(DANA, Role.FACILITATOR), Attendee(ANA)),
)
CONTENT = Content("Group", "group", Track.GROUP, 10, {"max_people": 8})
RECORD = SeriesRecord(Plan(SERIES), CONTENT, {ANA: 1})


def at(day: int, *people: Expected, **changed: object) -> Appointment:
    """Return the appointment of a day of January 2026 at nine, of these people, or else of Dana and Ana."""
    begins = datetime(2026, 1, day, 14, tzinfo=UTC)
    appointment = Appointment(
        AppointmentId(f"ss_{day}"),
        SERIES.id,
        datetime(2026, 1, day, 9),  # noqa: DTZ001 (local)
        None,
        CONTENT,
        begins,
        begins + timedelta(hours=1),
        begins - timedelta(minutes=15),
        "America/New_York",
        people or (Expected(DANA, Role.FACILITATOR), Expected(ANA)),
    )
    return replace(appointment, **changed)  # type: ignore[arg-type]


async def plan(store: ClinicStore, *appointments: Appointment, series: SeriesRecord = RECORD) -> None:
    """Store a series and its appointments."""
    async with unit_of(store) as unit:
        await unit.series.add([series])
        await unit.appointments.add(appointments)


def unit_of(store: ClinicStore, clinic: ClinicId = HERE) -> AbstractAsyncContextManager[ClinicUnit]:
    return store.write(clinic, Actor("operator"), NOW)

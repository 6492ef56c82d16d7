"""Appointments and who is expected in them, read and written many at a time."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, bindparam, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.models.clinics import ClinicRow
from app.persistence.models.schedule import AppointmentRow, AttendeeRow
from app.persistence.repositories.schedule.records import (
    Appointment,
    Content,
    Expected,
    slot_from,
    slot_text,
)
from app.persistence.scoping import checked
from clinic.common.ids import AppointmentId, ClinicId, CohortId, CoupleId, PersonId, SeriesId
from clinic.common.local_time import day_start
from clinic.programme.tracks import Track
from clinic.schedule.attendees import LEADING, Role
from clinic.schedule.states import Status

__all__ = ["AppointmentRepository", "appointment_from", "people_of"]

Pair = tuple[Appointment, Appointment]


class AppointmentRepository:
    """The appointments of one clinic."""

    def __init__(self, session: AsyncSession, clinic: ClinicId) -> None:
        self._session = session
        self._clinic = clinic

    async def lock(self) -> None:
        """Let nobody else change the clinic's schedule until the transaction ends: two who plan the same person at the
        same time must see each other.
        """
        await self._session.execute(
            select(ClinicRow.id).where(ClinicRow.id == self._clinic).with_for_update()
        )

    async def find(self, appointment: AppointmentId) -> Appointment | None:
        """Return the appointment, or None."""
        found = await self._find(AppointmentRow.id == appointment)
        return found[0] if found else None

    async def to_come(self, series: SeriesId, now: datetime) -> list[Appointment]:
        """Return the appointments of a series that have not begun, cancelled ones too; those it has no longer not."""
        return await self._find(
            AppointmentRow.series_id == series,
            AppointmentRow.slot.is_not(None),
            AppointmentRow.begins_at > now,
            of_clinic=checked(AppointmentRow.clinic_id) == self._clinic,
        )

    async def to_come_of_cohort(self, cohort: CohortId, now: datetime) -> list[Appointment]:
        """Return the cohort's appointments that have not begun, cancelled ones too."""
        return await self._find(AppointmentRow.cohort_id == cohort, AppointmentRow.begins_at > now)

    async def to_come_of(self, people: Collection[PersonId], now: datetime) -> list[Appointment]:
        """Return the appointments that have not ended in which one of these people is expected, cancelled ones too."""
        theirs = select(AttendeeRow.appointment_id).where(
            AttendeeRow.clinic_id == self._clinic,
            AttendeeRow.person_id.in_(people),
            AttendeeRow.ends_at > now,
        )
        return await self._find(AppointmentRow.id.in_(theirs))

    async def of_days(self, days: Iterable[date], zone: ZoneInfo, now: datetime) -> list[Appointment]:
        """Return the appointments to come that a series has on one of these days, cancelled ones too.

        The day is that of the session's place in its series, by the clocks of the series' zone.

        Args:
            zone: The clinic's. A series may be in another, in which the day begins earlier or later: the index leads to
                what begins around the day, and the place in the series tells which of those are on it.
        """
        begins, one = AppointmentRow.begins_at, timedelta(days=1)
        on_one = [
            (begins >= day_start(day - one, zone))
            & (begins < day_start(day + 2 * one, zone))
            & AppointmentRow.slot.startswith(day.isoformat(), autoescape=True)
            for day in days
        ]
        return await self._find(begins > now, or_(*on_one)) if on_one else []

    async def leads_cohort(self, person: PersonId, cohort: CohortId) -> bool:
        """Return whether a person leads, or has led, a session of the cohort."""
        query = (
            select(AttendeeRow.person_id)
            .join(AppointmentRow, AppointmentRow.id == AttendeeRow.appointment_id)
            .where(
                AttendeeRow.clinic_id == self._clinic,
                AttendeeRow.person_id == person,
                AttendeeRow.role.in_(LEADING),
                AppointmentRow.cohort_id == cohort,
            )
            .limit(1)
        )
        return (await self._session.execute(query)).first() is not None

    async def _find(
        self, *wanted: ColumnElement[bool], of_clinic: ColumnElement[bool] | None = None
    ) -> list[Appointment]:
        mine = AppointmentRow.clinic_id == self._clinic if of_clinic is None else of_clinic
        query = (
            select(AppointmentRow).where(mine, *wanted).order_by(AppointmentRow.begins_at, AppointmentRow.id)
        )
        rows = list(await self._session.scalars(query.execution_options(populate_existing=True)))
        people = await people_of(self._session, self._clinic, [AppointmentId(row.id) for row in rows])
        return [appointment_from(row, people[row.id]) for row in rows]

    async def add(self, appointments: Sequence[Appointment]) -> None:
        """Store new appointments with their people."""
        if not appointments:
            return
        rows = [
            _values(each) | {"id": each.id, "clinic_id": self._clinic, "room_ready": False}
            for each in appointments
        ]
        await self._session.execute(insert(AppointmentRow), rows)
        await self._add_people([(each, person) for each in appointments for person in each.people])

    async def change(self, pairs: Sequence[Pair]) -> None:
        """Store appointments as they are now, in place of as they were; their rooms are made anew.

        The schedule has to be locked, and the first of each pair as it is stored.
        """
        if not pairs:
            return
        rekeyed = [
            before.id for before, after in pairs if (before.series, before.slot) != (after.series, after.slot)
        ]
        if (
            rekeyed
        ):  # Each slot of a series is one appointment's: what moves into a slot waits until it is free.
            of_these = (checked(AppointmentRow.clinic_id) == self._clinic) & AppointmentRow.id.in_(rekeyed)
            await self._session.execute(update(AppointmentRow).where(of_these).values(slot=None))
        rows = [
            {f"new_{name}": value for name, value in _values(after).items()} | {"which": after.id}
            for _, after in pairs
        ]
        await self._many(_CHANGE, rows)
        await self._change_people(pairs)

    async def _change_people(self, pairs: Sequence[Pair]) -> None:
        gone = [
            {"which": after.id, "who": each.person}
            for before, after in pairs
            for each in before.people
            if each.person not in {one.person for one in after.people}
        ]
        moved = [
            {"which": after.id, "new_begins_at": after.begins, "new_ends_at": after.ends}
            for before, after in pairs
            if (before.begins, before.ends) != (after.begins, after.ends)
        ]
        known = {before.id: {each.person: each for each in before.people} for before, _ in pairs}
        new = [
            (after, each) for _, after in pairs for each in after.people if each.person not in known[after.id]
        ]
        other = [
            {f"new_{name}": value for name, value in _part(each).items()}
            | {"which": after.id, "who": each.person}
            for _, after in pairs
            for each in after.people
            if each.person in known[after.id] and known[after.id][each.person] != each
        ]
        await self._many(_LEAVE, gone)
        await self._many(_MOVE, moved)
        await self._add_people(new)
        await self._many(_CHANGE_PART, other)

    async def _add_people(self, expected: Sequence[tuple[Appointment, Expected]]) -> None:
        rows = [
            _part(each)
            | {
                "appointment_id": of.id,
                "person_id": each.person,
                "clinic_id": self._clinic,
                "begins_at": of.begins,
                "ends_at": of.ends,
            }
            for of, each in expected
        ]
        if rows:
            await self._session.execute(insert(AttendeeRow), rows)

    async def _many(self, statement: Any, rows: Sequence[dict[str, Any]]) -> None:
        if rows:
            connection = await self._session.connection()
            await connection.execute(statement, [row | {"clinic": self._clinic} for row in rows])


async def people_of(
    session: AsyncSession, clinic: ClinicId, appointments: Collection[AppointmentId]
) -> dict[str, tuple[Expected, ...]]:
    """Return who is expected in each of these appointments, in the order of roles and ids."""
    found: dict[str, list[Expected]] = defaultdict(list)
    if appointments:
        # Columns, not rows that the session keeps: a page of sessions has thousands of people.
        query = select(
            AttendeeRow.appointment_id,
            AttendeeRow.person_id,
            AttendeeRow.role,
            AttendeeRow.couple_id,
            AttendeeRow.cameras,
            AttendeeRow.serves_id,
            AttendeeRow.from_cohort,
        ).where(AttendeeRow.clinic_id == clinic, AttendeeRow.appointment_id.in_(appointments))
        for appointment, person, role, couple, cameras, serves, from_cohort in await session.execute(query):
            expected = Expected(
                PersonId(person),
                Role(role),
                CoupleId(couple) if couple else None,
                cameras,
                PersonId(serves) if serves else None,
                from_cohort,
            )
            found[appointment].append(expected)
    return defaultdict(tuple, {key: tuple(sorted(people, key=_order)) for key, people in found.items()})


def appointment_from(row: AppointmentRow, people: tuple[Expected, ...]) -> Appointment:
    """Return an appointment of its row."""
    return Appointment(
        AppointmentId(row.id),
        SeriesId(row.series_id),
        None if row.slot is None else slot_from(row.slot),
        CohortId(row.cohort_id) if row.cohort_id else None,
        Content(row.title, row.kind, Track(row.track), row.break_min, row.policy),
        row.begins_at,
        row.ends_at,
        row.opens_at,
        row.zone,
        people,
        Status(row.status),
        row.sequence,
        row.version,
    )


_ROLES = tuple(Role)


def _order(expected: Expected) -> tuple[int, str]:
    return _ROLES.index(expected.role), expected.person


def _values(appointment: Appointment) -> dict[str, Any]:
    content = appointment.content
    return {
        "series_id": appointment.series,
        "slot": None if appointment.slot is None else slot_text(appointment.slot),
        "cohort_id": appointment.cohort,
        "title": content.title,
        "kind": content.kind,
        "track": content.track.value,
        "begins_at": appointment.begins,
        "ends_at": appointment.ends,
        "opens_at": appointment.opens,
        "zone": appointment.zone,
        "break_min": content.break_min,
        "policy": dict(content.policy),
        "status": appointment.status.value,
        "sequence": appointment.sequence,
        "version": appointment.version,
    }


def _part(expected: Expected) -> dict[str, Any]:
    return {
        "role": expected.role.value,
        "couple_id": expected.couple,
        "cameras": expected.cameras,
        "serves_id": expected.serves,
        "from_cohort": expected.from_cohort,
    }


# Statements that run once for each of many rows.
_this = (AppointmentRow.id == bindparam("which")) & (AppointmentRow.clinic_id == bindparam("clinic"))
_at_this = (AttendeeRow.appointment_id == bindparam("which")) & (AttendeeRow.clinic_id == bindparam("clinic"))
_one_at_this = _at_this & (AttendeeRow.person_id == bindparam("who"))
_TIMES = ("begins_at", "ends_at")
_PART = ("role", "couple_id", "cameras", "serves_id", "from_cohort")
_CHANGED = (
    *("series_id", "slot", "cohort_id", "title", "kind", "track", "begins_at", "ends_at", "opens_at", "zone"),
    *("break_min", "policy", "status", "sequence", "version"),
)
_CHANGE = (
    update(AppointmentRow)
    .where(_this)
    .values(room_ready=False, **{name: bindparam(f"new_{name}") for name in _CHANGED})
)
_LEAVE = delete(AttendeeRow).where(_one_at_this)
_MOVE = update(AttendeeRow).where(_at_this).values({name: bindparam(f"new_{name}") for name in _TIMES})
_CHANGE_PART = (
    update(AttendeeRow).where(_one_at_this).values({name: bindparam(f"new_{name}") for name in _PART})
)

"""Appointments whose rooms are due, with everything that a room has to know of their people."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.encryption import ClinicKeys
from app.persistence.models.care_team import AcknowledgementRow, AssignmentRow, OverrideRow
from app.persistence.models.clinics import ClinicPolicyRow
from app.persistence.models.people import CoupleRow, LicenceRow, PersonRow, QualificationRow
from app.persistence.models.schedule import AppointmentRow, AttendeeRow
from clinic.care_team.overrides import Acknowledgement, ConflictKey, ConflictOverride
from clinic.care_team.period import Period
from clinic.care_team.roles import Assignment, CareTeamRole
from clinic.ids import AppointmentId, ClinicId, CoupleId, PersonId
from clinic.people.couples import Cameras, CoupleUnit
from clinic.people.licences import Compact, CompactPrivilege, Credentials, Licence, LicenceType, Qualification
from clinic.schedule.attendees import STAFF, Attendee, Role

__all__ = ["DueRoom", "PlannedRoomRepository", "RoomPerson", "RoomPlan", "find_due", "find_next_opening"]


@dataclass(frozen=True, slots=True)
class DueRoom:
    """An appointment that its room does not follow yet."""

    id: AppointmentId
    clinic: ClinicId


@dataclass(frozen=True, slots=True)
class RoomPerson:
    """Somebody who is expected."""

    attendee: Attendee
    name: str
    legal_name: str | None
    credentials: Credentials
    cares_for: tuple[Assignment, ...]


@dataclass(frozen=True, slots=True)
class RoomPlan:
    """An appointment with everything that its room needs.

    Attributes:
        policy: What clinic and appointment changed, together.
        shared: The couples that share a camera in it.
    """

    id: AppointmentId
    title: str
    kind: str
    policy: dict[str, Any]
    cancelled: bool
    begins_at: datetime
    ends_at: datetime
    opens_at: datetime
    day: date
    version: int
    people: tuple[RoomPerson, ...]
    couples: tuple[CoupleUnit, ...]
    shared: frozenset[CoupleId]
    overrides: tuple[ConflictOverride, ...]


async def find_due(session: AsyncSession, by: datetime, limit: int) -> list[DueRoom]:
    """Return appointments of all clinics that open by this time and whose rooms do not follow them, soonest first."""
    query = (
        select(AppointmentRow.id, AppointmentRow.clinic_id)
        .where(AppointmentRow.room_ready.is_(False), AppointmentRow.opens_at <= by)
        .order_by(AppointmentRow.opens_at, AppointmentRow.id)
        .limit(limit)
    )
    return [DueRoom(AppointmentId(row.id), ClinicId(row.clinic_id)) for row in await session.execute(query)]


async def find_next_opening(session: AsyncSession, after: datetime) -> datetime | None:
    """Return when the next room opens that is not ready; None if none is planned."""
    query = (
        select(AppointmentRow.opens_at)
        .where(AppointmentRow.room_ready.is_(False), AppointmentRow.opens_at > after)
        .order_by(AppointmentRow.opens_at)
        .limit(1)
    )
    return await session.scalar(query)


class PlannedRoomRepository:
    """What one clinic's rooms are made from."""

    def __init__(self, session: AsyncSession, clinic: ClinicId, keys: ClinicKeys) -> None:
        self._session = session
        self._clinic = clinic
        self._keys = keys

    async def plan(self, appointment: AppointmentId) -> RoomPlan | None:
        """Return the appointment with its people; None if there is no such one."""
        row = await self._session.get(AppointmentRow, appointment)
        if row is None or row.clinic_id != self._clinic:
            return None
        attendees = list(
            await self._session.scalars(
                select(AttendeeRow)
                .where(AttendeeRow.appointment_id == appointment)
                .order_by(AttendeeRow.person_id)
            )
        )
        couples = await self._couples([each.person_id for each in attendees], row.begins_at)
        ids = {each.person_id for each in attendees}
        both = tuple(couple for couple in couples if set(couple.partners) <= ids)
        return RoomPlan(
            appointment,
            row.title,
            row.kind,
            {**await self._clinic_policy(row.kind), **row.policy},
            row.status == "cancelled",
            row.begins_at,
            row.ends_at,
            row.opens_at,
            row.begins_at.astimezone(ZoneInfo(row.zone)).date(),
            row.version,
            await self._people(attendees, row.begins_at),
            both,
            frozenset(CoupleId(each.couple_id) for each in attendees if each.couple_id and each.cameras == 1),
            await self._overrides([couple.id for couple in both]),
        )

    async def mark_ready(self, appointment: AppointmentId, version: int) -> None:
        """Note that the room follows this version of the appointment."""
        await self._session.execute(
            update(AppointmentRow)
            .where(AppointmentRow.id == appointment, AppointmentRow.version == version)
            .values(room_ready=True)
        )

    async def _clinic_policy(self, kind: str) -> dict[str, Any]:
        row = await self._session.get(ClinicPolicyRow, (self._clinic, kind))
        return dict(row.fields) if row else {}

    async def _people(self, attendees: list[AttendeeRow], at: datetime) -> tuple[RoomPerson, ...]:
        ids = [each.person_id for each in attendees]
        query = select(PersonRow).where(PersonRow.clinic_id == self._clinic, PersonRow.id.in_(ids))
        rows = {row.id: row for row in await self._session.scalars(query)}
        staff = [each.person_id for each in attendees if Role(each.role) in STAFF]
        credentials = await self._credentials(staff)
        cares_for = await self._assignments(staff, at)
        return tuple(
            RoomPerson(
                Attendee(
                    PersonId(each.person_id),
                    Role(each.role),
                    serves=PersonId(each.serves_id) if each.serves_id else None,
                ),
                rows[each.person_id].name,
                self._legal_name(rows[each.person_id]),
                credentials.get(each.person_id, Credentials()),
                tuple(cares_for[each.person_id]),
            )
            for each in attendees
            if each.person_id in rows
        )

    def _legal_name(self, row: PersonRow) -> str | None:
        return self._keys.open("people.legal_name", row.id, row.legal_name) if row.legal_name else None

    async def _credentials(self, staff: Collection[str]) -> dict[str, Credentials]:
        qualifications: dict[str, set[Qualification]] = defaultdict(set)
        found = select(QualificationRow).where(QualificationRow.person_id.in_(staff))
        for row in await self._session.scalars(found):
            qualifications[row.person_id].add(Qualification(row.name))
        licences: dict[str, list[Licence]] = defaultdict(list)
        for licence in await self._session.scalars(select(LicenceRow).where(LicenceRow.person_id.in_(staff))):
            licences[licence.person_id].append(_licence(licence))
        return {
            person: Credentials(frozenset(qualifications[person]), tuple(licences[person]))
            for person in staff
        }

    async def _assignments(self, staff: Collection[str], at: datetime) -> dict[str, list[Assignment]]:
        query = select(AssignmentRow).where(
            AssignmentRow.clinician_id.in_(staff),
            AssignmentRow.since <= at,
            or_(AssignmentRow.until.is_(None), AssignmentRow.until > at),
        )
        held: dict[str, list[Assignment]] = defaultdict(list)
        for row in await self._session.scalars(query):
            held[row.clinician_id].append(
                Assignment(
                    PersonId(row.clinician_id),
                    CareTeamRole(row.role),
                    Period(row.since, row.until),
                    PersonId(row.client_id) if row.client_id else None,
                    CoupleId(row.couple_id) if row.couple_id else None,
                )
            )
        return held

    async def _couples(self, people: Collection[str], at: datetime) -> list[CoupleUnit]:
        query = (
            select(CoupleRow)
            .where(
                CoupleRow.clinic_id == self._clinic,
                CoupleRow.first_id.in_(people),
                CoupleRow.since <= at,
                or_(CoupleRow.until.is_(None), CoupleRow.until > at),
            )
            .order_by(CoupleRow.id)
        )
        return [
            CoupleUnit(
                CoupleId(row.id),
                self._clinic,
                (PersonId(row.first_id), PersonId(row.second_id)),
                row.since,
                row.until,
                Cameras.ONE if row.cameras == 1 else Cameras.TWO,
            )
            for row in await self._session.scalars(query)
        ]

    async def _overrides(self, couples: Collection[CoupleId]) -> tuple[ConflictOverride, ...]:
        query = (
            select(OverrideRow, CoupleRow)
            .join(CoupleRow, CoupleRow.id == OverrideRow.couple_id)
            .where(OverrideRow.couple_id.in_(couples))
        )
        found = list(await self._session.execute(query))
        given = select(AcknowledgementRow).where(
            AcknowledgementRow.override_id.in_([override.id for override, _ in found])
        )
        acknowledged: dict[str, list[Acknowledgement]] = defaultdict(list)
        for each in await self._session.scalars(given):
            acknowledged[each.override_id].append(Acknowledgement(PersonId(each.person_id), each.at))
        return tuple(_override(row, couple, tuple(acknowledged[row.id])) for row, couple in found)


def _override(
    row: OverrideRow, couple: CoupleRow, acknowledged: tuple[Acknowledgement, ...]
) -> ConflictOverride:
    # Why it was made is encrypted, and a room has no use for it.
    return ConflictOverride(
        ConflictKey(
            PersonId(row.clinician_id),
            CoupleId(row.couple_id),
            PersonId(row.client_id),
            CareTeamRole(row.role),
        ),
        (PersonId(couple.first_id), PersonId(couple.second_id)),
        PersonId(row.director_id),
        "",
        row.made_at,
        row.until,
        acknowledged,
    )


def _licence(row: LicenceRow) -> Licence:
    privileges = tuple(
        CompactPrivilege(
            Compact(each["compact"]), frozenset(each["states"]), date.fromisoformat(each["expires"])
        )
        for each in row.privileges
    )
    # Its number is encrypted, and a room has no use for it.
    return Licence(row.state, LicenceType(row.type), "", row.expires, privileges)

"""What binds a viewer to a client: assignments, sessions that the viewer leads, and broken glass."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from app.persistence.encryption import ClinicKeys
from app.persistence.models.care_team import AssignmentRow, GlassBreakRow
from app.persistence.models.people import CoupleRow
from app.persistence.models.schedule import AppointmentRow, AttendeeRow
from app.persistence.scoping import checked
from clinic.care_team.roles import CareTeamRole
from clinic.common.ids import ClinicId, CoupleId, PersonId
from clinic.schedule.attendees import LEADING
from clinic.schedule.recurrence.series import LONGEST_MIN

__all__ = ["GlassBreak", "RelationRepository"]


@dataclass(frozen=True, slots=True)
class GlassBreak:
    """A viewer reads a client's emergency facts for a while, and has said why."""

    id: str
    viewer: PersonId
    person: PersonId
    made_at: datetime
    until: datetime


class RelationRepository:
    """What binds staff of one clinic to its clients."""

    def __init__(self, session: AsyncSession, clinic: ClinicId, keys: ClinicKeys) -> None:
        self._session = session
        self._clinic = clinic
        self._keys = keys

    async def assigned(self, viewer: PersonId, client: PersonId, at: datetime) -> frozenset[CareTeamRole]:
        """Return the viewer's roles towards the client, or towards the couple that the client is in, at this moment."""
        couple = select(CoupleRow.id).where(
            checked(CoupleRow.clinic_id) == self._clinic,
            or_(CoupleRow.first_id == client, CoupleRow.second_id == client),
            CoupleRow.since <= at,
            or_(CoupleRow.until.is_(None), CoupleRow.until > at),
        )
        query = select(AssignmentRow.role).where(
            checked(AssignmentRow.clinic_id) == self._clinic,
            AssignmentRow.clinician_id == viewer,
            or_(AssignmentRow.client_id == client, AssignmentRow.couple_id.in_(couple)),
            AssignmentRow.since <= at,
            or_(AssignmentRow.until.is_(None), AssignmentRow.until > at),
        )
        return frozenset(CareTeamRole(role) for role in await self._session.scalars(query))

    async def own_couples(self, viewer: PersonId, at: datetime) -> list[CoupleId]:
        """Return the couples that the viewer is assigned to at this moment."""
        query = select(AssignmentRow.couple_id).where(
            checked(AssignmentRow.clinic_id) == self._clinic,
            AssignmentRow.clinician_id == viewer,
            AssignmentRow.couple_id.is_not(None),
            AssignmentRow.since <= at,
            or_(AssignmentRow.until.is_(None), AssignmentRow.until > at),
        )
        return [CoupleId(couple) for couple in await self._session.scalars(query) if couple]

    async def leads(
        self, viewer: PersonId, client: PersonId, begins_before: datetime, ends_after: datetime
    ) -> bool:
        """Return whether the viewer leads a planned session of the client's that begins and ends so."""
        leader, member = aliased(AttendeeRow), aliased(AttendeeRow)
        # None that ends so late began earlier: of years of sessions the index leads to a few days.
        earliest = ends_after - timedelta(minutes=LONGEST_MIN)
        query = (
            select(AppointmentRow.id)
            .join(leader, leader.appointment_id == AppointmentRow.id)
            .join(member, member.appointment_id == AppointmentRow.id)
            .where(
                checked(AppointmentRow.clinic_id) == self._clinic,
                AppointmentRow.status == "planned",
                leader.person_id == viewer,
                leader.role.in_([role.value for role in LEADING]),
                leader.begins_at > earliest,
                leader.begins_at < begins_before,
                leader.ends_at > ends_after,
                member.person_id == client,
                member.begins_at > earliest,
                member.begins_at < begins_before,
            )
            .limit(1)
        )
        return await self._session.scalar(query) is not None

    async def break_glass(self, broken: GlassBreak, reason: str) -> None:
        """Note that a viewer reads outside their care team, and why."""
        self._session.add(
            GlassBreakRow(
                id=broken.id,
                clinic_id=self._clinic,
                viewer_id=broken.viewer,
                person_id=broken.person,
                reason=self._keys.seal("glass_breaks.reason", broken.id, reason),
                made_at=broken.made_at,
                until=broken.until,
            )
        )
        await self._session.flush()

    async def broken_glass(self, viewer: PersonId, person: PersonId, at: datetime) -> str | None:
        """Return the id of a use of break-glass access that holds at this moment, or None."""
        query = (
            select(GlassBreakRow.id)
            .where(
                GlassBreakRow.clinic_id == self._clinic,
                GlassBreakRow.viewer_id == viewer,
                GlassBreakRow.person_id == person,
                GlassBreakRow.until > at,
            )
            .order_by(GlassBreakRow.made_at.desc())
            .limit(1)
        )
        return await self._session.scalar(query)

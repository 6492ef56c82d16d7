"""Follow-up tasks of one clinic: ``room_log`` adds them, and what a client answers; staff conclude them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.models.live.sessions import SessionRow
from app.persistence.models.safety.follow_ups import FollowUpRow, HandOverRow
from app.persistence.models.schedule import AppointmentRow, AttendeeRow
from clinic.common.ids import AppointmentId, ClinicId, PersonId
from clinic.programme.tracks import Track
from clinic.safety.tasks import FollowUpTask, Outcome, SessionFacts, TaskKind, TaskState
from clinic.schedule.attendees import LEADING

__all__ = ["FollowUpRepository", "HandOver"]


@dataclass(frozen=True, slots=True)
class HandOver:
    """What is left to do after a session was handed over to somebody on call."""

    id: str
    session: AppointmentId
    to: PersonId
    by: PersonId
    at: datetime


class FollowUpRepository:
    """Queries about follow-up tasks."""

    def __init__(self, session: AsyncSession, clinic: ClinicId) -> None:
        self._session = session
        self._clinic = clinic

    async def add(self, task: FollowUpTask) -> None:
        """Add a task that is new."""
        await self._session.execute(
            insert(FollowUpRow).values(
                id=task.id,
                clinic_id=self._clinic,
                session_id=task.session,
                client_id=task.client,
                kind=task.kind.value,
                lead_id=task.lead,
                noted_at=task.noted_at,
                done=False,
                version=task.version,
            )
        )

    async def open(self, limit: int) -> list[FollowUpTask]:
        """Return what is open, the oldest first."""
        query = (
            select(FollowUpRow)
            .where(FollowUpRow.clinic_id == self._clinic, FollowUpRow.done.is_(False))
            .order_by(FollowUpRow.noted_at, FollowUpRow.id)
            .limit(limit)
        )
        return [_task(row) for row in await self._session.scalars(query)]

    async def open_of(self, session: AppointmentId) -> list[FollowUpTask]:
        """Return what is open of one session, the oldest first."""
        query = (
            select(FollowUpRow)
            .where(
                FollowUpRow.clinic_id == self._clinic,
                FollowUpRow.session_id == session,
                FollowUpRow.done.is_(False),
            )
            .order_by(FollowUpRow.noted_at, FollowUpRow.id)
        )
        return [_task(row) for row in await self._session.scalars(query)]

    async def done(self, since: datetime, limit: int) -> list[FollowUpTask]:
        """Return what was noted since then and is done, the newest first."""
        query = (
            select(FollowUpRow)
            .where(
                FollowUpRow.clinic_id == self._clinic,
                FollowUpRow.done.is_(True),
                FollowUpRow.noted_at >= since,
            )
            .order_by(FollowUpRow.noted_at.desc(), FollowUpRow.id)
            .limit(limit)
        )
        return [_task(row) for row in await self._session.scalars(query)]

    async def find(self, task: str) -> FollowUpTask | None:
        """Return a task, or None."""
        query = select(FollowUpRow).where(FollowUpRow.id == task, FollowUpRow.clinic_id == self._clinic)
        row = await self._session.scalar(query)
        return _task(row) if row else None

    async def save(self, task: FollowUpTask) -> bool:
        """Store what was done about a task; False if somebody else did something meanwhile."""
        changed = (
            update(FollowUpRow)
            .where(
                FollowUpRow.id == task.id,
                FollowUpRow.clinic_id == self._clinic,
                FollowUpRow.version == task.version - 1,
            )
            .values(
                done=task.state is TaskState.DONE,
                outcome=task.outcome,
                again_at=task.again_at,
                handed_to_id=task.handed_to,
                by_id=task.by,
                by_at=task.by_at,
                version=task.version,
            )
        )
        result = cast("CursorResult[Any]", await self._session.execute(changed))
        return result.rowcount == 1

    async def sessions(self, sessions: Collection[AppointmentId], now: datetime) -> dict[str, SessionFacts]:
        """Return what decides about these sessions who may know what happened in them."""
        leading = select(AttendeeRow.appointment_id, AttendeeRow.person_id).where(
            AttendeeRow.clinic_id == self._clinic,
            AttendeeRow.appointment_id.in_(sessions),
            AttendeeRow.role.in_([role.value for role in LEADING]),
        )
        leaders: dict[str, set[PersonId]] = {}
        for row in await self._session.execute(leading):
            leaders.setdefault(row.appointment_id, set()).add(PersonId(row.person_id))
        query = (
            select(
                SessionRow.id,
                SessionRow.kind,
                SessionRow.ended_at,
                SessionRow.closes_at,
                AppointmentRow.track,
            )
            .outerjoin(AppointmentRow, AppointmentRow.id == SessionRow.id)
            .where(SessionRow.clinic_id == self._clinic, SessionRow.id.in_(sessions))
        )
        return {
            row.id: SessionFacts(
                row.kind,
                row.track == Track.SUD.value,
                row.ended_at is not None or row.closes_at <= now,
                frozenset(leaders.get(row.id, ())),
            )
            for row in await self._session.execute(query)
        }

    async def hand_over(self, made: HandOver) -> None:
        """Keep to whom a session was handed over."""
        await self._session.execute(
            insert(HandOverRow).values(
                id=made.id,
                clinic_id=self._clinic,
                session_id=made.session,
                to_id=made.to,
                by_id=made.by,
                at=made.at,
            )
        )

    async def hand_overs(self, session: AppointmentId) -> list[HandOver]:
        """Return to whom a session was handed over, the latest first."""
        query = (
            select(HandOverRow)
            .where(HandOverRow.clinic_id == self._clinic, HandOverRow.session_id == session)
            .order_by(HandOverRow.at.desc(), HandOverRow.id)
        )
        return [
            HandOver(row.id, AppointmentId(row.session_id), PersonId(row.to_id), PersonId(row.by_id), row.at)
            for row in await self._session.scalars(query)
        ]


def _task(row: FollowUpRow) -> FollowUpTask:
    return FollowUpTask(
        row.id,
        PersonId(row.client_id),
        AppointmentId(row.session_id) if row.session_id else None,
        TaskKind(row.kind),
        row.noted_at,
        row.cause,
        _person(row.lead_id),
        TaskState.DONE if row.done else TaskState.OPEN,
        Outcome(row.outcome) if row.outcome else None,
        row.again_at,
        _person(row.handed_to_id),
        _person(row.by_id),
        row.by_at,
        row.version,
    )


def _person(person: str | None) -> PersonId | None:
    return PersonId(person) if person else None

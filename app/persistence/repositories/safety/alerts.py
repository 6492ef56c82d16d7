"""Help alerts of one clinic: their escalations, pages and timelines. `app.persistence.room_log` makes them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.models.live.sessions import OccupantRow, SessionRow
from app.persistence.models.mail import OutboxRow
from app.persistence.models.safety.alerts import AlertPageRow, AlertRow, AlertStepRow
from app.persistence.scoping import checked
from clinic.common.ids import AppointmentId, ClinicId, PersonId

__all__ = ["Alert", "AlertPage", "AlertRepository", "AlertStep", "PendingAlert", "find_pending"]


@dataclass(frozen=True, slots=True)
class PendingAlert:
    """An alert for which the service has something to do."""

    id: str
    clinic: ClinicId


@dataclass(frozen=True, slots=True)
class Alert:
    """A help signal as stored.

    Attributes:
        person: Who sent it; None if either of two people may have.
        state, directors_due: Of its escalation.
        outcome: What the room is to be told; ``told`` is what it was told last.
        ended_at: When somebody in the room had seen it.
    """

    id: str
    session: AppointmentId
    seat: str
    person: PersonId | None
    late: bool
    signalled_at: datetime
    state: str
    directors_due: bool
    outcome: str | None
    told: str | None
    answered_by: PersonId | None
    answered_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class AlertPage:
    """A page, in the order of ``number``, and what became of its two messages.

    Attributes:
        mail: The id of its mail; None if there is no address.
        mail_state, mail_reason: Words of ``app.mail.delivery``; None once the mail is not kept any more.
    """

    id: str
    number: int
    person: PersonId
    role: str
    at: datetime
    mail: str | None
    mail_state: str | None
    mail_reason: str | None
    call_state: str
    call_attempts: int


@dataclass(frozen=True, slots=True)
class AlertStep:
    """One line of a timeline."""

    alert: str
    at: datetime
    step: str
    person: PersonId | None


async def find_pending(session: AsyncSession, limit: int) -> list[PendingAlert]:
    """Return alerts of all clinics that have something to be done, the newest first."""
    query = (
        select(AlertRow.id, AlertRow.clinic_id)
        .where(AlertRow.pending.is_(True))
        .order_by(AlertRow.signalled_at.desc(), AlertRow.id)
        .limit(limit)
    )
    return [PendingAlert(row.id, ClinicId(row.clinic_id)) for row in await session.execute(query)]


class AlertRepository:
    """The alerts of one clinic."""

    def __init__(self, session: AsyncSession, clinic: ClinicId) -> None:
        self._session = session
        self._clinic = clinic

    async def find(self, alert: str, *, lock: bool = False) -> Alert | None:
        """Return an alert, or None. ``lock``: nobody else changes it until the transaction ends."""
        query = select(AlertRow).where(AlertRow.id == alert, AlertRow.clinic_id == self._clinic)
        if lock:
            query = query.with_for_update()
        row = await self._session.scalar(query.execution_options(populate_existing=True))
        return _alert(row) if row else None

    async def since(self, begin: datetime, ended: str, viewer: PersonId, limit: int) -> list[Alert]:
        """Return alerts from a time on, the oldest first: those that go on, and of the others what the viewer answered.

        Args:
            ended: The state of those that do not go on.
        """
        query = (
            select(AlertRow)
            .where(
                AlertRow.clinic_id == self._clinic,
                AlertRow.signalled_at >= begin,
                or_(AlertRow.state != ended, AlertRow.answered_by == viewer),
            )
            .order_by(AlertRow.signalled_at, AlertRow.id)
            .limit(limit)
        )
        return [_alert(row) for row in await self._session.scalars(query)]

    async def change(
        self,
        alert: str,
        *,
        state: str,
        directors_due: bool,
        outcome: str | None,
        pending: bool,
    ) -> None:
        """Store how far an alert's escalation is."""
        await self._set(alert, state=state, directors_due=directors_due, outcome=outcome, pending=pending)

    async def answer(self, alert: str, by: PersonId, state: str, outcome: str, at: datetime) -> None:
        """Note that somebody outside the room has it."""
        await self._set(alert, state=state, outcome=outcome, pending=True, answered_by=by, answered_at=at)

    async def tell(self, alert: str, outcome: str, *, pending: bool) -> None:
        """Note what the room was told."""
        await self._set(alert, told=outcome, pending=pending)

    async def senders(self, alerts: Collection[Alert]) -> dict[str, list[PersonId]]:
        """Return by alert who sent it, or everybody who may have, in the order of the seat."""
        shared = {alert.seat for alert in alerts if alert.person is None}
        query = (
            select(OccupantRow.seat_id, OccupantRow.person_id)
            .join(SessionRow, SessionRow.id == OccupantRow.session_id)
            .where(SessionRow.clinic_id == self._clinic, OccupantRow.seat_id.in_(shared))
            .order_by(OccupantRow.seat_id, OccupantRow.position)
        )
        on_seat: dict[str, list[PersonId]] = {}
        for row in await self._session.execute(query) if shared else ():
            on_seat.setdefault(row.seat_id, []).append(PersonId(row.person_id))
        return {alert.id: [alert.person] if alert.person else on_seat.get(alert.seat, []) for alert in alerts}

    async def answered(self, viewer: PersonId, client: PersonId, begin: datetime) -> bool:
        """Return whether the viewer has answered an alert since then that this client sent or may have sent."""
        may_be_theirs = (
            select(OccupantRow.seat_id)
            .where(OccupantRow.seat_id == AlertRow.seat_id, OccupantRow.person_id == client)
            .exists()
        )
        query = select(AlertRow.id).where(
            AlertRow.clinic_id == self._clinic,
            AlertRow.answered_by == viewer,
            AlertRow.answered_at >= begin,
            or_(AlertRow.person_id == client, AlertRow.person_id.is_(None) & may_be_theirs),
        )
        return await self._session.scalar(query.limit(1)) is not None

    # Pages.

    async def pages(self, alert: str) -> list[AlertPage]:
        """Return an alert's pages, with what became of their mails."""
        query = (
            select(AlertPageRow, OutboxRow.state, OutboxRow.reason)
            .outerjoin(OutboxRow, OutboxRow.id == AlertPageRow.mail_id)
            .where(checked(AlertPageRow.clinic_id) == self._clinic, AlertPageRow.alert_id == alert)
            .order_by(AlertPageRow.number)
        )
        return [
            AlertPage(
                row.id,
                row.number,
                PersonId(row.person_id),
                row.role,
                row.at,
                row.mail_id,
                state,
                reason,
                row.call_state,
                row.call_attempts,
            )
            for row, state, reason in await self._session.execute(query)
        ]

    async def add_page(self, alert: str, page: AlertPage, call_due_at: datetime | None) -> None:
        """Note that somebody is paged."""
        await self._session.execute(
            insert(AlertPageRow).values(
                id=page.id,
                clinic_id=self._clinic,
                alert_id=alert,
                number=page.number,
                person_id=page.person,
                role=page.role,
                at=page.at,
                mail_id=page.mail,
                call_state=page.call_state,
                call_due_at=call_due_at,
            )
        )

    # Timelines.

    async def add_step(self, alert: str, step: str, person: PersonId | None, at: datetime) -> None:
        """Add a line to a timeline, which the audit trail has or gets in the same transaction."""
        await self._session.execute(
            insert(AlertStepRow).values(
                clinic_id=self._clinic, alert_id=alert, at=at, step=step, person_id=person, noted=True
            )
        )

    async def steps(self, alerts: Collection[str]) -> dict[str, list[AlertStep]]:
        """Return the timelines of alerts."""
        found: dict[str, list[AlertStep]] = {alert: [] for alert in alerts}
        for step in await self._steps(AlertStepRow.alert_id.in_(alerts)):
            found[step.alert].append(step)
        return found

    async def take_unnoted(self, alert: str) -> Sequence[AlertStep]:
        """Return the lines of a timeline that the audit trail lacks, which the caller gives it now."""
        lacking = (AlertStepRow.alert_id == alert) & AlertStepRow.noted.is_(False)
        found = await self._steps(lacking)
        if found:
            await self._session.execute(
                update(AlertStepRow)
                .where(checked(AlertStepRow.clinic_id) == self._clinic, lacking)
                .values(noted=True)
            )
        return found

    async def stamp(self, begin: datetime) -> tuple[int, int]:
        """Return numbers that differ once anything about alerts since then has changed."""
        lines = select(func.count(), func.coalesce(func.max(AlertStepRow.id), 0)).where(
            AlertStepRow.clinic_id == self._clinic, AlertStepRow.at >= begin
        )
        count, last = (await self._session.execute(lines)).one()
        return count, last

    async def _steps(self, which: ColumnElement[bool]) -> list[AlertStep]:
        query = (
            select(AlertStepRow)
            .where(checked(AlertStepRow.clinic_id) == self._clinic, which)
            .order_by(AlertStepRow.at, AlertStepRow.id)
        )
        return [
            AlertStep(row.alert_id, row.at, row.step, PersonId(row.person_id) if row.person_id else None)
            for row in await self._session.scalars(query)
        ]

    async def _set(self, alert: str, **values: object) -> None:
        await self._session.execute(
            update(AlertRow).where(AlertRow.id == alert, AlertRow.clinic_id == self._clinic).values(**values)
        )


def _alert(row: AlertRow) -> Alert:
    return Alert(
        row.id,
        AppointmentId(row.session_id),
        row.seat_id,
        PersonId(row.person_id) if row.person_id else None,
        row.late,
        row.signalled_at,
        row.state,
        row.directors_due,
        row.outcome,
        row.told,
        PersonId(row.answered_by) if row.answered_by else None,
        row.answered_at,
        row.ended_at,
    )

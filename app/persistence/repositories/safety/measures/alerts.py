"""Who was told of an answer that a client thinks of dying or of hurting themselves, and who has seen it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.models.safety.follow_ups import FollowUpRow
from app.persistence.models.safety.measures import MeasureAlertRow
from app.persistence.scoping import checked
from clinic.common.ids import ClinicId, PersonId
from clinic.safety.tasks import TaskKind

__all__ = ["MeasureAlert", "MeasureAlertRepository"]


@dataclass(frozen=True, slots=True)
class MeasureAlert:
    """An alert whose task is not done.

    Attributes:
        mails: Those that leave unless somebody sees it in time.
    """

    task: str
    client: PersonId
    at: datetime
    mails: tuple[str, ...]
    seen_by: PersonId | None
    seen_at: datetime | None


class MeasureAlertRepository:
    """Queries about alerts."""

    def __init__(self, session: AsyncSession, clinic: ClinicId) -> None:
        self._session = session
        self._clinic = clinic

    async def open(self, clients: Collection[PersonId]) -> list[MeasureAlert]:
        """Return the alerts about these clients whose task is not done, the oldest first."""
        row, task = MeasureAlertRow, FollowUpRow
        query = (
            select(row, task.client_id, task.noted_at)
            .join(task, task.id == row.task_id)
            .where(
                checked(row.clinic_id) == self._clinic,
                task.client_id.in_(clients),
                task.kind == TaskKind.ANSWER.value,
                task.done.is_(False),
            )
            .order_by(task.noted_at, task.id)
        )
        return [
            MeasureAlert(
                one.task_id,
                PersonId(client),
                at,
                tuple(one.mails),
                PersonId(one.seen_by_id) if one.seen_by_id else None,
                one.seen_at,
            )
            for one, client, at in await self._session.execute(query)
        ]

    async def add(self, task: str, mails: Sequence[str]) -> None:
        """Add an alert that nobody has seen."""
        await self._session.execute(
            insert(MeasureAlertRow).values(task_id=task, clinic_id=self._clinic, mails=list(mails))
        )

    async def see(self, tasks: Collection[str], by: PersonId, now: datetime) -> None:
        """Note who has seen these alerts first."""
        await self._session.execute(
            update(MeasureAlertRow)
            .where(
                MeasureAlertRow.clinic_id == self._clinic,
                MeasureAlertRow.task_id.in_(tasks),
                MeasureAlertRow.seen_at.is_(None),
            )
            .values(seen_by_id=by, seen_at=now)
        )

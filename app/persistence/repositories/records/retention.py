"""Counts and removes what is over in one clinic (``due``). At most so many rows go at once: a transaction that removes a
year of them would keep all others waiting."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import delete, func, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.models.records.audit import IdempotencyRow
from app.persistence.models.records.rights import DataRequestRow
from app.persistence.models.safety.follow_ups import FollowUpRow
from app.persistence.models.safety.measures import MeasureAlertRow
from app.persistence.repositories.records.due import Due, due_rows
from app.persistence.repositories.records.session_logs import SessionLogs
from clinic.common.ids import ClinicId
from clinic.records.retention import Held, RetentionClass

__all__ = ["Counted", "RetentionRepository"]

_LOGS_AT_ONCE = 25
"""A log has hundreds of rows: so many times fewer go at once."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What is over of a class: rows, or sessions where their logs are meant.

    Attributes:
        due: What will be removed.
        oldest: From when the oldest of it is.
        held: What a hold keeps.
    """

    due: int = 0
    oldest: datetime | None = None
    held: int = 0


class RetentionRepository:
    """What is over in one clinic."""

    def __init__(self, session: AsyncSession, clinic: ClinicId) -> None:
        self._session = session
        self._clinic = clinic
        self._logs = SessionLogs(session, clinic)

    async def count(self, kind: RetentionClass, by: datetime, held: Held) -> Counted:
        """Return what of a class was over by then."""
        found = Counted()
        for due in due_rows(kind, self._clinic, by, held):
            going = select(func.count(), func.min(due.at)).select_from(due.table).where(due.over, ~due.held)
            count, oldest = (await self._session.execute(going)).one()
            kept = select(func.count()).select_from(due.table).where(due.over, due.held)
            held_rows = await self._session.scalar(kept) or 0
            times = [each for each in (found.oldest, _moment(oldest)) if each is not None]
            found = Counted(found.due + count, min(times, default=None), found.held + held_rows)
        return found

    async def remove(
        self, kind: RetentionClass, by: datetime, held: Held, limit: int, now: datetime
    ) -> tuple[int, bool]:
        """Remove what of a class was over by then, the oldest first and nothing that is held.

        Returns:
            How much, and whether there may be more.
        """
        is_log = kind in (RetentionClass.ANSWERS, RetentionClass.LOG)
        most = max(1, limit // _LOGS_AT_ONCE) if is_log else limit
        removed = 0
        for due in due_rows(kind, self._clinic, by, held):
            keys = await self._keys(due, most - removed)
            await self._take(kind, due, keys, now)
            removed += len(keys)
            if removed == most:
                return removed, True
        return removed, False

    async def remove_repeats(self, by: datetime, limit: int) -> int:
        """Remove answers to creations that were given before then; nobody is given them any longer."""
        place = (IdempotencyRow.person_id, IdempotencyRow.key)
        found = (
            await self._session.execute(
                select(*place)
                .where(IdempotencyRow.clinic_id == self._clinic, IdempotencyRow.at < by)
                .order_by(IdempotencyRow.at)
                .limit(limit)
            )
        ).all()
        if found:
            await self._session.execute(
                delete(IdempotencyRow).where(
                    IdempotencyRow.clinic_id == self._clinic,
                    tuple_(*place).in_([tuple(row) for row in found]),
                )
            )
        return len(found)

    async def _keys(self, due: Due, limit: int) -> list[tuple[Any, ...]]:
        query = select(*due.key).where(due.over, ~due.held).order_by(due.at).limit(limit)
        return [tuple(row) for row in await self._session.execute(query)]

    async def _take(self, kind: RetentionClass, due: Due, keys: list[tuple[Any, ...]], now: datetime) -> None:
        if not keys:
            return
        match kind:
            case RetentionClass.ANSWERS:
                for (session,) in keys:
                    await self._logs.remove_answers(session, now)
            case RetentionClass.LOG:
                for (session,) in keys:
                    await self._logs.remove(session, now)
            case RetentionClass.COPIES:
                await self._session.execute(
                    update(DataRequestRow)
                    .where(DataRequestRow.id.in_([key for (key,) in keys]))
                    .values(state="removed", file=None)
                )
            case _:
                if due.table is FollowUpRow:
                    # Who was written to about an answer is part of its task.
                    tasks = [key for (key,) in keys]
                    await self._session.execute(
                        delete(MeasureAlertRow).where(
                            MeasureAlertRow.clinic_id == self._clinic, MeasureAlertRow.task_id.in_(tasks)
                        )
                    )
                clinic = due.table.__table__.c.clinic_id == self._clinic
                await self._session.execute(delete(due.table).where(clinic, tuple_(*due.key).in_(keys)))


def _moment(oldest: date | datetime | None) -> datetime | None:
    """Return when a day begins that has no time."""
    if oldest is None or isinstance(oldest, datetime):
        return oldest
    return datetime.combine(oldest, time(), UTC)

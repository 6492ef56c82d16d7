"""Answers to creations with an idempotency key, kept for a day."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.models.records.audit import IdempotencyRow
from clinic.common.ids import ClinicId, PersonId

__all__ = ["KEPT_FOR", "KeptAnswer", "RepeatRepository"]

KEPT_FOR: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """What a creation answered, and the hash of its request, 32 bytes."""

    request: bytes
    answer: dict[str, Any]


class RepeatRepository:
    """The answers that one person got."""

    def __init__(self, session: AsyncSession, clinic: ClinicId, person: PersonId) -> None:
        self._session = session
        self._clinic = clinic
        self._person = person

    async def find(self, key: str, now: datetime) -> KeptAnswer | None:
        """Return the answer for this key, or None if there is none or it is too old."""
        row = await self._session.scalar(
            select(IdempotencyRow).where(
                IdempotencyRow.clinic_id == self._clinic,
                IdempotencyRow.person_id == self._person,
                IdempotencyRow.key == key,
                IdempotencyRow.at >= now - KEPT_FOR,
            )
        )
        return KeptAnswer(row.request_hash, row.answer) if row else None

    async def keep(self, key: str, request: bytes, answer: dict[str, Any], now: datetime) -> None:
        """Keep an answer, and drop the person's answers that are too old."""
        await self._session.execute(
            delete(IdempotencyRow).where(
                IdempotencyRow.clinic_id == self._clinic,
                IdempotencyRow.person_id == self._person,
                IdempotencyRow.at < now - KEPT_FOR,
            )
        )
        self._session.add(
            IdempotencyRow(
                person_id=self._person,
                key=key,
                clinic_id=self._clinic,
                request_hash=request,
                answer=answer,
                at=now,
            )
        )
        await self._session.flush()

"""Answers to creations with an idempotency key, kept for a day."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.models.audit import IdempotencyRow
from clinic.ids import ClinicId, PersonId

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

    async def find(self, key: str) -> KeptAnswer | None:
        """Return the answer for this key, or None."""
        row = await self._session.get(IdempotencyRow, (self._person, key))
        return KeptAnswer(row.request_hash, row.answer) if row else None

    async def keep(self, key: str, request: bytes, answer: dict[str, Any], now: datetime) -> None:
        """Keep an answer, and drop the person's answers that are too old."""
        mine = IdempotencyRow.person_id == self._person
        await self._session.execute(delete(IdempotencyRow).where(mine, IdempotencyRow.at < now - KEPT_FOR))
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

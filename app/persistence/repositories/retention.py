"""Removes rows of one clinic that are over; how long they are kept is decided in ``app.access.records.keeping``.

At most so many at once: a transaction that removes a year of rows would keep all others waiting.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, delete, exists, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from app.persistence.models.audit import IdempotencyRow
from app.persistence.models.identity import OneTimeLinkRow, SignInRow
from app.persistence.models.mail import OutboxRow
from app.persistence.models.schedule import AppointmentRow
from clinic.identity.sign_ins import SignInState
from clinic.ids import ClinicId

__all__ = ["RetentionRepository"]


class RetentionRepository:
    """What is over in one clinic. Each act removes at most ``limit`` rows, the oldest first, and returns how many."""

    def __init__(self, session: AsyncSession, clinic: ClinicId) -> None:
        self._session = session
        self._clinic = clinic

    async def remove_links(self, by: datetime, lasting: str, limit: int) -> int:
        """Remove one-time links that were used, withdrawn or expired by then.

        Args:
            lasting: The purpose of links that are not used up.
        """
        over = or_(
            OneTimeLinkRow.expires_at <= by,
            OneTimeLinkRow.withdrawn_at <= by,
            and_(OneTimeLinkRow.used_at <= by, OneTimeLinkRow.purpose != lasting),
        )
        return await self._remove(
            select(OneTimeLinkRow.id)
            .where(OneTimeLinkRow.clinic_id == self._clinic, over)
            .order_by(OneTimeLinkRow.made_at)
            .limit(limit),
            OneTimeLinkRow,
        )

    async def remove_sign_ins(self, ended_by: datetime, begun_by: datetime, limit: int) -> int:
        """Remove sign-ins that are over; each person's newest complete one stays.

        Args:
            ended_by: Those that ended by then.
            begun_by: Those that nothing ended, and that began by then.
        """
        ended_by_itself = and_(SignInRow.ended_at.is_(None), SignInRow.started_at <= begun_by)
        later = aliased(SignInRow)
        has_later = exists().where(
            later.person_id == SignInRow.person_id,
            later.state != SignInState.SECOND_FACTOR.value,
            tuple_(later.started_at, later.id) > tuple_(SignInRow.started_at, SignInRow.id),
        )
        return await self._remove(
            select(SignInRow.id)
            .where(
                SignInRow.clinic_id == self._clinic,
                or_(SignInRow.ended_at <= ended_by, ended_by_itself),
                or_(SignInRow.state == SignInState.SECOND_FACTOR.value, has_later),
            )
            .order_by(SignInRow.started_at)
            .limit(limit),
            SignInRow,
        )

    async def remove_mails(self, states: Collection[str], by: datetime, limit: int) -> int:
        """Remove mails that came to such an end by then, unless they tell of an appointment that ended later."""
        goes_on = exists().where(
            AppointmentRow.id == OutboxRow.appointment_id,
            AppointmentRow.clinic_id == self._clinic,
            AppointmentRow.ends_at > by,
        )
        return await self._remove(
            select(OutboxRow.id)
            .where(
                OutboxRow.clinic_id == self._clinic,
                OutboxRow.state.in_(states),
                OutboxRow.done_at <= by,
                ~goes_on,
            )
            .order_by(OutboxRow.done_at)
            .limit(limit),
            OutboxRow,
        )

    async def remove_repeats(self, by: datetime, limit: int) -> int:
        """Remove answers to creations that were given before then."""
        found = (
            await self._session.execute(
                select(IdempotencyRow.person_id, IdempotencyRow.key)
                .where(IdempotencyRow.clinic_id == self._clinic, IdempotencyRow.at < by)
                .order_by(IdempotencyRow.at)
                .limit(limit)
            )
        ).all()
        if found:
            place = tuple_(IdempotencyRow.person_id, IdempotencyRow.key)
            await self._session.execute(
                delete(IdempotencyRow).where(
                    IdempotencyRow.clinic_id == self._clinic, place.in_([tuple(row) for row in found])
                )
            )
        return len(found)

    async def _remove(self, found: "Select[str]", table: type[Any]) -> int:
        ids = list(await self._session.scalars(found))
        if ids:
            await self._session.execute(
                delete(table).where(table.clinic_id == self._clinic, table.id.in_(ids))
            )
        return len(ids)

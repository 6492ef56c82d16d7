"""The audit trail of a clinic: entries are appended in one chain, and read in order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.models.clinics import ClinicRow
from app.persistence.models.records.audit import AuditRow
from clinic.common.ids import ClinicId
from clinic.records.audit import BEGINNING, AuditEntry, Fact, SealedEntry, seal_entry

__all__ = ["PAGE", "AuditFilter", "AuditRepository", "Note"]

PAGE = 200
"""Entries read at a time."""


@dataclass(frozen=True, slots=True)
class Note:
    """What will become an entry when the transaction ends."""

    action: str
    subjects: tuple[str, ...]
    facts: Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which entries are wanted; None means any.

    Attributes:
        subject: An id among the subjects.
        areas: What may stand before the dot of an action, such as ``person``; none means any.
        since: From this moment on.
        until: Before this moment.
    """

    actor: str | None = None
    subject: str | None = None
    areas: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None


class AuditRepository:
    """Appends and reads the entries of one clinic."""

    def __init__(self, session: AsyncSession, clinic: ClinicId) -> None:
        self._session = session
        self._clinic = clinic

    async def append(self, notes: Iterable[Note], at: datetime, actor: str, sign_in: str | None) -> None:
        """Append notes as entries. The clinic's row is locked, so that writers form one chain."""
        lock = select(ClinicRow.id).where(ClinicRow.id == self._clinic).with_for_update()
        await self._session.execute(lock)
        last = (
            await self._session.execute(
                select(AuditRow.number, AuditRow.seal)
                .where(AuditRow.clinic_id == self._clinic)
                .order_by(AuditRow.number.desc())
                .limit(1)
            )
        ).first()
        number, seal = (last.number, last.seal) if last else (0, BEGINNING)
        for note in notes:
            number += 1
            entry = AuditEntry(
                self._clinic, number, at, actor, sign_in, note.action, note.subjects, note.facts
            )
            seal = seal_entry(seal, entry)
            self._session.add(_row(entry, seal))
        await self._session.flush()

    async def page(self, after: int = 0, limit: int = PAGE) -> list[SealedEntry]:
        """Return entries in order, those with numbers above ``after``, for checking the chain."""
        query = (
            select(AuditRow)
            .where(AuditRow.clinic_id == self._clinic, AuditRow.number > after)
            .order_by(AuditRow.number)
            .limit(limit)
        )
        return [_sealed(row) for row in await self._session.scalars(query)]

    async def find(self, wanted: AuditFilter, before: int | None, limit: int) -> list[AuditEntry]:
        """Return the newest entries that fit, those with numbers below ``before``.

        A subject is looked for among the newest entries only, at most ``PAGE`` times the limit.
        """
        query = select(AuditRow).where(AuditRow.clinic_id == self._clinic)
        if before is not None:
            query = query.where(AuditRow.number < before)
        if wanted.actor is not None:
            query = query.where(AuditRow.actor == wanted.actor)
        if wanted.areas:
            begins = (AuditRow.action.startswith(f"{area}.", autoescape=True) for area in wanted.areas)
            query = query.where(or_(*begins))
        if wanted.since is not None:
            query = query.where(AuditRow.at >= wanted.since)
        if wanted.until is not None:
            query = query.where(AuditRow.at < wanted.until)
        query = query.order_by(AuditRow.number.desc())
        if wanted.subject is None:
            return [_sealed(row).entry for row in await self._session.scalars(query.limit(limit))]
        rows = await self._session.scalars(query.limit(limit * PAGE))
        found = (row for row in rows if wanted.subject in row.subjects)
        return [_sealed(row).entry for row, _ in zip(found, range(limit), strict=False)]


def _row(entry: AuditEntry, seal: bytes) -> AuditRow:
    return AuditRow(
        clinic_id=entry.clinic,
        number=entry.number,
        at=entry.at,
        actor=entry.actor,
        sign_in=entry.sign_in,
        action=entry.action,
        subjects=list(entry.subjects),
        facts=dict(entry.facts),
        seal=seal,
    )


def _sealed(row: AuditRow) -> SealedEntry:
    entry = AuditEntry(
        ClinicId(row.clinic_id),
        row.number,
        row.at,
        row.actor,
        row.sign_in,
        row.action,
        tuple(row.subjects),
        row.facts,
    )
    return SealedEntry(entry, row.seal)

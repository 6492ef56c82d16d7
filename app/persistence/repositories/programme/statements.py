"""Statements as they were made, and under which partner's name a couple's sessions are billed.

No statement is changed: what was stated before stays, whatever is corrected afterwards.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

from pydantic import TypeAdapter
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.encryption import ClinicKeys
from app.persistence.models.programme.programme import IdentifiedPatientRow, StatementRow
from app.persistence.scoping import checked
from clinic.attendance.statements import Statement
from clinic.common.ids import ClinicId, CoupleId, PersonId

__all__ = ["IdentifiedPatient", "StatementRepository"]

_CONTENT: Final = "statements.content"
_STATEMENT: Final = TypeAdapter(Statement)


@dataclass(frozen=True, slots=True)
class IdentifiedPatient:
    """The partner under whose name a couple's sessions are billed; None while nobody is chosen. Version 0: never was."""

    person: PersonId | None = None
    version: int = 0


class StatementRepository:
    """The statements of one clinic's clients. What they say is encrypted."""

    def __init__(self, session: AsyncSession, clinic: ClinicId, keys: ClinicKeys) -> None:
        self._session = session
        self._clinic = clinic
        self._keys = keys

    async def add(self, statement: Statement) -> None:
        """Store a new statement."""
        content = _STATEMENT.dump_json(statement).decode()
        self._session.add(
            StatementRow(
                id=statement.id,
                clinic_id=self._clinic,
                person_id=statement.client,
                by_id=statement.made_by,
                recipient_id=statement.recipient,
                made_at=statement.made_at,
                content=self._keys.seal(_CONTENT, statement.id, content),
            )
        )
        await self._session.flush()

    async def of(self, client: PersonId, limit: int, *, own: bool = False) -> list[Statement]:
        """Return a client's statements, the newest first.

        Args:
            own: Only those that are for the client themselves.
        """
        query = (
            select(StatementRow)
            .where(checked(StatementRow.clinic_id) == self._clinic, StatementRow.person_id == client)
            .order_by(StatementRow.made_at.desc(), StatementRow.id)
            .limit(limit)
        )
        if own:
            query = query.where(StatementRow.recipient_id.is_(None))
        return [self._statement(row) for row in await self._session.scalars(query)]

    async def find(self, statement: str) -> Statement | None:
        """Return a statement, or None."""
        query = select(StatementRow).where(
            StatementRow.clinic_id == self._clinic, StatementRow.id == statement
        )
        row = await self._session.scalar(query)
        return self._statement(row) if row else None

    def _statement(self, row: StatementRow) -> Statement:
        made = _STATEMENT.validate_json(self._keys.open(_CONTENT, row.id, row.content))
        # Whose record became another's is known by the row.
        return replace(made, client=PersonId(row.person_id), made_by=PersonId(row.by_id))

    async def identified(self, couples: Collection[CoupleId]) -> dict[CoupleId, IdentifiedPatient]:
        """Return what was chosen for those of these couples for which something was."""
        query = select(IdentifiedPatientRow).where(
            checked(IdentifiedPatientRow.clinic_id) == self._clinic,
            IdentifiedPatientRow.couple_id.in_(couples),
        )
        return {
            CoupleId(row.couple_id): IdentifiedPatient(
                PersonId(row.person_id) if row.person_id else None, row.version
            )
            for row in await self._session.scalars(query)
        }

    async def identify(self, couple: CoupleId, chosen: IdentifiedPatient) -> bool:
        """Choose this partner, if the choice still has this version; return whether it had."""
        if chosen.version == 0:
            self._session.add(
                IdentifiedPatientRow(couple_id=couple, clinic_id=self._clinic, person_id=chosen.person)
            )
            await self._session.flush()
            return True
        changed = await self._session.execute(
            update(IdentifiedPatientRow)
            .where(
                IdentifiedPatientRow.clinic_id == self._clinic,
                IdentifiedPatientRow.couple_id == couple,
                IdentifiedPatientRow.version == chosen.version,
            )
            .values(person_id=chosen.person, version=chosen.version + 1)
            .returning(IdentifiedPatientRow.couple_id)
        )
        return changed.first() is not None

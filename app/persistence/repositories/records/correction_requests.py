"""What people want corrected, in one clinic. What anybody wrote is encrypted."""

import json
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.encryption import ClinicKeys
from app.persistence.models.records.rights import CorrectionRequestRow
from app.persistence.scoping import checked
from clinic.common.ids import ClinicId, PersonId
from clinic.records.correction_requests import CorrectionRequest, CorrectionState, FactAbout

__all__ = ["CorrectionRequestRepository"]

_PLACE = "correction_requests.content"


class CorrectionRequestRepository:
    """Queries about corrections."""

    def __init__(self, session: AsyncSession, clinic: ClinicId, keys: ClinicKeys) -> None:
        self._session = session
        self._clinic = clinic
        self._keys = keys

    async def add(self, made: CorrectionRequest) -> None:
        """Add a request."""
        self._session.add(
            CorrectionRequestRow(
                id=made.id,
                clinic_id=self._clinic,
                person_id=made.person,
                about=made.about.value,
                content=self._sealed(made),
                asked_at=made.asked_at,
                state=made.state.value,
            )
        )
        await self._session.flush()

    async def find(self, correction: str) -> CorrectionRequest | None:
        """Return a request, or None."""
        row = await self._session.get(CorrectionRequestRow, correction)
        return self._read(row) if row is not None and row.clinic_id == self._clinic else None

    async def of(self, person: PersonId) -> list[CorrectionRequest]:
        """Return somebody's requests, the newest first."""
        query = (
            select(CorrectionRequestRow)
            .where(
                checked(CorrectionRequestRow.clinic_id) == self._clinic,
                CorrectionRequestRow.person_id == person,
            )
            .order_by(CorrectionRequestRow.asked_at.desc(), CorrectionRequestRow.id.desc())
        )
        return [self._read(row) for row in await self._session.scalars(query)]

    async def page(
        self, state: CorrectionState, after: tuple[datetime, str] | None, limit: int
    ) -> list[CorrectionRequest]:
        """Return requests in a state, those that have waited longest first."""
        row = CorrectionRequestRow
        query = select(row).where(row.clinic_id == self._clinic, row.state == state.value)
        if after is not None:
            at, id_ = after
            query = query.where((row.asked_at > at) | ((row.asked_at == at) & (row.id > id_)))
        query = query.order_by(row.asked_at, row.id).limit(limit)
        return [self._read(each) for each in await self._session.scalars(query)]

    async def put(self, changed: CorrectionRequest) -> bool:
        """Store a request after a move; returns whether it was the one before."""
        decided = {"decided_by_id": changed.decided_by, "decided_at": changed.decided_at}
        stored = await self._session.execute(
            update(CorrectionRequestRow)
            .where(
                CorrectionRequestRow.id == changed.id,
                CorrectionRequestRow.clinic_id == self._clinic,
                CorrectionRequestRow.version == changed.version - 1,
            )
            .values(
                content=self._sealed(changed), state=changed.state.value, version=changed.version, **decided
            )
            .returning(CorrectionRequestRow.id)
            .execution_options(synchronize_session=False)
        )
        return stored.first() is not None

    def _sealed(self, one: CorrectionRequest) -> str:
        content = {
            "wrong": one.wrong,
            "right": one.right,
            "answer": one.answer,
            "disagreement": one.disagreement,
        }
        return self._keys.seal(_PLACE, one.id, json.dumps(content))

    def _read(self, row: CorrectionRequestRow) -> CorrectionRequest:
        content = json.loads(self._keys.open(_PLACE, row.id, row.content))
        return CorrectionRequest(
            row.id,
            PersonId(row.person_id),
            FactAbout(row.about),
            content["wrong"],
            content["right"],
            row.asked_at,
            CorrectionState(row.state),
            content["answer"],
            PersonId(row.decided_by_id) if row.decided_by_id else None,
            row.decided_at,
            content["disagreement"],
            row.version,
        )

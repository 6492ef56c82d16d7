"""Private screenings and decisions about clearance of one clinic. Both are only added, and both are encrypted.

What somebody reads of a couple takes the same queries whatever was decided, and by whom.
"""

import json
from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.encryption import ClinicKeys
from app.persistence.models.safety.clearance import ClearanceDecisionRow, ScreeningRow
from app.persistence.scoping import checked
from clinic.common.ids import ClinicId, CoupleId, PersonId
from clinic.safety.clearance import Decision, Move, Reason
from clinic.safety.screening import Instrument, InstrumentKind, Screening

__all__ = ["ClearanceRepository", "read_instrument", "write_instrument"]

_SCREENING: Final = "screenings.content"
_DECISION: Final = "clearance_decisions.content"
_LENGTH: Final = 200
"""Characters of every decision before it is encrypted: none is longer, and their lengths must not tell them apart."""


class ClearanceRepository:
    """Queries about screenings and decisions."""

    def __init__(self, session: AsyncSession, clinic: ClinicId, keys: ClinicKeys) -> None:
        self._session = session
        self._clinic = clinic
        self._keys = keys

    async def add_screening(self, made: Screening) -> None:
        """Add a screening."""
        content = {"instrument": write_instrument(made.instrument), "answers": list(made.answers)}
        self._session.add(
            ScreeningRow(
                id=made.id,
                clinic_id=self._clinic,
                person_id=made.person,
                by_id=made.by,
                at=made.at,
                content=self._keys.seal(_SCREENING, made.id, json.dumps(content)),
            )
        )
        await self._session.flush()

    async def screenings(self, person: PersonId, limit: int) -> list[Screening]:
        """Return a client's screenings, the newest first."""
        query = (
            select(ScreeningRow)
            .where(checked(ScreeningRow.clinic_id) == self._clinic, ScreeningRow.person_id == person)
            .order_by(ScreeningRow.at.desc(), ScreeningRow.id.desc())
            .limit(limit)
        )
        return [self._screening(row) for row in await self._session.scalars(query)]

    async def screened(self, person: PersonId) -> tuple[int, datetime | None]:
        """Return how often a client was screened, and when last."""
        query = select(func.count(), func.max(ScreeningRow.at)).where(
            checked(ScreeningRow.clinic_id) == self._clinic, ScreeningRow.person_id == person
        )
        count, last = (await self._session.execute(query)).one()
        return count, last

    async def decide(self, couple: CoupleId, made: Decision) -> None:
        """Add a decision. Two at once about one partner: the second is a WriteConflict."""
        content = {
            "move": made.move.value,
            "reason": made.reason.value,
            "screened_at": made.screened_at.isoformat() if made.screened_at else None,
        }
        self._session.add(
            ClearanceDecisionRow(
                couple_id=couple,
                partner_id=made.partner,
                position=made.position,
                clinic_id=self._clinic,
                by_id=made.by,
                at=made.at,
                content=self._keys.seal(
                    _DECISION,
                    _row(couple, made.partner, made.position),
                    json.dumps(content).ljust(_LENGTH),
                ),
            )
        )
        await self._session.flush()

    async def decisions(self, couples: Collection[CoupleId]) -> dict[CoupleId, list[Decision]]:
        """Return all decisions about these couples, of each partner the oldest first."""
        query = (
            select(ClearanceDecisionRow)
            .where(
                checked(ClearanceDecisionRow.clinic_id) == self._clinic,
                ClearanceDecisionRow.couple_id.in_(couples),
            )
            .order_by(
                ClearanceDecisionRow.couple_id,
                ClearanceDecisionRow.partner_id,
                ClearanceDecisionRow.position,
            )
        )
        found: dict[CoupleId, list[Decision]] = defaultdict(list)
        for row in await self._session.scalars(query):
            found[CoupleId(row.couple_id)].append(self._decision(row))
        return dict(found)

    def _screening(self, row: ScreeningRow) -> Screening:
        content = json.loads(self._keys.open(_SCREENING, row.id, row.content))
        return Screening(
            row.id,
            PersonId(row.person_id),
            PersonId(row.by_id),
            row.at,
            read_instrument(content["instrument"]),
            tuple(content["answers"]),
        )

    def _decision(self, row: ClearanceDecisionRow) -> Decision:
        at = _row(row.couple_id, row.partner_id, row.position)
        content = json.loads(self._keys.open(_DECISION, at, row.content))
        screened_at = content["screened_at"]
        return Decision(
            row.position,
            PersonId(row.partner_id),
            PersonId(row.by_id),
            row.at,
            Move(content["move"]),
            Reason(content["reason"]),
            datetime.fromisoformat(screened_at) if screened_at else None,
        )


def write_instrument(instrument: Instrument) -> dict[str, Any]:
    """Return an instrument as JSON."""
    return {
        "kind": instrument.kind.value,
        "title": instrument.title,
        "items": list(instrument.items),
        "lowest": instrument.lowest,
        "highest": instrument.highest,
        "positive_above": instrument.positive_above,
    }


def read_instrument(stored: dict[str, Any]) -> Instrument:
    """Return an instrument that ``write_instrument`` has written."""
    return Instrument(
        InstrumentKind(stored["kind"]),
        stored["title"],
        tuple(stored["items"]),
        stored["lowest"],
        stored["highest"],
        stored["positive_above"],
    )


def _row(couple: str, partner: str, position: int) -> str:
    return f"{couple}/{partner}/{position}"

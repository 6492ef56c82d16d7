"""How people may be written to: address, channel and hours, language and zone, as they are stored today."""

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.encryption import ClinicKeys
from app.persistence.models.people import PersonRow
from app.persistence.repositories.clinics import ClinicRecord
from app.persistence.scoping import checked
from clinic.common.ids import PersonId

__all__ = ["Reach", "ReachRepository", "open_reach"]


@dataclass(frozen=True, slots=True)
class Reach:
    """How one person may be written to.

    Attributes:
        is_staff: Staff are written to at work; clients have agreed to a channel, or not.
        email: None if there is none.
        settings: ``channel`` and ``safe_times``, as they were stored; None if the person was never asked.
        languages: The preferred one first, such as ``es-MX``.
        time_zone: Their own, else the clinic's.
    """

    person: PersonId
    is_staff: bool
    is_archived: bool
    email: str | None = field(repr=False)
    settings: dict[str, Any] | None = field(repr=False)
    languages: tuple[str, ...]
    time_zone: str


def open_reach(row: PersonRow, keys: ClinicKeys, clinic_zone: str) -> Reach:
    """Decrypt what a person's row says. Raises KeysUnusable."""
    email = keys.open("people.email", row.id, row.email) if row.email else None
    settings = json.loads(keys.open("people.reach", row.id, row.reach)) if row.reach else None
    return Reach(
        PersonId(row.id),
        row.kind == "staff",
        row.archived_at is not None,
        email or None,
        settings,
        tuple(row.languages or ()),
        row.time_zone or clinic_zone,
    )


class ReachRepository:
    """Reads how one clinic's people may be written to."""

    def __init__(self, session: AsyncSession, clinic: ClinicRecord, keys: ClinicKeys) -> None:
        self._session = session
        self._clinic = clinic
        self._keys = keys

    async def find(self, people: Collection[PersonId]) -> dict[PersonId, Reach]:
        """Return those of these people who are in this clinic."""
        query = select(PersonRow).where(
            checked(PersonRow.clinic_id) == self._clinic.id, PersonRow.id.in_(people)
        )
        rows = await self._session.scalars(query)
        return {PersonId(row.id): open_reach(row, self._keys, self._clinic.time_zone) for row in rows}

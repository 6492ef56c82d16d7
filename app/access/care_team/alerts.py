"""Tells the clinical directors at once of what they answer for."""

from typing import Protocol

from app.persistence.clinic_store import ClinicUnit
from clinic.common.ids import PersonId
from clinic.identity.roles import StaffRole

__all__ = ["DirectorNotices", "alert_directors"]


class DirectorNotices(Protocol):
    """Tells one member of staff."""

    async def emergency_access(self, unit: ClinicUnit, person: PersonId) -> bool:
        """Tell a director that somebody read a client's emergency facts outside their own care team."""
        ...


async def alert_directors(unit: ClinicUnit, client: PersonId, by: PersonId, notices: DirectorNotices) -> None:
    """Tell them that ``by`` read the client's emergency facts, and note who was told; nobody is told of themselves."""
    directors = await unit.roles.holders(StaffRole.CLINICAL_DIRECTOR)
    unit.note("director.alert", client, by, *sorted(directors))
    for director in sorted(directors):
        if director != by:
            await notices.emergency_access(unit, director)

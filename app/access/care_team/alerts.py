"""Whom the programme tells at once when something happened that a clinical director answers for."""

from typing import Protocol

from app.persistence.clinic_store import ClinicUnit
from clinic.identity.roles import StaffRole
from clinic.ids import PersonId

__all__ = ["AuditedAlerts", "DirectorAlerts"]


class DirectorAlerts(Protocol):
    """Tells the clinical directors."""

    async def director_alerted(self, unit: ClinicUnit, person: PersonId, by: PersonId) -> None:
        """Tell them that somebody read a client's emergency facts outside their own care team.

        Args:
            unit: The transaction in which it happened.
            person: The client.
            by: Who did.
        """


class AuditedAlerts:
    """Tells the clinical directors in the audit trail: one entry that names each of them."""

    async def director_alerted(self, unit: ClinicUnit, person: PersonId, by: PersonId) -> None:
        """Note whom it concerns."""
        directors = await unit.roles.holders(StaffRole.CLINICAL_DIRECTOR)
        unit.note("director.alert", person, by, *sorted(directors))

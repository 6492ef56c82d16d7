"""What people are told about their sign-in by mail: a port, which the outbox fulfils.

Each call is part of the transaction that causes the mail, so nothing is sent for what did not happen, nor twice.
"""

from typing import Protocol

from app.persistence.clinic_store import ClinicUnit
from clinic.ids import PersonId

__all__ = ["Notices"]


class Notices(Protocol):
    """Puts mails into a clinic's outbox. People without an address that may be written to get none."""

    async def invite(self, unit: ClinicUnit, person: PersonId, url: str) -> object:
        """Invite somebody to set up their sign-in by this link."""

    async def recovery(self, unit: ClinicUnit, person: PersonId, url: str) -> object:
        """Send somebody who cannot sign in a link to choose a new way."""

    async def new_device(self, unit: ClinicUnit, person: PersonId) -> object:
        """Tell somebody that their account was used on a new device."""

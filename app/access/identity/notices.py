"""What people are told about their sign-in by mail: a port, which the outbox fulfils.

Each call is part of the transaction that causes the mail, so nothing is sent for what did not happen, nor twice.
"""

from typing import Protocol

from app.persistence.clinic_store import ClinicUnit
from clinic.common.ids import PersonId

__all__ = ["Notices"]


class Notices(Protocol):
    """Puts mails into a clinic's outbox. People without an address that may be written to get none."""

    async def invite(self, unit: ClinicUnit, person: PersonId, url: str) -> bool:
        """Invite somebody to set up their sign-in by this link; return whether it will be sent."""
        ...

    async def recovery(self, unit: ClinicUnit, person: PersonId, url: str) -> bool:
        """Send somebody who cannot sign in a link to choose a new way; return whether it will be sent."""
        ...

    async def new_device(self, unit: ClinicUnit, person: PersonId) -> bool:
        """Tell somebody that their account was used on a new device; return whether it will be sent."""
        ...

"""The demo's connected system: an EHR that nobody runs, whose key nobody has."""

from datetime import datetime, timedelta

from joserfc.jwk import ECKey

from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.records.systems import StoredSystem
from app.runtime.ids import new_recipient_id, new_system_id
from clinic.consents.recipients import Recipient, RecipientKind

__all__ = ["connect_ehr"]


async def connect_ehr(unit: ClinicUnit, now: datetime) -> None:
    """Add an organization that keeps charts, and its system."""
    recipient = Recipient(new_recipient_id(), "Hudson Health Records", RecipientKind.EHR)
    key = ECKey.generate_key("P-384", {"kid": "2026-charts"}).as_dict(private=False)
    await unit.recipients.add(recipient)
    await unit.outward.systems.add(
        StoredSystem(
            new_system_id(),
            unit.clinic.id,
            "Charts",
            recipient.id,
            "system/*.rs",
            now - timedelta(days=20),
            (key,),
        )
    )

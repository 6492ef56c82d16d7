"""The demo's connected systems: an EHR that nobody runs, and a webhook that is paused.

Nothing of a demo leaves this machine.
"""

from datetime import datetime, timedelta

from joserfc.jwk import ECKey

from app.access.mail.webhooks.signing import new_secret
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.mail.webhooks import StoredWebhook
from app.persistence.repositories.records.systems import StoredSystem
from app.runtime.ids import new_grant_id, new_recipient_id, new_system_id, new_webhook_id
from clinic.common.ids import PersonId
from clinic.consents.recipients import Recipient, RecipientKind
from clinic.identity.webhooks import CHOSEN, EventKind, WebhookState

__all__ = ["add_webhook", "connect_ehr"]


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


async def add_webhook(unit: ClinicUnit, signed: PersonId) -> None:
    """Add the webhook, and something that waits for it.

    Args:
        signed: A client, whose signature it is.
    """
    await unit.webhooks.add(
        StoredWebhook(
            new_webhook_id(),
            "https://records.clinic.example/attune",
            new_secret(),
            None,
            None,
            frozenset(CHOSEN),
            WebhookState.PAUSED,
            None,
            None,
            unit.now,
            1,
        )
    )
    await unit.events.add(EventKind.CONSENT_GIVEN, consent=new_grant_id(), person=signed)

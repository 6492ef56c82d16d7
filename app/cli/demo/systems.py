"""Another system of the demo's clinic that is told of events: paused, because nothing of a demo leaves this machine."""

from app.access.mail.webhooks.signing import new_secret
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.mail.webhooks import StoredWebhook
from app.runtime.ids import new_grant_id, new_webhook_id
from clinic.identity.webhooks import CHOSEN, EventKind, WebhookState
from clinic.ids import PersonId

__all__ = ["add_system"]


async def add_system(unit: ClinicUnit, signed: PersonId) -> None:
    """Add the system, and something that waits for it.

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

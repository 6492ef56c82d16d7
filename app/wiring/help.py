"""Help signals outside their room, put together: the escalations, and the calls of clinics' webhooks."""

import asyncio
from dataclasses import dataclass

from app.access.mail.pages import Pages
from app.access.safety.escalating import AlertedRooms, Escalations
from app.access.safety.paging import Pager
from app.access.safety.webhooks import Webhooks, WebhookSender
from app.mail.ports import Clock
from app.persistence.clinic_store import ClinicStore
from app.runtime.outbound import Outbound
from app.runtime.settings import Settings
from app.wiring.mail import Mail

__all__ = ["Help", "build_help"]


@dataclass(frozen=True, slots=True)
class Help:
    """The tasks."""

    escalations: Escalations
    webhooks: Webhooks

    async def run(self) -> None:
        """Page people and call webhooks until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.escalations.run(), name="help:escalations")
            tasks.create_task(self.webhooks.run(), name="help:webhooks")


def build_help(
    settings: Settings,
    store: ClinicStore,
    clock: Clock,
    rooms: AlertedRooms,
    mail: Mail,
    outbound: Outbound,
) -> Help:
    """Build all of it; nobody is paged before it runs."""
    webhooks = Webhooks(store, clock, WebhookSender(outbound))
    pager = Pager(Pages(settings.public_url), mail.worker.hurry, webhooks.wake)
    return Help(Escalations(store, clock, rooms, pager), webhooks)

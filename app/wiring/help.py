"""Help signals outside their room, put together: the escalations, and the calls of clinics' webhooks."""

import asyncio
from dataclasses import dataclass

from app.access.mail.pages import Pages
from app.access.safety.escalating import AlertedRooms, Escalations
from app.access.safety.paging import Pager
from app.access.safety.webhooks import Webhooks, WebhookSender
from app.mail.ports import Clock
from app.persistence.clinic_store import ClinicStore
from app.runtime.settings import Mode, Settings
from app.wiring.mail import Mail

__all__ = ["Help", "build_help"]


@dataclass(frozen=True, slots=True)
class Help:
    """The tasks, and what is to be closed once."""

    escalations: Escalations
    webhooks: Webhooks
    sender: WebhookSender

    async def run(self) -> None:
        """Page people and call webhooks until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.escalations.run(), name="help:escalations")
            tasks.create_task(self.webhooks.run(), name="help:webhooks")

    async def close(self) -> None:
        """Close connections."""
        await self.sender.close()


def build_help(settings: Settings, store: ClinicStore, clock: Clock, rooms: AlertedRooms, mail: Mail) -> Help:
    """Build all of it; nobody is paged before it runs."""
    sender = WebhookSender(allow_loopback=settings.mode is Mode.DEMO)
    webhooks = Webhooks(store, clock, sender)
    pager = Pager(Pages(settings.public_url), mail.worker.hurry, webhooks.wake)
    return Help(Escalations(store, clock, rooms, pager), webhooks, sender)

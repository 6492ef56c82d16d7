"""A clinic whose systems are told of events, and systems that answer as a test wants."""

import asyncio
import json
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import httpx

from app.access.mail.webhooks.delivering import WebhookDeliveries
from app.access.mail.webhooks.signing import new_secret
from app.persistence.clinic_store import Actor, ClinicUnit
from app.persistence.repositories.mail.webhooks import StoredDelivery, StoredWebhook
from app.runtime.clock import to_datetime
from app.runtime.outbound import Outbound
from clinic.common.ids import PersonId
from clinic.identity.webhooks import CHOSEN, EventKind, WebhookState
from tests.support.rooms.fakes import FakeClock
from tests.support.service.clinics import Clinic

__all__ = ["Receivers", "WebhookPlay", "add_webhook", "url_of"]

SYSTEM = Actor("system")


def url_of(name: str) -> str:
    return f"https://{name}.example/attune"


async def add_webhook(clinic: Clinic, name: str, *kinds: EventKind, **changed: Any) -> StoredWebhook:
    """Let a system be told of these kinds, or of all."""
    wanted = frozenset(kinds or CHOSEN)
    made = StoredWebhook(
        f"wh_{name}",
        url_of(name),
        new_secret(),
        None,
        None,
        wanted,
        WebhookState.ON,
        None,
        None,
        clinic.now,
        1,
    )
    made = replace(made, **changed)
    async with clinic.store.write(clinic.id, SYSTEM, clinic.now) as unit:
        await unit.webhooks.add(made)
    return made


@dataclass
class Receivers:
    """Systems by name, and the status that each answers with; 0 hangs up, and "never" does not answer."""

    answers: dict[str, int | str] = field(default_factory=dict)
    requests: list[httpx.Request] = field(default_factory=list)
    heard: asyncio.Queue[str] = field(default_factory=asyncio.Queue)
    """The names of those that were called."""

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        name = request.url.host.removesuffix(".example")
        self.heard.put_nowait(name)
        match self.answers.get(name, 204):
            case 0:
                raise httpx.ConnectError("away", request=request)
            case int(status):
                return httpx.Response(status)
        await asyncio.Event().wait()
        raise AssertionError("nobody sets it")

    def to(self, name: str) -> list[dict[str, Any]]:
        """Return what a system was told."""
        return [json.loads(one.content) for one in self.requests if one.url.host == f"{name}.example"]


@dataclass
class WebhookPlay:
    """The task that tells them, with a clock and without a network."""

    clinic: Clinic
    receivers: Receivers = field(default_factory=Receivers)
    told_off: list[PersonId] = field(default_factory=list)
    clock: FakeClock = field(default_factory=FakeClock)

    def __post_init__(self) -> None:
        transport = httpx.MockTransport(self.receivers)
        self.outbound = Outbound(allow_loopback=False, transport=transport)
        self.task = WebhookDeliveries(self.clinic.store, self.clock, self.outbound, self)

    async def webhook_off(self, unit: ClinicUnit, person: PersonId) -> bool:
        """As ``OffNotices``."""
        self.told_off.append(person)
        return True

    @property
    def now(self) -> datetime:
        return to_datetime(self.clock.now())

    def wait(self, time: timedelta) -> None:
        self.clock.time += time.total_seconds()

    async def happens(self, kind: EventKind, **subjects: str) -> None:
        async with self.clinic.store.write(self.clinic.id, SYSTEM, self.now) as unit:
            await unit.events.add(kind, **subjects)

    async def look(self) -> None:
        """Let the task look as often as something is due, and send it all."""
        for _ in range(20):
            before = len(self.receivers.requests)
            async with asyncio.TaskGroup() as tasks:
                await self.task.look(tasks)
            if len(self.receivers.requests) == before:
                return

    async def deliveries(self, webhook: str) -> list[StoredDelivery]:
        async with self.clinic.store.read(self.clinic.id, SYSTEM, self.now) as unit:
            return await unit.webhooks.deliveries(webhook, None, 100)

    async def webhook(self, webhook: str) -> StoredWebhook:
        async with self.clinic.store.read(self.clinic.id, SYSTEM, self.now) as unit:
            found = await unit.webhooks.find(webhook)
        assert found is not None
        return found

    async def close(self) -> None:
        await self.outbound.close()

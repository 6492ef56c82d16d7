"""The task that tells webhooks what happened: it deals events out, sends what is due, and turns off whoever stays away.

Each event reaches a receiver at least once, and is known by its id when it comes again. One thing at a time goes to each
receiver, and those that failed last have places of their own: one that is slow keeps no other waiting.
"""

import asyncio
import logging
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, Protocol

from app.access.mail.webhooks.signing import headers_of, write_body
from app.mail.ports import Clock
from app.persistence.clinic_store import Actor, ClinicStore, ClinicUnit, ClinicUnknown
from app.persistence.encryption import KeysUnusable
from app.persistence.repositories.mail.webhook_leases import DueDelivery, WebhookLeaseRepository
from app.persistence.unit_of_work import StorageUnavailable, WriteConflict
from app.runtime.clock import to_datetime
from app.runtime.outbound import Answer, Outbound, Posted
from clinic.common.ids import PersonId
from clinic.identity.roles import StaffRole
from clinic.identity.webhooks import Attempt, WebhookState, settle

__all__ = ["PLACES", "OffNotices", "WebhookDeliveries"]

_log = logging.getLogger(__name__)
_TASK: Final = Actor("system")
PLACES: Final = {False: 10, True: 10}
"""Sent beside each other: to those whose last attempt succeeded, and to those whose last one failed."""
_LEASE: Final = timedelta(seconds=30)
"""Longer than a call and the storing of what became of it may take."""
_DEALT_AT_ONCE: Final = 200
_LONGEST_REST_S: Final = 5.0
_SHORTEST_REST_S: Final = 0.5
"""What is due may be waiting for its receiver to be done with something else."""


class OffNotices(Protocol):
    """Tells somebody by mail that a webhook is off."""

    async def webhook_off(self, unit: ClinicUnit, person: PersonId) -> bool:
        """Tell them; return whether it will be sent."""
        ...


class WebhookDeliveries:
    """Sends while ``run`` runs.

    Args:
        store: The clinics' storage.
        clock: The time of day.
        outbound: Posts a delivery.
        notices: Tells the clinic's administrators.
    """

    def __init__(self, store: ClinicStore, clock: Clock, outbound: Outbound, notices: OffNotices) -> None:
        self._store = store
        self._clock = clock
        self._outbound = outbound
        self._notices = notices
        self._sending = Counter[bool]()
        self._news = asyncio.Event()

    async def run(self) -> None:
        """Send until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            while True:
                rest_s = _LONGEST_REST_S
                self._news.clear()
                try:
                    rest_s = await self.look(tasks)
                except (StorageUnavailable, WriteConflict):
                    _log.warning("webhooks.storage_unavailable")
                except Exception:  # noqa: BLE001 (a supervisor: a fault here must not end live rooms)
                    _log.exception("webhooks.failed")
                try:
                    async with asyncio.timeout(rest_s):
                        await self._news.wait()
                except TimeoutError:
                    continue

    async def look(self, tasks: asyncio.TaskGroup) -> float:
        """Begin to send what is due, as far as there are places; return how long to rest, in seconds."""
        now = self._now()
        async with self._store.database.transaction(writes=False) as session:
            due_at = await WebhookLeaseRepository(session).next_due()
        if due_at is None or due_at > now:
            return self._rest_s(due_at, now)
        async with self._store.database.transaction(writes=True) as session:
            leases = WebhookLeaseRepository(session)
            dealt = await leases.deal_out(now, _DEALT_AT_ONCE)
            claimed = {
                failing: await leases.claim(now, free, now + _LEASE, failing=failing)
                for failing, places in PLACES.items()
                if (free := places - self._sending[failing])
            }
        for failing, deliveries in claimed.items():
            for delivery in deliveries:
                self._sending[failing] += 1
                tasks.create_task(self._deliver(delivery, failing), name=f"webhook:{delivery.id}")
        return 0.0 if dealt == _DEALT_AT_ONCE else _SHORTEST_REST_S

    async def _deliver(self, delivery: DueDelivery, failing: bool) -> None:
        try:
            answer = await self._send(delivery)
            if answer is not None:
                await self._settle(delivery, answer)
        except (ClinicUnknown, KeysUnusable, StorageUnavailable, WriteConflict):
            # The lease ends by itself; the receiver knows a repeat by its id.
            _log.warning("webhooks.not_settled")
        except Exception:  # noqa: BLE001 (one delivery's fault must not stop the others)
            _log.exception("webhooks.delivery_failed")
        finally:
            self._sending[failing] -= 1
            self._news.set()

    async def _send(self, delivery: DueDelivery) -> Answer | None:
        """Return what became of an attempt; None if the webhook is gone or not on any more."""
        now = self._now()
        async with self._store.read(delivery.clinic, _TASK, now) as unit:
            webhook = await unit.webhooks.find(delivery.webhook)
        if webhook is None or webhook.state is not WebhookState.ON:
            return None
        body = write_body(delivery.kind, delivery.at, delivery.clinic, delivery.subjects)
        headers = headers_of(webhook.secrets(now), delivery.event, int(now.timestamp()), body)
        return await self._outbound.post(webhook.url, body, headers)

    async def _settle(self, delivery: DueDelivery, answer: Answer) -> None:
        now = self._now()
        settled = settle(_attempt(answer), delivery.attempts + 1, now)
        async with self._store.write(delivery.clinic, _TASK, now) as unit:
            leases = WebhookLeaseRepository(unit.session)
            if not await leases.hold(delivery):
                return
            await leases.settle(delivery, settled, answer.posted.value, answer.status, now)
            webhook = await unit.webhooks.find(delivery.webhook)
            if settled.off is None or webhook is None or webhook.state is not WebhookState.ON:
                return
            off = replace(webhook, state=WebhookState.OFF, off_why=settled.off, version=webhook.version + 1)
            await unit.webhooks.change(off)
            await unit.webhooks.hold(webhook.id)
            unit.note("webhook.off", webhook.id, why=settled.off.value)
            holders = [await unit.roles.holders(role) for role in (StaffRole.OWNER, StaffRole.ADMIN)]
            for person in sorted({one for some in holders for one in some}):
                await self._notices.webhook_off(unit, person)

    def _now(self) -> datetime:
        return to_datetime(self._clock.now())

    def _rest_s(self, due_at: datetime | None, now: datetime) -> float:
        if due_at is None:
            return _LONGEST_REST_S
        return min(_LONGEST_REST_S, max(0.0, (due_at - now).total_seconds()))


def _attempt(answer: Answer) -> Attempt:
    match answer.posted:
        case Posted.TAKEN:
            return Attempt.TAKEN
        case Posted.GONE:
            return Attempt.GONE
        case _:
            return Attempt.FAILED

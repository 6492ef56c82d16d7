"""Calls clinics' webhooks about pages: signed, retried with growing pauses, never into a private network.

A call holds ids alone. Its signature is HMAC-SHA256 over the time and the body, so that a receiver can tell that it is
ours and new; its id stays the same when it is repeated.
"""

import asyncio
import hashlib
import hmac
import json
import logging
from datetime import datetime, timedelta
from typing import Final

from app.access.safety.on_call import Webhook, on_call_of
from app.access.safety.paging import CALL_DONE, CALL_DUE, CALL_FAILED
from app.mail.ports import Clock
from app.persistence.clinic_store import Actor, ClinicStore, ClinicUnknown
from app.persistence.encryption import KeysUnusable
from app.persistence.repositories.safety.calls import CallRepository, DueCall
from app.persistence.unit_of_work import StorageUnavailable, WriteConflict
from app.runtime.clock import to_datetime
from app.runtime.outbound import Outbound, Posted

__all__ = ["PAUSES", "WebhookSender", "Webhooks", "call_body", "sign"]

_log = logging.getLogger(__name__)
_TASK: Final = Actor("system")
_WITHIN: Final = timedelta(seconds=5)
_LEASE: Final = timedelta(seconds=30)
_AT_ONCE: Final = 10
_LONGEST_REST_S: Final = 5.0
PAUSES: Final = tuple(timedelta(seconds=seconds) for seconds in (2, 4, 8, 16, 32))
"""After each attempt that failed; the last one has none."""


def call_body(call: DueCall) -> bytes:
    """Return what a call says."""
    content = {
        "id": call.id,
        "kind": "help.page",
        "clinic": call.clinic,
        "alert": call.alert,
        "person": call.person,
        "at": call.at.isoformat(),
    }
    return json.dumps(content, separators=(",", ":")).encode()


def sign(secret: str, timestamp: int, body: bytes) -> str:
    """Return the signature over the time, Unix seconds, a dot, and the body."""
    return hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()


class WebhookSender:
    """Sends one call.

    Args:
        outbound: Posts it; whoever opened it closes it.
    """

    def __init__(self, outbound: Outbound) -> None:
        self._outbound = outbound

    async def send(self, webhook: Webhook, body: bytes, now: datetime) -> bool:
        """Return whether the receiver took the call (a status of 200 to 299)."""
        timestamp = int(now.timestamp())
        headers = {
            "Content-Type": "application/json",
            "Attune-Timestamp": str(timestamp),
            "Attune-Signature": f"v1={sign(webhook.secret, timestamp, body)}",
        }
        answer = await self._outbound.post(webhook.url, body, headers, _WITHIN)
        return answer.posted is Posted.TAKEN


class Webhooks:
    """Makes the calls that are due while ``run`` runs.

    Args:
        store: The clinics' storage.
        clock: The time of day.
        sender: Sends a call.
    """

    def __init__(self, store: ClinicStore, clock: Clock, sender: WebhookSender) -> None:
        self._store = store
        self._clock = clock
        self._sender = sender
        self._calling = 0
        self._added = asyncio.Event()

    def wake(self) -> None:
        """Look now: somebody is paged."""
        self._added.set()

    async def run(self) -> None:
        """Call until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            while True:
                rest_s = _LONGEST_REST_S
                self._added.clear()
                try:
                    rest_s = await self.look(tasks)
                except (StorageUnavailable, WriteConflict):
                    _log.warning("webhook.storage_unavailable")
                except Exception:  # noqa: BLE001 (a supervisor: a fault here must not end live rooms)
                    _log.exception("webhook.failed")
                try:
                    async with asyncio.timeout(rest_s):
                        await self._added.wait()
                except TimeoutError:
                    continue

    async def look(self, tasks: asyncio.TaskGroup) -> float:
        """Begin the calls that are due, at most ten beside each other; return how long to rest, seconds.

        They are not waited for: a receiver that is slow keeps no page of another clinic waiting.
        """
        now = self._now()
        if self._calling >= _AT_ONCE:
            return _LONGEST_REST_S
        async with self._store.database.transaction(writes=False) as session:
            due_at = await CallRepository(session).next_due()
        if due_at is None or due_at > now:
            return self._rest_s(due_at, now)
        async with self._store.database.transaction(writes=True) as session:
            calls = await CallRepository(session).claim(now, _AT_ONCE - self._calling, now + _LEASE)
        for call in calls:
            self._calling += 1
            tasks.create_task(self._call(call), name=f"webhook:{call.id}")
        return 0.0

    async def _call(self, call: DueCall) -> None:
        try:
            await self._make(call)
        finally:
            self._calling -= 1
            self._added.set()

    async def _make(self, call: DueCall) -> None:
        done = await self._send(call)
        state, due_at = CALL_DONE, None
        if not done:
            left = call.attempts < len(PAUSES)
            state = CALL_DUE if left else CALL_FAILED
            due_at = self._now() + PAUSES[call.attempts] if left else None
            _log.warning("webhook.call_failed", extra={"count": call.attempts + 1})
        try:
            async with self._store.database.transaction(writes=True) as session:
                await CallRepository(session).settle(call, state, due_at)
        except (StorageUnavailable, WriteConflict):
            # Its lease ends by itself; the receiver knows a repeat by its id.
            _log.warning("webhook.not_settled")

    async def _send(self, call: DueCall) -> bool:
        now = self._now()
        try:
            async with self._store.read(call.clinic, _TASK, now) as unit:
                webhook = on_call_of(unit.keys, unit.clinic).webhook
        except (ClinicUnknown, KeysUnusable, StorageUnavailable):
            return False
        return webhook is not None and await self._sender.send(webhook, call_body(call), now)

    def _now(self) -> datetime:
        return to_datetime(self._clock.now())

    def _rest_s(self, due_at: datetime | None, now: datetime) -> float:
        if due_at is None:
            return _LONGEST_REST_S
        return min(_LONGEST_REST_S, max(0.0, (due_at - now).total_seconds()))

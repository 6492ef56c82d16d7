"""A clinic's webhooks, for those who look after its settings. A secret is shown once, when it is made."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from app.access.callers import Caller
from app.access.mail.webhooks.signing import new_secret
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.mail.webhooks import StoredDelivery, StoredWebhook
from app.runtime.ids import new_webhook_id
from app.runtime.public_hosts import may_be_asked
from clinic.common.errors import FieldError, Invalid, Refused
from clinic.identity.access import Action, check
from clinic.identity.webhooks import (
    BOTH_SECRETS_FOR,
    MOST_WEBHOOKS,
    DeliveryState,
    EventKind,
    WebhookState,
    check_kinds,
)

__all__ = [
    "LONGEST_URL",
    "ShownWebhook",
    "access_deliveries",
    "access_webhooks",
    "add_webhook",
    "change_webhook",
    "remove_webhook",
    "renew_secret",
    "send_delivery_again",
    "send_failed_again",
    "send_test",
]

LONGEST_URL: Final = 500


@dataclass(frozen=True, slots=True)
class ShownWebhook:
    """A webhook, and how many deliveries came to nothing or are held for it."""

    webhook: StoredWebhook
    failed: int = 0
    held: int = 0


async def access_webhooks(caller: Caller) -> list[ShownWebhook]:
    """Return the clinic's webhooks, the oldest first. Raises Refused: ``access.denied``."""
    check(caller.principal, Action.SETTINGS_READ, caller.now)
    async with caller.read() as unit:
        failed = await unit.webhooks.count(DeliveryState.FAILED)
        held = await unit.webhooks.count(DeliveryState.HELD)
        return [
            ShownWebhook(one, failed.get(one.id, 0), held.get(one.id, 0)) for one in await unit.webhooks.all()
        ]


async def add_webhook(
    caller: Caller, url: str, kinds: frozenset[EventKind], *, allow_loopback: bool
) -> tuple[ShownWebhook, str]:
    """Let a system be told of events from now on; return it and its secret, which is never shown again.

    Args:
        allow_loopback: Whether it may be on this machine, for the demo and tests.

    Raises:
        Refused: ``access.denied``, ``access.proof_needed``; ``webhook.most``: the clinic has as many as it may.
        Invalid: ``webhook.address`` of one that may not be called, ``field.required`` or ``field.choice`` of kinds.
    """
    check(caller.principal, Action.SETTINGS_WRITE, caller.now)
    if not may_be_asked(url, allow_loopback=allow_loopback):
        raise Invalid([FieldError("url", "webhook.address")])
    check_kinds(kinds)
    secret = new_secret()
    async with caller.write() as unit:
        if len(await unit.webhooks.all()) >= MOST_WEBHOOKS:
            raise Refused("webhook.most")
        made = StoredWebhook(
            new_webhook_id(), url, secret, None, None, kinds, WebhookState.ON, None, None, unit.now, 1
        )
        await unit.webhooks.add(made)
        unit.note("webhook.add", made.id)
    return ShownWebhook(made), secret


async def change_webhook(
    caller: Caller, webhook: str, version: int, kinds: frozenset[EventKind], *, on: bool
) -> ShownWebhook:
    """Choose what a webhook is told, and whether it is told anything now; what was held goes out when it is on again.

    Its address never changes: a secret is for one address, or whoever may change it could have events signed for theirs.

    Raises:
        Refused: ``access.denied``, ``access.proof_needed``, ``webhook.unknown``, ``version.other``.
        Invalid: as ``add_webhook``.
    """
    check_kinds(kinds)

    async def change(unit: ClinicUnit, found: StoredWebhook) -> StoredWebhook:
        if not on:
            # One that is off stays so: why tells what to mend.
            state = WebhookState.OFF if found.state is WebhookState.OFF else WebhookState.PAUSED
            await unit.webhooks.hold(webhook)
            return replace(found, kinds=kinds, state=state)
        if found.state is not WebhookState.ON:
            await unit.webhooks.send(webhook, [DeliveryState.HELD], unit.now)
            found = replace(found, failing_since=None)
        return replace(found, kinds=kinds, state=WebhookState.ON, off_why=None)

    return await _change(caller, webhook, version, "webhook.change", change)


async def renew_secret(caller: Caller, webhook: str, version: int) -> tuple[ShownWebhook, str]:
    """Make a new secret; return it with the webhook. The former one signs, too, for a day.

    Raises as ``change_webhook`` does.
    """
    secret = new_secret()

    async def change(unit: ClinicUnit, found: StoredWebhook) -> StoredWebhook:
        return replace(found, secret=secret, former=found.secret, former_until=unit.now + BOTH_SECRETS_FOR)

    return await _change(caller, webhook, version, "webhook.renew", change), secret


async def remove_webhook(caller: Caller, webhook: str, version: int) -> None:
    """Remove a webhook with all its deliveries. Raises as ``change_webhook`` does."""
    check(caller.principal, Action.SETTINGS_WRITE, caller.now)
    async with caller.write() as unit:
        await _find(unit, webhook, version)
        await unit.webhooks.remove(webhook)
        unit.note("webhook.remove", webhook)


async def send_test(caller: Caller, webhook: str) -> None:
    """Send a webhook a test.

    Raises:
        Refused: ``access.denied``, ``access.proof_needed``, ``webhook.unknown``; ``webhook.not_on``: paused or off.
    """
    check(caller.principal, Action.SETTINGS_WRITE, caller.now)
    async with caller.write() as unit:
        await _find_on(unit, webhook)
        await unit.events.add_test(webhook)
        unit.note("webhook.test", webhook)


async def access_deliveries(
    caller: Caller, webhook: str, before: tuple[datetime, str] | None, limit: int
) -> list[StoredDelivery]:
    """Return a webhook's deliveries, the newest first; not whom they are about.

    Args:
        before: When the last delivery of the page before was made, and its id.

    Raises:
        Refused: ``access.denied``, ``webhook.unknown``.
    """
    check(caller.principal, Action.SETTINGS_READ, caller.now)
    async with caller.read() as unit:
        if await unit.webhooks.find(webhook) is None:
            raise Refused("webhook.unknown")
        return await unit.webhooks.deliveries(webhook, before, limit)


async def send_failed_again(caller: Caller, webhook: str) -> int:
    """Send everything again that came to nothing; return how much. Raises as ``send_test`` does."""
    check(caller.principal, Action.SETTINGS_WRITE, caller.now)
    async with caller.write() as unit:
        await _find_on(unit, webhook)
        count = await unit.webhooks.send(webhook, [DeliveryState.FAILED], unit.now)
        unit.note("webhook.again", webhook, count=count)
    return count


async def send_delivery_again(caller: Caller, delivery: str) -> StoredDelivery:
    """Send one thing again, also one that arrived; its receiver knows it by its id.

    Raises:
        Refused: as ``send_test``; ``webhook.on_its_way``: it was not sent yet.
    """
    check(caller.principal, Action.SETTINGS_WRITE, caller.now)
    async with caller.write() as unit:
        found = await unit.webhooks.delivery(delivery)
        if found is None:
            raise Refused("webhook.unknown")
        await _find_on(unit, found.webhook)
        if found.state is DeliveryState.DUE:
            raise Refused("webhook.on_its_way")
        await unit.webhooks.send_one(delivery, unit.now)
        unit.note("webhook.again", found.webhook, count=1)
        sent = await unit.webhooks.delivery(delivery)
        assert sent is not None, "it was found before, in this transaction"
        return sent


async def _change(
    caller: Caller,
    webhook: str,
    version: int,
    action: str,
    change: Callable[[ClinicUnit, StoredWebhook], Awaitable[StoredWebhook]],
) -> ShownWebhook:
    check(caller.principal, Action.SETTINGS_WRITE, caller.now)
    async with caller.write() as unit:
        found = await _find(unit, webhook, version)
        changed = replace(await change(unit, found), version=version + 1)
        if not await unit.webhooks.change(changed):
            raise Refused("version.other")
        unit.note(action, webhook, state=changed.state.value)
        failed = await unit.webhooks.count(DeliveryState.FAILED)
        held = await unit.webhooks.count(DeliveryState.HELD)
    return ShownWebhook(changed, failed.get(webhook, 0), held.get(webhook, 0))


async def _find(unit: ClinicUnit, webhook: str, version: int) -> StoredWebhook:
    found = await unit.webhooks.find(webhook, lock=True)
    if found is None:
        raise Refused("webhook.unknown")
    if found.version != version:
        raise Refused("version.other")
    return found


async def _find_on(unit: ClinicUnit, webhook: str) -> None:
    found = await unit.webhooks.find(webhook, lock=True)
    if found is None:
        raise Refused("webhook.unknown")
    if found.state is not WebhookState.ON:
        raise Refused("webhook.not_on")

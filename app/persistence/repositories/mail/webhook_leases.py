"""Events that are dealt out to webhooks, and deliveries that are due, over all clinics.

A claim locks what it takes, as that of mails does. A webhook is sent one thing at a time: what is leased is the webhook.
"""

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.models.mail import WebhookDeliveryRow, WebhookEventRow, WebhookRow
from app.runtime.ids import new_webhook_delivery_id
from clinic.common.ids import ClinicId
from clinic.identity.webhooks import DeliveryState, EventKind, Settlement, WebhookState

__all__ = ["DueDelivery", "WebhookLeaseRepository"]


@dataclass(frozen=True, slots=True)
class DueDelivery:
    """A delivery to make.

    Attributes:
        attempts: How often it was tried before.
        subjects: Ids by what they stand for.
        lease_until: Names this lease of the webhook.
    """

    id: str
    clinic: ClinicId
    webhook: str
    event: str
    kind: EventKind
    subjects: dict[str, str]
    at: datetime
    attempts: int
    lease_until: datetime


class WebhookLeaseRepository:
    """What is due to the webhooks of all clinics."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def next_due(self) -> datetime | None:
        """Return when the next event is to be dealt out, or the next delivery is due."""
        event = await self._session.scalar(select(func.min(WebhookEventRow.due_at)))
        delivery = await self._session.scalar(select(func.min(WebhookDeliveryRow.due_at)))
        return min((due for due in (event, delivery) if due is not None), default=None)

    async def deal_out(self, now: datetime, limit: int) -> int:
        """Make deliveries of events whose time has come; return how many events.

        A webhook gets the kinds that it wants, from the time on at which it was made. What nobody wants is not kept.
        """
        query = (
            select(WebhookEventRow)
            .where(WebhookEventRow.due_at <= now)
            .order_by(WebhookEventRow.due_at, WebhookEventRow.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        events = list(await self._session.scalars(query))
        receivers = await self._receivers({event.clinic_id for event in events})
        deliveries = [
            {
                "id": new_webhook_delivery_id(),
                "clinic_id": event.clinic_id,
                "webhook_id": webhook.id,
                "event_id": event.id,
                "state": (
                    DeliveryState.DUE if webhook.state == WebhookState.ON else DeliveryState.HELD
                ).value,
                "attempts": 0,
                "due_at": now if webhook.state == WebhookState.ON else None,
                "made_at": now,
            }
            for event in events
            for webhook in receivers[event.clinic_id]
            if event.kind in webhook.kinds and webhook.made_at <= event.at
        ]
        wanted = {one["event_id"] for one in deliveries}
        if deliveries:
            await self._session.execute(insert(WebhookDeliveryRow), deliveries)
            await self._session.execute(
                update(WebhookEventRow).where(WebhookEventRow.id.in_(wanted)).values(due_at=None)
            )
        if unwanted := {event.id for event in events} - wanted:
            await self._session.execute(delete(WebhookEventRow).where(WebhookEventRow.id.in_(unwanted)))
        return len(events)

    async def claim(
        self, now: datetime, limit: int, lease_until: datetime, *, failing: bool
    ) -> list[DueDelivery]:
        """Lease up to ``limit`` webhooks to which something is due, the longest due first, and return it.

        Args:
            failing: Whether those whose last attempt failed, or the others.
        """
        free = or_(WebhookRow.busy_until.is_(None), WebhookRow.busy_until <= now)
        failed = WebhookRow.failing_since.is_not(None) if failing else WebhookRow.failing_since.is_(None)
        due = func.min(WebhookDeliveryRow.due_at)
        query = (
            select(WebhookRow.id)
            .join(WebhookDeliveryRow, WebhookDeliveryRow.webhook_id == WebhookRow.id)
            .where(WebhookDeliveryRow.due_at <= now, WebhookRow.state == WebhookState.ON.value, free, failed)
            .group_by(WebhookRow.id)
            .order_by(due, WebhookRow.id)
            .limit(limit)
        )
        found = list(await self._session.scalars(query))
        if not found:
            return []
        lock = select(WebhookRow.id).where(WebhookRow.id.in_(found), free).with_for_update(skip_locked=True)
        leased = set(await self._session.scalars(lock))
        await self._session.execute(
            update(WebhookRow).where(WebhookRow.id.in_(leased)).values(busy_until=lease_until)
        )
        claimed = [await self._first(webhook, now, lease_until) for webhook in found if webhook in leased]
        return [one for one in claimed if one is not None]

    async def hold(self, delivery: DueDelivery) -> bool:
        """Lock the webhook of a delivery; return whether the lease under which it was made still holds."""
        query = (
            select(WebhookRow.id)
            .where(WebhookRow.id == delivery.webhook, WebhookRow.busy_until == delivery.lease_until)
            .with_for_update()
        )
        return await self._session.scalar(query) is not None

    async def settle(
        self, delivery: DueDelivery, settled: Settlement, answer: str, status: int | None, now: datetime
    ) -> None:
        """Store what became of an attempt, and end the lease of its webhook."""
        values = {"attempts": WebhookDeliveryRow.attempts + 1, "answer": answer, "status": status}
        if settled.state is not DeliveryState.DUE:
            values |= {"state": settled.state.value, "due_at": None, "done_at": now}
        elif not await self._is_held(delivery):
            values |= {"due_at": settled.due_at}
        # What is held meanwhile, because the webhook was paused, is not due again by itself.
        await self._session.execute(
            update(WebhookDeliveryRow).where(WebhookDeliveryRow.id == delivery.id).values(values)
        )
        failing = WebhookRow.failing_since
        since = None if settled.state is DeliveryState.DONE else func.coalesce(failing, now)
        await self._session.execute(
            update(WebhookRow)
            .where(WebhookRow.id == delivery.webhook)
            .values(busy_until=None, failing_since=since)
            .execution_options(synchronize_session=False)
        )

    async def _is_held(self, delivery: DueDelivery) -> bool:
        query = select(WebhookDeliveryRow.state).where(WebhookDeliveryRow.id == delivery.id)
        return await self._session.scalar(query) == DeliveryState.HELD.value

    async def _receivers(self, clinics: set[str]) -> dict[str, list[WebhookRow]]:
        found: dict[str, list[WebhookRow]] = defaultdict(list)
        for row in await self._session.scalars(
            select(WebhookRow).where(WebhookRow.clinic_id.in_(clinics)).with_for_update()
        ):
            found[row.clinic_id].append(row)
        return found

    async def _first(self, webhook: str, now: datetime, lease_until: datetime) -> DueDelivery | None:
        query = (
            select(WebhookDeliveryRow, WebhookEventRow)
            .join(WebhookEventRow, WebhookEventRow.id == WebhookDeliveryRow.event_id)
            .where(WebhookDeliveryRow.webhook_id == webhook, WebhookDeliveryRow.due_at <= now)
            .order_by(WebhookDeliveryRow.due_at, WebhookDeliveryRow.id)
            .limit(1)
        )
        found = (await self._session.execute(query)).first()
        if found is None:
            return None
        row, event = found
        return DueDelivery(
            row.id,
            ClinicId(row.clinic_id),
            webhook,
            event.id,
            EventKind(event.kind),
            json.loads(event.subjects),
            event.at,
            row.attempts,
            lease_until,
        )

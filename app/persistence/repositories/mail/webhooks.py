"""A clinic's webhooks, what they are told, and what became of it. Addresses and secrets are encrypted."""

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Update, and_, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.encryption import ClinicKeys
from app.persistence.models.mail import WebhookDeliveryRow, WebhookEventRow, WebhookRow
from app.persistence.scoping import checked
from app.runtime.ids import new_webhook_delivery_id, new_webhook_event_id
from clinic.common.ids import ClinicId
from clinic.identity.webhooks import DeliveryState, EventKind, OffWhy, WebhookState

__all__ = ["EventRepository", "StoredDelivery", "StoredWebhook", "WebhookRepository", "open_content"]

_PLACE: Final = "webhooks.content"


@dataclass(frozen=True, slots=True)
class StoredWebhook:
    """A webhook.

    Attributes:
        former: The secret before, which still signs until ``former_until``; None if there is none.
        failing_since: Since when no attempt has succeeded; None if the last one did.
    """

    id: str
    url: str = field(repr=False)
    secret: str = field(repr=False)
    former: str | None = field(repr=False)
    former_until: datetime | None
    kinds: frozenset[EventKind]
    state: WebhookState
    off_why: OffWhy | None
    failing_since: datetime | None
    made_at: datetime
    version: int

    def secrets(self, now: datetime) -> tuple[str, ...]:
        """Return what deliveries are signed with, the newest first."""
        if self.former is None or self.former_until is None or self.former_until <= now:
            return (self.secret,)
        return (self.secret, self.former)


@dataclass(frozen=True, slots=True)
class StoredDelivery:
    """The telling of one event to one webhook.

    Attributes:
        answer: What became of the last attempt: a word of ``app.runtime.outbound``.
        status: The HTTP status of the last attempt, if there was one.
    """

    id: str
    webhook: str
    event: str
    kind: EventKind
    at: datetime
    state: DeliveryState
    attempts: int
    due_at: datetime | None
    answer: str | None
    status: int | None
    made_at: datetime
    done_at: datetime | None


class EventRepository:
    """Where a clinic's events for webhooks come in."""

    def __init__(self, session: AsyncSession, clinic: ClinicId, now: datetime) -> None:
        self._session = session
        self._clinic = clinic
        self._now = now

    async def add(self, kind: EventKind, **subjects: str) -> None:
        """Note that something happened; webhooks are told of it if the transaction is committed.

        Args:
            subjects: Ids and nothing else, by what they stand for: ``session="ss_…"``, ``person="pt_…"``.
        """
        await self._add(kind, subjects, self._now)

    async def add_test(self, webhook: str) -> None:
        """Let a webhook be told that this is a test."""
        event = await self._add(EventKind.TEST, {}, None)
        await self._session.execute(
            insert(WebhookDeliveryRow).values(
                id=new_webhook_delivery_id(),
                clinic_id=self._clinic,
                webhook_id=webhook,
                event_id=event,
                state=DeliveryState.DUE.value,
                attempts=0,
                due_at=self._now,
                made_at=self._now,
            )
        )

    async def _add(self, kind: EventKind, subjects: dict[str, str], due_at: datetime | None) -> str:
        event = new_webhook_event_id()
        await self._session.execute(
            insert(WebhookEventRow).values(
                id=event,
                clinic_id=self._clinic,
                kind=kind.value,
                subjects=json.dumps(subjects),
                at=self._now,
                due_at=due_at,
            )
        )
        return event


class WebhookRepository:
    """The webhooks of one clinic, and their deliveries."""

    def __init__(self, session: AsyncSession, clinic: ClinicId, keys: ClinicKeys) -> None:
        self._session = session
        self._clinic = clinic
        self._keys = keys

    async def all(self) -> list[StoredWebhook]:
        """Return all webhooks, the oldest first."""
        query = (
            select(WebhookRow)
            .where(WebhookRow.clinic_id == self._clinic)
            .order_by(WebhookRow.made_at, WebhookRow.id)
        )
        return [self._webhook(row) for row in await self._session.scalars(query)]

    async def find(self, webhook: str, *, lock: bool = False) -> StoredWebhook | None:
        """Return a webhook, or None."""
        query = select(WebhookRow).where(
            checked(WebhookRow.clinic_id) == self._clinic, WebhookRow.id == webhook
        )
        row = await self._session.scalar(query.with_for_update() if lock else query)
        return self._webhook(row) if row else None

    async def add(self, webhook: StoredWebhook) -> None:
        """Store a new webhook."""
        values = self._values(webhook)
        await self._session.execute(
            insert(WebhookRow).values(id=webhook.id, clinic_id=self._clinic, **values)
        )

    async def change(self, webhook: StoredWebhook) -> bool:
        """Store a webhook in the place of its version before; return whether that was the one stored."""
        changed = await self._session.execute(
            update(WebhookRow)
            .where(
                WebhookRow.clinic_id == self._clinic,
                WebhookRow.id == webhook.id,
                WebhookRow.version == webhook.version - 1,
            )
            .values(**self._values(webhook))
            .returning(WebhookRow.id)
        )
        return changed.first() is not None

    async def remove(self, webhook: str) -> None:
        """Remove a webhook with all its deliveries."""
        await self._session.execute(delete(WebhookDeliveryRow).where(self._of(webhook)))
        await self._session.execute(
            delete(WebhookRow).where(WebhookRow.clinic_id == self._clinic, WebhookRow.id == webhook)
        )

    async def count(self, state: DeliveryState) -> dict[str, int]:
        """Return how many deliveries are in a state, by webhook."""
        query = (
            select(WebhookDeliveryRow.webhook_id, func.count())
            .where(WebhookDeliveryRow.clinic_id == self._clinic, WebhookDeliveryRow.state == state.value)
            .group_by(WebhookDeliveryRow.webhook_id)
        )
        return {webhook: count for webhook, count in await self._session.execute(query)}

    async def deliveries(
        self, webhook: str, before: tuple[datetime, str] | None, limit: int
    ) -> list[StoredDelivery]:
        """Return a webhook's deliveries, the newest first.

        Args:
            before: When the last delivery of the page before was made, and its id.
        """
        which = [self._of(webhook)]
        if before is not None:
            at, last = before
            made = WebhookDeliveryRow.made_at
            which.append(or_(made < at, and_(made == at, WebhookDeliveryRow.id < last)))
        return await self._deliveries(limit, *which)

    async def delivery(self, delivery: str) -> StoredDelivery | None:
        """Return a delivery, or None."""
        return next(iter(await self._deliveries(1, WebhookDeliveryRow.id == delivery)), None)

    async def send(self, webhook: str, states: Collection[DeliveryState], now: datetime) -> int:
        """Let deliveries in these states be sent from now on, as if for the first time; return how many."""
        return await self._send(now, self._of(webhook), WebhookDeliveryRow.state.in_(states))

    async def send_one(self, delivery: str, now: datetime) -> None:
        """Let a delivery be sent, as if for the first time."""
        await self._send(now, WebhookDeliveryRow.id == delivery)

    async def hold(self, webhook: str) -> None:
        """Keep what is due to a webhook, and what is still to come."""
        await self._session.execute(
            self._change(self._of(webhook), WebhookDeliveryRow.state == DeliveryState.DUE.value).values(
                state=DeliveryState.HELD.value, due_at=None
            )
        )

    async def _send(self, now: datetime, *which: ColumnElement[bool]) -> int:
        changed = await self._session.execute(
            self._change(*which)
            .values(state=DeliveryState.DUE.value, due_at=now, attempts=0, done_at=None)
            .returning(WebhookDeliveryRow.id)
        )
        return len(changed.all())

    def _change(self, *which: ColumnElement[bool]) -> Update:
        return (
            update(WebhookDeliveryRow)
            .where(WebhookDeliveryRow.clinic_id == self._clinic, *which)
            .execution_options(synchronize_session=False)
        )

    async def _deliveries(self, limit: int, *which: ColumnElement[bool]) -> list[StoredDelivery]:
        query = (
            select(WebhookDeliveryRow, WebhookEventRow.kind, WebhookEventRow.at)
            .join(WebhookEventRow, WebhookEventRow.id == WebhookDeliveryRow.event_id)
            .where(checked(WebhookDeliveryRow.clinic_id) == self._clinic, *which)
            .order_by(WebhookDeliveryRow.made_at.desc(), WebhookDeliveryRow.id.desc())
            .limit(limit)
        )
        return [
            StoredDelivery(
                row.id,
                row.webhook_id,
                row.event_id,
                EventKind(kind),
                at,
                DeliveryState(row.state),
                row.attempts,
                row.due_at,
                row.answer,
                row.status,
                row.made_at,
                row.done_at,
            )
            for row, kind, at in await self._session.execute(query)
        ]

    def _of(self, webhook: str) -> ColumnElement[bool]:
        return and_(
            checked(WebhookDeliveryRow.clinic_id) == self._clinic, WebhookDeliveryRow.webhook_id == webhook
        )

    def _values(self, webhook: StoredWebhook) -> dict[str, Any]:
        content = {"url": webhook.url, "secret": webhook.secret, "former": webhook.former}
        return {
            "content": self._keys.seal(_PLACE, webhook.id, json.dumps(content)),
            "former_until": webhook.former_until,
            "kinds": sorted(webhook.kinds),
            "state": webhook.state.value,
            "off_why": webhook.off_why.value if webhook.off_why else None,
            "failing_since": webhook.failing_since,
            "made_at": webhook.made_at,
            "version": webhook.version,
        }

    def _webhook(self, row: WebhookRow) -> StoredWebhook:
        return open_content(self._keys, row)


def open_content(keys: ClinicKeys, row: WebhookRow) -> StoredWebhook:
    """Return a webhook from its row."""
    content = json.loads(keys.open(_PLACE, row.id, row.content))
    return StoredWebhook(
        row.id,
        content["url"],
        content["secret"],
        content["former"],
        row.former_until,
        frozenset(map(EventKind, row.kinds)),
        WebhookState(row.state),
        OffWhy(row.off_why) if row.off_why else None,
        row.failing_since,
        row.made_at,
        row.version,
    )

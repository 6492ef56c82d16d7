"""The outbox in the database, as the mail worker uses it."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

from app.mail.delivery import (
    DELIVERY,
    DeliveryEvent,
    DeliveryState,
    Limits,
    Outcome,
    Reason,
    RetryRules,
    Settlement,
    Verdict,
    after_attempt,
)
from app.mail.ports import OutboxUnavailable, QueuedMail
from app.mail.stored.writer import MailWriter
from app.persistence.clinic_store import ClinicStore
from app.persistence.repositories.mail.leases import LeaseRepository
from app.persistence.repositories.mail.records import AddressedMail
from app.persistence.unit_of_work import StorageUnavailable, WriteConflict

__all__ = ["DatabaseOutbox"]

_log = logging.getLogger(__name__)
_UNREACHABLE = Settlement(DeliveryEvent.CANCELLED, Reason.UNREACHABLE)
_FAULT = Outcome(Verdict.TEMPORARY, Reason.FAULT)
_RULES = RetryRules()


class DatabaseOutbox:
    """Implements ``app.mail.ports.Outbox`` over all clinics."""

    def __init__(self, store: ClinicStore, writer: MailWriter) -> None:
        self._store = store
        self._writer = writer

    async def claim(self, now: datetime, limit: int, lease_until: datetime) -> Sequence[QueuedMail]:
        """Lease mails that are due, without those that cannot be written now or whose person may not be reached."""
        due = await self.next_due()
        if due is None or due > now:
            # Most looks find nothing, and only writers have to wait for each other.
            return []
        async with self._leases(writes=True) as leases:
            leased = await leases.claim(now, limit, lease_until, DeliveryState.SENDING, self._store.keys_of)
        mails = []
        for stored in leased:
            written = self._write(stored, now)
            if isinstance(written, QueuedMail):
                mails.append(written)
            else:
                await self._settle(stored.mail.id, stored.mail.claim, written, now)
            # Writing takes a millisecond or so, and rooms run on the same loop.
            await asyncio.sleep(0)
        return mails

    async def settle(self, mail: QueuedMail, settlement: Settlement, now: datetime) -> None:
        """Apply a settlement."""
        await self._settle(mail.id, mail.claim, settlement, now)

    async def next_due(self) -> datetime | None:
        """Return when the next mail is due, or the next lease ends."""
        async with self._leases(writes=False) as leases:
            return await leases.next_due()

    def _write(self, stored: AddressedMail, now: datetime) -> QueuedMail | Settlement:
        try:
            return self._writer.write(stored) or _UNREACHABLE
        except Exception:  # noqa: BLE001 (one mail that cannot be read must not hold up the others)
            _log.exception("mail.unreadable")
            # A key or a release that is put right within the day loses nothing.
            mail = stored.mail
            return after_attempt(_FAULT, mail.attempt, Limits(mail.useful_until), now, 0.5, _RULES)

    async def _settle(self, mail: str, claim: int, settlement: Settlement, now: datetime) -> None:
        async with self._leases(writes=True) as leases:
            held = await leases.hold(mail, claim)
            if held is None:
                return
            before = DeliveryState(held)
            state = DELIVERY.after(before, settlement.event)
            if state is before:
                await leases.end_lease(mail)
                return
            due = settlement.due if state is DeliveryState.WAITING else None
            await leases.settle(mail, state, settlement.reason, settlement.status or None, due, now)

    @asynccontextmanager
    async def _leases(self, *, writes: bool) -> AsyncIterator[LeaseRepository]:
        try:
            async with self._store.database.transaction(writes=writes) as session:
                yield LeaseRepository(session)
        except (StorageUnavailable, WriteConflict) as error:
            raise OutboxUnavailable from error

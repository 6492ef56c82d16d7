"""The mail worker: one owned task that takes due mails from the outbox, sends them, and stores what became of each.

Each mail is sent at least once, never knowingly twice: a result that cannot be stored is kept and stored before anything
else is claimed, and a mail that is repeated after a crash has the same Message-ID. A mail server that is away costs each
leased mail one attempt, and then the worker rests.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.mail.delivery import (
    DeliveryEvent,
    Outcome,
    Reason,
    RetryRules,
    Settlement,
    Verdict,
    after_attempt,
    before_attempt,
)
from app.mail.ports import (
    Clock,
    MailServer,
    MailServerConnection,
    Outbox,
    OutboxUnavailable,
    QueuedMail,
)
from app.runtime.clock import to_datetime

__all__ = ["MailWorker", "Pace"]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pace:
    """How much is done at once, and how long the worker rests.

    Attributes:
        batch: Mails leased together.
        connections: Connections to the mail server at a time.
        lease: Another worker may take a leased mail after this time.
        longest_send: More than any single mail takes; none is begun that close to the end of its lease.
        longest_rest: The outbox is looked at that often, whatever it said: another process may have added to it.
        first_retreat, longest_retreat: The rest after the mail server or the outbox was away doubles between these.
    """

    batch: int = 30
    connections: int = 3
    lease: timedelta = timedelta(minutes=15)
    longest_send: timedelta = timedelta(minutes=3)
    longest_rest: timedelta = timedelta(minutes=1)
    first_retreat: timedelta = timedelta(seconds=10)
    longest_retreat: timedelta = timedelta(minutes=5)

    def retreat(self, failures: int) -> timedelta:
        """Return the rest after so many failures in a row, counted from 1."""
        return min(self.first_retreat * (1 << min(failures - 1, 20)), self.longest_retreat)

    def rest(self, now: datetime, due: datetime | None) -> timedelta:
        """Return the rest until the next mail is due."""
        if due is None:
            return self.longest_rest
        return min(max(due - now, timedelta(0)), self.longest_rest)


_RULES = RetryRules()
_PACE = Pace()


class _Batch:
    """Leased mails that the connections share."""

    def __init__(self, mails: Sequence[QueuedMail], lease_until: datetime) -> None:
        self.mails = deque(mails)
        self.lease_until = lease_until
        self.away: Outcome | None = None
        """Set once the mail server has failed as a whole."""


class MailWorker:
    """Sends mail while ``run`` runs. Other tasks of the same event loop may call ``wake``."""

    def __init__(
        self,
        outbox: Outbox,
        server: MailServer,
        clock: Clock,
        random: Callable[[], float],
        rules: RetryRules = _RULES,
        pace: Pace = _PACE,
    ) -> None:
        """Make a worker; ``random`` returns a number from 0 to 1."""
        self._outbox = outbox
        self._server = server
        self._clock = clock
        self._random = random
        self._rules = rules
        self._pace = pace
        self._added = asyncio.Event()
        self._hurried = asyncio.Event()
        self._unstored: list[tuple[QueuedMail, Settlement]] = []
        self._failures = 0

    def wake(self) -> None:
        """Look at the outbox soon: a mail was added."""
        self._added.set()

    def hurry(self) -> None:
        """Look at the outbox now, even while the worker rests because the mail server was away: somebody is paged."""
        self._added.set()
        self._hurried.set()

    async def run(self) -> None:
        """Send until cancelled. Leased mails that were not settled come back when their lease ends."""
        while True:
            self._added.clear()
            try:
                rest = await self._send_due()
            except OutboxUnavailable:
                await self._retreat("outbox")
            except Exception:  # noqa: BLE001 (a supervisor: a fault in mail must not end live rooms)
                _log.exception("mail.failed")
                await self._retreat("fault")
            else:
                await self._rest(rest)

    async def _send_due(self) -> timedelta:
        """Send one batch; returns how long nothing is due."""
        await self._store_what_is_left()
        now = self._now()
        lease_until = now + self._pace.lease
        batch = _Batch(await self._outbox.claim(now, self._pace.batch, lease_until), lease_until)
        claimed = len(batch.mails)
        if claimed:
            async with asyncio.TaskGroup() as connections:
                for number in range(min(self._pace.connections, claimed)):
                    connections.create_task(self._use_connection(batch), name=f"mail:{number}")
        if batch.away:
            await self._retreat(str(batch.away.reason))
            return timedelta(0)
        self._failures = 0
        if self._unstored or claimed == self._pace.batch:
            return timedelta(0)
        return self._pace.rest(self._now(), await self._outbox.next_due())

    async def _use_connection(self, batch: _Batch) -> None:
        async with self._server.connect() as connection:
            while batch.mails:
                mail = batch.mails.popleft()
                settlement = await self._attempt(connection, mail, batch)
                await self._store(mail, settlement)

    async def _attempt(self, connection: MailServerConnection, mail: QueuedMail, batch: _Batch) -> Settlement:
        now = self._now()
        if early := before_attempt(mail.limits, now):
            return early
        if now + self._pace.longest_send > batch.lease_until:
            return Settlement(DeliveryEvent.POSTPONED, Reason.OUT_OF_TIME, due=now)
        outcome = batch.away or await self._send(connection, mail, now)
        if outcome.server_wide:
            batch.away = outcome
        return after_attempt(outcome, mail.attempt, mail.limits, self._now(), self._random(), self._rules)

    async def _send(self, connection: MailServerConnection, mail: QueuedMail, now: datetime) -> Outcome:
        try:
            return await connection.send(mail, now)
        except Exception:  # noqa: BLE001 (one mail's fault must not cost the others their turn)
            _log.exception("mail.send_failed")
            return Outcome(Verdict.TEMPORARY, Reason.FAULT)

    async def _store(self, mail: QueuedMail, settlement: Settlement) -> None:
        if settlement.event is DeliveryEvent.FAILED:
            _log.warning("mail.dead", extra={"reason": settlement.reason, "code": settlement.status})
        try:
            await self._settle(mail, settlement)
        except OutboxUnavailable:
            self._unstored.append((mail, settlement))

    async def _store_what_is_left(self) -> None:
        """Store results that could not be stored before. Bounded by the batch: nothing is claimed until they are."""
        while self._unstored:
            await self._settle(*self._unstored[0])
            self._unstored.pop(0)

    async def _settle(self, mail: QueuedMail, settlement: Settlement) -> None:
        try:
            await self._outbox.settle(mail, settlement, self._now())
        except OutboxUnavailable:
            raise
        except Exception:  # noqa: BLE001 (one mail's fault must not stop all mail; its lease ends by itself)
            _log.exception("mail.settle_failed")

    async def _retreat(self, reason: str) -> None:
        """Rest after something was away; being woken does not shorten it, being hurried does."""
        self._failures += 1
        delay = self._pace.retreat(self._failures)
        _log.warning("mail.away", extra={"reason": reason, "delay_s": delay.total_seconds()})
        try:
            async with asyncio.timeout(delay.total_seconds()):
                await self._hurried.wait()
        except TimeoutError:
            return
        self._hurried.clear()

    async def _rest(self, rest: timedelta) -> None:
        try:
            async with asyncio.timeout(rest.total_seconds()):
                await self._added.wait()
        except TimeoutError:
            return

    def _now(self) -> datetime:
        return to_datetime(self._clock.now())

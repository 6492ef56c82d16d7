"""An outbox in memory that keeps the rules of the real one, a mail server that plays a script, and a clock."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

from app.mail.delivery import DELIVERY, DeliveryEvent, DeliveryState, Limits, Outcome, Settlement, Verdict
from app.mail.ports import Content, MailId, OutboxUnavailable, QueuedMail
from tests.app.mail.draws import at

START = at("2026-03-03 15:00")
ACCEPTED = Outcome(Verdict.ACCEPTED)
NO_LIMITS = Limits()


@dataclass
class Clock:
    """Stands still until it is moved."""

    time: datetime = START

    def now(self) -> float:
        return self.time.timestamp()


@dataclass
class Row:
    """A stored mail."""

    mail: QueuedMail
    due: datetime
    state: DeliveryState = DeliveryState.QUEUED
    lease_until: datetime | None = None
    settled: list[Settlement] = field(default_factory=list)


@dataclass
class MemoryOutbox:
    """``jumps``: when nothing is due, time passes until something is. ``away``: every call fails."""

    clock: Clock
    jumps: bool = False
    away: bool = False
    rows: dict[MailId, Row] = field(default_factory=dict)
    claims: list[int] = field(default_factory=list)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def add(self, name: str, limits: Limits = NO_LIMITS, due: datetime = START) -> Row:
        content = Content("Appointment", "Hello")
        mail = QueuedMail(MailId(name), 0, f"{name}@example.net", content, limits)
        self.rows[mail.id] = Row(mail, due)
        return self.rows[mail.id]

    async def claim(self, now: datetime, limit: int, lease_until: datetime) -> Sequence[QueuedMail]:
        self._note()
        found = [row for row in self.rows.values() if self._due(row) is not None and row.due <= now]
        found = sorted(found, key=lambda row: row.due)[:limit]
        for row in found:
            row.state = DELIVERY.after(row.state, DeliveryEvent.CLAIMED)
            row.mail = replace(row.mail, attempt=row.mail.attempt + 1, claim=row.mail.claim + 1)
            row.due = row.lease_until = lease_until
        self.claims.append(len(found))
        return [row.mail for row in found]

    async def settle(self, mail: QueuedMail, settlement: Settlement, now: datetime) -> None:
        self._note()
        row = self.rows[mail.id]
        if row.mail.claim != mail.claim or row.lease_until is None:
            return
        row.state = DELIVERY.after(row.state, settlement.event)
        row.lease_until = None
        row.due = settlement.due or row.due
        row.settled.append(settlement)

    async def next_due(self) -> datetime | None:
        self._note()
        due = min((row.due for row in self.rows.values() if self._due(row) is not None), default=None)
        if due and self.jumps:
            self.clock.time = max(self.clock.time, due)
        return due

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait for a condition; it is looked at after every call of the worker."""
        async with asyncio.timeout(10):
            while not condition():
                self._changed.clear()
                await self._changed.wait()

    def states(self) -> set[DeliveryState]:
        return {row.state for row in self.rows.values()}

    def _due(self, row: Row) -> datetime | None:
        open_ = {DeliveryState.QUEUED, DeliveryState.WAITING, DeliveryState.SENDING}
        return row.due if row.state in open_ else None

    def _note(self) -> None:
        self._changed.set()
        if self.away:
            raise OutboxUnavailable


@dataclass
class ScriptedServer:
    """Answers each mail by its id, in turn for each attempt, then accepts; ``before`` runs first."""

    script: dict[str, list[Outcome | Exception]] = field(default_factory=dict)
    before: Callable[[QueuedMail], None] | None = None
    sent: list[tuple[MailId, datetime]] = field(default_factory=list)
    open: int = 0
    most_open: int = 0

    @asynccontextmanager
    async def connect(self) -> AsyncIterator["ScriptedServer"]:
        self.open += 1
        self.most_open = max(self.most_open, self.open)
        try:
            yield self
        finally:
            self.open -= 1

    async def send(self, mail: QueuedMail, now: datetime) -> Outcome:
        await asyncio.sleep(0)
        if self.before:
            self.before(mail)
        self.sent.append((mail.id, now))
        answers = self.script.get(mail.id, [])
        answer = answers.pop(0) if answers else ACCEPTED
        if isinstance(answer, Exception):
            raise answer
        return answer

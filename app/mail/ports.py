"""What the mail worker needs from outside: the outbox, a way to the mail server, and a clock."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import NewType, Protocol

from app.mail.calendar import CalendarFile
from app.mail.delivery import Limits, Outcome, Settlement

__all__ = [
    "Clock",
    "Content",
    "MailId",
    "MailServer",
    "MailServerConnection",
    "Outbox",
    "OutboxUnavailable",
    "QueuedMail",
]

MailId = NewType("MailId", str)
"""``ml_…``: one mail to one person; letters, digits, ``_`` and ``-``, as it becomes part of the Message-ID."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a mail says. Its repr shows nothing."""

    subject: str = field(repr=False)
    text: str = field(repr=False)
    calendar: CalendarFile | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class QueuedMail:
    """A mail that a worker has leased.

    Attributes:
        attempt: The number of this attempt, from 1. Each claim counts, so that a mail that ends its worker is not tried
            for ever. It begins anew when staff send the mail again.
        claim: Rises with every claim, so that a settlement of this one is told from a late one of an earlier claim.
    """

    id: MailId
    attempt: int
    recipient: str = field(repr=False)
    content: Content
    limits: Limits = field(default_factory=Limits)
    claim: int = 0


class OutboxUnavailable(Exception):
    """The outbox cannot be reached now, and nothing has changed or that is unknown; the same call may be repeated."""


class Outbox(Protocol):
    """The stored mails. Rows come into it in the transaction that causes the mail."""

    async def claim(self, now: datetime, limit: int, lease_until: datetime) -> Sequence[QueuedMail]:
        """Lease up to ``limit`` mails that are due, the longest due first, and count the attempt.

        Due are ``queued`` and ``waiting`` ones by their time, and those ``sending`` whose lease has ended. No two
        callers get the same mail. Raises OutboxUnavailable.
        """

    async def settle(self, mail: QueuedMail, settlement: Settlement, now: datetime) -> None:
        """Apply a settlement by ``DELIVERY``, and end the lease.

        Does nothing if the mail was claimed again since (``claim`` has risen), or is settled already.
        Raises OutboxUnavailable.
        """

    async def next_due(self) -> datetime | None:
        """Return when the next mail is due, or the next lease ends; None if there is none. Raises OutboxUnavailable."""


class MailServerConnection(Protocol):
    """A connection for one mail after the other; it opens with the first, and again if it was lost."""

    async def send(self, mail: QueuedMail, now: datetime) -> Outcome:
        """Attempt to send a mail and return what it came to; failures of the server or the network do not raise."""


class MailServer(Protocol):
    """Where mail leaves."""

    def connect(self) -> AbstractAsyncContextManager[MailServerConnection]:
        """Return a connection that is closed at the end of the context."""


class Clock(Protocol):
    """The host's clock."""

    def now(self) -> float:
        """Return Unix time in seconds."""

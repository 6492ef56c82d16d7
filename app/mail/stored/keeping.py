"""The demo's mail server: nothing leaves, and each mail counts as sent. A page shows what the outbox keeps."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from app.mail.delivery import Outcome, Verdict
from app.mail.ports import QueuedMail

__all__ = ["KeepingServer"]


class KeepingServer:
    """Implements ``app.mail.ports.MailServer`` and its connection."""

    @asynccontextmanager
    async def connect(self) -> AsyncIterator["KeepingServer"]:
        """Yield itself: there is nothing to open."""
        yield self

    async def send(self, mail: QueuedMail, now: datetime) -> Outcome:
        """Accept the mail."""
        return Outcome(Verdict.ACCEPTED)

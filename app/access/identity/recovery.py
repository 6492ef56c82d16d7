"""Links for people who cannot sign in any more, sent by mail.

Whoever asks is answered before anything is looked up, so neither the answer nor its time tells whether an account
exists. The questions wait in a bounded line for one task; when it is full new ones are dropped, and people ask again.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from app.access.identity.links import make_link
from app.access.identity.services import IdentityServices
from app.persistence.clinic_store import Actor
from app.persistence.repositories.identity.accounts import AccountLookup, PasswordAccount
from clinic.identity.links import LinkPurpose

__all__ = ["LINE_MAX", "SENT_AGAIN_AFTER", "Recoveries", "send_recovery"]

LINE_MAX: Final = 100
SENT_AGAIN_AFTER: Final = timedelta(minutes=5)
"""Nobody's mailbox is filled by asking often."""

_log = logging.getLogger(__name__)


class Recoveries:
    """Those who asked and were not sent a link yet. ``run`` sends."""

    def __init__(self, services: IdentityServices, now: Callable[[], datetime]) -> None:
        self._services = services
        self._now = now
        self._line: asyncio.Queue[str] = asyncio.Queue(LINE_MAX)

    def ask(self, email: str) -> None:
        """Send a link to this address soon, if an account has it."""
        try:
            self._line.put_nowait(email)
        except asyncio.QueueFull:
            _log.warning("recovery.dropped")

    async def run(self) -> None:
        """Send links until cancelled."""
        while True:
            email = await self._line.get()
            try:
                await send_recovery(self._services, email, self._now())
            except Exception:  # noqa: BLE001 (one question that fails must not end the others)
                _log.exception("recovery.failed")
            finally:
                self._line.task_done()

    async def settled(self) -> None:
        """Wait until everybody who has asked so far was dealt with."""
        await self._line.join()


async def send_recovery(services: IdentityServices, email: str, now: datetime) -> None:
    """Make a link for each account with this address and put the mails into the outbox."""
    async with services.store.database.transaction(writes=False) as session:
        found = await AccountLookup(session).by_address(services.store.key.login_hash(email))
    for account in found:
        await _send(services, account, now)


async def _send(services: IdentityServices, found: PasswordAccount, now: datetime) -> None:
    async with services.store.write(found.clinic, Actor("system"), now) as unit:
        newest = await unit.links.newest(found.person, LinkPurpose.RESET)
        account = await unit.accounts.find(found.person)
        if account is None or (newest is not None and now - newest.issued_at < SENT_AGAIN_AFTER):
            return
        secret = await make_link(unit, account, LinkPurpose.RESET)
        await services.notices.recovery(unit, found.person, services.pages.welcome(secret))

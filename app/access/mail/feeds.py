"""A person's own calendar at a private address, which calendar programs read without signing in."""

from datetime import datetime, timedelta
from typing import Final

from app.access.callers import Caller
from app.access.mail.pages import Pages
from app.auth.one_time import hash_secret, make_secret
from app.mail.stored.writer import MailWriter
from app.persistence.clinic_store import Actor, ClinicStore
from app.persistence.repositories.mail.feeds import find_feed
from clinic.common.errors import Refused
from clinic.identity.access import Action, check

__all__ = ["make_feed", "read_feed", "remove_feed"]

_BACK: Final = timedelta(days=30)
_AHEAD: Final = timedelta(days=400)
_MOST: Final = 2_000
"""Appointments in a calendar; five a day."""


async def make_feed(caller: Caller, pages: Pages) -> str:
    """Return a new address for the caller's calendar; it is shown once, and an older one leads nowhere from now on.

    Raises:
        Refused: ``access.denied``.
    """
    check(caller.principal, Action.OWN_WRITE, caller.now)
    secret = make_secret()
    async with caller.write() as unit:
        await unit.feeds.replace(caller.principal.person, secret.hashed, unit.now)
        unit.note("calendar.share", caller.principal.person)
    return pages.calendar(secret.text)


async def remove_feed(caller: Caller) -> None:
    """Withdraw the address of the caller's calendar, if there is one.

    Raises:
        Refused: ``access.denied``.
    """
    check(caller.principal, Action.OWN_WRITE, caller.now)
    async with caller.write() as unit:
        await unit.feeds.remove(caller.principal.person)
        unit.note("calendar.withdraw", caller.principal.person)


async def read_feed(
    store: ClinicStore, secret: str, writer: MailWriter, pages: Pages, now: datetime
) -> bytes:
    """Return the calendar behind a secret: its owner's appointments from 30 days back to 400 ahead.

    Programs read it every hour for their owner; that is not noted.

    Raises:
        Refused: ``calendar.unknown``: the secret is nobody's, was withdrawn, or its owner is archived.
    """
    hashed = hash_secret(secret)
    feed = None
    if hashed is not None:
        async with store.database.transaction(writes=False) as session:
            feed = await find_feed(session, hashed)
    if feed is None:
        raise Refused("calendar.unknown")
    async with store.read(feed.clinic, Actor(feed.person), now) as unit:
        times = await unit.feeds.times_of(feed.person, now - _BACK, now + _AHEAD, _MOST)
        reach = (await unit.reach.find([feed.person]))[feed.person]
    return writer.write_feed(times, reach, feed.made_at, pages.front)

"""Whether, when and in which words a person is written to, from what is stored about them. Pure.

Clients are written to by the channel they agreed to, and not at all before they were asked. Staff are written to at
their address at work.
"""

from collections.abc import Iterable
from datetime import time
from zoneinfo import ZoneInfo

from app.mail.messages import Reader
from app.mail.reminders import Contact, SafeChannel
from app.mail.safe_times import SafeTimes, SafeWindow
from app.mail.wording import Language
from app.persistence.repositories.mail.reach import Reach
from clinic.people import contact
from clinic.people.safe_times import SafeRange, parse_safe_times

__all__ = ["read_contact", "read_reader"]

_CHANNELS = {contact.SafeChannel.EMAIL: SafeChannel.MAIL, contact.SafeChannel.NONE: SafeChannel.NONE}
_MIDNIGHT = time()


def read_contact(reach: Reach) -> Contact:
    """Return the person's channel and hours. Nobody is written to who is archived or has no address.

    Raises:
        ValueError: What is stored has another form than ``{"channel": "email", "safe_times": "mon-fri 09:00-17:00"}``.
        KeyError: The time zone is unknown.
    """
    settings = reach.settings or {}
    channel = SafeChannel.MAIL
    if not reach.is_staff:
        channel = _CHANNELS[contact.SafeChannel(settings.get("channel", "none"))]
    if reach.is_archived or not reach.email:
        channel = SafeChannel.NONE
    ranges = parse_safe_times(settings.get("safe_times", ""))
    windows = tuple(window for each in ranges for window in _windows(each))
    return Contact(channel, SafeTimes(ZoneInfo(reach.time_zone), windows) if windows else None)


def read_reader(reach: Reach) -> Reader:
    """Return the first of the person's languages that mails are written in, else English, and their zone."""
    known = set(Language)
    spoken = (language.partition("-")[0].lower() for language in reach.languages)
    language = next((Language(each) for each in spoken if each in known), Language.ENGLISH)
    return Reader(language, ZoneInfo(reach.time_zone))


def _windows(safe: SafeRange) -> Iterable[SafeWindow]:
    """Return one window, or the two of a night."""
    day = int(safe.day)
    yield SafeWindow(frozenset({day}), safe.start, _MIDNIGHT if safe.is_overnight else safe.until)
    if safe.is_overnight and safe.until != _MIDNIGHT:
        yield SafeWindow(frozenset({(day + 1) % 7}), _MIDNIGHT, safe.until)

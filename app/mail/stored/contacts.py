"""Whether, when and in which words a person is written to, from what is stored about them. Pure.

Clients are written to by the channel they agreed to, and not at all before they were asked. Staff are written to at
their address at work.
"""

from collections.abc import Iterable
from datetime import time
from typing import Any
from zoneinfo import ZoneInfo

from app.mail.messages import Reader
from app.mail.reminders import Contact, SafeChannel
from app.mail.safe_times import SafeTimes, SafeWindow
from app.mail.wording import Language
from app.persistence.repositories.mail.reach import Reach

__all__ = ["read_contact", "read_reader"]

_CHANNELS = {"email": SafeChannel.MAIL, "phone": SafeChannel.PHONE, "none": SafeChannel.NONE}
_MIDNIGHT = time()


def read_contact(reach: Reach) -> Contact:
    """Return the person's channel and hours. Nobody is written to who is archived or has no address.

    Raises:
        ValueError: What is stored has another form than ``{"channel": "email", "safe_times": [{"day": 0, "start":
            "09:00", "until": "17:00"}]}``, with Monday as 0, or the time zone is unknown.
    """
    settings = reach.settings or {}
    channel = _CHANNELS["email" if reach.is_staff else settings.get("channel", "none")]
    if channel is SafeChannel.MAIL and (reach.is_archived or not reach.email):
        channel = SafeChannel.NONE
    windows = tuple(window for each in settings.get("safe_times") or () for window in _windows(each))
    return Contact(channel, SafeTimes(ZoneInfo(reach.time_zone), windows) if windows else None)


def read_reader(reach: Reach) -> Reader:
    """Return the first of the person's languages that mails are written in, else English, and their zone."""
    known = set(Language)
    spoken = (language.partition("-")[0].lower() for language in reach.languages)
    language = next((Language(each) for each in spoken if each in known), Language.ENGLISH)
    return Reader(language, ZoneInfo(reach.time_zone))


def _windows(stored: dict[str, Any]) -> Iterable[SafeWindow]:
    """Return one window, or the two of a night; the same time twice is the whole day round."""
    day, start, until = int(stored["day"]), *(time.fromisoformat(stored[end]) for end in ("start", "until"))
    overnight = until <= start
    yield SafeWindow(frozenset({day}), start, _MIDNIGHT if overnight else until)
    if overnight and until != _MIDNIGHT:
        yield SafeWindow(frozenset({(day + 1) % 7}), _MIDNIGHT, until)

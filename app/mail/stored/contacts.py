"""Whether, when and in which words a person is written to, from what is stored about them. Pure.

Clients are written to by the channel they agreed to, and not at all before they were asked. Staff are written to at
their address at work.
"""

from zoneinfo import ZoneInfo

from app.mail.messages import Reader
from app.mail.wording import MAIL_TEXTS
from app.persistence.repositories.mail.reach import Reach
from app.runtime.texts import ENGLISH, languages_in
from clinic.people.contact import Contact, SafeChannel
from clinic.people.safe_times import SafeTimes, parse_safe_times

__all__ = ["read_contact", "read_reader"]


def read_contact(reach: Reach) -> Contact:
    """Return the person's channel and hours. Nobody is written to who is archived or has no address.

    Raises:
        ValueError: What is stored has another form than ``{"channel": "email", "safe_times": "mon-fri 09:00-17:00"}``.
        KeyError: The time zone is unknown.
    """
    settings = reach.settings or {}
    channel = SafeChannel.EMAIL if reach.is_staff else SafeChannel(settings.get("channel", "none"))
    if reach.is_archived or not reach.email:
        channel = SafeChannel.NONE
    ranges = parse_safe_times(settings.get("safe_times", ""))
    return Contact(channel, SafeTimes(ZoneInfo(reach.time_zone), ranges) if ranges else None)


def read_reader(reach: Reach) -> Reader:
    """Return the first of the person's languages that mails are written in, else English, and their zone."""
    known = languages_in(MAIL_TEXTS)
    spoken = (language.partition("-")[0].lower() for language in reach.languages)
    language = next((each for each in spoken if each in known), ENGLISH)
    return Reader(language, ZoneInfo(reach.time_zone))

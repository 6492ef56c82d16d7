"""Writes stored mails out: in the words, at the address and within the hours of their person as they are now."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from app.mail.calendar import CalendarEntry, CalendarFile, build_feed, build_file
from app.mail.delivery import Limits
from app.mail.messages import (
    AppointmentCancelled,
    AppointmentMoved,
    AppointmentPlanned,
    Facts,
    Reader,
    Reminder,
    render,
)
from app.mail.ports import Content, MailId, QueuedMail
from app.mail.stored.contacts import read_contact, read_reader
from app.mail.stored.facts import read_facts
from app.mail.wording import MailKind
from app.persistence.repositories.mail.feeds import PlannedTime
from app.persistence.repositories.mail.reach import Reach
from app.persistence.repositories.mail.records import AddressedMail, SealedMail
from clinic.people.contact import SafeChannel

__all__ = ["MailWriter"]


class MailWriter:
    """Writes mails of one service.

    Args:
        host: The service's host name, a part of each event's id in calendars.
        organizer: The address that mails come from.
    """

    def __init__(self, host: str, organizer: str) -> None:
        self._host = host
        self._organizer = organizer

    def write(self, stored: AddressedMail) -> QueuedMail | None:
        """Return the mail, or None if its person may not be reached by mail any more.

        Raises:
            KeysUnusable: It cannot be decrypted.
            ValueError: What is stored has an unknown form.
        """
        reach = stored.open_reach()
        contact = read_contact(reach)
        if contact.channel is not SafeChannel.EMAIL or reach.email is None:
            return None
        mail, reader = stored.mail, read_reader(reach)
        facts = read_facts(MailKind(mail.kind), mail.open_facts())
        urgent = facts.kind in (MailKind.STAFF_NEEDED, MailKind.HANDED_OVER)
        if urgent and not reach.is_staff:
            return None
        said = render(facts, reader)
        content = Content(said.subject, said.text, self._calendar(mail, facts, reader, reach.email))
        limits = Limits(mail.useful_until, None if urgent else contact.safe_times)
        return QueuedMail(MailId(mail.id), mail.attempt, reach.email, content, limits, mail.claim)

    def write_feed(self, times: Iterable[PlannedTime], reach: Reach, made_at: datetime, link: str) -> bytes:
        """Return a person's calendar of their own appointments; what did not change has the same bytes.

        Args:
            made_at: When the person asked for the calendar.
            link: Where everybody signs in.
        """
        # The plan keeps no time of its changes; this one is the same for the same version, and rises with each.
        entries = (
            CalendarEntry(
                each.id,
                each.begins_at,
                each.ends_at,
                each.sequence,
                made_at + timedelta(seconds=each.sequence),
                link=link,
            )
            for each in times
        )
        return build_feed(entries, read_reader(reach).language, self._host, self._organizer)

    def _calendar(self, mail: SealedMail, facts: Facts, reader: Reader, attendee: str) -> CalendarFile | None:
        if isinstance(facts, Reminder) or mail.appointment is None or mail.sequence is None:
            return None
        assert isinstance(facts, AppointmentPlanned | AppointmentMoved | AppointmentCancelled), (
            "of appointments"
        )
        cancelled = isinstance(facts, AppointmentCancelled)
        entry = CalendarEntry(
            mail.appointment,
            facts.hours.start,
            facts.hours.end,
            mail.sequence,
            mail.made_at,
            cancelled,
            None if isinstance(facts, AppointmentCancelled) else facts.link.url,
        )
        return build_file(entry, reader.language, self._host, self._organizer, attendee)

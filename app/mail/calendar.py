"""Appointments as iCalendar (RFC 5545): a file in a mail (RFC 5546) and a person's private feed. Pure.

Each appointment is one VEVENT of its own, without a recurrence rule, so times are in UTC: every calendar shows them in
its owner's zone, and no VTIMEZONE can disagree with it. Someone else may see the calendar: the event says no more than
"Appointment", is marked private, names nobody but its reader, and has no alarm, which could ring at the wrong moment.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event, vCalAddress, vDuration, vText

from app.mail.wording import load_wording
from clinic.common.ids import AppointmentId

__all__ = ["CalendarEntry", "CalendarFile", "build_feed", "build_file"]

_PRODID = "-//Appointments//1//EN"
_REFRESH = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One appointment for one reader.

    Args:
        sequence: 0 at first; higher with every later version (RFC 5545 §3.8.7.4).
        changed_at: When this version was made. The same version gives the same bytes.
        link: Where to join; None shows none. It may hold a key.

    Raises:
        ValueError: A time without a zone, an end that is not after the start, or a negative sequence.
    """

    id: AppointmentId
    start: datetime
    end: datetime
    sequence: int
    changed_at: datetime
    cancelled: bool = False
    link: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        times = (self.start, self.end, self.changed_at)
        if any(at.tzinfo is None for at in times) or self.end <= self.start or self.sequence < 0:
            raise ValueError("entry")


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """An iCalendar object for a mail, with its method (``REQUEST`` or ``CANCEL``)."""

    method: str
    data: bytes = field(repr=False)


def build_file(entry: CalendarEntry, language: str, host: str, organizer: str, attendee: str) -> CalendarFile:
    """Return the file that adds, updates or removes the appointment in the reader's calendar.

    Args:
        host: The service's host name, the right part of the UID. With another one, calendars show the event twice.
        organizer: The address that mails come from.
        attendee: The reader's address. Nobody else is named, however many people take part.
    """
    method = "CANCEL" if entry.cancelled else "REQUEST"
    calendar = _calendar(method)
    event = _event(entry, language, host, organizer)
    # No answer is expected: replies are not read.
    event.add(
        "attendee",
        vCalAddress(f"mailto:{attendee}"),
        parameters={"partstat": vText("NEEDS-ACTION"), "rsvp": vText("FALSE")},
    )
    calendar.add_component(event)
    return CalendarFile(method, calendar.to_ical())


def build_feed(entries: Iterable[CalendarEntry], language: str, host: str, organizer: str) -> bytes:
    """Return all of a person's appointments; calendars that subscribe look again about every hour."""
    calendar = _calendar("PUBLISH")
    name = load_wording(language).feed
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", vDuration(_REFRESH), parameters={"value": "DURATION"})
    for entry in entries:
        calendar.add_component(_event(entry, language, host, organizer))
    data: bytes = calendar.to_ical()
    return data


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", _PRODID)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _event(entry: CalendarEntry, language: str, host: str, organizer: str) -> Event:
    event = Event()
    event.add("uid", f"{entry.id}@{host}")
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    event.add("sequence", entry.sequence)
    event.add("dtstart", entry.start.astimezone(UTC))
    event.add("dtend", entry.end.astimezone(UTC))
    event.add("summary", load_wording(language).event)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    event.add("organizer", vCalAddress(f"mailto:{organizer}"))
    if entry.link and not entry.cancelled:
        event.add("location", entry.link)
    return event

"""What each kind of mail says: typed facts, rendered by the template of the reader's language. Pure.

Nothing tells a person who reads over a shoulder what the appointment is (decision 0052): subjects are the same for
everyone, and no fact is a name of a person, a programme, a group or a clinic.
"""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import ClassVar, TypeAlias
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from app.mail.local_times import write_date, write_hours, write_moment
from app.mail.wording import MailKind, TimeWords, load_wording

__all__ = [
    "AddressCheck",
    "AppointmentCancelled",
    "AppointmentMoved",
    "AppointmentPlanned",
    "EmergencyAccess",
    "HandedOver",
    "Facts",
    "Hours",
    "Invitation",
    "Link",
    "MailText",
    "NewDeviceNotice",
    "OwnPage",
    "Reader",
    "Reminder",
    "SignInRecovery",
    "StaffInvitation",
    "StaffNeeded",
    "WebhookOff",
    "TaskWaiting",
    "render",
]


@dataclass(frozen=True, slots=True)
class Link:
    """An address to open. It may hold a key: its repr and its errors show nothing of it.

    Raises:
        ValueError: It is not one ``http`` or ``https`` address on one line.
    """

    url: str

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        printable = self.url.isascii() and self.url.isprintable() and " " not in self.url
        if not printable or parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("link")

    def __repr__(self) -> str:
        return "Link(…)"


@dataclass(frozen=True, slots=True)
class Hours:
    """When an appointment is.

    Raises:
        ValueError: It does not end after its start, or a time has no zone.
    """

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None or self.end <= self.start:
            raise ValueError("hours")


@dataclass(frozen=True, slots=True)
class Invitation:
    """A client sets a PIN or a passkey."""

    kind: ClassVar = MailKind.INVITATION
    link: Link
    expires: datetime


@dataclass(frozen=True, slots=True)
class StaffInvitation:
    """A member of staff sets up their sign-in."""

    kind: ClassVar = MailKind.STAFF_INVITATION
    link: Link
    expires: datetime


@dataclass(frozen=True, slots=True)
class AppointmentPlanned:
    """An appointment was planned; the calendar file goes with it."""

    kind: ClassVar = MailKind.APPOINTMENT_PLANNED
    hours: Hours
    link: Link


@dataclass(frozen=True, slots=True)
class AppointmentMoved:
    """An appointment has new hours; the calendar file goes with it."""

    kind: ClassVar = MailKind.APPOINTMENT_MOVED
    hours: Hours
    before: Hours
    link: Link


@dataclass(frozen=True, slots=True)
class AppointmentCancelled:
    """An appointment does not take place, or not with this person. No reason is given to anyone."""

    kind: ClassVar = MailKind.APPOINTMENT_CANCELLED
    hours: Hours


@dataclass(frozen=True, slots=True)
class Reminder:
    """An appointment is near."""

    kind: ClassVar = MailKind.REMINDER
    hours: Hours
    link: Link


@dataclass(frozen=True, slots=True)
class SignInRecovery:
    """A person who lost their PIN, passkey or phone chooses a new way to sign in."""

    kind: ClassVar = MailKind.SIGN_IN_RECOVERY
    link: Link
    expires: datetime


@dataclass(frozen=True, slots=True)
class NewDeviceNotice:
    """The account was used on a new device; the link leads to the list of devices."""

    kind: ClassVar = MailKind.NEW_DEVICE_NOTICE
    at: datetime
    link: Link


@dataclass(frozen=True, slots=True)
class EmergencyAccess:
    """A clinical director looks at what somebody opened in an emergency; the link leads to the audit."""

    kind: ClassVar = MailKind.EMERGENCY_ACCESS
    at: datetime
    link: Link


@dataclass(frozen=True, slots=True)
class AddressCheck:
    """Whether the address is right, before anything else is sent to it."""

    kind: ClassVar = MailKind.ADDRESS_CHECK
    link: Link
    expires: datetime


@dataclass(frozen=True, slots=True)
class StaffNeeded:
    """A member of staff is paged: somebody in a session needs them now. It names nobody, and is for no hour too late."""

    kind: ClassVar = MailKind.STAFF_NEEDED
    link: Link


@dataclass(frozen=True, slots=True)
class HandedOver:
    """Somebody on call is handed what is left to do after a session. It names nobody, and is for no hour too late."""

    kind: ClassVar = MailKind.HANDED_OVER
    link: Link


@dataclass(frozen=True, slots=True)
class WebhookOff:
    """An administrator is told that one of the clinic's systems is told nothing any more; the link leads to it."""

    kind: ClassVar = MailKind.WEBHOOK_OFF
    at: datetime
    link: Link


@dataclass(frozen=True, slots=True)
class TaskWaiting:
    """Somebody has to be talked with today. It names nobody, and is for no hour too late."""

    kind: ClassVar = MailKind.TASK_WAITING
    link: Link


@dataclass(frozen=True, slots=True)
class OwnPage:
    """There is something on a client's own page; the mail does not say what, and the page asks who they are."""

    kind: ClassVar = MailKind.OWN_PAGE
    link: Link


Facts: TypeAlias = (
    Invitation
    | StaffInvitation
    | AppointmentPlanned
    | AppointmentMoved
    | AppointmentCancelled
    | Reminder
    | SignInRecovery
    | NewDeviceNotice
    | EmergencyAccess
    | AddressCheck
    | StaffNeeded
    | HandedOver
    | WebhookOff
    | TaskWaiting
    | OwnPage
)


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom a mail is for, as far as its words depend on it."""

    language: str
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class MailText:
    """A rendered mail."""

    subject: str
    text: str


def render(facts: Facts, reader: Reader) -> MailText:
    """Return the subject and the text for this reader."""
    wording = load_wording(reader.language)
    template = wording.mails[facts.kind]
    values: dict[str, str] = {}
    for field in fields(facts):
        values |= _write(field.name, getattr(facts, field.name), reader.zone, wording.times)
    return MailText(template.subject, template.text.format_map(values))


def _write(name: str, value: object, zone: ZoneInfo, words: TimeWords) -> dict[str, str]:
    """Return what stands for a fact; hours become two placeholders, such as ``hours_date`` and ``hours``."""
    match value:
        case Link(url=url):
            return {name: url}
        case Hours(start=start, end=end):
            return {
                f"{name}_date": write_date(start, zone, words),
                name: write_hours(start, end, zone, words),
            }
        case datetime():
            return {name: write_moment(value, zone, words)}
    raise AssertionError(f"{name}: facts are links, hours and times")

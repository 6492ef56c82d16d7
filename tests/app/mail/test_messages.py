from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from app.mail.messages import (
    AddressCheck,
    AppointmentCancelled,
    AppointmentMoved,
    AppointmentPlanned,
    EmergencyAccess,
    Facts,
    HandedOver,
    Hours,
    Invitation,
    Link,
    NewDeviceNotice,
    OwnPage,
    Reader,
    Reminder,
    SignInRecovery,
    StaffInvitation,
    StaffNeeded,
    TaskWaiting,
    WebhookOff,
    render,
)
from app.mail.wording import MailKind
from tests.app.mail.draws import DAY, HOUR, at

NEW_YORK = ZoneInfo("America/New_York")
ENGLISH = Reader("en", NEW_YORK)
SPANISH = Reader("es", NEW_YORK)
START = at("2026-03-02 19:00")
HOURS, BEFORE = Hours(START, START + 1.5 * HOUR), Hours(START - DAY, START - DAY + HOUR)
LINK = Link("https://meet.example.org/in#k=aZ-9_{link}")
EVERY: list[Facts] = [
    Invitation(LINK, START),
    StaffInvitation(LINK, START),
    AppointmentPlanned(HOURS, LINK),
    AppointmentMoved(HOURS, BEFORE, LINK),
    AppointmentCancelled(HOURS),
    Reminder(HOURS, LINK),
    SignInRecovery(LINK, START),
    NewDeviceNotice(START, LINK),
    EmergencyAccess(START, LINK),
    AddressCheck(LINK, START),
    StaffNeeded(LINK),
    HandedOver(LINK),
    WebhookOff(START, LINK),
    TaskWaiting(LINK),
    OwnPage(LINK),
]


def test_every_kind_is_tried_here() -> None:
    assert [facts.kind for facts in EVERY] == list(MailKind)


@pytest.mark.parametrize("reader", [ENGLISH, SPANISH], ids=["en", "es"])
@pytest.mark.parametrize("facts", EVERY, ids=lambda facts: facts.kind)
def test_every_fact_is_in_the_text(facts: Facts, reader: Reader) -> None:
    text = render(facts, reader).text
    assert (f"\n{LINK.url}\n" in text) is hasattr(facts, "link"), "whole, alone, and its braces untouched"
    if isinstance(facts, StaffNeeded | HandedOver | TaskWaiting | OwnPage):
        # They are for now, or for whenever it suits.
        return
    assert "2:00" in text
    assert "EST" in text


def test_a_planned_appointment_reads_so_in_english() -> None:
    mail = render(AppointmentPlanned(HOURS, Link("https://meet.example.org/j/1")), ENGLISH)
    assert mail.subject == "Appointment"
    assert mail.text == (
        "Hello,\n"
        "\n"
        "You have an appointment:\n"
        "\n"
        "Monday, March 2, 2026\n"
        "2:00 PM – 3:30 PM (Eastern Time, EST)\n"
        "\n"
        "To join, open this link:\n"
        "https://meet.example.org/j/1\n"
        "\n"
        "You can add the attached file to your calendar.\n"
        "Need a different time? Please call us.\n"
        "Replies to this message are not read.\n"
    )


def test_a_moved_appointment_reads_so_in_spanish() -> None:
    mail = render(AppointmentMoved(HOURS, BEFORE, Link("https://meet.example.org/j/1")), SPANISH)
    assert mail.subject == "Cita: nueva hora"
    assert "Hora nueva:\nlunes, 2 de marzo de 2026\n2:00 p.m. – 3:30 p.m. (hora del este, EST)\n" in mail.text
    assert (
        "Hora anterior:\ndomingo, 1 de marzo de 2026\n2:00 p.m. – 3:00 p.m. (hora del este, EST)\n"
        in mail.text
    )


def test_two_people_in_two_zones_read_their_own_times() -> None:
    abroad = Reader("en", ZoneInfo("Europe/Berlin"))
    assert "8:00 PM – 9:30 PM (Berlin time, CET)" in render(Reminder(HOURS, LINK), abroad).text


@pytest.mark.parametrize("facts", EVERY, ids=lambda facts: facts.kind)
def test_a_subject_depends_on_the_kind_alone(facts: Facts) -> None:
    other = Reader("en", ZoneInfo("Asia/Tokyo"))
    assert render(facts, ENGLISH).subject == render(facts, other).subject


@pytest.mark.parametrize(
    "url",
    [
        "",
        "meet.example.org/j",
        "javascript:alert(1)",
        "https://",
        "https://a.example/ b",
        "https://a.example/\nBcc: x",
    ],
)
def test_what_is_no_link_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(ValueError, match=r"^link$"):
        Link(url)


def test_a_link_may_hold_a_key_and_stays_out_of_reprs() -> None:
    assert "aZ-9_" not in repr(Invitation(LINK, START))


@pytest.mark.parametrize(
    ("start", "end"), [(START, START), (START, START - HOUR), (START.replace(tzinfo=None), START)]
)
def test_hours_end_after_they_start_and_have_a_zone(start: datetime, end: datetime) -> None:
    with pytest.raises(ValueError, match="hours"):
        Hours(start, end)

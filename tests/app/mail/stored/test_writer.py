from dataclasses import replace

import pytest
from icalendar import Calendar

from app.mail.messages import (
    AppointmentCancelled,
    AppointmentMoved,
    AppointmentPlanned,
    Facts,
    Hours,
    Link,
    Reminder,
    StaffNeeded,
)
from app.mail.stored.facts import write_facts
from app.mail.stored.writer import MailWriter
from app.persistence.encryption import ClinicKeys
from app.persistence.models.people import PersonRow
from app.persistence.repositories.mail.feeds import PlannedTime
from app.persistence.repositories.mail.reach import open_reach
from app.persistence.repositories.mail.records import FACTS, AddressedMail, SealedMail
from clinic.common.ids import AppointmentId, PersonId
from tests.app.mail.draws import HOUR, at

KEYS = ClinicKeys((b"k" * 32,))
BEGINS = at("2026-03-02 15:00")
HOURS = Hours(BEGINS, BEGINS + HOUR)
BEFORE = Hours(BEGINS - HOUR, BEGINS)
JOIN = Link("https://meet.example.org/")
WRITER = MailWriter("meet.example.org", "appointments@example.org")


def stored(facts: Facts, *, sequence: int = 0, **person: object) -> AddressedMail:
    row = PersonRow(
        id="pt_ana",
        kind="client",
        email=KEYS.seal("people.email", "pt_ana", "ana@example.net"),
        reach=KEYS.seal(
            "people.reach", "pt_ana", '{"channel": "email", "safe_times": "mon-sun 09:00-17:00"}'
        ),
        languages=["en"],
        time_zone=None,
    )
    for name, value in person.items():
        setattr(row, name, value)
    sealed = KEYS.seal(FACTS, "ml_1", write_facts(facts))
    mail = SealedMail(
        "ml_1",
        PersonId("pt_ana"),
        facts.kind,
        AppointmentId("ss_1"),
        sequence,
        "sending",
        2,
        5,
        True,
        BEGINS - 48 * HOUR,
        None,
        HOURS.end,
        sealed,
        lambda: KEYS,
    )
    return AddressedMail(mail, row, "America/New_York")


def event(facts: Facts, sequence: int = 0) -> tuple[str, Calendar]:
    mail = WRITER.write(stored(facts, sequence=sequence))
    assert mail
    file = mail.content.calendar
    assert file
    (found,) = Calendar.from_ical(file.data).walk("VEVENT")
    return file.method, found


def test_a_mail_has_the_address_the_words_and_the_limits_of_its_person() -> None:
    mail = WRITER.write(stored(AppointmentPlanned(HOURS, JOIN)))
    assert mail is not None
    assert (mail.recipient, mail.attempt, mail.claim) == ("ana@example.net", 2, 5)
    assert "10:00 AM – 11:00 AM (Eastern Time, EST)" in mail.content.text
    assert mail.limits.useful_until == HOURS.end
    assert mail.limits.safe_times is not None


def test_an_appointment_keeps_its_uid_while_its_sequence_rises() -> None:
    planned = event(AppointmentPlanned(HOURS, JOIN))
    moved = event(AppointmentMoved(HOURS, BEFORE, JOIN), 1)
    cancelled = event(AppointmentCancelled(HOURS), 2)
    assert [method for method, _ in (planned, moved, cancelled)] == ["REQUEST", "REQUEST", "CANCEL"]
    assert {str(found["uid"]) for _, found in (planned, moved, cancelled)} == {"ss_1@meet.example.org"}
    assert [found["sequence"] for _, found in (planned, moved, cancelled)] == [0, 1, 2]


def test_a_reminder_has_no_calendar_file() -> None:
    mail = WRITER.write(stored(Reminder(HOURS, JOIN)))
    assert mail is not None
    assert mail.content.calendar is None


@pytest.mark.parametrize("change", [{"reach": None}, {"email": None}, {"archived_at": BEGINS}])
def test_nothing_is_written_to_who_may_not_be_reached(change: dict[str, object]) -> None:
    assert WRITER.write(stored(AppointmentPlanned(HOURS, JOIN), **change)) is None


def test_a_page_leaves_at_any_hour_and_to_staff_alone() -> None:
    page = StaffNeeded(Link("https://meet.example.org/on-call"))
    staff = stored(page, kind="staff")
    mail = WRITER.write(AddressedMail(replace(staff.mail, appointment=None), staff.person, staff.clinic_zone))
    assert mail is not None
    assert (mail.limits.safe_times, mail.content.calendar) == (None, None)
    assert WRITER.write(stored(page)) is None


def test_a_calendar_shows_each_appointment_with_the_same_neutral_title() -> None:
    reach = open_reach(stored(Reminder(HOURS, JOIN)).person, KEYS, "America/New_York")
    times = [
        PlannedTime(AppointmentId(f"ss_{n}"), BEGINS + n * HOUR, BEGINS + (n + 1) * HOUR, n) for n in range(3)
    ]
    data = WRITER.write_feed(times, reach, BEGINS, JOIN.url)
    events = Calendar.from_ical(data).walk("VEVENT")
    assert {str(found["summary"]) for found in events} == {"Appointment"}
    assert [str(found["uid"]) for found in events] == [f"ss_{n}@meet.example.org" for n in range(3)]
    assert data == WRITER.write_feed(times, reach, BEGINS, JOIN.url)
    later = [replace(times[0], sequence=1), *times[1:]]
    assert WRITER.write_feed(later, reach, BEGINS, JOIN.url) != data

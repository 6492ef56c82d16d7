from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from app.mail.calendar import CalendarEntry, build_feed, build_file
from clinic.common.ids import AppointmentId
from tests.app.mail.draws import HOUR, INSTANTS, ZONES, at

HOST, FROM, TO = "meet.example.org", "no-reply@example.org", "ann@example.net"
ENTRY = CalendarEntry(
    AppointmentId("ss_aZ-9_"),
    at("2026-03-02 19:00"),
    at("2026-03-02 20:30"),
    0,
    at("2026-02-01 12:00"),
    link="https://meet.example.org/in#k=aZ-9_",
)


@st.composite
def entries(draw: st.DrawFn) -> CalendarEntry:
    start = draw(INSTANTS).astimezone(draw(ZONES))
    return CalendarEntry(
        AppointmentId("ss_" + draw(st.from_regex(r"[A-Za-z0-9_-]{12}", fullmatch=True))),
        start,
        start + timedelta(minutes=draw(st.integers(1, 720))),
        draw(st.integers(0, 1000)),
        draw(INSTANTS),
        draw(st.booleans()),
        draw(st.none() | st.text(max_size=200).map(lambda path: f"https://meet.example.org/{path}")),
    )


def events(data: bytes) -> list[Any]:
    return list(Calendar.from_ical(data).walk("VEVENT"))


def invite(entry: CalendarEntry) -> bytes:
    return build_file(entry, "en", HOST, FROM, TO).data


def test_a_mails_file_reads_so() -> None:
    file = build_file(ENTRY, "en", HOST, FROM, TO)
    assert file.method == "REQUEST"
    assert file.data.decode() == "\r\n".join(
        [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Appointments//1//EN",
            "METHOD:REQUEST",
            "BEGIN:VEVENT",
            "SUMMARY:Appointment",
            "DTSTART:20260302T190000Z",
            "DTEND:20260302T203000Z",
            "DTSTAMP:20260201T120000Z",
            "UID:ss_aZ-9_@meet.example.org",
            "SEQUENCE:0",
            "ATTENDEE;PARTSTAT=NEEDS-ACTION;RSVP=FALSE:mailto:ann@example.net",
            "CLASS:PRIVATE",
            "LAST-MODIFIED:20260201T120000Z",
            "LOCATION:https://meet.example.org/in#k=aZ-9_",
            "ORGANIZER:mailto:no-reply@example.org",
            "STATUS:CONFIRMED",
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        ]
    )


def test_a_moved_appointment_updates_the_same_event() -> None:
    moved = replace(ENTRY, start=ENTRY.start + HOUR, end=ENTRY.end + HOUR, sequence=1)
    (before,), (after,) = events(invite(ENTRY)), events(invite(moved))
    assert before["uid"] == after["uid"]
    assert after["sequence"] > before["sequence"]
    assert after["dtstart"].dt == before["dtstart"].dt + HOUR


def test_a_cancelled_appointment_is_taken_out_and_leads_nowhere() -> None:
    file = build_file(replace(ENTRY, cancelled=True, sequence=2), "en", HOST, FROM, TO)
    assert file.method == Calendar.from_ical(file.data)["method"] == "CANCEL"
    (event,) = events(file.data)
    assert event["status"] == "CANCELLED"
    assert "location" not in event


def test_it_is_spanish_for_who_reads_spanish() -> None:
    (event,) = events(build_file(ENTRY, "es", HOST, FROM, TO).data)
    assert event["summary"] == "Cita"


def test_the_same_version_gives_the_same_bytes() -> None:
    assert build_feed([ENTRY], "en", HOST, FROM) == build_feed([ENTRY], "en", HOST, FROM)


def test_a_feed_names_nobody_but_the_sender_of_mails() -> None:
    data = build_feed([ENTRY, replace(ENTRY, id=AppointmentId("ss_2"))], "en", HOST, FROM)
    calendar = Calendar.from_ical(data)
    assert calendar["method"] == "PUBLISH"
    assert calendar["x-wr-calname"] == calendar["name"] == "Appointments"
    assert b"\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in data
    assert data.count(b"mailto:") == data.count(b"\r\nORGANIZER:mailto:no-reply@example.org\r\n") == 2
    assert len(events(data)) == 2


def test_a_feed_of_nothing_is_a_calendar() -> None:
    assert events(build_feed([], "es", HOST, FROM)) == []


def test_no_event_rings() -> None:
    assert b"VALARM" not in invite(ENTRY)


@given(st.lists(entries(), max_size=5))
def test_what_is_written_is_read_back(given_entries: list[CalendarEntry]) -> None:
    data = build_feed(given_entries, "en", HOST, FROM)
    assert all(len(line) <= 75 for line in data.split(b"\r\n")), "RFC 5545 §3.1, folding"
    assert data.count(b"\n") == data.count(b"\r\n")
    found = events(data)
    assert len(found) == len(given_entries)
    for entry, event in zip(given_entries, found, strict=True):
        assert event["uid"] == f"{entry.id}@{HOST}"
        assert (event["dtstart"].dt, event["dtend"].dt) == (entry.start, entry.end)
        assert event["dtstart"].dt.tzinfo is not None
        assert event["dtstamp"].dt == entry.changed_at
        assert event["sequence"] == entry.sequence
        assert event["status"] == ("CANCELLED" if entry.cancelled else "CONFIRMED")
        assert event["summary"] == "Appointment"
        assert ("location" in event) is bool(entry.link and not entry.cancelled)


@given(st.text(max_size=100))
def test_no_link_adds_a_line_of_its_own(text: str) -> None:
    (event,) = events(invite(replace(ENTRY, link=text)))
    assert set(event) == {
        *("UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "STATUS", "CLASS"),
        *("ORGANIZER", "ATTENDEE"),
        *(["LOCATION"] if text else []),
    }


@pytest.mark.parametrize(
    "wrong",
    [
        {"end": ENTRY.start},
        {"sequence": -1},
        {"start": datetime(2026, 3, 2, 19)},  # noqa: DTZ001 (what is refused)
        {"changed_at": datetime(2026, 3, 2, 19, tzinfo=UTC).replace(tzinfo=None)},
    ],
)
def test_an_entry_that_no_calendar_could_read_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="entry"):
        replace(ENTRY, **wrong)


@pytest.mark.parametrize(
    ("local", "starts", "ends"),
    [
        ("2026-03-02T23:30:00-05:00", "20260303T043000Z", "20260303T060000Z"),
        ("2026-03-08T01:30:00-05:00", "20260308T063000Z", "20260308T080000Z"),
        ("2026-11-01T00:45:00-04:00", "20261101T044500Z", "20261101T061500Z"),
        ("2026-11-01T01:30:00-04:00", "20261101T053000Z", "20261101T070000Z"),
        ("2026-12-31T23:15:00-05:00", "20270101T041500Z", "20270101T054500Z"),
    ],
    ids=[
        "over midnight",
        "an hour is skipped",
        "an hour begins again",
        "in the hour that comes twice",
        "new year",
    ],
)
def test_ninety_minutes_are_ninety_minutes_whatever_the_clock_on_the_wall_does(
    local: str, starts: str, ends: str
) -> None:
    start = datetime.fromisoformat(local).astimezone(ZoneInfo("America/New_York"))
    entry = replace(ENTRY, start=start, end=start.astimezone(UTC) + timedelta(minutes=90))
    for data in (invite(entry), build_feed([entry], "es", HOST, FROM)):
        text = data.decode()
        assert f"DTSTART:{starts}\r\nDTEND:{ends}\r\n" in text
        assert "VTIMEZONE" not in text

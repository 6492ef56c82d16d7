from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.mail.calendar import CalendarFile
from app.mail.ports import Content, MailId, QueuedMail
from app.mail.smtp.mime import AddressRefused, Origin, build_message, parse_address

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
ORIGIN = Origin("no-reply@example.org", "meet.example.org", "Appointments")


def mail(to: str = "ann@example.net", subject: str = "Appointment", text: str = "Hello\n") -> QueuedMail:
    return QueuedMail(MailId("ml_aZ-9_"), 1, to, Content(subject, text))


def test_the_headers_say_who_when_and_that_a_program_wrote_it() -> None:
    message = build_message(mail(), ORIGIN, NOW)
    assert dict(message.items()) == {
        "From": "Appointments <no-reply@example.org>",
        "To": "ann@example.net",
        "Subject": "Appointment",
        "Date": "Mon, 02 Mar 2026 15:00:00 +0000",
        "Message-ID": "<ml_aZ-9_@meet.example.org>",
        "Auto-Submitted": "auto-generated",
        "MIME-Version": "1.0",
        "Content-Type": 'text/plain; charset="utf-8"',
        "Content-Transfer-Encoding": "quoted-printable",
    }


def test_the_message_id_is_the_same_in_every_attempt() -> None:
    later = NOW.replace(hour=20)
    assert (
        build_message(mail(), ORIGIN, NOW)["Message-ID"] == build_message(mail(), ORIGIN, later)["Message-ID"]
    )


def test_the_calendar_is_an_attachment_with_its_method() -> None:
    file = CalendarFile("REQUEST", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    queued = QueuedMail(MailId("ml_1"), 1, "ann@example.net", Content("Appointment", "Hello\n", file))
    parsed = message_from_bytes(build_message(queued, ORIGIN, NOW).as_bytes(), policy=policy.SMTP)
    assert parsed.get_content_type() == "multipart/mixed"
    text, calendar = parsed.iter_parts()
    assert text.get_content() == "Hello\r\n"
    assert calendar.get_content_type() == "text/calendar"
    assert calendar["Content-Type"].params["method"] == "REQUEST"
    assert calendar.get_filename() == "appointment.ics"
    assert calendar.get_payload(decode=True) == file.data


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=300))
def test_any_text_arrives_as_it_was_in_lines_that_every_relay_carries(text: str) -> None:
    data = build_message(mail(text=text + "\n"), ORIGIN, NOW).as_bytes()
    assert max(map(len, data.split(b"\r\n"))) <= 78
    assert data.isascii()
    parsed = message_from_bytes(data, policy=policy.SMTP)
    assert parsed.get_content().splitlines() == (text + "\n").splitlines()


@pytest.mark.parametrize("subject", ["Hi\r\nBcc: eve@example.net", "Hi\nX: y", "Hi\rX: y"])
def test_a_subject_adds_no_header(subject: str) -> None:
    with pytest.raises(ValueError, match=r"linefeed|carriage"):
        build_message(mail(subject=subject), ORIGIN, NOW)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ann@example.net", "ann@example.net"),
        ("ann.b+c@mail.example.net", "ann.b+c@mail.example.net"),
        ("o'hara@example.net", "o'hara@example.net"),
        ("josé@example.net", "josé@example.net"),
        ("ann@bücher.example", "ann@xn--bcher-kva.example"),
        ("ann@BÜCHER.example", "ann@xn--bcher-kva.example"),
        ("root@localhost", "root@localhost"),
    ],
)
def test_an_address_is_read(text: str, expected: str) -> None:
    assert parse_address(text).addr_spec == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "@",
        "ann",
        "ann@",
        "@example.net",
        "ann@@example.net",
        "an n@example.net",
        "Ann <ann@example.net>",
        "ann@example.net, bo@example.net",
        "ann@example.net\nBcc: eve@example.net",
        "ann@example.net\n",
        ".ann@example.net",
        "ann..b@example.net",
        '"ann b"@example.net',
        "ann@[192.0.2.1]",
        "ann@192.0.2.1",
        "ann@-example.net",
        "ann@example..net",
        "ann@example.net.",
        "ann@straße.example",
        "a" * 65 + "@example.net",
        "ann@" + "a" * 64 + ".net",
        "ann@" + "a.b." * 70 + "net",
        "ann\x00@example.net",
        "ann@exam\u200bple.net",
    ],
)
def test_what_is_no_address_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(AddressRefused) as refused:
        parse_address(text)
    assert refused.value.args == ()


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_address_adds_a_header_or_a_recipient(local: str, domain: str) -> None:
    try:
        message = build_message(mail(f"{local}@{domain}"), ORIGIN, NOW)
    except AddressRefused:
        return
    parsed = message_from_bytes(message.as_bytes(), policy=policy.SMTPUTF8)
    assert len(parsed.items()) == 9
    assert len(parsed["To"].addresses) == 1


@pytest.mark.parametrize(
    ("origin", "reason"),
    [
        (("nobody", "example.org", ""), "address"),
        (("josé@example.org", "example.org", ""), "address"),
        (("no-reply@example.org", "example.org>", ""), "id_domain"),
        (("no-reply@example.org", "", ""), "id_domain"),
        (("no-reply@example.org", "example.org", "A\nB"), "name"),
    ],
)
def test_an_origin_that_could_not_send_is_refused(origin: tuple[str, str, str], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        Origin(*origin)

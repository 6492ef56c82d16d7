import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.mail.smtp.mime import Origin
from app.mail.smtp.server import Security
from app.runtime.mail_settings import MailServerPlace, read_mail_from, read_mail_server


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("tls://mail.example", ("tls", "mail.example", 465)),
        ("starttls://mail.example/", ("starttls", "mail.example", 587)),
        ("starttls://mail.example:2525", ("starttls", "mail.example", 2525)),
        ("none://localhost", ("none", "localhost", 25)),
        ("none://127.0.0.1:1025", ("none", "127.0.0.1", 1025)),
        ("none://[::1]:1025", ("none", "::1", 1025)),
    ],
)
def test_a_mail_server_is_an_address_with_a_way_to_encrypt(text: str, place: tuple[str, str, int]) -> None:
    found = read_mail_server(text)
    assert found == MailServerPlace(*place)
    assert Security(found.security)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "mail.example",
        "smtp://mail.example",
        "tls://",
        "tls://user:word@mail.example",
        "tls://mail.example:0x19",
        "tls://mail.example:99999",
        "tls://mail.example/path",
        "tls://mail.example?x",
        "none://mail.example",
        "none://192.0.2.1",
    ],
)
def test_what_is_no_mail_server_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        read_mail_server(text)


@pytest.mark.parametrize(
    ("text", "name", "address"),
    [
        ("a@b.example", "", "a@b.example"),
        ("Appointments <appointments@clinic.example>", "Appointments", "appointments@clinic.example"),
        ('"Citas, y más" <no-reply+1@mail.clinic.example>', "Citas, y más", "no-reply+1@mail.clinic.example"),
    ],
)
def test_mail_is_from_an_address_with_or_without_a_name(text: str, name: str, address: str) -> None:
    assert read_mail_from(text) == (name, address)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nobody",
        "a@b",
        "a@@b.example",
        "a..b@c.example",
        "é@b.example",
        "a@b.example\nBcc: c@d.example",
        "x" * 65 + "@b.example",
    ],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        read_mail_from(text)


@given(st.text(max_size=30) | st.from_regex(r"\A[ \w<>@.\"-]{1,30}\Z"))
def test_whatever_is_accepted_can_send(text: str) -> None:
    try:
        name, address = read_mail_from(text)
    except ValueError:
        return
    assert Origin(address, "meet.example.org", name).address == address

from dataclasses import replace
from typing import Any

import pytest

from app.mail.stored.contacts import read_contact, read_reader
from app.persistence.repositories.mail.reach import Reach
from clinic.common.ids import PersonId
from clinic.people.contact import SafeChannel
from clinic.people.safe_times import parse_safe_times
from tests.app.mail.draws import at

ANA = Reach(
    PersonId("pt_ana"), False, False, "ana@example.net", {"channel": "email"}, ("en",), "America/New_York"
)


def test_who_agreed_to_mail_is_written_to_at_any_hour() -> None:
    assert read_contact(ANA).channel is SafeChannel.EMAIL
    assert read_contact(ANA).safe_times is None


@pytest.mark.parametrize(
    "change",
    [
        {"settings": {"channel": "none", "safe_times": ""}},
        {"settings": None},
        {"settings": {}},
        {"email": None},
        {"is_archived": True},
        {"is_archived": True, "is_staff": True},
        {"is_staff": True, "email": None},
    ],
)
def test_nobody_else_is_written_to(change: dict[str, Any]) -> None:
    assert read_contact(replace(ANA, **change)).channel is SafeChannel.NONE


def test_staff_are_written_to_at_work() -> None:
    rivera = replace(ANA, is_staff=True, settings={"channel": "none", "safe_times": ""})
    assert read_contact(rivera).channel is SafeChannel.EMAIL


def test_safe_times_are_those_on_the_persons_own_wall() -> None:
    safe = read_contact(
        replace(ANA, settings={"channel": "email", "safe_times": "mon 09:00-12:00"})
    ).safe_times
    assert safe is not None
    assert safe.contains(at("2026-03-02 14:00"))
    assert not safe.contains(at("2026-03-02 09:00"))


def test_no_range_is_lost_on_the_way() -> None:
    text = "mon-fri 09:00-12:00; sat 22:00-06:00"
    safe = read_contact(replace(ANA, settings={"channel": "email", "safe_times": text})).safe_times
    assert safe is not None
    assert safe.ranges == parse_safe_times(text)


@pytest.mark.parametrize("settings", [{"channel": "pigeon"}, {"channel": "email", "safe_times": "always"}])
def test_what_is_stored_in_another_form_is_an_error(settings: dict[str, Any]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        read_contact(replace(ANA, settings=settings))


@pytest.mark.parametrize(
    ("languages", "language"),
    [
        (("es-MX",), "es"),
        (("ES",), "es"),
        (("fr", "es"), "es"),
        (("fr",), "en"),
        ((), "en"),
        (("en-US", "es"), "en"),
    ],
)
def test_mail_is_written_in_the_first_language_that_is_known(
    languages: tuple[str, ...], language: str
) -> None:
    reader = read_reader(replace(ANA, languages=languages))
    assert reader.language == language
    assert reader.zone.key == "America/New_York"

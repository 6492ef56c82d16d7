from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.mail.reminders import SafeChannel
from app.mail.stored.contacts import read_contact, read_reader
from app.mail.wording import Language
from app.persistence.repositories.mail.reach import Reach
from clinic.ids import PersonId
from clinic.people import contact
from clinic.people.safe_times import SafeRange, Weekday, format_safe_times
from tests.app.mail.draws import INSTANTS, at

ANA = Reach(
    PersonId("pt_ana"), False, False, "ana@example.net", {"channel": "email"}, ("en",), "America/New_York"
)
_MINUTES = st.times().map(lambda each: each.replace(second=0, microsecond=0))
RANGES = st.lists(st.builds(SafeRange, st.sampled_from(Weekday), _MINUTES, _MINUTES), min_size=1, max_size=4)


def test_who_agreed_to_mail_is_written_to_at_any_hour() -> None:
    assert read_contact(ANA).channel is SafeChannel.MAIL
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
    assert read_contact(rivera).channel is SafeChannel.MAIL


def test_safe_times_are_those_on_the_persons_own_wall() -> None:
    safe = read_contact(
        replace(ANA, settings={"channel": "email", "safe_times": "mon 09:00-12:00"})
    ).safe_times
    assert safe is not None
    assert safe.contains(at("2026-03-02 14:00"))
    assert not safe.contains(at("2026-03-02 09:00"))


@given(RANGES, INSTANTS)
def test_no_hour_is_safe_here_that_is_not_safe_for_the_programme(ranges: list[SafeRange], now: Any) -> None:
    text = format_safe_times(ranges)
    safe = read_contact(replace(ANA, settings={"channel": "email", "safe_times": text})).safe_times
    known = contact.Contact(contact.SafeChannel.EMAIL, "a@b.example", ANA.time_zone, tuple(ranges))
    assert safe is not None
    if safe.contains(now):
        assert contact.may_reach(known, now)


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
    assert reader.language is Language(language)
    assert reader.zone.key == "America/New_York"

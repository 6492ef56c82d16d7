from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from clinic.people.contact import Contact, SafeChannel
from clinic.people.safe_times import SafeTimes, parse_safe_times

EVENING = datetime(2026, 6, 5, 22, tzinfo=UTC)
OFFICE = SafeTimes(ZoneInfo("America/New_York"), parse_safe_times("mon-fri 09:00-17:00"))


@pytest.mark.parametrize("times", [None, OFFICE])
def test_without_a_safe_channel_no_mail_ever_leaves(times: SafeTimes | None) -> None:
    assert Contact(SafeChannel.NONE, times).next_safe(EVENING) is None


def test_without_safe_times_any_time_is_safe() -> None:
    assert Contact(SafeChannel.EMAIL).next_safe(EVENING) == EVENING


def test_a_mail_waits_for_the_next_safe_hour() -> None:
    monday = datetime(2026, 6, 8, 13, tzinfo=UTC)
    assert Contact(SafeChannel.EMAIL, OFFICE).next_safe(EVENING) == monday
    assert Contact(SafeChannel.EMAIL, OFFICE).next_safe(monday) == monday


@pytest.mark.parametrize("contact", [Contact(SafeChannel.EMAIL), Contact(SafeChannel.EMAIL, OFFICE)])
def test_a_time_without_a_zone_is_a_mistake_of_the_caller(contact: Contact) -> None:
    with pytest.raises(ValueError, match="no time zone"):
        contact.next_safe(EVENING.replace(tzinfo=None))

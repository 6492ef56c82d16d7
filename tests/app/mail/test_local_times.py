from zoneinfo import ZoneInfo

import pytest

from app.mail.local_times import write_date, write_hours, write_moment
from app.mail.wording import load_wording
from tests.app.mail.draws import at

EN = load_wording("en").times
ES = load_wording("es").times
NEW_YORK = ZoneInfo("America/New_York")


def test_a_date_is_written_as_people_of_that_language_write_it() -> None:
    assert write_date(at("2026-03-02 19:00"), NEW_YORK, EN) == "Monday, March 2, 2026"
    assert write_date(at("2026-03-02 19:00"), NEW_YORK, ES) == "lunes, 2 de marzo de 2026"
    assert write_date(at("2028-02-29 19:00"), NEW_YORK, ES) == "martes, 29 de febrero de 2028"


def test_the_date_is_that_of_the_persons_own_zone() -> None:
    assert write_date(at("2026-03-02 02:00"), NEW_YORK, EN) == "Sunday, March 1, 2026"


@pytest.mark.parametrize(
    ("zone", "start", "end", "expected"),
    [
        ("America/New_York", "2026-03-02 19:00", "2026-03-02 20:30", "2:00 PM – 3:30 PM (Eastern Time, EST)"),
        (
            "America/New_York",
            "2026-07-01 04:00",
            "2026-07-01 05:05",
            "12:00 AM – 1:05 AM (Eastern Time, EDT)",
        ),
        ("America/Chicago", "2026-03-02 18:00", "2026-03-02 19:00", "12:00 PM – 1:00 PM (Central Time, CST)"),
        (
            "America/Phoenix",
            "2026-07-01 18:00",
            "2026-07-01 19:00",
            "11:00 AM – 12:00 PM (Arizona Time, MST)",
        ),
        (
            "America/Sao_Paulo",
            "2026-03-02 18:00",
            "2026-03-02 19:00",
            "3:00 PM – 4:00 PM (Sao Paulo time, UTC−3)",
        ),
        (
            "Asia/Kathmandu",
            "2026-03-02 18:00",
            "2026-03-02 18:10",
            "11:45 PM – 11:55 PM (Kathmandu time, UTC+5:45)",
        ),
        ("UTC", "2026-03-02 18:00", "2026-03-02 19:00", "6:00 PM – 7:00 PM (UTC)"),
        # Over midnight.
        (
            "America/New_York",
            "2026-03-03 04:00",
            "2026-03-03 06:00",
            "11:00 PM – Tuesday, March 3, 2026, 1:00 AM (Eastern Time, EST)",
        ),
        # While the clocks change; and in an hour that comes twice.
        (
            "America/New_York",
            "2026-03-08 06:30",
            "2026-03-08 07:30",
            "1:30 AM (Eastern Time, EST) – 3:30 AM (Eastern Time, EDT)",
        ),
        ("America/New_York", "2026-11-01 06:30", "2026-11-01 06:45", "1:30 AM – 1:45 AM (Eastern Time, EST)"),
    ],
)
def test_hours_name_their_zone(zone: str, start: str, end: str, expected: str) -> None:
    assert write_hours(at(start), at(end), ZoneInfo(zone), EN) == expected


def test_hours_in_spanish_need_no_preposition() -> None:
    written = write_hours(at("2026-03-02 18:00"), at("2026-03-02 20:30"), NEW_YORK, ES)
    assert written == "1:00 p.m. – 3:30 p.m. (hora del este, EST)"


def test_a_moment_has_its_date() -> None:
    assert (
        write_moment(at("2026-03-02 19:00"), NEW_YORK, EN)
        == "Monday, March 2, 2026, 2:00 PM (Eastern Time, EST)"
    )

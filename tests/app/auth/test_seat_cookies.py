from datetime import UTC, datetime, timedelta

from app.auth.seat_cookies import LASTS, SeatCookies
from rooms.model.ids import PersonId, SeatId

NOW = datetime(2026, 3, 2, 17, tzinfo=UTC)
SEAT, ANA = SeatId("se_1"), PersonId("pt_ana")
COOKIES = SeatCookies("key", secure=False)


def test_it_says_who_showed_who_they_are_for_this_seat() -> None:
    cookie = COOKIES.write(SEAT, ANA, NOW)
    assert COOKIES.read(cookie, SEAT, NOW) == ANA
    assert COOKIES.read(cookie, SeatId("se_2"), NOW) is None
    assert "pt_ana" not in COOKIES.name


def test_it_lasts_for_a_session_and_no_longer() -> None:
    cookie = COOKIES.write(SEAT, ANA, NOW)
    assert COOKIES.read(cookie, SEAT, NOW + LASTS - timedelta(seconds=1)) == ANA
    assert COOKIES.read(cookie, SEAT, NOW + LASTS) is None
    assert COOKIES.read(cookie, SEAT, NOW - timedelta(hours=1)) is None


def test_nothing_else_is_read() -> None:
    cookie = COOKIES.write(SEAT, ANA, NOW)
    for other in ("", "x" * 5000, "ü", cookie[:-1] + "!", SeatCookies("other").write(SEAT, ANA, NOW)):
        assert COOKIES.read(other, SEAT, NOW) is None


def test_over_tls_it_is_for_this_host_alone() -> None:
    assert SeatCookies("key").name == "__Host-attune-seat"

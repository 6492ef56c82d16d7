from datetime import UTC, datetime

from clinic.schedule.opening import GRACE_S, PREPARE_S, closing, opening


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-01-05T{text}").replace(tzinfo=UTC)


def test_people_may_enter_from_a_quarter_before_until_half_an_hour_after() -> None:
    assert opening(at("10:00:00"), join_early_s=900) == at("09:45:00")
    assert closing(at("11:30:00")) == at("12:00:00")
    assert GRACE_S == 1800


def test_a_room_is_made_before_people_knock() -> None:
    assert PREPARE_S == 60

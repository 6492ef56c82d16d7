from app.api.rate_limit import FAILURES_BURST, SEAT_BURST, RateLimit, TicketLimits


def test_a_burst_is_let_through_and_then_the_rate() -> None:
    limit = RateLimit(burst=3, per_s=2)
    assert [limit.admit("a", 0) for _ in range(4)] == [True, True, True, False]
    assert not limit.admit("a", 0.4)
    assert limit.admit("a", 0.5)
    assert [limit.admit("a", 100) for _ in range(4)] == [True, True, True, False]


def test_keys_do_not_share_a_bucket() -> None:
    limit = RateLimit(burst=1, per_s=1)
    assert limit.admit("a", 0)
    assert limit.admit("b", 0)
    assert not limit.admit("a", 0)


def test_the_table_is_bounded() -> None:
    limit = RateLimit(burst=1, per_s=1, max_keys=2)
    for key in ("a", "b", "c"):
        assert limit.admit(key, 0)
    assert not limit.admit("c", 0)
    assert limit.admit("a", 0)


def test_a_clinic_of_good_links_behind_one_address_is_not_limited_by_each_other() -> None:
    limits = TicketLimits()
    assert all(limits.admit_seat(f"se_{number}", 0.0) for number in range(2_400))


def test_one_seat_cannot_ask_for_ever() -> None:
    limits = TicketLimits()
    assert [limits.admit_seat("se_ana", 0.0) for _ in range(100)].count(True) == SEAT_BURST


def test_failures_count_with_an_address_with_its_64_and_with_its_48() -> None:
    limits = TicketLimits()
    assert [limits.admit_failure("192.0.2.1", 0.0) for _ in range(100)].count(True) == FAILURES_BURST
    assert limits.admit_failure("::ffff:192.0.2.2", 0.0)
    told = [limits.admit_failure(f"2001:db8:1:{number:x}::{number:x}", 0.0) for number in range(100)]
    assert told.count(True) == FAILURES_BURST
    assert limits.admit_failure("2001:db8:2::1", 0.0)

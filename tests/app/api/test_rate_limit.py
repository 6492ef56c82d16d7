from app.api.rate_limit import RateLimit


def test_a_burst_is_let_through_and_then_the_rate() -> None:
    limit = RateLimit(burst=3, per_s=2)
    assert [limit.admit("192.0.2.1", 0) for _ in range(4)] == [True, True, True, False]
    assert not limit.admit("192.0.2.1", 0.4)
    assert limit.admit("192.0.2.1", 0.5)
    assert [limit.admit("192.0.2.1", 100) for _ in range(4)] == [True, True, True, False]


def test_clients_do_not_share_a_bucket() -> None:
    limit = RateLimit(burst=1, per_s=1)
    assert limit.admit("192.0.2.1", 0)
    assert limit.admit("192.0.2.2", 0)
    assert limit.admit("testclient", 0)


def test_one_household_of_ipv6_is_one_client() -> None:
    limit = RateLimit(burst=1, per_s=1)
    assert limit.admit("2001:db8:1:2::1", 0)
    assert not limit.admit("2001:db8:1:2:ffff::9", 0)
    assert limit.admit("2001:db8:1:3::1", 0)
    assert limit.admit("::ffff:192.0.2.1", 0)
    assert limit.admit("::ffff:192.0.2.2", 0)


def test_the_table_is_bounded() -> None:
    limit = RateLimit(burst=1, per_s=1, max_clients=2)
    for host in ("192.0.2.1", "192.0.2.2", "192.0.2.3"):
        assert limit.admit(host, 0)
    assert not limit.admit("192.0.2.3", 0)
    assert limit.admit("192.0.2.1", 0)

"""Which addresses can be announced, and which are bound."""

import pytest

from app.runtime.relay_settings import check_announce, check_bind, choose_bind


def test_both_families_are_announced_as_they_are_usually_written() -> None:
    given = ["203.0.113.7", "2001:DB8:0::7"]
    assert check_announce(given, production=True) == ("203.0.113.7", "2001:db8::7")
    assert check_announce(["127.0.0.1", "::1"], production=False) == ("127.0.0.1", "::1")


@pytest.mark.parametrize(
    "useless",
    ["", "host", "0.0.0.0", "::", "224.0.0.1", "ff02::1", "fe80::1", "fe80::1%eth0", "::ffff:203.0.113.7"],
)
def test_what_nobody_can_reach_is_refused(useless: str) -> None:
    for production in (True, False):
        with pytest.raises(ValueError):  # noqa: PT011  # it says nothing
            check_announce(["203.0.113.7", useless], production=production)


def test_in_production_loopback_is_refused_and_something_is_announced() -> None:
    for useless in (["127.0.0.1"], ["203.0.113.7", "::1"], []):
        with pytest.raises(ValueError):  # noqa: PT011  # it says nothing
            check_announce(useless, production=True)


def test_the_families_that_are_announced_are_bound() -> None:
    assert choose_bind(["203.0.113.7"], production=True) == ("0.0.0.0",)
    assert choose_bind(["2001:db8::7"], production=True) == ("::",)
    assert choose_bind(["203.0.113.7", "2001:db8::7", "198.51.100.2"], production=True) == ("0.0.0.0", "::")
    assert choose_bind(["127.0.0.1"], production=False) == ("127.0.0.1",)


def test_an_address_is_bound_once() -> None:
    assert check_bind(["10.0.0.7", "FD00::7"]) == ("10.0.0.7", "fd00::7")
    for wrong in ([], ["everywhere"], ["::", "0::0"]):
        with pytest.raises(ValueError):  # noqa: PT011  # it says nothing
            check_bind(wrong)

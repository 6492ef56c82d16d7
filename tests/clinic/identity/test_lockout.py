from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.common.errors import Refused
from clinic.identity.lockout import (
    ACCOUNT,
    DEVICE,
    FORGET_AFTER,
    NETWORK,
    Attempt,
    Lockout,
    MustWait,
    Pace,
    WrongProofs,
    count_wrong,
    wait_left,
)

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
OWNER_AT_HOME = Attempt("ana", "192.0.2.1", "laptop")
OWNER_ELSEWHERE = Attempt("ana", "198.51.100.7")
paces = pytest.mark.parametrize("pace", [DEVICE, NETWORK, ACCOUNT])


def networks() -> Iterator[str]:
    yield from (f"203.0.{number // 256}.{number % 256}" for number in range(65_536))


def tries_until_wait(lockout: Lockout, attempt: Attempt, now: datetime) -> int:
    for count in range(1000):
        try:
            lockout.begin(attempt, now)
        except MustWait:
            return count
    raise AssertionError("nobody ever waits")


def guess_from_everywhere(lockout: Lockout, account: str, now: datetime) -> int:
    """Let an attacker with very many networks guess as often as they can at one moment."""
    guesses = 0
    for network in networks():
        try:
            lockout.begin(Attempt(account, network), now)
        except MustWait:
            break
        guesses += 1
    return guesses


def test_a_few_mistakes_cost_nothing() -> None:
    assert tries_until_wait(Lockout(), OWNER_ELSEWHERE, NOW) == NETWORK.free


def test_the_refusal_says_how_long_to_wait() -> None:
    lockout = Lockout()
    tries_until_wait(lockout, OWNER_ELSEWHERE, NOW)
    with pytest.raises(MustWait) as wait:
        lockout.begin(OWNER_ELSEWHERE, NOW + timedelta(milliseconds=500))
    assert isinstance(wait.value, Refused)
    assert (wait.value.code, wait.value.reason, wait.value.retry_after_s) == ("sign_in.wait", "2", 2)


def test_asking_while_waiting_makes_nobody_wait_longer() -> None:
    lockout = Lockout()
    tries_until_wait(lockout, OWNER_ELSEWHERE, NOW)
    for _ in range(100):
        with pytest.raises(MustWait):
            lockout.begin(OWNER_ELSEWHERE, NOW + timedelta(seconds=1))
    lockout.begin(OWNER_ELSEWHERE, NOW + timedelta(seconds=2))


@paces
def test_waits_double_up_to_their_longest(pace: Pace) -> None:
    waits = [pace.wait(wrong) for wrong in range(pace.free, pace.free + 40)]
    assert waits[0] == pace.first
    for shorter, longer in pairwise(waits):
        assert longer == min(shorter * 2, pace.longest)
    assert waits[-1] == pace.longest


def test_guessing_from_many_networks_meets_the_accounts_own_limit() -> None:
    assert guess_from_everywhere(Lockout(), "ana", NOW) == ACCOUNT.free


def test_nobody_can_shut_the_owner_out_of_their_own_device() -> None:
    lockout = Lockout()
    for hour in range(48):
        guess_from_everywhere(lockout, "ana", NOW + timedelta(hours=hour))
        lockout.begin(OWNER_AT_HOME, NOW + timedelta(hours=hour))
        lockout.succeeded(OWNER_AT_HOME)


def test_a_stolen_device_guesses_slowly_too() -> None:
    assert tries_until_wait(Lockout(), OWNER_AT_HOME, NOW) == DEVICE.free


def test_a_device_that_guesses_slows_down_no_other() -> None:
    lockout = Lockout()
    tries_until_wait(lockout, OWNER_AT_HOME, NOW)
    lockout.begin(Attempt("ana", "192.0.2.1", "phone"), NOW)
    lockout.begin(OWNER_ELSEWHERE, NOW)


def test_a_device_known_to_one_account_is_none_of_anothers() -> None:
    lockout = Lockout()
    tries_until_wait(lockout, OWNER_AT_HOME, NOW)
    lockout.begin(Attempt("ben", "192.0.2.1", "laptop"), NOW)


def test_success_clears_the_network_but_not_what_others_guessed() -> None:
    lockout = Lockout()
    guessed = ACCOUNT.free - 3
    for network, _ in zip(networks(), range(guessed), strict=False):
        lockout.begin(Attempt("ana", network), NOW)
    lockout.begin(OWNER_ELSEWHERE, NOW)
    lockout.succeeded(OWNER_ELSEWHERE)
    assert guess_from_everywhere(lockout, "ana", NOW) == ACCOUNT.free - guessed


def test_many_attempts_at_once_are_no_way_around() -> None:
    """All of them begin before the first one is found to be wrong."""
    lockout = Lockout()
    begun = 0
    for _ in range(100):
        try:
            lockout.begin(OWNER_ELSEWHERE, NOW)
        except MustWait:
            continue
        begun += 1
    assert begun == NETWORK.free


def test_an_account_that_does_not_exist_is_slowed_down_alike() -> None:
    """Nothing here knows which accounts exist; this keeps it so."""
    known, unknown = Lockout(), Lockout()
    assert tries_until_wait(known, OWNER_ELSEWHERE, NOW) == tries_until_wait(
        unknown, Attempt("nobody", OWNER_ELSEWHERE.network), NOW
    )


def test_a_day_without_mistakes_forgets_them() -> None:
    wrong = WrongProofs(1000, NOW)
    assert wait_left(wrong, NETWORK, NOW + FORGET_AFTER) == timedelta()
    assert count_wrong(wrong, NOW + FORGET_AFTER).count == 1


def test_the_tables_are_bounded_and_keep_the_newest() -> None:
    lockout = Lockout(table_size=10)
    tries_until_wait(lockout, OWNER_ELSEWHERE, NOW)
    for number in range(9):
        lockout.begin(Attempt(f"other{number}", "203.0.113.1"), NOW)
    with pytest.raises(MustWait):
        lockout.begin(OWNER_ELSEWHERE, NOW)
    lockout.begin(Attempt("one more", "203.0.113.1"), NOW)
    lockout.begin(OWNER_ELSEWHERE, NOW)


@paces
@given(wrong=st.integers(0, 10_000), offset_s=st.integers(-200_000, 200_000))
def test_whatever_the_clock_does_nobody_waits_longer_than_the_pace_says(
    pace: Pace, wrong: int, offset_s: int
) -> None:
    left = wait_left(WrongProofs(wrong, NOW), pace, NOW + timedelta(seconds=offset_s))
    assert timedelta() <= left <= pace.longest


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 7200)), max_size=80))
def test_guesses_in_any_rhythm_stay_below_the_limit_of_a_day(rhythm: list[tuple[int, int]]) -> None:
    """However an attacker spreads guesses over networks and hours, the account's pace bounds them."""
    lockout, at, guesses = Lockout(), NOW, 0
    for networks_used, pause_s in rhythm:
        at += timedelta(seconds=pause_s)
        for number in range(networks_used * 30):
            try:
                lockout.begin(Attempt("ana", f"network{number}"), at)
                guesses += 1
            except MustWait:
                break
    doublings = 7
    hours = (at - NOW) / ACCOUNT.longest
    assert guesses <= ACCOUNT.free + doublings + hours + 1

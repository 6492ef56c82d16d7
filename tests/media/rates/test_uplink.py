"""The rate limits sent to senders."""

from itertools import pairwise

import pytest

from media.rates.uplink import FLOOR_BPS, REPEAT_S, SILENCE_S, Uplink, useful_bps
from tests.support.relay.simulated_link import SimulatedLink

CAP = 2_300_000


def send(
    uplink: Uplink, link: SimulatedLink[tuple[int, int]], bps: float, begin: float, seconds: float
) -> list[tuple[float, int]]:
    """Send at that rate in steps of 20 ms, or at the limit if that is less; returns the limits with their times."""
    limits = []
    for step in range(round(seconds / 0.02)):
        now = begin + step * 0.02
        owed = min(bps, uplink.last_remb_bps or bps) * 0.02 / 8
        while owed > 0:
            size = min(1100, max(60, int(owed)))
            owed -= size
            link.send((int(now * (1 << 18)) & 0xFFFFFF, size), size, now)
        for at, (send_time, size) in link.arrived(now):
            uplink.on_packet(send_time, size, at)
        if (remb := uplink.due(CAP, now)) is not None:
            limits.append((now, remb))
    return limits


def test_a_sender_is_allowed_what_can_be_used() -> None:
    assert useful_bps([150_000, 450_000], 40_000) == 800_000
    assert useful_bps([], 0) == FLOOR_BPS


def test_a_new_sender_is_sent_the_cap_before_its_first_packet_and_each_second() -> None:
    uplink = Uplink()
    assert uplink.last_remb_bps is None
    assert uplink.due(CAP, 0.0) == CAP
    assert [uplink.due(CAP, at) for at in (0.5, 0.99, REPEAT_S)] == [None, None, CAP]


def test_a_lower_cap_is_sent_at_once_and_a_higher_one_with_the_next_remb() -> None:
    uplink = Uplink()
    uplink.due(CAP, 0.0)
    assert uplink.due(int(CAP * 0.98), 0.2) is None
    assert uplink.due(CAP // 2, 0.2) == CAP // 2
    assert uplink.due(CAP // 3, 0.25) is None
    assert uplink.due(CAP, 0.5) is None
    assert uplink.due(CAP, 1.3) == CAP


def test_the_limit_is_never_below_the_floor() -> None:
    assert Uplink().due(0, 0.0) == FLOOR_BPS


def test_a_wide_link_keeps_the_cap() -> None:
    limits = send(Uplink(), SimulatedLink(1, rate_bps=10e6, jitter_s=0.004), 2_000_000, 0.0, 20.0)
    assert {bps for _, bps in limits} == {CAP}
    assert len(limits) == 20


@pytest.mark.parametrize("link_bps", [400_000, 800_000, 1_500_000])
def test_a_narrow_link_is_found(link_bps: int) -> None:
    uplink, link = Uplink(), SimulatedLink[tuple[int, int]](1, rate_bps=link_bps, queue_bytes=1 << 20)
    limits = send(uplink, link, 2_000_000, 0.0, 30.0)
    late = [bps for at, bps in limits if at > 15]
    assert 0.5 * link_bps < sum(late) / len(late) < 1.1 * link_bps
    assert uplink.is_narrow(CAP, 30.0)


def adapt(uplink: Uplink, link_bps: float, seconds: int) -> list[tuple[int, float]]:
    """Run a browser that starts at 300 kbit/s and grows by 8 % a second up to the limit.

    Returns the limit of each second, and the longest delay of a packet.
    """
    link = SimulatedLink[tuple[float, int]](1, link_bps, queue_bytes=int(link_bps / 16), jitter_s=0.004)
    rate, owed, slowest = 300_000.0, 0.0, 0.0
    seen = []
    for step in range(seconds * 50):
        now = step * 0.02
        rate = min(rate * 1.08**0.02, uplink.last_remb_bps or rate, CAP * 0.8)
        owed += rate * 0.02 / 8
        sizes = [160]
        while step % 2 == 0 and owed - sum(sizes) >= 60:
            sizes.append(min(1100, int(owed - sum(sizes))))
        owed -= sum(sizes)
        for place, size in enumerate(sizes):
            link.send((now + place * 0.001, size), size, now + place * 0.001)
        for at, (sent_at, size) in link.arrived(now):
            uplink.on_packet(int(sent_at * (1 << 18)) & 0xFFFFFF, size, at)
            slowest = max(slowest, at - sent_at)
        uplink.due(CAP, now)
        if step % 50 == 49:
            assert uplink.last_remb_bps is not None
            seen.append((uplink.last_remb_bps, slowest))
            slowest = 0.0
    assert link.overflowed == 0
    return seen


@pytest.mark.parametrize("link_bps", [300_000, 500_000, 1_200_000])
def test_a_sender_that_adapts_settles_below_its_link(link_bps: int) -> None:
    seen = adapt(Uplink(), link_bps, 120)
    assert seen[0][0] == CAP
    late = [limit for limit, _ in seen[60:]]
    assert sum(0.8 * link_bps < limit < link_bps for limit in late) >= 0.85 * len(late)
    # The limit is constant most of the time, and raised a little about once a minute.
    assert sum(one == other for one, other in pairwise(late)) >= 0.7 * len(late)
    assert max(slowest for _, slowest in seen) < 0.2


def test_a_sender_that_adapts_to_a_wide_link_is_always_allowed_the_cap() -> None:
    assert {limit for limit, _ in adapt(Uplink(), 4_000_000, 60)} == {CAP}


def test_loss_lowers_the_limit_which_recovers_without_loss() -> None:
    uplink, link = Uplink(), SimulatedLink[tuple[int, int]](1)
    send(uplink, link, 1_000_000, 0.0, 3.0)
    uplink.on_loss(0.2, 3.0)
    lowered = uplink.due(CAP, 3.2)
    assert lowered is not None
    assert lowered < 1_300_000
    for second in range(60):
        uplink.on_loss(0.0, 10.0 + second)
    assert uplink.due(CAP, 80.0) == CAP


def test_after_a_long_silence_the_estimate_starts_again() -> None:
    uplink = Uplink()
    send(uplink, SimulatedLink(1, rate_bps=400_000, queue_bytes=1 << 20), 2_000_000, 0.0, 20.0)
    assert uplink.last_remb_bps is not None
    assert uplink.last_remb_bps < CAP / 2
    begin = 20.0 + SILENCE_S + 10.0
    limits = send(uplink, SimulatedLink(1), 500_000, begin, 2.0)
    assert limits[-1][1] == CAP


def test_a_camera_that_needs_little_is_not_narrow() -> None:
    uplink = Uplink()
    assert not uplink.is_narrow(CAP, 0.0)
    send(uplink, SimulatedLink(1), 100_000, 0.0, 3.0)
    uplink.due(CAP // 4, 3.5)
    assert not uplink.is_narrow(CAP, 3.5)


def test_late_and_wrapping_send_times_do_no_harm() -> None:
    uplink = Uplink()
    for step in range(2000):
        late = 3 if step % 7 == 0 else 0
        uplink.on_packet(int((63.0 + (step - late) * 0.01) * (1 << 18)) & 0xFFFFFF, 500, 1.0 + step * 0.01)
    assert uplink.due(CAP, 21.0) == CAP


def test_a_sender_without_packets_costs_no_estimator() -> None:
    uplink = Uplink()
    uplink.on_loss(0.0, 5.0)
    assert uplink.due(CAP, 5.0) == CAP
    assert not uplink.is_narrow(CAP, 6.0)
    assert uplink._made is None
    uplink.on_unstamped(100, 7.0)
    assert uplink._made is not None

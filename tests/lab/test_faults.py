"""How the lab's links impair packets, without a network."""

import struct

from hypothesis import given
from hypothesis import strategies as st

from tests.support.service.troubles.faults import Faults, LinkDirection, Nat, is_udp

SIZES = st.integers(28, 1500)
GAPS = st.floats(0, 0.5)


def udp(source: int, target: int, payload: bytes = b"hello") -> bytes:
    ip = struct.pack("!BBHHHBBHII", 0x45, 0, 28 + len(payload), 0, 0, 64, 17, 0, 0x0A4D0102, 0x0A4D0001)
    return ip + struct.pack("!HHHH", source, target, 8 + len(payload), 77) + payload


def ports(packet: bytes) -> tuple[int, ...]:
    return struct.unpack_from("!HH", packet, 20)


@given(st.lists(st.tuples(SIZES, GAPS), max_size=60), st.floats(0, 0.9), st.floats(0, 0.3))
def test_packets_keep_their_order_and_none_is_early(
    packets: list[tuple[int, float]], loss: float, delay: float
) -> None:
    direction = LinkDirection(1, Faults(loss, delay, 256_000))
    now, last = 0.0, 0.0
    for index, (size, gap) in enumerate(packets):
        now += gap
        if index == len(packets) // 2:
            direction.faults = Faults(loss, delay / 2)
        leaves = direction.admit(size, now)
        if leaves is not None:
            assert leaves >= max(last, now + direction.faults.delay_s)
            last = leaves
    assert direction.passed + direction.lost + direction.overflowed == len(packets)


@given(st.lists(SIZES, min_size=1, max_size=200), st.integers(64_000, 1_000_000))
def test_a_narrow_link_carries_no_more_than_its_rate_and_its_buffer(sizes: list[int], rate: int) -> None:
    direction = LinkDirection(1, Faults(rate_bps=rate))
    carried, last = 0, 0.0
    for size in sizes:
        leaves = direction.admit(size, 0.0)
        if leaves is not None:
            carried, last = carried + size, leaves
    assert carried * 8 <= rate * last * 1.000001
    assert last <= 0.2 + 1500 * 8 / rate


def test_loss_is_the_configured_share_and_the_same_in_every_run() -> None:
    directions = [LinkDirection(3, Faults(loss=0.1)) for _ in range(2)]
    fates = [[direction.admit(100, i * 0.01) is None for i in range(5000)] for direction in directions]
    assert fates[0] == fates[1]
    assert 400 < sum(fates[0]) < 600


def test_a_link_that_is_down_loses_everything() -> None:
    direction = LinkDirection(1, Faults(is_up=False))
    assert [direction.admit(100, i) for i in range(20)] == [None] * 20
    assert direction.lost == 20


def test_a_nat_brings_answers_back_until_it_forgets() -> None:
    nat = Nat()
    first = nat.outward(udp(5000, 10_000))
    assert nat.outward(udp(5000, 10_000)) == first
    outer, target = ports(first)
    assert (outer != 5000, target) == (True, 10_000)
    back = nat.inward(udp(10_000, outer))
    assert back is not None
    assert ports(back) == (10_000, 5000)
    assert back[28:] == b"hello"
    nat.rebind()
    assert nat.inward(udp(10_000, outer)) is None
    assert ports(nat.outward(udp(5000, 10_000)))[0] != outer


def test_only_whole_udp_packets_are_forwarded() -> None:
    assert is_udp(udp(1, 2))
    assert not is_udp(udp(1, 2)[:27])
    assert not is_udp(b"\x60" + udp(1, 2)[1:])
    assert not is_udp(b"")

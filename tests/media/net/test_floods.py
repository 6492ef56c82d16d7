"""Rate limits: every meter keeps its bound over every interval, and forgets in bounded memory."""

import ipaddress
from collections.abc import Iterator
from itertools import accumulate

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from media.net.floods import (
    BURST_S,
    CHECKS_PER_S,
    HANDSHAKE_S,
    MAX_HANDSHAKES,
    MAX_SOURCES,
    Handshakes,
    PacketMeter,
    StrangerMeter,
    dtls_meter,
    rtcp_meter,
    sender_meter,
    source_network,
)
from tests.support.relay.transports import AWAY, FOREIGN, HOME, FakePeer, RecordingTransport, move

LAYERS = (150_000, 450_000, 1_200_000)
_gaps = st.lists(st.sampled_from([0.0, 0.0, 0.0001, 0.001, 0.01, 0.3, 2.0]), min_size=1, max_size=300)


# Drawing the lists takes a time that depends on the machine.
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), st.integers(1, 500), st.integers(20_000, 4_000_000))
def test_a_meter_keeps_both_rates_over_every_interval(
    data: st.DataObject, packets_per_s: int, bits_per_s: int
) -> None:
    meter = PacketMeter(packets_per_s, bits_per_s)
    times = list(accumulate(data.draw(_gaps)))
    sizes = data.draw(st.lists(st.integers(0, 1400), min_size=len(times), max_size=len(times)))
    passed = [(now, size) for now, size in zip(times, sizes, strict=True) if meter.allow(size, now)]
    assert len(passed) + meter.dropped == len(times)
    for index, (began, _) in enumerate(passed):
        total = 0
        for count, (now, size) in enumerate(passed[index:], start=1):
            total += 8 * size
            span = now - began + BURST_S + 1e-6
            assert count <= packets_per_s * span + 1
            assert total <= bits_per_s * span


@pytest.mark.parametrize("stall_s", [0.02, 0.9])
def test_a_sender_within_its_layers_is_never_limited(stall_s: float) -> None:
    # All layers at once at full rate, and audio, read in lumps as after a stall of the worker.
    meter = sender_meter(LAYERS)
    packet_bytes = 1100
    pictures = int(sum(LAYERS) / 8 / packet_bytes * stall_s)
    for step in range(int(20 / stall_s)):
        now = step * stall_s
        assert all(meter.allow(packet_bytes, now) for _ in range(pictures))
        assert all(meter.allow(80, now) for _ in range(int(50 * stall_s)))
    assert meter.dropped == 0


def test_a_flood_passes_only_the_allowed_rate_and_has_no_aftermath() -> None:
    meter = sender_meter(LAYERS)
    passed = sum(meter.allow(1200, step / 50_000) for step in range(100_000))
    assert passed * 1200 * 8 <= (2 * sum(LAYERS) + 128_000) * 3
    assert passed + meter.dropped == 100_000
    assert meter.allow(1200, 3.0)


@pytest.mark.parametrize(
    ("meter", "packets"), [(sender_meter(LAYERS), 2000), (rtcp_meter(), 50), (dtls_meter(), 50)]
)
def test_small_packets_are_counted_by_number(meter: PacketMeter, packets: int) -> None:
    passed = sum(meter.allow(60, 0.0) for _ in range(5000))
    assert packets - 1 <= passed <= packets, "one less by rounding"


def test_a_handshake_with_every_record_repeated_passes() -> None:
    meter = dtls_meter()
    assert all(meter.allow(1400, 0.0) for _ in range(24))


@given(st.ip_addresses())
def test_networks_are_those_of_the_address_library(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    network = source_network(str(address))
    if address.version == 4:
        assert ipaddress.IPv4Address(f"{network}.0") == ipaddress.IPv4Address(int(address) >> 8 << 8)
        assert source_network(f"::ffff:{address}") == network
    else:
        assert ipaddress.IPv6Address(f"{network}::") == ipaddress.IPv6Address(int(address) >> 64 << 64)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("10.0.0.1", "10.0.0.254", True),
        ("10.0.0.1", "10.0.1.1", False),
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("fe80::1%eth0", "fe80::2%eth0", True),
        ("::1", "::2", True),
    ],
)
def test_neighbours_share_a_network(one: str, other: str, same: bool) -> None:
    assert (source_network(one) == source_network(other)) is same


def test_a_network_that_keeps_failing_is_blocked_and_no_other_is() -> None:
    strangers = StrangerMeter()
    for host in range(40):
        assert strangers.may_try(f"10.0.0.{host}", 0.0)
        strangers.charge(f"10.0.0.{host}", 0.0)
    assert not strangers.may_try("10.0.0.99", 0.0)
    assert strangers.may_try("10.0.1.1", 0.0)
    assert strangers.may_try("10.0.0.99", 0.06)


def test_a_flood_of_many_networks_meets_the_ceiling_in_bounded_memory() -> None:
    strangers = StrangerMeter()
    tried = 0
    for number in range(20_000):
        host, now = str(ipaddress.IPv4Address(number << 8)), number / 20_000
        if strangers.may_try(host, now):
            tried += 1
            strangers.charge(host, now)
    assert 3900 <= tried <= 4001, "2,000 at once, then 2,000 a second"
    assert strangers.may_try("203.0.113.1", 1.1)


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from([0.0, 0.001, 0.05, 1.0])), max_size=300))
def test_failures_keep_their_bound_over_every_interval(steps: list[tuple[int, float]]) -> None:
    strangers = StrangerMeter()
    now = 0.0
    failed: dict[int, list[float]] = {}
    for network, gap in steps:
        now += gap
        if strangers.may_try(f"10.0.{network}.1", now):
            strangers.charge(f"10.0.{network}.1", now)
            failed.setdefault(network, []).append(now)
    assert strangers.sources == len(failed)
    for times in failed.values():
        for index, began in enumerate(times):
            assert all(
                count <= 40 + 20 * (later - began) + 1e-6
                for count, later in enumerate(times[index:], start=1)
            )


def test_the_network_that_failed_longest_ago_is_forgotten() -> None:
    strangers = StrangerMeter()
    for number in range(MAX_SOURCES + 100):
        strangers.charge(str(ipaddress.IPv4Address(number << 8)), float(number))
    assert strangers.sources == MAX_SOURCES


def test_handshakes_are_bounded_with_one_per_connection() -> None:
    handshakes = Handshakes()
    assert all(handshakes.admit(connection, 0.0) for connection in range(MAX_HANDSHAKES))
    assert handshakes.admit(0, 1.0), "it has its place"
    assert not handshakes.admit(1000, HANDSHAKE_S - 0.1)
    handshakes.finish(5)
    handshakes.finish(5)
    assert handshakes.admit(1000, 1.0)
    assert len(handshakes) == MAX_HANDSHAKES


def test_an_old_handshake_is_evicted_for_a_new_one() -> None:
    handshakes = Handshakes()
    for connection in range(MAX_HANDSHAKES):
        handshakes.admit(connection, connection / 100)
    assert handshakes.admit(1000, HANDSHAKE_S)
    assert not handshakes.admit(0, HANDSHAKE_S), "it lost its place, and the next one is younger"
    assert len(handshakes) == MAX_HANDSHAKES


# In the transport.


@pytest.fixture
def transport() -> Iterator[RecordingTransport]:
    made = RecordingTransport()
    yield made
    made.close()


def test_failed_checks_of_a_network_are_limited_and_cost_known_addresses_nothing(
    transport: RecordingTransport,
) -> None:
    peer = FakePeer(1)
    transport.register(peer)
    transport.handle_datagram(peer.check(), HOME, 0.0)
    for port in range(2000, 2100):
        transport.handle_datagram(peer.check(password="guess"), ("127.0.0.1", port), 0.0)
    assert transport.counted == {"stun_bad_integrity": 40, "stun_flood": 60}
    assert source_network(AWAY[0]) == source_network(HOME[0]) != source_network(FOREIGN[0])
    transport.sent.clear()
    for address in (HOME, AWAY, FOREIGN):
        transport.handle_datagram(peer.check(), address, 0.0)
    assert transport.answered() == [HOME, FOREIGN]
    # Failures are forgiven with time.
    move(transport, peer, AWAY, 1.0)
    assert peer.at == AWAY


def test_good_checks_of_many_clients_behind_one_address_are_not_limited(
    transport: RecordingTransport,
) -> None:
    for number in range(200):
        peer = FakePeer(number)
        transport.register(peer)
        transport.handle_datagram(peer.check(), ("127.0.0.1", 2000 + number), 0.0)
    assert transport.counted == {}
    assert len(transport.answered()) == 200


@pytest.mark.parametrize("password", [None, "guess"])
def test_checks_from_the_address_in_use_are_limited_valid_or_not(
    transport: RecordingTransport, password: str | None
) -> None:
    peer = FakePeer(1)
    transport.register(peer)
    transport.handle_datagram(peer.check(), HOME, 0.0)
    for _ in range(2 * CHECKS_PER_S):
        transport.handle_datagram(peer.check(password=password), HOME, 0.0)
    assert transport.counted["stun_flood"] == CHECKS_PER_S
    # One check per second is enough to stay connected, and it is allowed soon.
    transport.sent.clear()
    transport.handle_datagram(peer.check(), HOME, 0.1)
    assert transport.answered() == [HOME]


def test_good_checks_from_ever_new_addresses_are_limited_and_cost_the_address_in_use_nothing(
    transport: RecordingTransport,
) -> None:
    peer = FakePeer(1)
    transport.register(peer)
    transport.handle_datagram(peer.check(), HOME, 0.0)
    for port in range(2000, 2000 + 3 * CHECKS_PER_S):
        transport.handle_datagram(peer.check(), ("127.0.0.1", port), 0.0)
    assert transport.counted == {"stun_flood": 2 * CHECKS_PER_S + 1}
    transport.sent.clear()
    for _ in range(CHECKS_PER_S):
        transport.handle_datagram(peer.check(), HOME, 0.0)
    assert len(transport.answered()) == CHECKS_PER_S


def test_strangers_guesses_do_not_use_up_the_clients_allowance(transport: RecordingTransport) -> None:
    peer = FakePeer(1)
    transport.register(peer)
    transport.handle_datagram(peer.check(), HOME, 0.0)
    for network in range(2 * CHECKS_PER_S):
        transport.handle_datagram(peer.check(password="guess"), (f"192.0.{network}.1", 1), 0.0)
    move(transport, peer, AWAY, 0.0)
    assert peer.at == AWAY

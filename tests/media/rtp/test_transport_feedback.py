"""Transport-wide feedback, both ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.rtp.transport_feedback import (
    MAX_REPORTED,
    REPORT_S,
    ArrivalLog,
    build_feedback,
    parse_feedback,
)


def test_a_report_is_written_as_the_draft_has_it() -> None:
    """Base 5, four packets: 64 ms and 1 ms, lost, 2 ms later, 1 ms earlier; two-bit symbols."""
    arrivals = [256 + 4, None, 256 + 12, 256 + 8]
    written = build_feedback(9, 5, arrivals)
    symbols = 0b11_01_00_01_10_00_00_00
    expected = bytes.fromhex("0005 0004 000001 09") + symbols.to_bytes(2, "big") + bytes([4, 8]) + b"\xff\xfc"
    assert written == expected + bytes(-len(expected) % 4)
    assert parse_feedback(written).arrivals == tuple(arrivals)


@pytest.mark.parametrize(
    ("chunk", "deltas", "arrivals"),
    [
        ("2003", "010203", (1, 3, 6)),
        ("4002", "0100 ff00", (256, 0)),
        ("0003", "", (None, None, None)),
        ("a800", "0102", (1, None, 3)),
        ("d800", "01 8000", (1, 1 - 0x8000, None)),
    ],
)
def test_every_kind_of_chunk_is_read(chunk: str, deltas: str, arrivals: tuple[int | None, ...]) -> None:
    data = bytes.fromhex(f"ffff {len(arrivals):04x} 000000 00 {chunk} {deltas}")
    assert parse_feedback(data).arrivals == arrivals


ticks = st.one_of(st.none(), st.integers(-300, 300), st.integers(-20_000, 20_000))


@given(st.integers(0, 0xFFFF), st.lists(ticks, min_size=1, max_size=200), st.integers(10**6, 10**9))
def test_what_is_built_is_read_again(base: int, steps: list[int | None], start: int) -> None:
    arrivals: list[int | None] = [start]
    time = start
    for step in steps:
        time += step or 0
        arrivals.append(None if step is None else time)
    read = parse_feedback(build_feedback(300, base, arrivals))
    assert read.base == base
    assert read.arrivals == tuple(arrivals)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_within_bounds_or_refused(data: bytes) -> None:
    try:
        read = parse_feedback(data)
    except ValueError:
        return
    assert len(read.arrivals) <= MAX_REPORTED


@pytest.mark.parametrize(
    "data",
    [
        "",
        "0000 0001 000000 00",
        "0000 0001 000000 00 2001",
        "0000 0002 000000 00 6002",
        "0000 0001 000000 00 0000",
        "0000 ffff 000000 00 1fff 1fff 1fff 1fff 1fff 1fff 1fff 1fff",
    ],
)
def test_a_malformed_report_is_refused(data: str) -> None:
    with pytest.raises(ValueError, match="feedback"):
        parse_feedback(bytes.fromhex(data))


def read(log: ArrivalLog, now: float) -> tuple[int, tuple[int | None, ...]] | None:
    report = log.take(now)
    if report is None:
        return None
    feedback = parse_feedback(report)
    return feedback.base, feedback.arrivals


def test_a_sender_is_told_what_arrived_and_what_did_not() -> None:
    log = ArrivalLog()
    assert not log.is_used
    for number, at in ((65_534, 1.0), (65_535, 1.01), (1, 1.02)):
        log.on_packet(number, at)
    assert log.is_used
    assert read(log, 1.05) == (65_534, (4000, 4040, None, 4080))
    log.on_packet(3, 1.06)
    assert read(log, 1.06) is None
    assert read(log, 1.05 + REPORT_S) == (2, (None, 4240))
    assert read(log, 2.0) is None


def test_a_late_packet_stays_lost_and_a_repeated_one_counts_once() -> None:
    log = ArrivalLog()
    log.on_packet(5, 1.0)
    log.take(1.0)
    for number, at in ((4, 1.1), (7, 1.2), (6, 1.3), (7, 1.4)):
        log.on_packet(number, at)
    assert read(log, 1.5) == (6, (5200, 4800))


def test_a_counter_that_jumps_starts_over() -> None:
    log = ArrivalLog()
    log.on_packet(0, 1.0)
    log.on_packet(30_000, 1.1)
    assert read(log, 1.2) == (30_000, (4400,))


@given(st.lists(st.tuples(st.integers(0, 0xFFFF), st.floats(0, 0.2)), min_size=1, max_size=300))
def test_whatever_numbers_come_each_report_is_small(packets: list[tuple[int, float]]) -> None:
    log, now = ArrivalLog(), 1000.0
    for number, pause in packets:
        now += pause
        log.on_packet(number, now)
        report = log.take(now)
        assert report is None or len(report) <= 1180
        assert report is None or len(parse_feedback(report).arrivals) <= MAX_REPORTED


def test_a_flood_is_told_in_several_reports_that_every_network_carries() -> None:
    log = ArrivalLog()
    log.on_packet(0, 1.0)
    log.take(1.0)
    # In the opposite order: each distance takes two bytes.
    for number in range(1800, 0, -1):
        log.on_packet(number, 3.00001 - number / 4000)
    told = []
    while (report := log.take(3.0 if not told else 3.0 + REPORT_S)) is not None:
        assert len(report) <= 1180
        feedback = parse_feedback(report)
        assert feedback.base == len(told) + 1
        told += feedback.arrivals
    assert told == [12_000 - number for number in range(1, 1801)]

"""Receiver-side statistics."""

from hypothesis import given
from hypothesis import strategies as st

from media.rtp.reception import Reception


def test_nothing_is_reported_before_the_first_packet() -> None:
    assert Reception(1, 90_000).report(0.0) is None


def test_loss_is_reported_since_the_last_report_and_in_all() -> None:
    reception = Reception(1, 90_000)
    for sequence in (10, 11, 13, 14):
        reception.on_packet(sequence, 0, 0.0)
    report = reception.report(1.0)
    assert report is not None
    assert (report.lost, report.fraction_lost, report.highest) == (1, 256 // 5, 14)
    assert (report.expected, reception.lost) == (5, 1)
    for sequence in range(15, 20):
        reception.on_packet(sequence, 0, 0.0)
    later = reception.report(2.0)
    assert later is not None
    assert (later.lost, later.fraction_lost, later.expected) == (1, 0, 5)


def test_a_recovered_packet_is_reported_missed_but_not_lost() -> None:
    reception = Reception(1, 90_000)
    for sequence in (10, 12, 14, 16, 17):
        reception.on_packet(sequence, 0, 0.0)
    reception.on_repaired()
    reception.on_repaired()
    report = reception.report(1.0)
    assert report is not None
    assert (report.expected, report.missed, report.lost, report.fraction_lost) == (8, 3, 1, 256 // 8)
    reception.on_repaired()
    reception.on_packet(18, 0, 1.0)
    later = reception.report(2.0)
    assert later is not None
    assert (later.missed, later.lost, later.fraction_lost) == (0, 0, 0)


def test_an_even_stream_has_no_jitter_even_where_its_clock_wraps() -> None:
    reception = Reception(1, 48_000)
    for index in range(100):
        reception.on_packet(index, (0xFFFF_FFFF - 10_000 + index * 960) & 0xFFFFFFFF, index * 0.02)
    report = reception.report(2.0)
    assert report is not None
    assert report.jitter <= 1


def test_packets_that_arrive_unevenly_have_jitter_in_seconds() -> None:
    reception = Reception(1, 48_000)
    assert (reception.jitter_s, reception.lost) == (0.0, 0)
    for index in range(200):
        reception.on_packet(index, index * 960, index * 0.02 + 0.01 * (index % 2))
    assert 0.009 < reception.jitter_s < 0.011


def test_duplicates_and_late_packets_are_never_negative_loss() -> None:
    reception = Reception(1, 90_000)
    for sequence in (10, 11, 11, 11, 9):
        reception.on_packet(sequence, 0, 0.0)
    assert reception.lost == 0


def test_a_sender_report_comes_back_with_its_age() -> None:
    reception = Reception(1, 48_000)
    reception.on_packet(1, 1, 0.0)
    reception.on_sender_report(0x1122334455667788, 1.0)
    report = reception.report(1.5)
    assert report is not None
    assert (report.last_sr, report.delay) == (0x33445566, 32768)


@given(st.integers(0, 0xFFFF), st.lists(st.integers(-200, 1000), max_size=60))
def test_extended_numbers_follow_the_true_ones(start: int, moves: list[int]) -> None:
    reception = Reception(1, 90_000)
    offset = reception.on_packet(start, 0, 0.0) - start
    highest = start
    for move in moves:
        true = max(0, highest + move)
        assert reception.on_packet(true & 0xFFFF, 0, 0.0) == true + offset
        highest = max(highest, true)

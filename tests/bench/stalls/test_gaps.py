"""What a listener notices: gaps, and how long packets were kept."""

from bench.stalls.gaps import INTERVAL_NS, notice

MS = 1_000_000


def sent(count: int, **late_ms: int) -> dict[int, int]:
    return {number: number * INTERVAL_NS + late_ms.get(f"n{number}", 0) * MS for number in range(count)}


def test_an_even_stream_has_gaps_of_its_own_pace() -> None:
    times = sent(100)
    noticed = notice(times, {number: at + 3 * MS for number, at in times.items()})
    assert (noticed.packets, noticed.lost) == (100, 0)
    assert noticed.gap_p99_ms == noticed.gap_longest_ms == 20.0
    assert noticed.kept_p99_ms == noticed.kept_longest_ms == 3.0


def test_a_stall_of_the_relay_is_a_gap_of_that_length_more() -> None:
    times = sent(100)
    arrived = {number: at + (25 * MS if number == 50 else 0) for number, at in times.items()}
    noticed = notice(times, arrived)
    assert noticed.gap_longest_ms == 45.0
    assert noticed.kept_longest_ms == 25.0


def test_a_late_sender_is_not_the_relays_fault() -> None:
    times = sent(100, n50=30)
    assert notice(times, times).gap_longest_ms == 20.0


def test_a_lost_packet_is_counted_and_makes_a_gap() -> None:
    times = sent(100)
    noticed = notice(times, {number: at for number, at in times.items() if number != 50})
    assert (noticed.lost, noticed.gap_longest_ms) == (1, 40.0)


def test_nothing_is_no_gap() -> None:
    assert notice({}, {}).gap_longest_ms == 0.0

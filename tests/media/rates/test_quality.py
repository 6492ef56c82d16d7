"""The quality grades of a connection."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.counters import PeerQuality
from media.rates.quality import ConnectionQuality, LinkReading

GOOD = PeerQuality("good", "good", ())


def graded(*readings: LinkReading) -> list[PeerQuality]:
    quality = ConnectionQuality()
    return [quality.on_reading(reading) for reading in readings]


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        (LinkReading(), GOOD),
        (LinkReading(up_loss=0.02, up_jitter_ms=39, down_loss=0.02, down_jitter_ms=39, rtt_ms=299), GOOD),
        (LinkReading(up_loss=0.05), PeerQuality("fair", "good", ("up.loss",))),
        (LinkReading(up_loss=0.2), PeerQuality("poor", "good", ("up.loss",))),
        (LinkReading(up_jitter_ms=50), PeerQuality("fair", "good", ("up.jitter",))),
        (LinkReading(up_narrow=True), PeerQuality("fair", "good", ("up.narrow",))),
        (LinkReading(down_loss=0.05), PeerQuality("good", "fair", ("down.loss",))),
        (LinkReading(down_jitter_ms=200), PeerQuality("good", "poor", ("down.jitter",))),
        (LinkReading(down_narrow=True), PeerQuality("good", "fair", ("down.narrow",))),
        (LinkReading(rtt_ms=400), PeerQuality("fair", "fair", ("delay",))),
        (LinkReading(rtt_ms=900), PeerQuality("poor", "poor", ("delay",))),
        (
            LinkReading(up_loss=0.05, down_jitter_ms=200, down_narrow=True),
            PeerQuality("fair", "poor", ("down.jitter", "up.loss", "down.narrow")),
        ),
    ],
)
def test_a_lasting_reading_has_a_grade_and_reasons_worst_first(
    reading: LinkReading, expected: PeerQuality
) -> None:
    assert graded(reading, reading, reading)[-1] == expected


def test_one_bad_reading_changes_nothing() -> None:
    assert (
        graded(
            LinkReading(), LinkReading(up_loss=0.5), LinkReading(), LinkReading(up_loss=0.5), LinkReading()
        )
        == [GOOD] * 5
    )


def test_two_bad_readings_give_the_milder_grade() -> None:
    fair, poor = LinkReading(up_loss=0.05), LinkReading(up_loss=0.2)
    assert [quality.up for quality in graded(poor, fair, poor, poor)] == ["good", "fair", "fair", "poor"]


def test_it_is_good_again_after_three_good_readings() -> None:
    bad = LinkReading(down_loss=0.2)
    grades = [
        quality.down for quality in graded(bad, bad, LinkReading(), LinkReading(), bad, *[LinkReading()] * 3)
    ]
    assert grades == ["good", "poor", "poor", "poor", "poor", "poor", "poor", "good"]


def test_silence_starts_and_ends_at_once() -> None:
    silent = LinkReading(up_loss=1.0, silent=True)
    assert graded(silent, silent, LinkReading()) == [PeerQuality("poor", "poor", ("silent",))] * 2 + [GOOD]


@given(st.lists(st.floats(0, 1), min_size=3, max_size=50))
def test_a_grade_stays_within_the_range_of_the_last_readings(losses: list[float]) -> None:
    order = ["good", "fair", "poor"]
    quality = ConnectionQuality()
    grades = [order.index(quality.on_reading(LinkReading(up_loss=loss)).up) for loss in losses]
    raw = [(loss >= 0.03) + (loss >= 0.1) for loss in losses]
    for last in range(2, len(raw)):
        assert min(raw[last - 1 : last + 1]) <= grades[last] <= max(raw[last - 2 : last + 1])

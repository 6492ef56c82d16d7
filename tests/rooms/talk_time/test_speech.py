"""The rolling record of speech: sums, the window, bounds."""

from hypothesis import given
from hypothesis import strategies as st

from rooms.model.ids import SeatId
from rooms.talk_time.speech import INTERVALS_MAX, KEPT_S, SpeechInterval, SpeechRecord
from tests.support.rooms.setups import ANA_SEAT, BEN_SEAT, START


def test_seconds_are_summed_from_a_given_moment() -> None:
    record = SpeechRecord()
    record.add(
        [SpeechInterval(ANA_SEAT, START, START + 4), SpeechInterval(BEN_SEAT, START + 3, START + 5)],
        1,
        0,
        START + 5,
    )
    record.add([SpeechInterval(ANA_SEAT, START + 10, START + 12)], 0, 5, START + 12)
    assert record.seconds(ANA_SEAT, START) == 6
    assert record.seconds(ANA_SEAT, START + 3) == 3
    assert record.seconds(ANA_SEAT, START + 20) == 0
    assert record.seconds(SeatId("se_nobody"), START) == 0
    assert (record.overlap_s(START), record.overlap_s(START + 6)) == (1, 0)
    assert (record.silence_s(START), record.silence_s(START + 13)) == (5, 0)
    assert record.seats() == [ANA_SEAT, BEN_SEAT]


def test_speech_older_than_the_window_is_dropped() -> None:
    record = SpeechRecord()
    record.add([SpeechInterval(ANA_SEAT, START, START + 4)], 1, 1, START + 4)
    record.add([], 0, 0, START + 4 + KEPT_S)
    assert record.seats() == []
    assert record.silence_s(START) == 1
    record.add([], 0, 0, START + 6 + KEPT_S)
    assert record.silence_s(START) == 0


def test_impossible_reports_are_ignored() -> None:
    record = SpeechRecord()
    record.add([SpeechInterval(ANA_SEAT, START + 2, START + 1)], -3, -1, START + 3)
    record.add([SpeechInterval(ANA_SEAT, START + 2, START + 9)], 0, 0, START + 3)
    assert record.seats() == []
    assert (record.overlap_s(START), record.silence_s(START)) == (0, 0)


def test_a_record_is_bounded_whatever_is_reported() -> None:
    record = SpeechRecord()
    for index in range(3 * INTERVALS_MAX):
        at = START + index * 0.2
        record.add([SpeechInterval(ANA_SEAT, at - 0.1, at)], 0.1, 0.1, at)
    assert len(record._spoken[ANA_SEAT]) == INTERVALS_MAX
    assert len(record._seconds) <= KEPT_S + 1


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(1, 20)), max_size=60),
    st.integers(0, 2_000),
)
def test_the_sum_equals_that_of_a_record_that_drops_nothing(turns: list[tuple[int, int]], since: int) -> None:
    record, every, now = SpeechRecord(), [], START
    for pause, length in turns:
        now += pause + length
        every.append((now - length, now))
        record.add([SpeechInterval(ANA_SEAT, now - length, now)], 0, 0, now)
    moment = max(START + since, now - KEPT_S)
    assert record.seconds(ANA_SEAT, moment) == sum(max(0.0, end - max(begin, moment)) for begin, end in every)

"""The speaking detector."""

from media.rtp.levels import ACTIVE_LEVEL, RELEASE_S, SpeakingDetector


def feed(detector: SpeakingDetector, levels: list[int], start: float = 0.0) -> float:
    for index, level in enumerate(levels):
        detector.on_level(level, start + index * 0.02)
    return start + (len(levels) - 1) * 0.02


def test_voice_makes_a_speaker_and_silence_ends_it_after_a_while() -> None:
    detector = SpeakingDetector()
    last = feed(detector, [20] * 8)
    assert detector.is_speaking(last)
    feed(detector, [127] * 20, last + 0.02)
    assert detector.is_speaking(last + RELEASE_S - 0.01)
    assert not detector.is_speaking(last + RELEASE_S)


def test_a_click_is_not_speech() -> None:
    detector = SpeakingDetector()
    assert not detector.is_speaking(feed(detector, [5] * 7))


def test_rare_voice_is_not_speech() -> None:
    detector = SpeakingDetector()
    assert not detector.is_speaking(feed(detector, [20, 127, 127, 127, 127] * 20))


def test_two_fifths_of_the_window_are_enough() -> None:
    detector = SpeakingDetector()
    assert detector.is_speaking(feed(detector, [20, 127] * 8))


def test_the_threshold_itself_counts() -> None:
    loud, quiet = SpeakingDetector(), SpeakingDetector()
    assert loud.is_speaking(feed(loud, [ACTIVE_LEVEL] * 8))
    assert not quiet.is_speaking(feed(quiet, [ACTIVE_LEVEL + 1] * 50))


def test_a_reset_ends_it_at_once() -> None:
    detector = SpeakingDetector()
    last = feed(detector, [20] * 10)
    detector.reset()
    assert not detector.is_speaking(last)

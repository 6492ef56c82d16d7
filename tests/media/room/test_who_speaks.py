"""Who is speaking, for how long, and how many at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.control import Speaking, SpeechInterval
from media.room.who_speaks import MAX_ENDED, MAX_SPEAKERS, REPORT_S, WhoSpeaks

CHANGES = st.lists(
    st.tuples(st.sampled_from("abcd"), st.booleans(), st.floats(0, 3, allow_nan=False)), max_size=60
)


def test_silence_alone_is_not_reported() -> None:
    talk = WhoSpeaks("room", 0.0)
    assert talk.next_deadline() is None
    assert talk.take(1000.0) is None


def test_a_start_is_reported_with_the_silence_before_it() -> None:
    talk = WhoSpeaks("room", 10.0)
    talk.on_speaking("a", True, 14.0)
    assert talk.take(14.0) == Speaking("room", ("a",), (), 0.0, 4.0)
    assert talk.take(15.0) is None


def test_an_end_is_reported_with_its_interval_and_the_overlap() -> None:
    talk = WhoSpeaks("room", 0.0)
    talk.on_speaking("b", True, 0.0)
    talk.on_speaking("a", True, 1.0)
    assert talk.take(1.0) == Speaking("room", ("a", "b"))
    talk.on_speaking("b", False, 3.0)
    assert talk.take(3.5) == Speaking("room", ("a",), (SpeechInterval("b", 3.5, 0.5),), 2.0, 0.0)


def test_repeated_input_changes_nothing() -> None:
    talk = WhoSpeaks("room", 0.0)
    talk.on_speaking("a", False, 0.5)
    assert talk.next_deadline() is None
    talk.on_speaking("a", True, 1.0)
    talk.on_speaking("a", True, 2.0)
    talk.on_speaking("a", False, 3.0)
    message = talk.take(3.0)
    assert message is not None
    assert message.ended == (SpeechInterval("a", 2.0, 0.0),)


def test_an_interval_between_two_messages_is_reported() -> None:
    talk = WhoSpeaks("room", 0.0)
    talk.on_speaking("a", True, 0.0)
    talk.take(0.0)
    talk.on_speaking("a", False, 0.05)
    talk.on_speaking("a", True, 0.1)
    assert talk.take(0.1) is None
    assert talk.next_deadline() == REPORT_S
    message = talk.take(REPORT_S)
    assert message is not None
    assert message.peers == ("a",)
    assert message.ended == (SpeechInterval("a", pytest.approx(0.2), pytest.approx(0.15)),)


def test_speakers_and_waiting_intervals_are_bounded() -> None:
    talk = WhoSpeaks("room", 0.0)
    for peer in range(2 * MAX_SPEAKERS):
        talk.on_speaking(f"{peer:03}", True, 0.0)
    message = talk.take(0.0)
    assert message is not None
    assert len(message.peers) == MAX_SPEAKERS
    for turn in range(2 * MAX_ENDED):
        talk.on_speaking("000", turn % 2 == 1, 0.1)
        talk.on_speaking("001", turn % 2 == 1, 0.1)
    message = talk.take(1.0)
    assert message is not None
    assert len(message.ended) == MAX_ENDED


def test_unreliable_levels_are_reported_once_and_again_when_they_become_reliable() -> None:
    talk = WhoSpeaks("room", 0.0)
    talk.on_unreliable("a", True)
    talk.on_unreliable("b", False)
    assert talk.take(1.0) == Speaking("room", (), (), 0.0, 1.0, ("a",))
    talk.on_unreliable("a", True)
    assert talk.next_deadline() is None
    talk.on_unreliable("a", False)
    assert talk.take(1.1) is None
    assert talk.next_deadline() == 1.0 + REPORT_S
    assert talk.take(2.0) == Speaking("room", (), (), 0.0, 1.0)


def test_a_peer_no_longer_in_the_room_has_stopped_speaking() -> None:
    talk = WhoSpeaks("room", 0.0)
    talk.on_speaking("a", True, 0.0)
    talk.on_speaking("b", True, 0.0)
    talk.on_unreliable("a", True)
    assert talk.take(0.0) == Speaking("room", ("a", "b"), unreliable=("a",))
    talk.keep({"b"}, 3.0)
    assert talk.take(3.0) == Speaking("room", ("b",), (SpeechInterval("a", 3.0, 0.0),), 3.0, 0.0)


def test_unreliable_peers_are_bounded() -> None:
    talk = WhoSpeaks("room", 0.0)
    for peer in range(2 * MAX_SPEAKERS):
        talk.on_unreliable(f"{peer:03}", True)
    message = talk.take(0.0)
    assert message is not None
    assert len(message.unreliable) == MAX_SPEAKERS


def test_a_clock_that_runs_backwards_adds_nothing() -> None:
    talk = WhoSpeaks("room", 5.0)
    talk.on_speaking("a", True, 4.0)
    talk.on_speaking("a", False, 3.0)
    assert talk.take(5.0) == Speaking("room", (), (SpeechInterval("a", 0.0, 0.0),))


def play(changes: list[tuple[str, bool, float]]) -> tuple[list[tuple[float, Speaking]], float]:
    """Apply all changes, taking messages as they are due; returns them with their times, and the end."""
    talk, now, messages = WhoSpeaks("room", 0.0), 0.0, []
    for peer, is_speaking, later in changes:
        target = now + later
        while (due := talk.next_deadline()) is not None and due <= target:
            now = max(now, due)
            message = talk.take(now)
            assert message is not None
            messages.append((now, message))
        now = target
        talk.on_speaking(peer, is_speaking, now)
    now += 1.0
    for peer in "abcd":
        talk.on_speaking(peer, False, now)
    now += 1.0
    if (message := talk.take(now)) is not None:
        messages.append((now, message))
    return messages, now


def spoken(changes: list[tuple[str, bool, float]]) -> list[tuple[float, frozenset[str]]]:
    """(seconds, who speaks meanwhile), by brute force."""
    stretches, speakers = [], frozenset[str]()
    for peer, is_speaking, later in changes:
        stretches.append((later, speakers))
        speakers = speakers | {peer} if is_speaking else speakers - {peer}
    return [*stretches, (1.0, speakers)]


@given(CHANGES)
def test_the_intervals_add_up_to_the_time_spoken(changes: list[tuple[str, bool, float]]) -> None:
    messages, _ = play(changes)
    for peer in "abcd":
        told = sum(
            one.began_ago_s - one.ended_ago_s
            for _, message in messages
            for one in message.ended
            if one.peer == peer
        )
        assert told == pytest.approx(sum(s for s, speakers in spoken(changes) if peer in speakers), abs=1e-6)


@given(CHANGES)
def test_overlap_and_silence_agree_with_a_brute_force_count(changes: list[tuple[str, bool, float]]) -> None:
    messages, end = play(changes)
    stretches = [*spoken(changes), (1.0, frozenset[str]())]
    last = messages[-1][0] if messages else 0.0
    overlap = sum(message.overlap_s for _, message in messages)
    silence = sum(message.silence_s for _, message in messages) + end - last
    assert overlap == pytest.approx(sum(s for s, speakers in stretches if len(speakers) > 1), abs=1e-6)
    assert silence == pytest.approx(sum(s for s, speakers in stretches if not speakers), abs=1e-6)


@given(CHANGES)
def test_messages_keep_their_interval_and_are_never_empty(changes: list[tuple[str, bool, float]]) -> None:
    messages, _ = play(changes)
    peers: tuple[str, ...] = ()
    for number, (at, message) in enumerate(messages):
        assert message.ended or message.peers != peers
        assert message.peers == tuple(sorted(set(message.peers)))
        assert number == 0 or at - messages[number - 1][0] >= REPORT_S - 1e-9
        peers = message.peers

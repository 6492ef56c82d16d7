from dataclasses import replace
from typing import get_args

import pytest
from msgspec import structs

from app.observability.words import count, describe_quality, describe_worker, mood_of
from media.counters import Grade, PeerQuality
from media.pool.pool import WorkerState
from tests.app.observability.relay import worker


@pytest.mark.parametrize(
    ("state", "mood", "words"),
    [
        (worker(), "calm", "calm, 2 rooms, 9 seats, 12 % of a core"),
        (worker(share=0.71, rooms=1), "busy", "busy, 1 room, 9 seats, 71 % of a core, timers 2 ms late"),
        (worker(draining=True, rooms=1), "draining", "draining, 1 room left"),
        (worker(up=False), "starting", "starting; it carries nothing yet"),
        (worker(share=None, rooms=0), "unread", "up, 0 rooms; it has told no figures yet"),
    ],
)
def test_a_worker_is_told_in_plain_words(state: WorkerState, mood: str, words: str) -> None:
    assert mood_of(state) == mood
    assert describe_worker(state) == words


def test_a_worker_without_its_part_in_c_says_so() -> None:
    state = worker()
    assert state.stats is not None
    slow = replace(state, stats=structs.replace(state.stats, native=False))
    assert describe_worker(slow) == "calm, 2 rooms, 9 seats, 12 % of a core, without its part in C"


def test_a_connection_is_told_in_plain_words() -> None:
    assert describe_quality(None) == "connected; nothing measured yet"
    assert describe_quality(PeerQuality("good", "good", ())) == "good both ways"
    assert (
        describe_quality(PeerQuality("good", "poor", ("down.loss", "delay")))
        == "good from them, poor to them: some of what we send them is lost; everything takes long to arrive"
    )


def test_every_reason_of_the_relay_has_words() -> None:
    documented = PeerQuality.__doc__ or ""
    reasons = [
        part
        for part in documented.split("`")
        if part.startswith(("up.", "down.")) or part in ("delay", "silent")
    ]
    assert len(reasons) == 8
    for grade in get_args(Grade):
        for reason in reasons:
            assert reason not in describe_quality(PeerQuality(grade, grade, (reason,))).split(": ")[1:]


def test_one_is_not_many() -> None:
    assert (count(1, "room", "rooms"), count(0, "room", "rooms")) == ("1 room", "0 rooms")

"""Simulated people among themselves: every protocol comes to its end, and nobody does what they may not."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from practice.people.deeds import Ask
from practice.people.habits import PACE_S
from rooms.rules.protocols.catalog import CATALOG
from tests.practice.people.group import Group, open_group, spoke
from tests.support.rooms.setups import ANA, ELENA, FINN

_EVENING_S = 1800.0
_OPTIONS: dict[str, dict[str, Any]] = {
    "feedback_round": {"receiver": [ANA]},
    "guided_discussion": {"deck": "trust"},
    "imago": {"people": [ELENA, FINN]},
    "speaker_listener": {"people": [ELENA, FINN]},
    "time_out": {"people": [ELENA, FINN], "kind": "micro"},
}


def check_pace(group: Group) -> None:
    """Nobody is faster than a person could be."""
    for person in {person for _, person, _ in group.deeds}:
        times = [at for at, who, deed in group.deeds if who == person and isinstance(deed, Ask)]
        # A couple's people also have a phone each: two pages for one person.
        apart = 2 if person in (ELENA, FINN) else 1
        assert all(late - early >= PACE_S for early, late in zip(times, times[apart:], strict=False))


@pytest.mark.parametrize("protocol", CATALOG)
def test_every_protocol_ends_with_simulated_members_alone(protocol: str) -> None:
    group = open_group()
    group.start(protocol, **_OPTIONS.get(protocol, {}))

    group.live(_EVENING_S, until_done=True)

    assert not group.runs
    check_pace(group)


@pytest.mark.parametrize("protocol", ["go_round", "imago", "speaker_listener", "feedback_round"])
def test_in_rounds_and_dialogues_people_speak_before_they_are_done(protocol: str) -> None:
    group = open_group(2)
    group.start(protocol, **_OPTIONS.get(protocol, {}))

    group.live(_EVENING_S, until_done=True)

    assert {ELENA, FINN} <= spoke(group)


@given(st.integers(0, 10_000), st.sampled_from(sorted(CATALOG)))
@settings(max_examples=4, deadline=None)
def test_nobody_does_what_was_not_offered_whatever_happens(seed: int, protocol: str) -> None:
    """What was offered is checked at each deed (`Group`); refused is only what moved on meanwhile."""
    group = open_group(seed)
    group.start(protocol, **_OPTIONS.get(protocol, {}))

    group.live(90)

    own = [code for seat, _, code in group.refused if seat != "se_rivera"]
    assert len(own) <= 3, group.refused
    check_pace(group)


def test_in_a_queue_people_raise_a_hand_speak_when_called_and_finish() -> None:
    group = open_group(4)

    group.live(60)
    assert group.driver.room.state.floor.queue, "somebody wants to say something"
    group.ask("se_rivera", "floor.next", {"expected_seq": group.driver.seq})
    speaker = group.driver.holder
    group.live(40)

    assert group.driver.holder is None
    assert speaker is not None
    mine = [deed for _, person, deed in group.deeds if person == speaker]
    kinds = [deed.kind if isinstance(deed, Ask) else "says something" for deed in mine]
    assert kinds[-1] in ("floor.release", "floor.pass", "floor.request", "gesture")


def test_whoever_waits_for_an_answer_does_nothing_else() -> None:
    group = open_group(5)
    seat, mind = group.minds[0]
    view = group.view(seat)
    first = next(
        deed for at in range(400) if (deed := mind.decide(view, float(at))) and isinstance(deed, Ask)
    )

    assert all(mind.decide(view, 400.0 + at) is None for at in range(60))

    mind.lost()
    assert any(mind.decide(view, 500.0 + at) for at in range(400)), first


def test_outside_the_room_there_is_nothing_to_do() -> None:
    group = open_group(6)
    seat, mind = group.minds[0]
    waiting = {**group.view(seat), "room": {**group.view(seat)["room"], "state": "waiting"}}

    assert all(mind.decide(waiting, float(at)) is None for at in range(600))

from hypothesis import given
from hypothesis import strategies as st

from rooms.model import events as ev
from rooms.model.floor import TurnEnding
from rooms.model.ids import PersonId
from rooms.talk_time.turns import TURN_KINDS, time_in_turns

ANA, BEN = PersonId("p_ana"), PersonId("p_ben")


def log(*events: tuple[float, ev.Event]) -> list[ev.Recorded]:
    return [ev.Recorded(number, at, event) for number, (at, event) in enumerate(events, start=1)]


def test_a_turn_counts_from_its_start_to_its_end_and_not_from_its_announcement() -> None:
    assert time_in_turns(
        log(
            (100.0, ev.FloorGranted(ANA, None, starts_at=103.0)),
            (103.0, ev.TurnStarted(ANA)),
            (163.0, ev.TurnEnded(ANA, TurnEnding.RELEASED)),
            (170.0, ev.TurnStarted(BEN)),
            (180.0, ev.TurnEnded(BEN, TurnEnding.PASSED)),
        )
    ) == {ANA: 60.0, BEN: 10.0}


def test_interruptions_count_for_nobody() -> None:
    assert time_in_turns(
        log(
            (0.0, ev.TurnStarted(ANA)),
            (10.0, ev.TurnPaused(ANA)),
            (70.0, ev.TurnResumed(ANA)),
            (75.0, ev.TurnSuspended(ANA, 120.0)),
            (100.0, ev.TurnResumed(ANA, 15.0)),
            (110.0, ev.TurnEnded(ANA, TurnEnding.RELEASED)),
        )
    ) == {ANA: 25.0}


def test_partners_each_have_their_part_of_a_turn_that_was_handed_on() -> None:
    assert time_in_turns(
        log(
            (0.0, ev.TurnStarted(ANA)),
            (40.0, ev.TurnHeld(BEN, ANA)),
            (50.0, ev.TurnEnded(BEN, TurnEnding.RELEASED)),
        )
    ) == {ANA: 40.0, BEN: 10.0}


@given(st.lists(st.tuples(st.sampled_from([ANA, BEN]), st.floats(0, 600), st.floats(0, 600))))
def test_the_sum_is_the_time_in_which_anybody_had_the_turn(
    turns: list[tuple[PersonId, float, float]],
) -> None:
    at, events, whole = 0.0, [], 0.0
    for person, before, length in turns:
        at += before
        events.append((at, ev.TurnStarted(person)))
        began = at
        at += length
        events.append((at, ev.TurnEnded(person, TurnEnding.RELEASED)))
        whole += at - began
    assert abs(sum(time_in_turns(log(*events)).values()) - whole) < 1e-6


def test_its_kinds_are_all_that_it_needs() -> None:
    events = log(
        (0.0, ev.FloorGranted(ANA, None)), (1.0, ev.TurnStarted(ANA)), (9.0, ev.TurnWrappingUp(ANA)),
        (10.0, ev.TurnEnded(ANA, TurnEnding.RELEASED)), (11.0, ev.HandUp(BEN)),
    )  # fmt: skip
    assert time_in_turns(one for one in events if one.event.kind in TURN_KINDS) == time_in_turns(events)

"""What floor events change: who holds, how the clock of a turn runs, and what makes an intent stale."""

from hypothesis import given
from hypothesis import strategies as st

from rooms.model import events as ev
from rooms.model.floor import OverrunLevel, TurnEnding, TurnPhase
from rooms.state import RoomState, apply, new_state
from tests.support.rooms import ANA, BEN, CHLOE, START, THERAPIST, build_setup


def after(*steps: tuple[float, ev.Event]) -> RoomState:
    """The state after these events, each so many seconds after the start."""
    state = new_state(build_setup())
    for position, (at, event) in enumerate(steps, 1):
        apply(state, ev.Recorded(position, START + at, event))
    return state


def granted(limit_s: float | None = None, starts_in: float = 3.0) -> ev.FloorGranted:
    """Ana gets the floor."""
    return ev.FloorGranted(ANA, THERAPIST, starts_at=START + starts_in, limit_s=limit_s)


def test_hands_move_the_seq_and_turns_move_the_fence() -> None:
    floor = after((0, ev.HandUp(ANA))).floor
    assert (floor.seq, floor.fence) == (1, 0)
    floor = after((0, ev.HandUp(ANA)), (0, granted()), (1, ev.HandUp(BEN))).floor
    assert (floor.seq, floor.fence, floor.queue) == (3, 2, [BEN])
    floor = after((0, granted()), (4, ev.TurnSuspended(ANA, START + 34)), (5, ev.TurnResumed(ANA))).floor
    assert (floor.seq, floor.fence) == (3, 1)
    floor = after((0, granted()), (4, ev.TurnEnded(ANA, TurnEnding.DEFERRED))).floor
    assert (floor.fence, floor.queue, floor.holder) == (2, [ANA], None)


def test_a_quick_hand_goes_before_the_others_and_behind_quick_ones() -> None:
    floor = after(
        (0, ev.HandUp(ANA)), (1, ev.HandUp(BEN, quick=True)), (2, ev.HandUp(CHLOE, quick=True))
    ).floor
    assert (floor.queue, floor.quick) == ([BEN, CHLOE, ANA], [BEN, CHLOE])


def test_an_announced_turn_counts_from_its_start() -> None:
    state = after((0, granted(60)))
    assert state.floor.holder is not None
    assert state.floor.holder.phase is TurnPhase.ANNOUNCED
    assert state.floor.holder.elapsed(START + 10) == 0
    turn = after((0, granted(60)), (3, ev.TurnStarted(ANA))).floor.holder
    assert turn is not None
    assert (turn.phase, turn.elapsed(START + 10), turn.due(1.0)) == (TurnPhase.SPEAKING, 7, START + 63)


def test_who_comes_back_goes_on_with_what_was_left_and_the_bonus() -> None:
    """Scenario 3: 0:40 of 2:00 were gone; after 18 s she has 1:20 and 0:15."""
    turn = after(
        (0, granted(120)),
        (3, ev.TurnStarted(ANA)),
        (43, ev.TurnSuspended(ANA, START + 73)),
        (61, ev.TurnResumed(ANA, 15)),
    ).floor.holder
    assert turn is not None
    assert turn.due(1.0) == START + 61 + 80 + 15


@given(st.lists(st.tuples(st.floats(0, 100), st.booleans()), max_size=8))
def test_the_clock_counts_only_while_it_runs(stretches: list[tuple[float, bool]]) -> None:
    steps: list[tuple[float, ev.Event]] = [(0, granted(60, 0))]
    now, spoken = 0.0, 0.0
    for seconds, paused in stretches:
        now += seconds
        spoken += seconds
        steps.append((now, ev.TurnPaused(ANA) if paused else ev.TurnSuspended(ANA, START)))
        now += 7
        steps.append((now, ev.TurnResumed(ANA)))
    turn = after(*steps).floor.holder
    assert turn is not None
    assert abs(turn.elapsed(START + now) - spoken) < 1e-3


def test_more_time_answers_what_was_asked() -> None:
    overran = [(0, granted(60, 0)), (75, ev.TurnOverran(ANA, OverrunLevel.QUARTER_OVER))]
    turn = after(*overran).floor.holder
    assert turn is not None
    assert (turn.overrun, turn.asked) == (125, True)
    turn = after(*overran, (76, ev.TurnExtended(ANA, 136.0, THERAPIST))).floor.holder
    assert turn is not None
    assert (turn.overrun, turn.asked, turn.limit_s, turn.stayed) == (0, False, 136.0, False)
    turn = after(*overran, (76, ev.TurnExtended(ANA, None, THERAPIST))).floor.holder
    assert turn is not None
    assert (turn.limit_s, turn.stayed, turn.due(1.0)) == (None, True, None)

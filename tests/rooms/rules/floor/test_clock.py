"""What happens to a turn over time, by example; and that its arithmetic is exact, whatever happens."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.floor import HoldChoice, TurnPhase
from rooms.model.policy.policy import OverrunPolicy, RoomPolicy
from rooms.rules.floor.clock import on_turn_deadline
from rooms.state import Phase
from tests.support.rooms.floor import give, happen, turn
from tests.support.rooms.setups import ANA, ANA_SEAT, BEN, THERAPIST, Stage, full_stage


def test_a_turn_is_announced_then_runs_then_wraps_up_then_runs_over() -> None:
    stage = full_stage()
    stage.do(cmd.GrantFloor(THERAPIST, ANA, stage.seq, limit_s=100))
    assert turn(stage).phase is TurnPhase.ANNOUNCED
    assert stage.wait(2.9) == []
    assert turn(stage).elapsed(stage.now) == 0
    assert stage.wait(0.1) == ["turn.started"]
    assert stage.wait(79.9) == []
    assert stage.wait(0.1) == ["turn.wrap_up"]
    for seconds, level in ((20, 100), (25, 125), (75, 200)):
        assert stage.wait(seconds - 0.1) == []
        assert stage.wait(0.1) == ["turn.overrun"]
        assert turn(stage).overrun == level
    assert stage.wait(3600) == []
    assert stage.holder == ANA, "nothing is cut off (F6)"


def test_without_an_announcement_a_turn_runs_at_once() -> None:
    stage = full_stage(RoomPolicy(announce_s=0.0, turn_s=60.0))
    stage.do(cmd.GrantFloor(THERAPIST, ANA, stage.seq))
    assert turn(stage).phase is TurnPhase.SPEAKING
    assert turn(stage).due(1.0) == stage.now + 60


def test_a_turn_without_a_limit_has_no_clock() -> None:
    stage = full_stage()
    give(stage, ANA)
    assert stage.wait(7200) == []
    assert turn(stage).phase is TurnPhase.SPEAKING


def test_a_service_that_woke_up_late_does_all_that_was_due_in_order() -> None:
    stage = full_stage()
    stage.do(cmd.GrantFloor(THERAPIST, ANA, stage.seq, limit_s=10))
    stage.wait(3)
    stage.now += 25
    kinds = [record.event.kind for record in stage.room.on_deadline(stage.now)]
    assert kinds == ["turn.wrap_up", "turn.overrun", "turn.overrun", "turn.overrun"]


@pytest.mark.parametrize(
    ("overrun", "asks_at"), [(OverrunPolicy.NOTIFY, [125, 200]), (OverrunPolicy.PROMPT, [100, 125, 200])]
)
def test_when_facilitators_are_asked(overrun: OverrunPolicy, asks_at: list[int]) -> None:
    stage = full_stage(RoomPolicy(overrun=overrun))
    give(stage, ANA, limit_s=10)
    stage.wait(30)
    told = [record.event for record in stage.log if isinstance(record.event, ev.TurnOverran)]
    assert [int(event.level) for event in told if event.asks] == asks_at
    assert len(told) == 3


def test_auto_release_ends_a_turn_a_quarter_over() -> None:
    stage = full_stage(RoomPolicy(overrun=OverrunPolicy.AUTO_RELEASE))
    give(stage, ANA, limit_s=100)
    assert stage.wait(125) == ["turn.wrap_up", "turn.overrun", "turn.overrun", "turn.ended"]
    assert stage.holder is None


def test_auto_release_never_ends_the_turn_of_somebody_in_distress() -> None:
    stage = full_stage(RoomPolicy(overrun=OverrunPolicy.AUTO_RELEASE))
    give(stage, ANA, limit_s=100)
    happen(stage, ev.DistressMarked(ANA, on=True, by=THERAPIST))
    stage.wait(130)
    happen(stage, ev.DistressMarked(ANA, on=False, by=THERAPIST))
    assert stage.wait(1000) == ["turn.overrun"]
    assert stage.holder == ANA


def test_an_expired_hold_asks_facilitators_and_if_unanswered_puts_the_turn_at_the_end() -> None:
    stage = full_stage()
    stage.do(cmd.RequestFloor(BEN, stage.seq))
    give(stage, ANA)
    stage.do(cmd.Detach(ANA_SEAT))
    assert stage.wait(30) == ["floor.hold_over"]
    assert turn(stage).decide_until == stage.now + 20
    assert stage.wait(19.9) == []
    assert stage.wait(0.1) == ["floor.hold_decided", "turn.ended"]
    assert (stage.holder, stage.room.state.floor.queue) == (None, [BEN, ANA])


@pytest.mark.parametrize(("choice", "queue"), [(HoldChoice.DEFER, [BEN, ANA]), (HoldChoice.SKIP, [BEN])])
@pytest.mark.parametrize("waited_s", [5, 35])
def test_facilitators_choose_during_the_hold_or_when_it_is_over(
    choice: HoldChoice, queue: list[str], waited_s: float
) -> None:
    stage = full_stage()
    stage.do(cmd.RequestFloor(BEN, stage.seq))
    give(stage, ANA)
    stage.do(cmd.Detach(ANA_SEAT))
    stage.wait(waited_s)
    assert stage.kinds(cmd.DecideHold(THERAPIST, choice, stage.seq)) == ["floor.hold_decided", "turn.ended"]
    assert (stage.holder, stage.room.state.floor.queue) == (None, queue)


def test_waiting_holds_the_turn_again() -> None:
    stage = full_stage()
    give(stage, ANA)
    stage.do(cmd.Detach(ANA_SEAT))
    stage.wait(31)
    stage.do(cmd.DecideHold(THERAPIST, HoldChoice.WAIT, stage.seq))
    assert stage.wait(29.9) == []
    assert stage.wait(0.1) == ["floor.hold_over"]
    assert "floor.resumed" in stage.kinds(cmd.Attach(ANA_SEAT, mic=True, camera=True))


def test_a_free_floor_has_no_deadline() -> None:
    stage = full_stage()
    context = stage.room.context(stage.now + 1000)
    on_turn_deadline(context)
    assert context.records == []


_HAPPENINGS = st.lists(
    st.tuples(
        st.sampled_from(["wait", "late", "lost", "back", "hold", "resume", "more", "stay"]),
        st.floats(0, 90, allow_nan=False),
    ),
    max_size=25,
)


@given(limit_s=st.floats(5, 200), happenings=_HAPPENINGS)
@settings(max_examples=150, deadline=None)
def test_the_clock_is_exact_whatever_happens(limit_s: float, happenings: list[tuple[str, float]]) -> None:
    stage = full_stage(RoomPolicy(absence_s=3600))
    give(stage, ANA, limit_s=limit_s)
    for what, seconds in happenings:
        before = turn(stage)
        elapsed, limit = before.elapsed(stage.now), before.limit_s
        kinds = _let_happen(stage, what, seconds)
        due = stage.room.next_deadline()
        assert due is None or due >= stage.now
        if stage.holder is None:
            return
        after = turn(stage)
        counted = after.elapsed(stage.now) - elapsed
        assert 0 <= counted <= (seconds + 1e-5 if what in ("wait", "late") else 0)
        if what == "back" and "floor.resumed" in kinds and limit is not None:
            assert after.limit_s is not None
            assert after.limit_s - elapsed == pytest.approx(max(0.0, limit - elapsed) + 15)


def _let_happen(stage: Stage, what: str, seconds: float) -> list[str]:
    """Do it, if it can be done now; return what happened."""
    live = stage.room.state.phase is Phase.LIVE
    match what:
        case "wait":
            return stage.wait(seconds)
        case "late":
            stage.now += seconds
            return [record.event.kind for record in stage.room.on_deadline(stage.now)]
        case "lost":
            return stage.kinds(cmd.Detach(ANA_SEAT))
        case "back":
            return stage.kinds(cmd.Attach(ANA_SEAT, mic=True, camera=True))
        case "hold" if live:
            return happen(stage, ev.RoomHeld())
        case "resume" if not live:
            return happen(stage, ev.RoomResumed())
        case "more" if live and turn(stage).limit_s is not None:
            return stage.kinds(cmd.AnswerOverrun(THERAPIST, stage.seq, more_s=60))
        case "stay" if live and seconds > 85 and not turn(stage).stayed:
            return stage.kinds(cmd.StayWith(THERAPIST, stage.seq))
        case _:
            return []

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
from tests.support.rooms.setups import ANA, ANA_SEAT, BEN, THERAPIST, RoomDriver, full_room


def test_a_turn_is_announced_then_runs_then_wraps_up_then_runs_over() -> None:
    driver = full_room()
    driver.do(cmd.GrantFloor(THERAPIST, ANA, driver.seq, limit_s=100))
    assert turn(driver).phase is TurnPhase.ANNOUNCED
    assert driver.wait(2.9) == []
    assert turn(driver).elapsed(driver.now) == 0
    assert driver.wait(0.1) == ["turn.started"]
    assert driver.wait(79.9) == []
    assert driver.wait(0.1) == ["turn.wrap_up"]
    for seconds, level in ((20, 100), (25, 125), (75, 200)):
        assert driver.wait(seconds - 0.1) == []
        assert driver.wait(0.1) == ["turn.overrun"]
        assert turn(driver).overrun == level
    assert driver.wait(3600) == []
    assert driver.holder == ANA, "nothing is cut off (F6)"


def test_without_an_announcement_a_turn_runs_at_once() -> None:
    driver = full_room(RoomPolicy(announce_s=0.0, turn_s=60.0))
    driver.do(cmd.GrantFloor(THERAPIST, ANA, driver.seq))
    assert turn(driver).phase is TurnPhase.SPEAKING
    assert turn(driver).due(1.0) == driver.now + 60


def test_a_turn_without_a_limit_has_no_clock() -> None:
    driver = full_room()
    give(driver, ANA)
    assert driver.wait(7200) == []
    assert turn(driver).phase is TurnPhase.SPEAKING


def test_a_service_that_woke_up_late_does_all_that_was_due_in_order() -> None:
    driver = full_room()
    driver.do(cmd.GrantFloor(THERAPIST, ANA, driver.seq, limit_s=10))
    driver.wait(3)
    driver.now += 25
    kinds = [record.event.kind for record in driver.room.on_deadline(driver.now)]
    assert kinds == ["turn.wrap_up", "turn.overrun", "turn.overrun", "turn.overrun"]


@pytest.mark.parametrize(
    ("overrun", "asks_at"), [(OverrunPolicy.NOTIFY, [125, 200]), (OverrunPolicy.PROMPT, [100, 125, 200])]
)
def test_when_facilitators_are_asked(overrun: OverrunPolicy, asks_at: list[int]) -> None:
    driver = full_room(RoomPolicy(overrun=overrun))
    give(driver, ANA, limit_s=10)
    driver.wait(30)
    told = [record.event for record in driver.log if isinstance(record.event, ev.TurnOverran)]
    assert [int(event.level) for event in told if event.asks] == asks_at
    assert len(told) == 3


def test_auto_release_ends_a_turn_a_quarter_over() -> None:
    driver = full_room(RoomPolicy(overrun=OverrunPolicy.AUTO_RELEASE))
    give(driver, ANA, limit_s=100)
    assert driver.wait(125) == ["turn.wrap_up", "turn.overrun", "turn.overrun", "turn.ended"]
    assert driver.holder is None


def test_auto_release_never_ends_the_turn_of_somebody_in_distress() -> None:
    driver = full_room(RoomPolicy(overrun=OverrunPolicy.AUTO_RELEASE))
    give(driver, ANA, limit_s=100)
    happen(driver, ev.DistressMarked(ANA, on=True, by=THERAPIST))
    driver.wait(130)
    happen(driver, ev.DistressMarked(ANA, on=False, by=THERAPIST))
    assert driver.wait(1000) == ["turn.overrun"]
    assert driver.holder == ANA


def test_an_expired_hold_asks_facilitators_and_if_unanswered_puts_the_turn_at_the_end() -> None:
    driver = full_room()
    driver.do(cmd.RequestFloor(BEN, driver.seq))
    give(driver, ANA)
    driver.do(cmd.Detach(ANA_SEAT))
    assert driver.wait(30) == ["floor.hold_over"]
    assert turn(driver).decide_until == driver.now + 20
    assert driver.wait(19.9) == []
    assert driver.wait(0.1) == ["floor.hold_decided", "turn.ended"]
    assert (driver.holder, driver.room.state.floor.queue) == (None, [BEN, ANA])


@pytest.mark.parametrize(("choice", "queue"), [(HoldChoice.DEFER, [BEN, ANA]), (HoldChoice.SKIP, [BEN])])
@pytest.mark.parametrize("waited_s", [5, 35])
def test_facilitators_choose_during_the_hold_or_when_it_is_over(
    choice: HoldChoice, queue: list[str], waited_s: float
) -> None:
    driver = full_room()
    driver.do(cmd.RequestFloor(BEN, driver.seq))
    give(driver, ANA)
    driver.do(cmd.Detach(ANA_SEAT))
    driver.wait(waited_s)
    assert driver.kinds(cmd.DecideHold(THERAPIST, choice, driver.seq)) == ["floor.hold_decided", "turn.ended"]
    assert (driver.holder, driver.room.state.floor.queue) == (None, queue)


def test_waiting_holds_the_turn_again() -> None:
    driver = full_room()
    give(driver, ANA)
    driver.do(cmd.Detach(ANA_SEAT))
    driver.wait(31)
    driver.do(cmd.DecideHold(THERAPIST, HoldChoice.WAIT, driver.seq))
    assert driver.wait(29.9) == []
    assert driver.wait(0.1) == ["floor.hold_over"]
    assert "floor.resumed" in driver.kinds(cmd.Attach(ANA_SEAT, mic=True, camera=True))


def test_a_free_floor_has_no_deadline() -> None:
    driver = full_room()
    context = driver.room.context(driver.now + 1000)
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
    driver = full_room(RoomPolicy(absence_s=3600))
    give(driver, ANA, limit_s=limit_s)
    for what, seconds in happenings:
        before = turn(driver)
        elapsed, limit = before.elapsed(driver.now), before.limit_s
        kinds = _let_happen(driver, what, seconds)
        due = driver.room.next_deadline()
        assert due is None or due >= driver.now
        if driver.holder is None:
            return
        after = turn(driver)
        counted = after.elapsed(driver.now) - elapsed
        assert 0 <= counted <= (seconds + 1e-5 if what in ("wait", "late") else 0)
        if what == "back" and "floor.resumed" in kinds and limit is not None:
            assert after.limit_s is not None
            assert after.limit_s - elapsed == pytest.approx(max(0.0, limit - elapsed) + 15)


def _let_happen(driver: RoomDriver, what: str, seconds: float) -> list[str]:
    """Do it, if it can be done now; return what happened."""
    live = driver.room.state.phase is Phase.LIVE
    match what:
        case "wait":
            return driver.wait(seconds)
        case "late":
            driver.now += seconds
            return [record.event.kind for record in driver.room.on_deadline(driver.now)]
        case "lost":
            return driver.kinds(cmd.Detach(ANA_SEAT))
        case "back":
            return driver.kinds(cmd.Attach(ANA_SEAT, mic=True, camera=True))
        case "hold" if live:
            return happen(driver, ev.RoomHeld())
        case "resume" if not live:
            return happen(driver, ev.RoomResumed())
        case "more" if live and turn(driver).limit_s is not None:
            return driver.kinds(cmd.AnswerOverrun(THERAPIST, driver.seq, more_s=60))
        case "stay" if live and seconds > 85 and not turn(driver).stayed:
            return driver.kinds(cmd.StayWith(THERAPIST, driver.seq))
        case _:
            return []

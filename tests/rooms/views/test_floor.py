"""The floor as everybody, the holder and those who lead see it."""

from rooms.model import commands as cmd
from rooms.model.policy.policy import FloorMode
from rooms.views.floor import build_floor_view, build_staff_floor_view, build_turn_view
from tests.support.rooms.setups import ANA, BEN, ELENA, THERAPIST, Stage, full_stage


def speaking(limit_s: float | None = 60.0, seconds: float = 10.0) -> Stage:
    """Ana has spoken for some seconds."""
    stage = full_stage()
    stage.do(cmd.GrantFloor(THERAPIST, ANA, stage.seq, limit_s))
    stage.wait(3 + seconds)
    return stage


def test_not_everybody_sees_how_long_a_turn_takes() -> None:
    for seconds in (10, 55, 200):
        stage = speaking(seconds=seconds)
        holder = build_floor_view(stage.room.state)["holder"]
        assert set(holder) == {"person", "kind", "phase", "since", "starts_at"}
        assert holder["phase"] == "speaking"


def test_the_holder_sees_the_end_time_and_the_overrun_alone() -> None:
    stage = speaking(seconds=80)
    turn = stage.room.state.floor.holder
    assert turn is not None
    alone = build_turn_view(turn, alone=True)
    assert (alone["ends_at"], alone["limit_s"], alone["overrun"]) == (stage.now - 20, 60.0, 125)
    assert set(build_turn_view(turn, alone=False)) == {"person", "phase", "limit_s", "ends_at"}


def test_a_stopped_clock_shows_the_remaining_time() -> None:
    stage = speaking()
    stage.do(cmd.Detach(stage.room.state.people[ANA].seat))
    turn = stage.room.state.floor.holder
    assert turn is not None
    assert build_turn_view(turn, alone=True)["left_s"] == 50.0


def test_those_who_lead_see_the_clock_and_are_asked() -> None:
    stage = speaking(seconds=80)
    turn = build_staff_floor_view(stage.room.context(stage.now))["turn"]
    assert (turn["counts_from"], turn["asked"], turn["stayed"]) == (stage.now - 80, True, False)
    stage.do(cmd.StayWith(THERAPIST, stage.seq))
    turn = build_staff_floor_view(stage.room.context(stage.now))["turn"]
    assert (turn["stayed"], "ends_at" in turn) == (True, False)
    stage.do(cmd.GrantFloor(THERAPIST, BEN, stage.seq, then=ELENA))
    assert build_staff_floor_view(stage.room.context(stage.now))["turn"]["then"] == ELENA
    stage.do(cmd.RevokeFloor(THERAPIST, stage.seq))


def test_those_who_lead_are_told_what_is_asked_of_them() -> None:
    def ask(stage: Stage) -> str | None:
        return build_staff_floor_view(stage.room.context(stage.now))["turn"].get("ask")

    stage = speaking(seconds=70)
    assert ask(stage) is None
    stage.wait(10)
    assert ask(stage) == "overrun"
    stage.wait(50)
    assert ask(stage) == "overrun_long"
    stage.do(cmd.AnswerOverrun(THERAPIST, stage.seq, more_s=None, close=False))
    assert ask(stage) is None
    stage.do(cmd.Detach(stage.room.state.people[ANA].seat))
    stage.wait(31)
    assert ask(stage) == "hold_over"


def test_a_run_shows_its_own_mode_instead_of_the_base_mode() -> None:
    stage = full_stage()
    stage.do(cmd.StartProtocol(THERAPIST, "go_round", stage.seq, {}))
    view = build_floor_view(stage.room.state)
    assert (view["mode"], view["base"]["mode"]) == (FloorMode.ROUND.value, FloorMode.QUEUE.value)


def test_everybody_sees_whose_point_a_quick_turn_is_about_and_who_had_one() -> None:
    stage = full_stage()
    view = build_floor_view(stage.room.state)
    assert ("point" in view, view["quick_had"]) == (False, [])
    stage.do(cmd.GrantFloor(THERAPIST, ANA, stage.seq))
    assert build_floor_view(stage.room.state)["point"] == ANA
    stage.do(cmd.RequestFloor(BEN, stage.seq, quick=True))
    stage.do(cmd.NextSpeaker(THERAPIST, stage.seq))
    view = build_floor_view(stage.room.state)
    assert (view["point"], view["quick_had"]) == (ANA, [BEN])

"""The rule that a therapist must be present, by example: what happens when, how it ends, and who counts."""

import pytest

from rooms.model import commands as cmd
from rooms.model.policy.policy import FacilitatorRule, FloorMode, MicPolicy, RoomPolicy
from rooms.plan import build_plan
from rooms.room import Room
from rooms.state import Phase
from tests.support.rooms.people import (
    CLIENT_SEATS,
    KIM,
    KIM_SEAT,
    MORGAN_SEAT,
    TARA_SEAT,
    refusal_of,
    staffed_stage,
)
from tests.support.rooms.setups import ANA, ANA_SEAT, BEN, STAFF_SEAT, THERAPIST, Stage


def passing(stage: Stage) -> set[str]:
    """The seats from which anything passes to the main room."""
    gates = build_plan(stage.room.setup, stage.room.state).seats
    return {seat for seat, gate in gates.items() if gate.space == "main" and (gate.audio or gate.video)}


def test_the_room_is_live_only_with_a_licensed_facilitator() -> None:
    stage = staffed_stage()
    started = [record.event.kind for record in stage.log].index("room.live")
    assert stage.log[started - 1].event.kind == "seat.admitted"
    unlicensed = Stage(Room(stage.room.setup))
    unlicensed.arrive(KIM_SEAT, TARA_SEAT)
    assert unlicensed.room.state.phase is Phase.WAITING
    assert unlicensed.room.state.lead is None


def test_where_no_licence_is_required_any_facilitator_will_do() -> None:
    stage = staffed_stage(policy=RoomPolicy(facilitator=FacilitatorRule.HOST))
    hosted = Stage(Room(stage.room.setup))
    hosted.arrive(KIM_SEAT)
    assert (hosted.room.state.phase, hosted.room.state.lead) == (Phase.LIVE, KIM)


@pytest.mark.parametrize("how", ["client", "leaves"])
def test_a_lost_therapist_holds_the_room_then_suspends_it(how: str) -> None:
    stage = staffed_stage()
    lost: dict[str, cmd.Command] = {
        "client": cmd.Detach(STAFF_SEAT),
        "leaves": cmd.Leave(THERAPIST),
    }
    assert "room.unled" in stage.kinds(lost[how])
    assert stage.wait(14.9) == []
    assert passing(stage) >= set(CLIENT_SEATS)
    assert stage.wait(0.2) == ["room.held"]
    assert passing(stage).isdisjoint(CLIENT_SEATS)
    assert "room.suspended" not in stage.wait(284.8)
    assert "room.suspended" in stage.wait(0.2)
    assert stage.room.next_deadline() is not None, "clients are still here"


def test_a_therapist_without_media_keeps_it_live_however_they_came() -> None:
    """Media that fail, a reloaded page that gets none, a new arrival that has none yet: all of them can lead."""
    stage = staffed_stage()
    assert "room.unled" not in stage.kinds(cmd.MediaDown(STAFF_SEAT))
    assert "room.held" not in stage.wait(60)
    stage.do(cmd.Detach(STAFF_SEAT))
    stage.wait(20)
    assert stage.room.state.phase is Phase.HELD
    assert "room.resumed" in stage.kinds(cmd.Attach(STAFF_SEAT, mic=True, camera=True))
    stage.do(cmd.Leave(THERAPIST))
    stage.wait(20)
    assert "room.resumed" in stage.kinds(cmd.Attach(STAFF_SEAT, mic=True, camera=True))
    assert passing(stage) >= set(CLIENT_SEATS)


def test_a_therapist_back_in_time_leaves_nothing_held() -> None:
    stage = staffed_stage()
    stage.do(cmd.Detach(STAFF_SEAT))
    stage.wait(10)
    since = stage.room.state.phase_since
    assert "room.resumed" in stage.kinds(cmd.Attach(STAFF_SEAT, mic=True, camera=True))
    assert stage.room.state.unled_since is None
    assert stage.room.state.phase_since == since
    assert "room.held" not in stage.wait(60)


def test_each_loss_is_timed_from_its_own_beginning() -> None:
    stage = staffed_stage()
    for _ in range(3):
        stage.do(cmd.Detach(STAFF_SEAT))
        assert stage.wait(14) == []
        stage.do(cmd.Attach(STAFF_SEAT, mic=True, camera=True))
    assert stage.room.state.phase is Phase.LIVE


def test_an_unlicensed_colleague_does_not_keep_it_live_but_is_heard() -> None:
    stage = staffed_stage(KIM_SEAT)
    stage.do(cmd.Leave(THERAPIST))
    stage.wait(16)
    assert stage.room.state.phase is Phase.HELD
    assert passing(stage) == {KIM_SEAT}
    assert stage.room.state.lead == KIM
    assert refusal_of(stage, cmd.GrantFloor(KIM, ANA, stage.seq)) == "room.held"
    assert refusal_of(stage, cmd.EndSession(KIM)) is None


def test_a_licensed_colleague_keeps_it_live() -> None:
    stage = staffed_stage(MORGAN_SEAT)
    assert "room.unled" not in stage.kinds(cmd.Leave(THERAPIST))
    assert "room.held" not in stage.wait(600)


def test_people_who_wait_cannot_be_admitted_while_it_is_held() -> None:
    stage = staffed_stage(KIM_SEAT)
    stage.do(cmd.Leave(ANA))
    stage.arrive(ANA_SEAT)
    stage.do(cmd.Detach(STAFF_SEAT))
    stage.wait(20)
    assert refusal_of(stage, cmd.Admit(KIM, ANA_SEAT)) == "room.held"


def test_the_holder_resumes_with_the_remaining_time() -> None:
    stage = staffed_stage()
    stage.mode(FloorMode.QUEUE, MicPolicy.HARD)
    stage.do(cmd.GrantFloor(THERAPIST, ANA, stage.seq, limit_s=100.0))
    stage.do(cmd.RequestFloor(BEN, stage.seq))
    stage.wait(23)
    stage.do(cmd.Detach(STAFF_SEAT))
    stage.wait(100)
    stage.do(cmd.Attach(STAFF_SEAT, mic=True, camera=True))
    turn = stage.room.state.floor.holder
    assert turn is not None
    assert (turn.person, turn.limit_s) == (ANA, 100.0)
    assert turn.elapsed(stage.now) == pytest.approx(35, abs=0.1), (
        "3 s of announcement, 20 s, and 15 s until held"
    )
    assert stage.room.state.floor.queue == [BEN]


def test_the_log_restores_the_same_clock() -> None:
    stage = staffed_stage()
    stage.do(cmd.Detach(STAFF_SEAT))
    stage.wait(20)
    restored = Room(stage.room.setup, stage.log)
    assert restored.state == stage.room.state
    assert restored.next_deadline() == stage.room.next_deadline()

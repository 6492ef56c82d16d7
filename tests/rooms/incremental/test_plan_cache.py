"""The plan that is kept. That it is always the derived one is checked with random evenings (random_room/screens)."""

from rooms.incremental.plan_cache import PlanCache
from rooms.model import commands as cmd
from rooms.model.policy.policy import FloorMode
from rooms.plan import build_plan
from rooms.state.subjects import ALL, FLOOR, LOG
from tests.support.rooms.setups import ANA, ANA_SEAT, BEN, THERAPIST, full_stage


def test_seats_stay_the_same_object_while_no_gate_is_another() -> None:
    stage = full_stage()
    stage.mode(FloorMode.QUEUE)
    gates, state = PlanCache(stage.room.setup), stage.room.state
    first = gates.plan(state, ALL)
    stage.do(cmd.RequestFloor(BEN, stage.seq))
    second = gates.plan(state, FLOOR | LOG)
    assert second.seats is first.seats
    assert second.version == state.position


def test_a_turn_opens_one_gate_and_its_end_closes_it() -> None:
    stage = full_stage()
    stage.mode(FloorMode.QUEUE)
    gates, state = PlanCache(stage.room.setup), stage.room.state
    before = gates.plan(state, ALL)
    stage.do(cmd.GrantFloor(THERAPIST, ANA, stage.seq))
    during = gates.plan(state, FLOOR | LOG)
    assert {seat for seat in during.seats if during.seats[seat] != before.seats[seat]} == {ANA_SEAT}
    stage.do(cmd.ReleaseFloor(ANA, stage.seq))
    assert gates.plan(state, FLOOR | LOG) == build_plan(stage.room.setup, state)
    assert not gates.plan(state, 0).seats[ANA_SEAT].audio

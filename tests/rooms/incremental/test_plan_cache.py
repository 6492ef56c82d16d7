"""The cached plan; random evenings check that it always equals the derived one (random_room/screens)."""

from rooms.incremental.plan_cache import PlanCache
from rooms.model import commands as cmd
from rooms.model.policy.policy import FloorMode
from rooms.plan import build_plan
from rooms.state.subjects import ALL, FLOOR, LOG
from tests.support.rooms.setups import ANA, ANA_SEAT, BEN, THERAPIST, full_room


def test_the_seats_stay_the_same_object_while_no_gate_changes() -> None:
    driver = full_room()
    driver.mode(FloorMode.QUEUE)
    gates, state = PlanCache(driver.room.setup), driver.room.state
    first = gates.plan(state, ALL)
    driver.do(cmd.RequestFloor(BEN, driver.seq))
    second = gates.plan(state, FLOOR | LOG)
    assert second.seats is first.seats
    assert second.version == state.position


def test_a_turn_opens_one_gate_and_its_end_closes_it() -> None:
    driver = full_room()
    driver.mode(FloorMode.QUEUE)
    gates, state = PlanCache(driver.room.setup), driver.room.state
    before = gates.plan(state, ALL)
    driver.do(cmd.GrantFloor(THERAPIST, ANA, driver.seq))
    during = gates.plan(state, FLOOR | LOG)
    assert {seat for seat in during.seats if during.seats[seat] != before.seats[seat]} == {ANA_SEAT}
    driver.do(cmd.ReleaseFloor(ANA, driver.seq))
    assert gates.plan(state, FLOOR | LOG) == build_plan(driver.room.setup, state)
    assert not gates.plan(state, 0).seats[ANA_SEAT].audio

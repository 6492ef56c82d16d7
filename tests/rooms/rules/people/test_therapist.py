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
    staffed_room,
)
from tests.support.rooms.setups import ANA, ANA_SEAT, BEN, STAFF_SEAT, THERAPIST, RoomDriver


def passing(driver: RoomDriver) -> set[str]:
    """The seats from which anything passes to the main room."""
    gates = build_plan(driver.room.setup, driver.room.state).seats
    return {seat for seat, gate in gates.items() if gate.space == "main" and (gate.audio or gate.video)}


def test_the_room_is_live_only_with_a_licensed_facilitator() -> None:
    driver = staffed_room()
    started = [record.event.kind for record in driver.log].index("room.live")
    assert driver.log[started - 1].event.kind == "seat.admitted"
    unlicensed = RoomDriver(Room(driver.room.setup))
    unlicensed.arrive(KIM_SEAT, TARA_SEAT)
    assert unlicensed.room.state.phase is Phase.WAITING
    assert unlicensed.room.state.lead is None


def test_where_no_licence_is_required_any_facilitator_will_do() -> None:
    driver = staffed_room(policy=RoomPolicy(facilitator=FacilitatorRule.HOST))
    hosted = RoomDriver(Room(driver.room.setup))
    hosted.arrive(KIM_SEAT)
    assert (hosted.room.state.phase, hosted.room.state.lead) == (Phase.LIVE, KIM)


@pytest.mark.parametrize("how", ["client", "leaves"])
def test_a_lost_therapist_holds_the_room_then_suspends_it(how: str) -> None:
    driver = staffed_room()
    lost: dict[str, cmd.Command] = {
        "client": cmd.Detach(STAFF_SEAT),
        "leaves": cmd.Leave(THERAPIST),
    }
    assert "room.unled" in driver.kinds(lost[how])
    assert driver.wait(14.9) == []
    assert passing(driver) >= set(CLIENT_SEATS)
    assert driver.wait(0.2) == ["room.held"]
    assert passing(driver).isdisjoint(CLIENT_SEATS)
    assert "room.suspended" not in driver.wait(284.8)
    assert "room.suspended" in driver.wait(0.2)
    assert driver.room.next_deadline() is not None, "clients are still here"


def test_a_therapist_without_media_keeps_it_live_however_they_came() -> None:
    """Media that fail, a reloaded page that gets none, a new arrival that has none yet: all of them can lead."""
    driver = staffed_room()
    assert "room.unled" not in driver.kinds(cmd.MediaDown(STAFF_SEAT))
    assert "room.held" not in driver.wait(60)
    driver.do(cmd.Detach(STAFF_SEAT))
    driver.wait(20)
    assert driver.room.state.phase is Phase.HELD
    assert "room.resumed" in driver.kinds(cmd.Attach(STAFF_SEAT, mic=True, camera=True))
    driver.do(cmd.Leave(THERAPIST))
    driver.wait(20)
    assert "room.resumed" in driver.kinds(cmd.Attach(STAFF_SEAT, mic=True, camera=True))
    assert passing(driver) >= set(CLIENT_SEATS)


def test_a_therapist_back_in_time_leaves_nothing_held() -> None:
    driver = staffed_room()
    driver.do(cmd.Detach(STAFF_SEAT))
    driver.wait(10)
    since = driver.room.state.phase_since
    assert "room.resumed" in driver.kinds(cmd.Attach(STAFF_SEAT, mic=True, camera=True))
    assert driver.room.state.unled_since is None
    assert driver.room.state.phase_since == since
    assert "room.held" not in driver.wait(60)


def test_each_loss_is_timed_from_its_own_beginning() -> None:
    driver = staffed_room()
    for _ in range(3):
        driver.do(cmd.Detach(STAFF_SEAT))
        assert driver.wait(14) == []
        driver.do(cmd.Attach(STAFF_SEAT, mic=True, camera=True))
    assert driver.room.state.phase is Phase.LIVE


def test_an_unlicensed_colleague_does_not_keep_it_live_but_is_heard() -> None:
    driver = staffed_room(KIM_SEAT)
    driver.do(cmd.Leave(THERAPIST))
    driver.wait(16)
    assert driver.room.state.phase is Phase.HELD
    assert passing(driver) == {KIM_SEAT}
    assert driver.room.state.lead == KIM
    assert refusal_of(driver, cmd.GrantFloor(KIM, ANA, driver.seq)) == "room.held"
    assert refusal_of(driver, cmd.EndSession(KIM)) is None


def test_a_licensed_colleague_keeps_it_live() -> None:
    driver = staffed_room(MORGAN_SEAT)
    assert "room.unled" not in driver.kinds(cmd.Leave(THERAPIST))
    assert "room.held" not in driver.wait(600)


def test_people_who_wait_cannot_be_admitted_while_it_is_held() -> None:
    driver = staffed_room(KIM_SEAT)
    driver.do(cmd.Leave(ANA))
    driver.arrive(ANA_SEAT)
    driver.do(cmd.Detach(STAFF_SEAT))
    driver.wait(20)
    assert refusal_of(driver, cmd.Admit(KIM, ANA_SEAT)) == "room.held"


def test_the_holder_resumes_with_the_remaining_time() -> None:
    driver = staffed_room()
    driver.mode(FloorMode.QUEUE, MicPolicy.HARD)
    driver.do(cmd.GrantFloor(THERAPIST, ANA, driver.seq, limit_s=100.0))
    driver.do(cmd.RequestFloor(BEN, driver.seq))
    driver.wait(23)
    driver.do(cmd.Detach(STAFF_SEAT))
    driver.wait(100)
    driver.do(cmd.Attach(STAFF_SEAT, mic=True, camera=True))
    turn = driver.room.state.floor.holder
    assert turn is not None
    assert (turn.person, turn.limit_s) == (ANA, 100.0)
    assert turn.elapsed(driver.now) == pytest.approx(35, abs=0.1), (
        "3 s of announcement, 20 s, and 15 s until held"
    )
    assert driver.room.state.floor.queue == [BEN]


def test_the_log_restores_the_same_clock() -> None:
    driver = staffed_room()
    driver.do(cmd.Detach(STAFF_SEAT))
    driver.wait(20)
    restored = Room(driver.room.setup, driver.log)
    assert restored.state == driver.room.state
    assert restored.next_deadline() == driver.room.next_deadline()

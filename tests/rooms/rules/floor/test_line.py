"""Who comes after the current turn: the line, followers, whom a speaker may name, and unmuting during a turn."""

import pytest

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.floor import TurnKind
from rooms.model.people import Role
from rooms.model.policy.policy import FloorMode, GrantRule
from rooms.rules.floor.line import next_in_line
from tests.support.rooms.floor import CO, everybody, give, happen, interrupt, refused, turn
from tests.support.rooms.setups import (
    ANA,
    ANA_SEAT,
    BEN,
    BEN_SEAT,
    CHLOE,
    ELENA,
    FINN,
    THERAPIST,
    RoomDriver,
    full_room,
)


def of_the_floor(kinds: list[str]) -> list[str]:
    """Leave out what a couple's seat adds."""
    return [kind for kind in kinds if not kind.startswith("seat.")]


def queue(driver: RoomDriver) -> list[str]:
    return list(driver.room.state.floor.queue)


# The line.


def test_the_first_hand_takes_a_free_floor_where_the_grant_rule_says_so() -> None:
    driver = full_room()
    driver.mode(FloorMode.QUEUE, grants=GrantRule.WHEN_FREE)
    assert driver.kinds(cmd.RequestFloor(ANA, driver.seq)) == ["hand.up", "floor.granted"]
    driver.do(cmd.RequestFloor(BEN, driver.seq))
    assert driver.kinds(cmd.ReleaseFloor(ANA, driver.seq)) == ["turn.ended", "floor.granted"]
    assert driver.holder == BEN


def test_choosing_the_free_floor_rule_serves_those_who_already_wait() -> None:
    driver = full_room()
    driver.do(cmd.RequestFloor(ANA, driver.seq))
    driver.mode(FloorMode.QUEUE, grants=GrantRule.WHEN_FREE)
    assert driver.holder == ANA


@pytest.mark.parametrize("mode", [FloorMode.QUIET, FloorMode.STAFF_ONLY])
def test_hands_wait_where_no_turns_are_given(mode: FloorMode) -> None:
    driver = full_room()
    driver.mode(mode, grants=GrantRule.WHEN_FREE)
    driver.do(cmd.RequestFloor(ANA, driver.seq))
    assert (driver.holder, queue(driver)) == (None, [ANA])
    driver.mode(FloorMode.QUEUE, grants=GrantRule.WHEN_FREE)
    assert driver.holder == ANA


def test_a_person_who_reconnects_keeps_their_place_and_is_served_when_back() -> None:
    driver = full_room()
    driver.do(cmd.RequestFloor(ANA, driver.seq))
    driver.do(cmd.Detach(ANA_SEAT))
    driver.mode(FloorMode.QUEUE, grants=GrantRule.WHEN_FREE)
    assert (driver.holder, queue(driver)) == (None, [ANA])
    driver.do(cmd.Attach(ANA_SEAT, mic=True, camera=True))
    assert driver.holder == ANA


def test_a_protocol_that_takes_turns_from_the_line_uses_the_rooms_line() -> None:
    driver = full_room()
    driver.mode(FloorMode.QUEUE, grants=GrantRule.WHEN_FREE)
    interrupt(driver, FloorMode.QUEUE, pauses=False)
    happen(driver, ev.HandUp(ANA))
    assert driver.holder == ANA
    happen(driver, ev.SeatMovedToPrivate(ANA_SEAT, 1, THERAPIST))
    assert queue(driver) == [ANA]


def test_hands_are_removed_when_their_people_leave() -> None:
    driver = everybody()
    driver.do(cmd.RequestFloor(ANA, driver.seq))
    driver.do(cmd.RequestFloor(CO, driver.seq))
    assert "hand.down" in driver.kinds(cmd.Leave(ANA))
    assert happen(driver, ev.RoleSet(CO, Role.TECH_HOST, THERAPIST)) == ["hand.down"]
    assert queue(driver) == []


def test_nobody_is_next_in_an_empty_line() -> None:
    driver = full_room()
    assert next_in_line(driver.room.context(driver.now)) is None


# On this point.


def test_a_quick_hand_goes_before_ordinary_hands_and_behind_earlier_quick_ones() -> None:
    driver = full_room()
    driver.do(cmd.RequestFloor(FINN, driver.seq))
    give(driver, ANA)
    for person in (BEN, CHLOE):
        driver.do(cmd.RequestFloor(person, driver.seq, quick=True))
    driver.do(cmd.RequestFloor(ELENA, driver.seq))
    assert queue(driver) == [BEN, CHLOE, FINN, ELENA]


def test_a_quick_turn_is_twenty_seconds() -> None:
    driver = full_room()
    give(driver, ANA)
    driver.do(cmd.RequestFloor(BEN, driver.seq, quick=True))
    driver.do(cmd.ReleaseFloor(ANA, driver.seq))
    driver.do(cmd.NextSpeaker(THERAPIST, driver.seq))
    assert (turn(driver).person, turn(driver).kind, turn(driver).limit_s) == (BEN, TurnKind.QUICK, 20.0)


def test_a_time_set_by_the_facilitator_makes_it_a_full_turn() -> None:
    driver = full_room()
    give(driver, ANA)
    driver.do(cmd.RequestFloor(BEN, driver.seq, quick=True))
    give(driver, BEN, limit_s=90)
    assert (turn(driver).kind, turn(driver).limit_s) == (TurnKind.TURN, 90)


def test_each_person_gets_one_quick_turn_per_point() -> None:
    driver = full_room()
    assert refused(driver, cmd.RequestFloor(BEN, driver.seq, quick=True)) == "floor.no_point"
    give(driver, ANA)
    driver.do(cmd.RequestFloor(BEN, driver.seq, quick=True))
    driver.do(cmd.ReleaseFloor(ANA, driver.seq))
    driver.do(cmd.NextSpeaker(THERAPIST, driver.seq))
    assert refused(driver, cmd.RequestFloor(ANA, driver.seq, quick=True)) == "floor.no_point", "it is her own"
    driver.do(cmd.RequestFloor(CHLOE, driver.seq, quick=True))
    driver.do(cmd.ReleaseFloor(BEN, driver.seq))
    assert refused(driver, cmd.RequestFloor(BEN, driver.seq, quick=True)) == "floor.quick_had"
    give(driver, CHLOE, limit_s=60)
    assert driver.kinds(cmd.RequestFloor(BEN, driver.seq, quick=True)) == ["hand.up"], "another point"


def test_quick_hands_are_only_for_turns_from_the_line() -> None:
    driver = full_room()
    give(driver, ANA)
    driver.mode(FloorMode.QUIET)
    assert refused(driver, cmd.RequestFloor(BEN, driver.seq, quick=True)) == "floor.not_in_mode"


def test_a_moved_hand_stays_quick() -> None:
    driver = full_room()
    driver.do(cmd.RequestFloor(CHLOE, driver.seq))
    give(driver, ANA)
    driver.do(cmd.RequestFloor(BEN, driver.seq, quick=True))
    driver.do(cmd.MoveHand(THERAPIST, BEN, 1, driver.seq))
    assert (queue(driver), driver.room.state.floor.quick) == ([CHLOE, BEN], [BEN])
    driver.do(cmd.RequestFloor(FINN, driver.seq, quick=True))
    assert queue(driver) == [FINN, CHLOE, BEN]


# Both, one after the other.


@pytest.mark.parametrize(
    "end",
    [
        lambda driver: cmd.ReleaseFloor(ELENA, driver.seq),
        lambda driver: cmd.PassTurn(ELENA, driver.seq),
        lambda driver: cmd.NextSpeaker(THERAPIST, driver.seq),
    ],
)
def test_the_second_turn_is_as_long_as_the_first(end: object) -> None:
    driver = full_room()
    driver.do(cmd.RequestFloor(ANA, driver.seq))
    give(driver, ELENA, limit_s=120, then=FINN)
    assert of_the_floor(driver.kinds(end(driver))) == ["turn.ended", "floor.granted"]  # type: ignore[operator]
    assert (driver.holder, turn(driver).limit_s, driver.room.state.floor.then) == (FINN, 120, None)
    assert queue(driver) == [ANA]


def test_the_follower_may_be_chosen_while_the_first_speaks() -> None:
    driver = full_room()
    give(driver, ELENA, limit_s=120)
    assert driver.kinds(cmd.GrantFloor(THERAPIST, ELENA, driver.seq, then=FINN)) == ["floor.then_set"]
    assert driver.holder == ELENA
    driver.do(cmd.ReleaseFloor(ELENA, driver.seq))
    assert (driver.holder, turn(driver).limit_s) == (FINN, 120)


def test_revoking_the_floor_cancels_the_follower() -> None:
    driver = full_room()
    give(driver, ELENA, then=FINN)
    assert of_the_floor(driver.kinds(cmd.RevokeFloor(THERAPIST, driver.seq))) == ["turn.ended"]
    assert (driver.holder, driver.room.state.floor.then) == (None, None)


def test_granting_somebody_else_cancels_the_follower() -> None:
    driver = full_room()
    give(driver, ELENA, then=FINN)
    give(driver, ANA)
    assert driver.kinds(cmd.ReleaseFloor(ANA, driver.seq)) == ["turn.ended"]


def test_a_follower_who_leaves_is_dropped_and_the_line_goes_on() -> None:
    driver = full_room()
    driver.mode(FloorMode.QUEUE, grants=GrantRule.WHEN_FREE)
    give(driver, ANA, then=BEN)
    driver.do(cmd.RequestFloor(CHLOE, driver.seq))
    assert "floor.then_set" in driver.kinds(cmd.Leave(BEN))
    driver.do(cmd.ReleaseFloor(ANA, driver.seq))
    assert driver.holder == CHLOE


def test_a_follower_who_reconnects_is_waited_for_as_long_as_a_holder() -> None:
    driver = full_room()
    driver.mode(FloorMode.QUEUE, grants=GrantRule.WHEN_FREE)
    give(driver, ANA, then=BEN)
    driver.do(cmd.RequestFloor(CHLOE, driver.seq))
    driver.do(cmd.RequestFloor(BEN, driver.seq))
    driver.do(cmd.Detach(BEN_SEAT))
    assert driver.kinds(cmd.ReleaseFloor(ANA, driver.seq)) == ["turn.ended"]
    assert driver.wait(29.9) == []
    assert driver.wait(0.1) == ["floor.then_set", "floor.granted"]
    assert (driver.holder, queue(driver)) == (CHLOE, [BEN])


def test_a_follower_who_returns_in_time_gets_the_turn() -> None:
    driver = full_room()
    give(driver, ANA, then=BEN)
    driver.do(cmd.Detach(BEN_SEAT))
    driver.do(cmd.ReleaseFloor(ANA, driver.seq))
    driver.wait(29)
    driver.do(cmd.Attach(BEN_SEAT, mic=True, camera=True))
    assert driver.holder == BEN


def test_a_facilitator_need_not_wait_for_the_follower() -> None:
    driver = full_room()
    give(driver, ANA, then=BEN)
    driver.do(cmd.Detach(BEN_SEAT))
    driver.do(cmd.ReleaseFloor(ANA, driver.seq))
    driver.do(cmd.RequestFloor(CHLOE, driver.seq))
    driver.do(cmd.NextSpeaker(THERAPIST, driver.seq))
    assert (driver.holder, driver.room.state.floor.then) == (CHLOE, None)


def test_nobody_follows_into_a_quiet_room() -> None:
    driver = full_room()
    give(driver, ANA, then=BEN)
    driver.mode(FloorMode.QUIET)
    assert driver.kinds(cmd.ReleaseFloor(ANA, driver.seq)) == ["turn.ended", "floor.then_set"]
    assert driver.holder is None


def test_a_follower_waits_for_an_interruption_to_end() -> None:
    driver = full_room()
    give(driver, ANA, then=BEN)
    interrupt(driver)
    happen(driver, ev.SeatLeft(ANA_SEAT, ev.LeaveReason.LEFT, in_room=True))
    assert driver.holder is None
    assert happen(driver, ev.ProtocolAborted(driver.room.state.run_count, THERAPIST)) == ["floor.granted"]
    assert driver.holder == BEN

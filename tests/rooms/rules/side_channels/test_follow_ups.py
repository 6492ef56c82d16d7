"""Follow-up by example: what in a session has to be looked after later, and that no screen shows that it was noted."""

import pytest

from rooms.model import commands as cmd
from rooms.model.events import FollowUpNoted
from rooms.model.events.follow_up import FollowUp
from rooms.model.ids import PersonId
from rooms.room import Room
from rooms.views.events import visible_events
from tests.support.protocols.rounds import Circle, circle, member
from tests.support.rooms.setups import (
    ANA,
    ANA_SEAT,
    BEN_SEAT,
    COUPLE_SEAT,
    ELENA,
    FINN,
    STAFF_SEAT,
    THERAPIST,
    RoomDriver,
    build_setup,
    full_room,
)


def noted(driver: RoomDriver) -> list[tuple[PersonId, FollowUp]]:
    return [
        (event.person, event.why) for record in driver.log if isinstance(event := record.event, FollowUpNoted)
    ]


def at_the_exit_check() -> Circle:
    driver = circle(3)
    driver.start("closing_round")
    driver.act(THERAPIST, "go_on")
    driver.wait(5)
    driver.act(THERAPIST, "go_on")
    driver.release()
    assert driver.step == "exit_check"
    return driver


def answer(driver: Circle, person: PersonId, number: int, *, call: bool = False) -> None:
    via = driver.room.state.people[person].seat
    driver.do(cmd.ActInProtocol(person, via, "answer", driver.seq, {"number": number, "call": call}))


def test_a_high_number_and_a_wish_for_a_call_are_two_things_and_are_noted_once() -> None:
    driver = at_the_exit_check()
    answer(driver, member(1), 7)
    assert noted(driver) == []
    answer(driver, member(1), 8)
    answer(driver, member(1), 9)
    answer(driver, member(2), 2, call=True)
    assert noted(driver) == [(member(1), FollowUp.EXIT_CHECK), (member(2), FollowUp.CALL)]


def test_who_leaves_before_the_exit_check_asked_them_is_noted_and_who_answered_is_not() -> None:
    driver = at_the_exit_check()
    answer(driver, member(2), 1)
    driver.do(cmd.Leave(member(2)))
    own = driver.room.state.people[member(1)].seat
    driver.do(cmd.Detach(own))
    assert noted(driver) == [], "they may come back"
    driver.do(cmd.Attach(own, True, True))
    driver.do(cmd.Leave(member(1)))
    assert noted(driver) == [(member(1), FollowUp.LEFT_EARLY)]
    driver.do(cmd.EndSession(THERAPIST))
    assert noted(driver) == [(member(1), FollowUp.LEFT_EARLY)], "the others were there to the end"


@pytest.mark.parametrize("leaves", [True, False])
def test_who_is_gone_in_distress_is_noted_once_they_do_not_come_back(leaves: bool) -> None:
    driver = full_room()
    driver.do(cmd.MarkDistress(THERAPIST, ANA, True))
    driver.do(cmd.Detach(ANA_SEAT))
    driver.do(cmd.Detach(BEN_SEAT))
    assert noted(driver) == []
    if leaves:
        driver.do(cmd.Attach(ANA_SEAT, True, True))
        driver.do(cmd.Leave(ANA))
    else:
        driver.wait(driver.room.setup.policy.absence_s + 1)
    assert noted(driver) == [(ANA, FollowUp.WELFARE)]


def test_a_help_signal_is_followed_up_with_everybody_it_may_have_come_from() -> None:
    driver = full_room()
    driver.do(cmd.SignalHelp(ANA, ANA_SEAT))
    driver.do(cmd.SignalHelp(FINN, COUPLE_SEAT))
    assert noted(driver) == [(person, FollowUp.HELP) for person in (ANA, ELENA, FINN)]
    driver.do(cmd.AcknowledgeHelp(THERAPIST, ANA_SEAT))
    driver.do(cmd.CloseHelp(THERAPIST, ANA_SEAT))
    driver.do(cmd.SignalHelp(ANA, ANA_SEAT))
    assert len(noted(driver)) == 3, "who looks after it knows already"


def test_what_is_noted_says_who_led_and_is_told_to_nobody() -> None:
    driver = full_room()
    records = driver.do(cmd.SignalHelp(ANA, ANA_SEAT))
    notes = [each for each in records if isinstance(each.event, FollowUpNoted)]
    assert [each.event.lead for each in notes] == [THERAPIST]  # type: ignore[union-attr]
    context = driver.room.context(driver.now)
    assert [visible_events(context, seat, notes) for seat in (STAFF_SEAT, ANA_SEAT, BEN_SEAT)] == [[], [], []]


def test_a_room_that_restarts_notes_nothing_twice() -> None:
    driver = full_room()
    driver.do(cmd.SignalHelp(ANA, ANA_SEAT))
    again = RoomDriver(Room(build_setup(), driver.log), now=driver.now + 1.0)
    again.room.on_restart(again.now)
    again.do(cmd.Attach(STAFF_SEAT, True, True))
    assert noted(again) == []

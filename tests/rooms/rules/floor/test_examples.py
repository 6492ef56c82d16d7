"""People are offered what the room accepts: for every request of the floor, every role, every state."""

import pytest

from rooms.model import commands as cmd
from rooms.rules.floor.examples import EXAMPLES
from rooms.rules.permissions import refusal
from tests.support.rooms.floor import EVERYBODY, can, everybody, happen
from tests.support.rooms.floor_states import STATES, commands
from tests.support.rooms.setups import ANA, BEN, THERAPIST, full_room

REQUESTS = {
    "floor.answer_overrun": cmd.AnswerOverrun,
    "floor.come_back": cmd.ComeBackTo,
    "floor.decide_hold": cmd.DecideHold,
    "floor.grant": cmd.GrantFloor,
    "floor.move_hand": cmd.MoveHand,
    "floor.name_next": cmd.NameNext,
    "floor.next": cmd.NextSpeaker,
    "floor.pass": cmd.PassTurn,
    "floor.release": cmd.ReleaseFloor,
    "floor.request": cmd.RequestFloor,
    "floor.revoke": cmd.RevokeFloor,
    "floor.set_mode": cmd.SetFloorMode,
    "floor.stay_with": cmd.StayWith,
    "floor.withdraw": cmd.WithdrawRequest,
}


def test_every_floor_request_has_an_example() -> None:
    assert set(EXAMPLES) == set(REQUESTS)
    driver = full_room()
    context = driver.room.context(driver.now)
    assert {name: type(example(ANA, context)) for name, example in EXAMPLES.items()} == REQUESTS


@pytest.mark.parametrize("name", STATES)
def test_a_request_is_offered_exactly_when_some_command_of_it_would_be_accepted(name: str) -> None:
    driver = everybody()
    STATES[name](driver)
    context = driver.room.context(driver.now)
    for person in EVERYBODY:
        accepted = {
            type(command) for command in commands(person, driver.seq) if refusal(context, command) is None
        }
        assert {REQUESTS[request] for request in can(driver, person)} == accepted, person


def test_a_therapist_alone_is_offered_no_more_than_the_room_accepts() -> None:
    driver = full_room()
    for person in (ANA, BEN, "pt_chloe", "pt_elena"):
        driver.do(cmd.Leave(person))  # type: ignore[arg-type]
    assert can(driver, THERAPIST) == {"floor.request", "floor.grant", "floor.set_mode", "floor.come_back"}
    assert happen(driver) == []

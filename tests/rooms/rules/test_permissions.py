"""What is refused to whom; and that whatever a view offers is accepted by the room."""

import pytest

from rooms.model import commands as cmd
from rooms.model.errors import Refused
from rooms.model.ids import PersonId
from rooms.rules.context import RuleContext
from rooms.rules.permissions import available, refusal
from tests.support.rooms.couples import COUPLE_SEAT, FINN_PHONE, CouplesDriver
from tests.support.rooms.setups import (
    ANA,
    ANA_SEAT,
    BEN,
    BEN_SEAT,
    FINN,
    STAFF_SEAT,
    THERAPIST,
    RoomDriver,
    full_room,
)


def context(driver: RoomDriver) -> RuleContext:
    """The context that the checks read."""
    return RuleContext(driver.room.setup, driver.room.state, driver.now)


def test_a_stranger_may_do_nothing() -> None:
    driver = full_room()
    assert refusal(context(driver), cmd.Leave(PersonId("pt_stranger"))) == "person.unknown"


def test_before_the_room_is_live_people_may_only_set_devices_leave_and_call_for_help() -> None:
    driver = RoomDriver()
    driver.arrive(ANA_SEAT)
    assert available(context(driver), ANA) == ["devices.set", "session.leave", "help.signal"]
    assert refusal(context(driver), cmd.RequestFloor(ANA, 0)) == "room.not_live"


def test_people_who_wait_may_not_raise_a_hand() -> None:
    driver = RoomDriver()
    driver.arrive(STAFF_SEAT, ANA_SEAT)
    assert refusal(context(driver), cmd.RequestFloor(ANA, 0)) == "seat.not_in_room"


@pytest.mark.parametrize(
    "command",
    [
        cmd.Admit(ANA, BEN_SEAT),
        cmd.AdmitAll(ANA),
        cmd.MoveToWaiting(ANA, BEN_SEAT),
        cmd.EndSession(ANA),
        cmd.GrantFloor(ANA, BEN, 0),
        cmd.RevokeFloor(ANA, 0),
        cmd.NextSpeaker(ANA, 0),
    ],
)
def test_members_do_not_moderate(command: cmd.Command) -> None:
    assert refusal(context(full_room()), command) == "role.forbidden"


def test_a_facilitator_who_left_no_longer_moderates() -> None:
    driver = full_room()
    driver.do(cmd.Leave(THERAPIST))
    assert refusal(context(driver), cmd.EndSession(THERAPIST)) == "seat.not_in_room"


@pytest.mark.parametrize("person", [ANA, THERAPIST])
@pytest.mark.parametrize("holder", [None, ANA, BEN])
@pytest.mark.parametrize("hand", [None, ANA])
def test_offered_requests_are_accepted(
    person: PersonId, holder: PersonId | None, hand: PersonId | None
) -> None:
    def prepared() -> RoomDriver:
        driver = full_room()
        if holder:
            driver.do(cmd.GrantFloor(THERAPIST, holder, driver.seq))
        if hand and hand != holder:
            driver.do(cmd.RequestFloor(hand, driver.seq))
        return driver

    personal = {
        "floor.request": cmd.RequestFloor,
        "floor.withdraw": cmd.WithdrawRequest,
        "floor.pass": cmd.PassTurn,
        "floor.release": cmd.ReleaseFloor,
        "floor.revoke": cmd.RevokeFloor,
        "floor.next": cmd.NextSpeaker,
    }
    offered = available(context(prepared()), person)
    for name, command in personal.items():
        driver = prepared()
        try:
            driver.do(command(person, driver.seq))
            accepted = True
        except Refused:
            accepted = False
        assert accepted == (name in offered), name


def test_actions_that_need_an_own_screen_are_offered_only_on_the_phone() -> None:
    driver = CouplesDriver()
    page = driver.context()
    assert "split.ask" not in available(page, FINN, COUPLE_SEAT)
    assert "split.ask" in available(page, FINN, FINN_PHONE)
    assert "devices.set" in available(page, FINN, COUPLE_SEAT)
    assert "devices.set" not in available(page, FINN, FINN_PHONE)

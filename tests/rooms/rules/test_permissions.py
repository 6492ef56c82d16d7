"""What is refused to whom; and that whatever a view offers is accepted by the room."""

import pytest

from rooms.model import commands as cmd
from rooms.model.errors import Refused
from rooms.model.ids import PersonId
from rooms.rules.context import RuleContext
from rooms.rules.permissions import available, refusal
from tests.support.rooms.couples import COUPLE_SEAT, FINN_PHONE, CouplesStage
from tests.support.rooms.setups import (
    ANA,
    ANA_SEAT,
    BEN,
    BEN_SEAT,
    FINN,
    STAFF_SEAT,
    THERAPIST,
    Stage,
    full_stage,
)


def context(stage: Stage) -> RuleContext:
    """The context that the checks read."""
    return RuleContext(stage.room.setup, stage.room.state, stage.now)


def test_a_stranger_may_do_nothing() -> None:
    stage = full_stage()
    assert refusal(context(stage), cmd.Leave(PersonId("pt_stranger"))) == "person.unknown"


def test_before_the_room_is_live_people_may_only_set_devices_and_leave() -> None:
    stage = Stage()
    stage.arrive(ANA_SEAT)
    assert available(context(stage), ANA) == ["devices.set", "session.leave"]
    assert refusal(context(stage), cmd.RequestFloor(ANA, 0)) == "room.not_live"


def test_people_who_wait_may_not_raise_a_hand() -> None:
    stage = Stage()
    stage.arrive(STAFF_SEAT, ANA_SEAT)
    assert refusal(context(stage), cmd.RequestFloor(ANA, 0)) == "seat.not_in_room"


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
    assert refusal(context(full_stage()), command) == "role.forbidden"


def test_a_facilitator_who_left_no_longer_moderates() -> None:
    stage = full_stage()
    stage.do(cmd.Leave(THERAPIST))
    assert refusal(context(stage), cmd.EndSession(THERAPIST)) == "seat.not_in_room"


@pytest.mark.parametrize("person", [ANA, THERAPIST])
@pytest.mark.parametrize("holder", [None, ANA, BEN])
@pytest.mark.parametrize("hand", [None, ANA])
def test_offered_requests_are_accepted(
    person: PersonId, holder: PersonId | None, hand: PersonId | None
) -> None:
    def prepared() -> Stage:
        stage = full_stage()
        if holder:
            stage.do(cmd.GrantFloor(THERAPIST, holder, stage.seq))
        if hand and hand != holder:
            stage.do(cmd.RequestFloor(hand, stage.seq))
        return stage

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
        stage = prepared()
        try:
            stage.do(command(person, stage.seq))
            accepted = True
        except Refused:
            accepted = False
        assert accepted == (name in offered), name


def test_actions_that_need_an_own_screen_are_offered_only_on_the_phone() -> None:
    stage = CouplesStage()
    page = stage.context()
    assert "split.ask" not in available(page, FINN, COUPLE_SEAT)
    assert "split.ask" in available(page, FINN, FINN_PHONE)
    assert "devices.set" in available(page, FINN, COUPLE_SEAT)
    assert "devices.set" not in available(page, FINN, FINN_PHONE)

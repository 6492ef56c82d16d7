"""Messages reveal nothing about others, neither where they are nor what they write, and push out nobody else's."""

from dataclasses import replace

import pytest

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.policy.policy import ChatRule, DirectRule, ObserverRule, RoomPolicy
from rooms.state.side_channels import MESSAGES_MAX
from tests.support.rooms.company import (
    CO,
    CO_SEAT,
    HOST,
    HOST_SEAT,
    INTERPRETER,
    INTERPRETER_SEAT,
    Company,
)
from tests.support.rooms.setups import (
    ANA,
    ANA_SEAT,
    BEN,
    BEN_SEAT,
    COUPLE_SEAT,
    ELENA,
    FINN,
    STAFF_SEAT,
    THERAPIST,
)

GROUP = RoomPolicy(observers=ObserverRule.NOTICE)
OPEN = replace(GROUP, chat=ChatRule.ON, direct=DirectRule.ON)


def test_nobodys_messages_push_out_somebody_elses() -> None:
    """An "I am not safe" stays visible whatever another person writes to anybody, and whatever one writes to others."""
    driver = Company(OPEN)
    driver.write(ANA, ANA_SEAT, "staff", "I am not safe")
    driver.write(BEN, BEN_SEAT, "all", "Hello, all")
    for number in range(200):
        driver.write(BEN, BEN_SEAT, "staff", str(number))
        driver.now += 4
    assert driver.texts(STAFF_SEAT)[:2] == ["I am not safe", "Hello, all"]
    assert len(driver.texts(STAFF_SEAT)) == 2 + MESSAGES_MAX
    assert driver.texts(ANA_SEAT) == ["I am not safe", "Hello, all"]


def test_each_persons_rate_is_limited_and_affects_nobody_else() -> None:
    driver = Company(OPEN)
    asked = [driver.refusal(BEN, BEN_SEAT, "staff", "x") for _ in range(200)]
    assert asked.count(None) < 12
    assert set(asked) == {None, "rate.limited"}
    assert driver.refusal(ANA, ANA_SEAT, "staff") is None
    assert "staff" in driver.view(BEN_SEAT)["chat"]["may"], "what is offered does not flicker"
    driver.now += 4
    assert driver.refusal(BEN, BEN_SEAT, "staff", "x") is None
    driver.now += 60
    assert [driver.refusal(BEN, BEN_SEAT, "staff", "x" * 2_000) for _ in range(3)] == [
        None,
        None,
        "rate.limited",
    ]


@pytest.mark.parametrize("direct", list(DirectRule))
def test_a_refused_message_does_not_reveal_where_the_recipient_is(direct: DirectRule) -> None:
    """Waiting, moved out, gone, in a private room or unknown: the same code, and the same offer."""
    driver = Company(replace(GROUP, direct=direct))
    here = driver.view(BEN_SEAT)["chat"]["may"]
    moves: list[list[ev.Event]] = [
        [ev.SeatMovedToPrivate(CO_SEAT, 1, CO), ev.SeatMovedToPrivate(ANA_SEAT, 1, CO)],
        [ev.SeatReturnedToRoom(ANA_SEAT, CO), ev.SeatMovedToWaiting(ANA_SEAT, CO)],
        [ev.SeatLeft(ANA_SEAT, ev.LeaveReason.LEFT, False)],
    ]
    for events in moves:
        driver.happen(*events)
        assert driver.refusal(BEN, BEN_SEAT, ANA) == "direct.off"
        assert driver.refusal(ELENA, COUPLE_SEAT, ANA) == driver.refusal(ELENA, COUPLE_SEAT, "pt_nobody")
        assert driver.refusal(INTERPRETER, INTERPRETER_SEAT, ANA) == "direct.off"
        assert driver.view(BEN_SEAT)["chat"]["may"] == here
    assert driver.refusal(BEN, BEN_SEAT, "pt_nobody") == "direct.off"
    assert driver.refusal(BEN, BEN_SEAT, CO) == driver.refusal(BEN, BEN_SEAT, HOST), (
        "staff who stepped out are reached"
    )


def test_from_a_private_room_one_can_write_only_to_people_there() -> None:
    driver = Company(OPEN)
    driver.happen(ev.SeatMovedToPrivate(CO_SEAT, 1, CO), ev.SeatMovedToPrivate(ANA_SEAT, 1, CO))
    asked = [driver.refusal(ANA, ANA_SEAT, to) for to in (CO, BEN, THERAPIST, "pt_nobody", "staff")]
    assert asked == [None, "direct.off", "direct.off", "direct.off", None]


def test_a_person_moved_out_reads_nothing_from_other_members() -> None:
    driver = Company(OPEN)
    driver.write(ANA, ANA_SEAT, BEN, "Before")
    driver.write(HOST, HOST_SEAT, BEN, "From staff")
    driver.do(cmd.MoveToWaiting(THERAPIST, BEN_SEAT))
    assert driver.texts(BEN_SEAT) == ["From staff"]
    driver.do(cmd.Admit(THERAPIST, BEN_SEAT))
    assert driver.texts(BEN_SEAT) == ["Before", "From staff"]


def test_only_staff_learn_that_a_message_waits_for_a_phone() -> None:
    driver = Company(OPEN)
    driver.write(ANA, ANA_SEAT, FINN, "Hello, Finn")
    driver.write(CO, CO_SEAT, FINN, "Hello, Finn")
    assert "waiting" not in driver.messages(ANA_SEAT)[0]
    assert driver.messages(CO_SEAT)[0]["waiting"]

"""Messages with somebody who waits: who writes, who answers and how, and that nobody else reads it."""

import json
from dataclasses import replace

from rooms.model import commands as cmd
from rooms.model.errors import Refused
from rooms.model.ids import SeatId
from rooms.model.policy.policy import DirectRule, RoomPolicy
from rooms.model.side_channels import Reply
from tests.rooms.rules.side_channels.test_chat import COUPLES, GROUP, OPEN
from tests.support.rooms.company import CO, CO_SEAT, Company
from tests.support.rooms.couples import CouplesDriver
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


def waiting(policy: RoomPolicy, seat: SeatId) -> Company:
    """The seat is in the waiting room again; nobody has written to it there."""
    driver = Company(policy)
    driver.do(cmd.MoveToWaiting(THERAPIST, seat))
    return driver


def answer(driver: Company, message: cmd.SendMessage) -> str | None:
    """The code with which an answer is refused, or None."""
    try:
        driver.do(message)
    except Refused as refused:
        return refused.code
    return None


def test_somebody_who_waits_answers_only_whoever_of_the_staff_wrote_to_them() -> None:
    driver = waiting(GROUP, BEN_SEAT)
    here = cmd.SendMessage(BEN, BEN_SEAT, THERAPIST, "", reply=Reply.HERE)
    assert answer(driver, here) == "seat.not_in_room"
    driver.write(THERAPIST, STAFF_SEAT, BEN, "A moment, please")
    assert answer(driver, here) is None
    assert answer(driver, replace(here, to=CO)) == "seat.not_in_room"
    assert answer(driver, replace(here, to=ANA)) == "seat.not_in_room"
    assert answer(driver, replace(here, to="all")) == "seat.not_in_room"
    assert answer(driver, replace(here, text="Hello")) == "message.malformed"
    assert driver.view(BEN_SEAT)["chat"]["may"] == ["direct", "reply"]
    own = [m.get("reply") for m in driver.view(BEN_SEAT)["chat"]["messages"].values()]
    assert own == [None, "here"]
    read = [m.get("reply") for m in driver.view(STAFF_SEAT)["chat"]["messages"].values()]
    assert read == [None, "here"]
    assert driver.texts(CO_SEAT) == [], "it is between the two"


def test_words_of_ones_own_are_as_the_policy_says_and_one_tap_always_works() -> None:
    driver = waiting(replace(GROUP, direct=DirectRule.OFF), BEN_SEAT)
    driver.write(THERAPIST, STAFF_SEAT, BEN, "A moment, please")
    assert driver.view(BEN_SEAT)["chat"]["may"] == ["reply"]
    assert answer(driver, cmd.SendMessage(BEN, BEN_SEAT, THERAPIST, "Hello")) == "direct.off"
    assert answer(driver, cmd.SendMessage(BEN, BEN_SEAT, THERAPIST, "", reply=Reply.CALL)) is None


def test_what_is_written_to_a_waiting_seat_both_read_and_neither_is_asked_anything_alone() -> None:
    driver = waiting(COUPLES, COUPLE_SEAT)
    driver.write(THERAPIST, STAFF_SEAT, COUPLE_SEAT, "You are next")
    assert driver.texts(COUPLE_SEAT) == ["You are next"]
    assert driver.view(COUPLE_SEAT)["chat"]["may"] == ["reply"]
    call = cmd.SendMessage(ELENA, COUPLE_SEAT, THERAPIST, "", reply=Reply.CALL)
    assert answer(driver, call) == "seat.is_shared"
    assert answer(driver, replace(call, reply=Reply.MOMENT)) is None
    assert [m.get("reply") for m in driver.view(COUPLE_SEAT)["chat"]["messages"].values()] == [None, "moment"]
    driver.write(THERAPIST, STAFF_SEAT, ELENA, "Only for you")
    assert "Only for you" not in json.dumps(driver.view(COUPLE_SEAT)), "F9"


def test_a_seat_is_written_to_only_while_it_waits_and_only_by_staff() -> None:
    driver = waiting(OPEN, COUPLE_SEAT)
    assert answer(driver, cmd.SendMessage(THERAPIST, STAFF_SEAT, ANA_SEAT, "Hello")) == "seat.not_waiting"
    assert answer(driver, cmd.SendMessage(ANA, ANA_SEAT, COUPLE_SEAT, "Hello")) == "direct.off"
    tap = cmd.SendMessage(ANA, ANA_SEAT, THERAPIST, "", reply=Reply.HERE)
    assert answer(driver, tap) == "message.malformed", "people inside have words"


def test_nobody_else_who_waits_reads_it() -> None:
    driver = waiting(GROUP, BEN_SEAT)
    driver.do(cmd.MoveToWaiting(THERAPIST, ANA_SEAT))
    before = driver.view(ANA_SEAT)
    driver.write(THERAPIST, STAFF_SEAT, BEN, "A moment, please")
    assert driver.view(ANA_SEAT) == before


def test_a_partner_who_comes_later_reads_no_line_from_before() -> None:
    driver = CouplesDriver.at_the_door()
    driver.prove(ELENA)
    driver.do(cmd.ConfirmAbsent(THERAPIST, FINN))

    def write(to: str, text: str) -> None:
        driver.do(cmd.SendMessage(THERAPIST, STAFF_SEAT, to, text))

    write(ELENA, "Only for Elena")
    driver.do(cmd.SendMessage(ELENA, COUPLE_SEAT, THERAPIST, "", reply=Reply.CALL))
    write(COUPLE_SEAT, "Elena alone at the seat")
    assert "alone at the seat" in json.dumps(driver.view(COUPLE_SEAT))
    driver.prove(FINN)
    screen = json.dumps(driver.view(COUPLE_SEAT))
    assert not any(word in screen for word in ("Elena alone", "Only for", '"reply": "call"')), "F9"
    write(COUPLE_SEAT, "To both of you")
    assert "To both of you" in json.dumps(driver.view(COUPLE_SEAT))

"""Who left a session how, from the log that a room really writes."""

from rooms.model import commands as cmd
from rooms.model.events.follow_up import RemovalReason, WelfareStep
from rooms.model.ids import PersonId
from rooms.rules.side_channels.departures import Departure, ExitAnswer, Leaving, read_departures
from tests.support.rooms.couples import CouplesDriver
from tests.support.rooms.setups import (
    ANA,
    ANA_SEAT,
    BEN,
    BEN_SEAT,
    CHLOE,
    CHLOE_SEAT,
    COUPLE_SEAT,
    ELENA,
    FINN,
    STAFF_SEAT,
    START,
    THERAPIST,
    RoomDriver,
    full_room,
)


def left(driver: RoomDriver) -> dict[PersonId, Departure]:
    return {one.person: one for one in read_departures(driver.room.setup, driver.log).people}


def test_how_each_of_them_left() -> None:
    driver = full_room()
    driver.wait(60)
    driver.do(cmd.Leave(ANA))
    driver.do(cmd.Detach(BEN_SEAT))
    driver.do(cmd.MoveToWaiting(THERAPIST, CHLOE_SEAT, RemovalReason.DISTRESS))
    driver.wait(600)
    driver.do(cmd.EndSession(THERAPIST))
    found = left(driver)
    assert {person: (one.how, one.left_at) for person, one in found.items()} == {
        ANA: (Leaving.LEFT, START + 60),
        BEN: (Leaving.LOST, START + 60),
        CHLOE: (Leaving.REMOVED, START + 60),
        ELENA: (Leaving.STAYED, START + 660),
        FINN: (Leaving.STAYED, START + 660),
    }
    assert found[CHLOE].follow_ups == [("removal", START + 60, RemovalReason.DISTRESS)]
    assert read_departures(driver.room.setup, driver.log).ended_at == START + 660


def test_whoever_comes_back_stayed_and_staff_are_not_listed() -> None:
    driver = full_room()
    driver.do(cmd.Detach(ANA_SEAT))
    driver.wait(30)
    driver.do(cmd.Attach(ANA_SEAT, mic=True, camera=True))
    found = left(driver)
    assert (found[ANA].how, found[ANA].left_at, found[ANA].came_at) == (Leaving.STAYED, None, START)
    assert THERAPIST not in found


def test_the_exit_check_and_what_was_done_about_it_is_a_goodbye() -> None:
    driver = full_room()
    driver.do(cmd.StartProtocol(THERAPIST, "closing_round", driver.seq, {"word_s": 5, "minutes": 10}))
    while driver.room.state.runs[-1].step != "exit_check":
        driver.do(cmd.ActInProtocol(THERAPIST, STAFF_SEAT, "go_on", driver.seq, {}))
    driver.do(cmd.Leave(BEN))
    answer = {"number": 9, "call": True}
    driver.do(cmd.ActInProtocol(ANA, ANA_SEAT, "answer", driver.seq, answer))
    seen_to = {"person": [ANA], "done": "call"}
    driver.do(cmd.ActInProtocol(THERAPIST, STAFF_SEAT, "acknowledge", driver.seq, seen_to))
    found = left(driver)
    assert (found[ANA].exit, found[ANA].goodbye) == (ExitAnswer(9, call=True, red=True, done="call"), True)
    assert not found[BEN].goodbye
    assert "left_early" in [why for why, _, _ in found[BEN].follow_ups]


def test_a_signal_from_a_shared_seat_is_of_both_and_a_welfare_check_has_its_steps() -> None:
    driver = CouplesDriver()
    driver.do(cmd.SignalHelp(ELENA, COUPLE_SEAT))
    driver.do(cmd.FlagPerson(THERAPIST, ANA, on=True))
    driver.do(cmd.Detach(ANA_SEAT))
    driver.wait(60)
    driver.do(cmd.NoteWelfare(THERAPIST, ANA, WelfareStep.CALLED))
    driver.do(cmd.Attach(ANA_SEAT, mic=True, camera=True))
    found = left(driver)
    assert found[ELENA].help_at == found[FINN].help_at == [START]
    assert [step for step, _ in found[ANA].welfare] == ["due", "called", "back"]


def test_what_was_noted_in_a_crisis_break_is_kept_in_order_to_the_end() -> None:
    driver = full_room()
    driver.do(cmd.StartProtocol(THERAPIST, "crisis_break", driver.seq, {}))
    for action, values in (
        ("emergency", {}),
        ("note", {"done": "called_emergency"}),
        ("regroup", {}),
        ("debrief", {}),
        ("document", {}),
    ):
        driver.do(cmd.ActInProtocol(THERAPIST, STAFF_SEAT, action, driver.seq, values))
    found = read_departures(driver.room.setup, driver.log).crisis
    assert [kind for kind, _ in found] == [
        "started",
        "emergency",
        "called_emergency",
        "regroup",
        "debrief",
        "documented",
    ]

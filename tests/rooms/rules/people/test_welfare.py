"""The welfare check: for whom it is asked and when, what can be noted about it, and that only those who lead know."""

import pytest

from rooms.model import commands as cmd
from rooms.model.events import FollowUpNoted
from rooms.model.events.follow_up import FollowUp, WelfareStep
from rooms.model.policy.policy import RoomPolicy
from rooms.state import Welfare
from rooms.views.build import View, build_views
from tests.support.rooms.people import CLIENT_SEATS, MORGAN_SEAT, TESS_SEAT, refusal_of, staffed_room
from tests.support.rooms.setups import ANA, ANA_SEAT, BEN, BEN_SEAT, STAFF_SEAT, THERAPIST, RoomDriver

FLAG = cmd.FlagPerson(THERAPIST, ANA, on=True)


def note(step: WelfareStep) -> cmd.NoteWelfare:
    return cmd.NoteWelfare(THERAPIST, ANA, step)


def care(driver: RoomDriver, seat: object = STAFF_SEAT) -> View:
    return build_views(driver.room.context(driver.now), [seat])[seat]["care"]  # type: ignore[list-item, index]


def lost_and_flagged() -> RoomDriver:
    """Ana was flagged, and has been away for a minute."""
    driver = staffed_room()
    driver.do(FLAG)
    driver.do(cmd.Detach(ANA_SEAT))
    driver.wait(60)
    return driver


def test_staff_are_asked_a_minute_after_somebody_flagged_was_lost() -> None:
    driver = staffed_room()
    driver.do(FLAG)
    assert care(driver)["flagged"] == {ANA: ["mark"]}
    driver.do(cmd.Detach(ANA_SEAT))
    assert "welfare.due" not in driver.wait(59)
    assert driver.wait(1) == ["welfare.due"]
    assert care(driver)["welfare"] == {ANA: {"name": "Ana", "at": driver.now, "state": "due", "steps": {}}}


def test_how_long_is_the_policys() -> None:
    driver = staffed_room(policy=RoomPolicy(welfare_after_s=20))
    driver.do(FLAG)
    driver.do(cmd.Detach(ANA_SEAT))
    assert driver.wait(20) == ["welfare.due"]


@pytest.mark.parametrize(
    ("flagged", "why"),
    [
        (cmd.MarkDistress(THERAPIST, ANA, on=True), "distress"),
        (cmd.SignalHelp(ANA, ANA_SEAT), "help"),
    ],
    ids=["distress", "help"],
)
def test_distress_and_a_help_signal_flag_somebody_too(flagged: cmd.Command, why: str) -> None:
    driver = staffed_room()
    driver.do(flagged)
    assert care(driver)["flagged"] == {ANA: [why]}
    driver.do(cmd.Leave(ANA))
    assert "welfare.due" in driver.wait(60), "leaving in distress is being gone"


def test_a_flagged_answer_of_the_exit_check_flags_somebody() -> None:
    driver = staffed_room()
    driver.do(cmd.StartProtocol(THERAPIST, "closing_round", driver.seq, {"word_s": 5, "minutes": 10}))
    while driver.room.state.runs[-1].step != "exit_check":
        driver.do(cmd.ActInProtocol(THERAPIST, STAFF_SEAT, "go_on", driver.seq, {}))
    answer = {"number": 9, "call": False}
    driver.do(cmd.ActInProtocol(ANA, ANA_SEAT, "answer", driver.seq, answer))
    assert care(driver)["flagged"] == {ANA: ["answer"]}
    driver.do(cmd.Detach(ANA_SEAT))
    assert "welfare.due" in driver.wait(60)


def test_nobody_is_asked_about_people_who_are_not_flagged_are_back_or_never_came() -> None:
    driver = staffed_room()
    driver.do(FLAG)
    driver.do(cmd.Detach(BEN_SEAT))
    driver.do(cmd.Detach(ANA_SEAT))
    driver.wait(59)
    driver.do(cmd.Attach(ANA_SEAT, mic=True, camera=True))
    driver.wait(200)
    driver.do(cmd.FlagPerson(THERAPIST, ANA, on=False))
    driver.do(cmd.Detach(ANA_SEAT))
    driver.wait(200)
    assert driver.room.state.care.welfare == {}


def test_the_checklist_is_kept_with_times_and_nothing_else() -> None:
    driver = lost_and_flagged()
    assert refusal_of(driver, note(WelfareStep.NOT_REACHED)) == "welfare.not_called"
    at = driver.now
    for step in (WelfareStep.CALLED, WelfareStep.NOT_REACHED, WelfareStep.EMERGENCY_CALLED):
        driver.do(note(step))
        driver.wait(10)
    assert care(driver)["welfare"][ANA] == {
        "name": "Ana",
        "at": at,
        "state": "unreached",
        "steps": {"called": at, "not_reached": at + 10, "emergency_called": at + 20},
    }
    driver.do(note(WelfareStep.REACHED))
    assert care(driver)["welfare"] == {}
    assert refusal_of(driver, note(WelfareStep.CALLED)) == "welfare.over"


def test_it_is_not_asked_again_until_they_were_back() -> None:
    driver = lost_and_flagged()
    driver.do(note(WelfareStep.CLOSED))
    assert "welfare.due" not in driver.wait(100)
    assert driver.kinds(cmd.Attach(ANA_SEAT, mic=True, camera=True))[-1] == "welfare.back"
    driver.do(cmd.Detach(ANA_SEAT))
    assert "welfare.due" in driver.wait(60)


def test_somebody_who_is_back_is_still_asked_about() -> None:
    driver = lost_and_flagged()
    driver.do(cmd.Attach(ANA_SEAT, mic=True, camera=True))
    assert care(driver)["welfare"][ANA]["returned_at"] == driver.now
    assert driver.kinds(note(WelfareStep.REACHED)) == ["welfare.noted", "welfare.back"]


def test_what_is_not_over_when_the_session_ends_is_followed_up() -> None:
    driver = lost_and_flagged()
    driver.do(note(WelfareStep.CALLED))
    records = driver.do(cmd.EndSession(THERAPIST))
    noted = [record.event for record in records if isinstance(record.event, FollowUpNoted)]
    assert noted == [FollowUpNoted(ANA, FollowUp.WELFARE, THERAPIST)]
    done = lost_and_flagged()
    done.do(note(WelfareStep.REACHED))
    records = done.do(cmd.EndSession(THERAPIST))
    assert not [record for record in records if isinstance(record.event, FollowUpNoted)]


def test_who_may_flag_and_note() -> None:
    driver = lost_and_flagged()
    assert refusal_of(driver, cmd.FlagPerson(BEN, ANA, on=True)) == "role.forbidden"
    assert refusal_of(driver, cmd.FlagPerson(THERAPIST, THERAPIST, on=True)) == "person.not_member"
    assert refusal_of(driver, cmd.FlagPerson(THERAPIST, "pt_x", on=True)) == "person.unknown"  # type: ignore[arg-type]
    assert refusal_of(driver, cmd.NoteWelfare(BEN, ANA, WelfareStep.CALLED)) == "role.forbidden"
    assert refusal_of(driver, cmd.NoteWelfare(THERAPIST, BEN, WelfareStep.CALLED)) == "welfare.none"
    assert driver.kinds(FLAG) == []


def test_nobody_else_can_tell() -> None:
    driver = staffed_room(MORGAN_SEAT, TESS_SEAT)
    driver.do(cmd.Detach(ANA_SEAT))
    others = [*CLIENT_SEATS, TESS_SEAT]
    before = build_views(driver.room.context(driver.now), others)
    driver.do(FLAG)
    driver.room.on_deadline(driver.now + 60)
    assert driver.room.state.care.welfare[ANA].state is Welfare.DUE
    driver.do(note(WelfareStep.CALLED))
    assert build_views(driver.room.context(driver.now), others) == before
    assert care(driver, MORGAN_SEAT)["welfare"]


def test_in_a_private_room_those_who_lead_still_see_it() -> None:
    driver = staffed_room(MORGAN_SEAT)
    driver.do(cmd.MoveToPrivate(THERAPIST, BEN_SEAT, join=True))
    driver.do(FLAG)
    assert care(driver)["flagged"] == {ANA: ["mark"]}

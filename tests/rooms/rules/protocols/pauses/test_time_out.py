"""Time-out: the scenario, quiet, private numbers, coming back, extending and stopping, who is asked."""

from collections.abc import Iterator
from typing import Any

import pytest

from rooms.model import commands as cmd
from rooms.model.errors import Refused
from rooms.model.floor import TurnPhase
from rooms.model.ids import PersonId, SeatId
from rooms.model.people import Role
from tests.support.protocols.dyads import (
    DANA,
    DANA_PHONE,
    DANA_SEAT,
    EMIL,
    EMIL_PHONE,
    EMIL_SEAT,
    GUEST,
    GUEST_SEAT,
    SOFA_SEAT,
    Dyad,
    apart,
    together,
)
from tests.support.rooms.setups import (
    ANA,
    BEN,
    CHLOE,
    COUPLE_SEAT,
    ELENA,
    FINN,
    STAFF_SEAT,
    THERAPIST,
    full_room,
)

MINUTE = 60


def to_ready(driver: Dyad, by: PersonId = EMIL, **options: Any) -> Dyad:
    """Up to the ready check."""
    driver.start("time_out", by=by, **options)
    driver.wait(15 + 20 * MINUTE)
    assert driver.step == "ready_check"
    return driver


def test_scenario_13_time_out() -> None:
    driver = together(phones=True)
    driver.start("time_out", by=EMIL)
    back_at = driver.facts(SOFA_SEAT)["back_at"]
    assert back_at - driver.now >= 20 * MINUTE
    views = [driver.view(seat)["run"] for seat in (SOFA_SEAT, DANA_PHONE, EMIL_PHONE)]
    assert views[0] == views[1] == views[2], "both see the same"
    assert all("by" not in view for view in views)
    driver.acts((DANA, "acknowledge"), (EMIL, "acknowledge"))
    assert (driver.step, driver.facts()["back_at"]) == ("cool_down", back_at)
    driver.wait(20 * MINUTE + 15)
    driver.act(DANA, "rate", via=DANA_PHONE, number=7)
    driver.act(EMIL, "rate", via=EMIL_PHONE, number=3)
    assert driver.staff()["ratings"] == {DANA: 7, EMIL: 3}
    assert not driver.staff()["may_restart"]
    assert driver.refused(THERAPIST, "restart") == "protocol.not_ready"
    assert {"extend", "stop_today"} <= set(driver.view(STAFF_SEAT)["you"]["run"][THERAPIST]["acts"])
    driver.act(THERAPIST, "extend")
    assert (driver.step, driver.facts()["back_at"]) == ("cool_down", driver.now + 10 * MINUTE)
    assert driver.staff()["ratings"] == {}
    assert driver.replayed()


def test_a_micro_time_out_is_five_minutes() -> None:
    driver = apart()
    driver.start("time_out", by=DANA, kind="micro")
    assert driver.facts()["back_at"] == driver.now + 15 + 5 * MINUTE
    for minutes in (19, 61):
        with pytest.raises(Refused, match=r"protocol\.bad_value"):
            apart().start("time_out", by=DANA, minutes=minutes)


def numbers_in(value: Any) -> Iterator[str]:
    """Every key under which a view could show a number that somebody gave."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in (
                "rating",
                "ratings",
                "unrated",
                "ask",
                "may_restart",
                "not_returned",
                "avoidance",
            ):
                yield key
            yield from numbers_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from numbers_in(inner)


def test_numbers_are_shown_only_to_staff_and_to_the_person() -> None:
    driver = to_ready(together(phones=True))
    driver.act(DANA, "rate", via=DANA_PHONE, number=9)
    assert driver.refused(DANA, "rate", number=9) == "seat.is_shared"
    assert "rate" not in driver.view(SOFA_SEAT)["you"]["run"][DANA]["acts"]
    assert driver.view(DANA_PHONE)["you"]["run"][DANA]["facts"] == {"rating": 9}
    assert driver.view(EMIL_PHONE)["you"]["run"][EMIL]["facts"] == {}
    assert list(numbers_in(driver.view(SOFA_SEAT))) == []
    assert list(numbers_in(driver.view(EMIL_PHONE))) == []
    before = driver.view(EMIL_PHONE)
    driver.act(DANA, "rate", via=DANA_PHONE, number=2)
    after = driver.view(EMIL_PHONE)
    del before["floor"]["seq"], after["floor"]["seq"]
    assert before == after, "that somebody answered is no news for the partner"


def test_staff_enter_numbers_only_for_people_without_their_own_screen() -> None:
    driver = to_ready(together())
    assert driver.staff()["ask"] == [DANA, EMIL]
    assert driver.refused(DANA, "enter", person=[EMIL], number=1) == "protocol.not_yours"
    driver.act(THERAPIST, "enter", person=[DANA], number=4)
    assert driver.staff()["ask"] == [EMIL]
    driver.act(THERAPIST, "enter", person=[EMIL], number=0)
    driver.act(THERAPIST, "restart")
    assert (driver.step, driver.heard()) == ("soft_restart", {SOFA_SEAT})
    two = to_ready(apart())
    assert two.refused(THERAPIST, "enter", person=[DANA], number=1) == "protocol.own_screen"
    phones = to_ready(together(phones=True))
    assert phones.staff()["ask"] == []
    for number in (-1, 11, 4.5, True):
        assert two.refused(DANA, "rate", number=number) == "protocol.bad_value"


def test_no_number_is_entered_while_the_room_hears_the_answer() -> None:
    driver = to_ready(together())
    driver.act(THERAPIST, "talk_with", person=[DANA])
    assert driver.refused(THERAPIST, "enter", person=[DANA], number=4) == "protocol.heard_by_room"
    driver.act(THERAPIST, "talk_with", person=[])
    driver.act(THERAPIST, "enter", person=[DANA], number=4)
    assert driver.staff()["ratings"] == {DANA: 4}


@pytest.mark.parametrize(
    ("dana", "emil", "ready"), [(4, 4, True), (0, 0, True), (5, 4, False), (7, 3, False)]
)
def test_both_partners_must_be_calm(dana: int, emil: int, ready: bool) -> None:
    driver = to_ready(apart())
    driver.act(DANA, "rate", number=dana)
    assert driver.refused(THERAPIST, "restart") == "protocol.not_ready", "one has not answered"
    driver.act(EMIL, "rate", number=emil)
    assert driver.staff()["may_restart"] is ready


def test_everybody_is_quiet_and_the_therapist_talks_with_each_in_turn() -> None:
    driver = apart(guest=Role.MEMBER)
    driver.do(cmd.GrantFloor(THERAPIST, GUEST, driver.seq))
    driver.start("time_out", by=DANA, people=[DANA, EMIL])
    assert driver.heard() == set(), "the present turn stands still, too"
    turn = driver.room.state.floor.holder
    assert turn is not None
    assert turn.phase is TurnPhase.PAUSED
    driver.wait(15)
    assert (driver.step, driver.heard()) == ("cool_down", set())
    for person, seat in ((DANA, DANA_SEAT), (EMIL, EMIL_SEAT)):
        driver.act(THERAPIST, "talk_with", person=[person])
        assert driver.heard() == {seat}
    driver.act(THERAPIST, "talk_with", person=[])
    assert driver.heard() == set()
    assert driver.refused(DANA, "talk_with", person=[DANA]) == "protocol.not_yours"
    driver.wait(20 * MINUTE)
    assert (driver.step, driver.heard()) == ("ready_check", set())
    assert driver.refused(GUEST, "rate", number=1) == "protocol.not_yours"
    for person in (DANA, EMIL):
        driver.act(person, "rate", number=1)
    driver.act(THERAPIST, "restart")
    assert driver.heard() == {DANA_SEAT, EMIL_SEAT}
    driver.act(THERAPIST, "finish")
    assert GUEST_SEAT in driver.heard()
    turn = driver.room.state.floor.holder
    assert turn is not None
    assert (turn.person, turn.phase) == (GUEST, TurnPhase.SPEAKING)


def test_it_may_be_extended_twice() -> None:
    driver = to_ready(apart())
    for left in (1, 0):
        driver.act(THERAPIST, "extend")
        driver.wait(10 * MINUTE)
        assert (driver.step, driver.staff()["extensions_left"]) == ("ready_check", left)
    assert driver.refused(THERAPIST, "extend") == "protocol.extended_enough"
    assert driver.refused(DANA, "extend") == "protocol.not_yours"


def test_stopping_for_today_sets_a_time_to_come_back() -> None:
    driver = to_ready(apart())
    assert driver.refused(THERAPIST, "stop_today") == "protocol.bad_value"
    assert driver.refused(THERAPIST, "stop_today", minutes_from_now=1441) == "protocol.bad_value"
    driver.act(THERAPIST, "stop_today", minutes_from_now=30)
    assert (driver.step, driver.facts(DANA_SEAT)["back_at"]) == ("stop_today", driver.now + 30 * MINUTE)
    driver.lose(EMIL_SEAT)
    driver.wait(32 * MINUTE)
    assert driver.staff()["not_returned"] == [EMIL]
    driver.act(THERAPIST, "finish")
    assert driver.log[-1].event.outcome == {"stopped": True, "extended": 0}


def test_two_minutes_after_the_time_staff_are_told_who_is_not_back() -> None:
    driver = apart()
    driver.start("time_out", by=EMIL)
    driver.wait(MINUTE)
    driver.do(cmd.Leave(EMIL))
    driver.wait(20 * MINUTE)
    assert (driver.step, driver.staff()["not_returned"]) == ("ready_check", [])
    assert "due" not in driver.view(DANA_SEAT)["run"], "no clock presses whoever is to answer"
    driver.wait(75)
    assert driver.staff()["not_returned"] == [EMIL]
    driver.arrive(EMIL_SEAT)
    driver.let_in()
    assert driver.staff()["not_returned"] == []


def test_staff_get_a_note_about_many_time_outs() -> None:
    driver = apart()
    for wanted in (False, False, True):
        driver.start("time_out", by=DANA, kind="micro")
        assert driver.staff()["avoidance"] is wanted
        assert "avoidance" not in driver.facts(DANA_SEAT)
        driver.do(cmd.AbortProtocol(THERAPIST))
    assert driver.replayed()


def test_it_interrupts_a_dyad_which_waits_until_a_facilitator_resumes_it() -> None:
    driver = apart(guest=Role.MEMBER)
    driver.start("speaker_listener", people=[DANA, EMIL])
    driver.acts((DANA, "agree"), (EMIL, "agree"), (DANA, "acknowledge"), (EMIL, "acknowledge"))
    driver.wait(10)
    driver.start("time_out", by=GUEST)
    assert driver.run.roles["concerned"] == (DANA, EMIL)
    assert driver.heard() == set()
    driver.wait(15 + 20 * MINUTE)
    for person in (DANA, EMIL):
        driver.act(person, "rate", number=2)
    driver.acts((THERAPIST, "restart"), (THERAPIST, "finish"))
    assert (driver.run.protocol, driver.run.paused) == ("speaker_listener", True)
    driver.do(cmd.ResumeProtocol(THERAPIST))
    assert (driver.step, driver.heard(), driver.run.due) == ("speaker_chunk", {DANA_SEAT}, driver.now + 35)
    assert driver.replayed()


def test_who_may_call_and_only_once_at_a_time() -> None:
    driver = apart(guest=Role.OBSERVER)
    with pytest.raises(Refused, match=r"role\.forbidden"):
        driver.start("time_out", by=GUEST)
    driver.start("time_out", by=THERAPIST)
    with pytest.raises(Refused, match=r"protocol\.running"):
        driver.start("time_out", by=DANA)


@pytest.mark.parametrize(
    ("by", "people", "concerned"),
    [
        (ELENA, [], [ELENA, FINN]),
        (FINN, [FINN], [ELENA, FINN]),
        (ANA, [], [ANA, BEN, CHLOE, ELENA, FINN]),
        (BEN, [BEN, ANA], [ANA, BEN]),
        (THERAPIST, [], [ELENA, FINN]),
        (THERAPIST, [BEN, CHLOE], [BEN, CHLOE]),
        (THERAPIST, [BEN], [ANA, BEN, CHLOE, ELENA, FINN]),
    ],
)
def test_who_is_asked_in_seat_order(by: PersonId, people: list[PersonId], concerned: list[PersonId]) -> None:
    driver = full_room()
    driver.do(cmd.StartProtocol(by, "time_out", driver.seq, {"people": people}))
    assert list(driver.room.state.runs[-1].roles["concerned"]) == concerned


def test_nobody_can_call_one_for_two_others() -> None:
    driver = full_room()
    with pytest.raises(Refused, match=r"protocol\.not_yours"):
        driver.do(cmd.StartProtocol(ANA, "time_out", driver.seq, {"people": [BEN, CHLOE]}))


def test_a_bystander_calls_it_for_their_own_couple() -> None:
    driver = full_room()
    driver.do(cmd.StartProtocol(THERAPIST, "speaker_listener", driver.seq, {"people": [ANA, BEN]}))
    driver.do(cmd.StartProtocol(FINN, "time_out", driver.seq))
    assert set(driver.room.state.runs[-1].roles["concerned"]) == {ELENA, FINN}
    seat: SeatId = COUPLE_SEAT
    assert driver.room.state.seats[seat].shared


def test_a_pause_moves_the_time_to_come_back_and_an_abort_ends_it() -> None:
    driver = apart()
    driver.start("time_out", by=DANA)
    driver.wait(15)
    back_at = driver.facts()["back_at"]
    driver.do(cmd.PauseProtocol(THERAPIST))
    driver.wait(100)
    driver.do(cmd.ResumeProtocol(THERAPIST))
    assert driver.facts()["back_at"] == back_at + 100
    driver.do(cmd.AbortProtocol(THERAPIST))
    assert driver.room.state.runs == []
    assert driver.replayed()


def test_a_number_as_high_as_a_flagged_answer_asks_what_to_do_at_once() -> None:
    driver = to_ready(apart())
    driver.act(DANA, "rate", number=8)
    driver.act(EMIL, "rate", number=7)
    asks = [one for one in driver.view(STAFF_SEAT)["leading"]["asks"] if one["code"] == "high"]
    assert [(one["people"], one["number"]) for one in asks] == [([DANA], 8)]
    crisis, talk, stay = asks[0]["deeds"]
    assert (crisis["protocol"], crisis["options"]) == ("crisis_break", {"person": [DANA]})
    assert (talk["aside"], stay["action"]) == (DANA, "extend")
    on_one_camera = to_ready(together(phones=True))
    on_one_camera.act(DANA, "rate", via=DANA_PHONE, number=10)
    (ask,) = (one for one in on_one_camera.view(STAFF_SEAT)["leading"]["asks"] if one["code"] == "high")
    assert [deed["word"] for deed in ask["deeds"]] == ["crisis_break", "stay"]

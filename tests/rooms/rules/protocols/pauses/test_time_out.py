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
    full_stage,
)

MINUTE = 60


def to_ready(stage: Dyad, by: PersonId = EMIL, **options: Any) -> Dyad:
    """Up to the ready check."""
    stage.start("time_out", by=by, **options)
    stage.wait(15 + 20 * MINUTE)
    assert stage.step == "ready_check"
    return stage


def test_scenario_13_time_out() -> None:
    stage = together(phones=True)
    stage.start("time_out", by=EMIL)
    back_at = stage.facts(SOFA_SEAT)["back_at"]
    assert back_at - stage.now >= 20 * MINUTE
    views = [stage.view(seat)["run"] for seat in (SOFA_SEAT, DANA_PHONE, EMIL_PHONE)]
    assert views[0] == views[1] == views[2], "both see the same"
    assert all("by" not in view for view in views)
    stage.acts((DANA, "acknowledge"), (EMIL, "acknowledge"))
    assert (stage.step, stage.facts()["back_at"]) == ("cool_down", back_at)
    stage.wait(20 * MINUTE + 15)
    stage.act(DANA, "rate", via=DANA_PHONE, number=7)
    stage.act(EMIL, "rate", via=EMIL_PHONE, number=3)
    assert stage.staff()["ratings"] == {DANA: 7, EMIL: 3}
    assert not stage.staff()["may_restart"]
    assert stage.refused(THERAPIST, "restart") == "protocol.not_ready"
    assert {"extend", "stop_today"} <= set(stage.view(STAFF_SEAT)["you"]["run"][THERAPIST]["acts"])
    stage.act(THERAPIST, "extend")
    assert (stage.step, stage.facts()["back_at"]) == ("cool_down", stage.now + 10 * MINUTE)
    assert stage.staff()["ratings"] == {}
    assert stage.replayed()


def test_a_micro_time_out_is_five_minutes() -> None:
    stage = apart()
    stage.start("time_out", by=DANA, kind="micro")
    assert stage.facts()["back_at"] == stage.now + 15 + 5 * MINUTE
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
    stage = to_ready(together(phones=True))
    stage.act(DANA, "rate", via=DANA_PHONE, number=9)
    assert stage.refused(DANA, "rate", number=9) == "seat.is_shared"
    assert "rate" not in stage.view(SOFA_SEAT)["you"]["run"][DANA]["acts"]
    assert stage.view(DANA_PHONE)["you"]["run"][DANA]["facts"] == {"rating": 9}
    assert stage.view(EMIL_PHONE)["you"]["run"][EMIL]["facts"] == {}
    assert list(numbers_in(stage.view(SOFA_SEAT))) == []
    assert list(numbers_in(stage.view(EMIL_PHONE))) == []
    before = stage.view(EMIL_PHONE)
    stage.act(DANA, "rate", via=DANA_PHONE, number=2)
    after = stage.view(EMIL_PHONE)
    del before["floor"]["seq"], after["floor"]["seq"]
    assert before == after, "that somebody answered is no news for the partner"


def test_staff_enter_numbers_only_for_people_without_their_own_screen() -> None:
    stage = to_ready(together())
    assert stage.staff()["ask"] == [DANA, EMIL]
    assert stage.refused(DANA, "enter", person=[EMIL], number=1) == "protocol.not_yours"
    stage.act(THERAPIST, "enter", person=[DANA], number=4)
    assert stage.staff()["ask"] == [EMIL]
    stage.act(THERAPIST, "enter", person=[EMIL], number=0)
    stage.act(THERAPIST, "restart")
    assert (stage.step, stage.heard()) == ("soft_restart", {SOFA_SEAT})
    two = to_ready(apart())
    assert two.refused(THERAPIST, "enter", person=[DANA], number=1) == "protocol.own_screen"
    phones = to_ready(together(phones=True))
    assert phones.staff()["ask"] == []
    for number in (-1, 11, 4.5, True):
        assert two.refused(DANA, "rate", number=number) == "protocol.bad_value"


def test_no_number_is_entered_while_the_room_hears_the_answer() -> None:
    stage = to_ready(together())
    stage.act(THERAPIST, "talk_with", person=[DANA])
    assert stage.refused(THERAPIST, "enter", person=[DANA], number=4) == "protocol.heard_by_room"
    stage.act(THERAPIST, "talk_with", person=[])
    stage.act(THERAPIST, "enter", person=[DANA], number=4)
    assert stage.staff()["ratings"] == {DANA: 4}


@pytest.mark.parametrize(
    ("dana", "emil", "ready"), [(4, 4, True), (0, 0, True), (5, 4, False), (7, 3, False)]
)
def test_both_partners_must_be_calm(dana: int, emil: int, ready: bool) -> None:
    stage = to_ready(apart())
    stage.act(DANA, "rate", number=dana)
    assert stage.refused(THERAPIST, "restart") == "protocol.not_ready", "one has not answered"
    stage.act(EMIL, "rate", number=emil)
    assert stage.staff()["may_restart"] is ready


def test_everybody_is_quiet_and_the_therapist_talks_with_each_in_turn() -> None:
    stage = apart(guest=Role.MEMBER)
    stage.do(cmd.GrantFloor(THERAPIST, GUEST, stage.seq))
    stage.start("time_out", by=DANA, people=[DANA, EMIL])
    assert stage.heard() == set(), "the present turn stands still, too"
    turn = stage.room.state.floor.holder
    assert turn is not None
    assert turn.phase is TurnPhase.PAUSED
    stage.wait(15)
    assert (stage.step, stage.heard()) == ("cool_down", set())
    for person, seat in ((DANA, DANA_SEAT), (EMIL, EMIL_SEAT)):
        stage.act(THERAPIST, "talk_with", person=[person])
        assert stage.heard() == {seat}
    stage.act(THERAPIST, "talk_with", person=[])
    assert stage.heard() == set()
    assert stage.refused(DANA, "talk_with", person=[DANA]) == "protocol.not_yours"
    stage.wait(20 * MINUTE)
    assert (stage.step, stage.heard()) == ("ready_check", set())
    assert stage.refused(GUEST, "rate", number=1) == "protocol.not_yours"
    for person in (DANA, EMIL):
        stage.act(person, "rate", number=1)
    stage.act(THERAPIST, "restart")
    assert stage.heard() == {DANA_SEAT, EMIL_SEAT}
    stage.act(THERAPIST, "finish")
    assert GUEST_SEAT in stage.heard()
    turn = stage.room.state.floor.holder
    assert turn is not None
    assert (turn.person, turn.phase) == (GUEST, TurnPhase.SPEAKING)


def test_it_may_be_extended_twice() -> None:
    stage = to_ready(apart())
    for left in (1, 0):
        stage.act(THERAPIST, "extend")
        stage.wait(10 * MINUTE)
        assert (stage.step, stage.staff()["extensions_left"]) == ("ready_check", left)
    assert stage.refused(THERAPIST, "extend") == "protocol.extended_enough"
    assert stage.refused(DANA, "extend") == "protocol.not_yours"


def test_stopping_for_today_sets_a_time_to_come_back() -> None:
    stage = to_ready(apart())
    assert stage.refused(THERAPIST, "stop_today") == "protocol.bad_value"
    assert stage.refused(THERAPIST, "stop_today", minutes_from_now=1441) == "protocol.bad_value"
    stage.act(THERAPIST, "stop_today", minutes_from_now=30)
    assert (stage.step, stage.facts(DANA_SEAT)["back_at"]) == ("stop_today", stage.now + 30 * MINUTE)
    stage.lose(EMIL_SEAT)
    stage.wait(32 * MINUTE)
    assert stage.staff()["not_returned"] == [EMIL]
    stage.act(THERAPIST, "finish")
    assert stage.log[-1].event.outcome == {"stopped": True, "extended": 0}


def test_two_minutes_after_the_time_staff_are_told_who_is_not_back() -> None:
    stage = apart()
    stage.start("time_out", by=EMIL)
    stage.wait(MINUTE)
    stage.do(cmd.Leave(EMIL))
    stage.wait(20 * MINUTE)
    assert (stage.step, stage.staff()["not_returned"]) == ("ready_check", [])
    assert "due" not in stage.view(DANA_SEAT)["run"], "no clock presses whoever is to answer"
    stage.wait(75)
    assert stage.staff()["not_returned"] == [EMIL]
    stage.arrive(EMIL_SEAT)
    stage.let_in()
    assert stage.staff()["not_returned"] == []


def test_staff_get_a_note_about_many_time_outs() -> None:
    stage = apart()
    for wanted in (False, False, True):
        stage.start("time_out", by=DANA, kind="micro")
        assert stage.staff()["avoidance"] is wanted
        assert "avoidance" not in stage.facts(DANA_SEAT)
        stage.do(cmd.AbortProtocol(THERAPIST))
    assert stage.replayed()


def test_it_interrupts_a_dyad_which_waits_until_a_facilitator_resumes_it() -> None:
    stage = apart(guest=Role.MEMBER)
    stage.start("speaker_listener", people=[DANA, EMIL])
    stage.acts((DANA, "agree"), (EMIL, "agree"), (DANA, "acknowledge"), (EMIL, "acknowledge"))
    stage.wait(10)
    stage.start("time_out", by=GUEST)
    assert stage.run.roles["concerned"] == (DANA, EMIL)
    assert stage.heard() == set()
    stage.wait(15 + 20 * MINUTE)
    for person in (DANA, EMIL):
        stage.act(person, "rate", number=2)
    stage.acts((THERAPIST, "restart"), (THERAPIST, "finish"))
    assert (stage.run.protocol, stage.run.paused) == ("speaker_listener", True)
    stage.do(cmd.ResumeProtocol(THERAPIST))
    assert (stage.step, stage.heard(), stage.run.due) == ("speaker_chunk", {DANA_SEAT}, stage.now + 35)
    assert stage.replayed()


def test_who_may_call_and_only_once_at_a_time() -> None:
    stage = apart(guest=Role.OBSERVER)
    with pytest.raises(Refused, match=r"role\.forbidden"):
        stage.start("time_out", by=GUEST)
    stage.start("time_out", by=THERAPIST)
    with pytest.raises(Refused, match=r"protocol\.running"):
        stage.start("time_out", by=DANA)


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
    stage = full_stage()
    stage.do(cmd.StartProtocol(by, "time_out", stage.seq, {"people": people}))
    assert list(stage.room.state.runs[-1].roles["concerned"]) == concerned


def test_nobody_can_call_one_for_two_others() -> None:
    stage = full_stage()
    with pytest.raises(Refused, match=r"protocol\.not_yours"):
        stage.do(cmd.StartProtocol(ANA, "time_out", stage.seq, {"people": [BEN, CHLOE]}))


def test_a_bystander_calls_it_for_their_own_couple() -> None:
    stage = full_stage()
    stage.do(cmd.StartProtocol(THERAPIST, "speaker_listener", stage.seq, {"people": [ANA, BEN]}))
    stage.do(cmd.StartProtocol(FINN, "time_out", stage.seq))
    assert set(stage.room.state.runs[-1].roles["concerned"]) == {ELENA, FINN}
    seat: SeatId = COUPLE_SEAT
    assert stage.room.state.seats[seat].shared


def test_a_pause_moves_the_time_to_come_back_and_an_abort_ends_it() -> None:
    stage = apart()
    stage.start("time_out", by=DANA)
    stage.wait(15)
    back_at = stage.facts()["back_at"]
    stage.do(cmd.PauseProtocol(THERAPIST))
    stage.wait(100)
    stage.do(cmd.ResumeProtocol(THERAPIST))
    assert stage.facts()["back_at"] == back_at + 100
    stage.do(cmd.AbortProtocol(THERAPIST))
    assert stage.room.state.runs == []
    assert stage.replayed()

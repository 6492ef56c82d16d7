"""The feedback round against docs/domain.md, Protocols."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rooms.model import commands as cmd
from rooms.model.errors import Refused
from rooms.model.ids import PersonId
from rooms.model.policy.policy import RoomKind, RoomPolicy
from rooms.plan import has_voice
from tests.support.protocols.rounds import WITHOUT_EXPLAINING, Circle, Crowd, circle, member, seat
from tests.support.rooms.setups import ELENA, FINN, STAFF_SEAT, THERAPIST
from tests.support.thorough import examples

ANA = member(1)


def started(receiver: PersonId = ANA, *, members: int = 4, couple: bool = False) -> Circle:
    driver = circle(members, couple=couple)
    driver.start("feedback_round", receiver=[receiver])
    return driver


def giving(members: int = 4) -> Circle:
    """Member 2 gives feedback to member 1, who wants it from everybody."""
    driver = started(members=members)
    driver.act(ANA, "consent", **{"from": "all"})
    return driver


def answered(driver: Circle) -> None:
    driver.release()
    driver.act(ANA, "thanks")


def test_the_receiver_chooses_the_givers_first() -> None:
    driver = started()
    assert (driver.step, driver.holder) == ("consent", None)
    assert driver.refused(member(2), "consent", **{"from": "all"}) == "protocol.not_yours"
    assert driver.refused(THERAPIST, "consent", **{"from": "all"}) == "protocol.not_yours"
    driver.act(ANA, "consent", **{"from": "all"})
    turn = driver.room.state.floor.holder
    assert turn is not None
    assert (driver.step, turn.person, turn.limit_s) == ("giving", member(2), 45)
    assert driver.public["next"] == [member(3), member(4)]


def test_not_today_ends_it_without_comment() -> None:
    driver = started()
    driver.act(ANA, "consent", **{"from": "not_today"})
    assert driver.room.state.runs == []
    assert driver.outcome == {"given": 0}


def test_feedback_from_two_people() -> None:
    driver = started()
    driver.act(ANA, "consent", **{"from": "two", "people": [member(4), member(2)]})
    assert driver.holder == member(4)
    answered(driver)
    assert driver.holder == member(2)
    answered(driver)
    assert driver.step == "choice"


@pytest.mark.parametrize("people", [[], [ANA, member(2)], ["pt_9"], [member(2), member(3), member(4)]])
def test_from_two_needs_two_others_who_are_here(people: list[PersonId]) -> None:
    driver = started()
    assert driver.refused(ANA, "consent", **{"from": "two", "people": people}) == "protocol.bad_value"


def test_the_receiver_thanks_and_the_next_person_gives() -> None:
    driver = giving()
    driver.release()
    assert (driver.step, driver.holder) == ("answer", None)
    assert driver.room.state.runs[-1].voices == (ANA,)
    driver.act(ANA, "thanks")
    assert (driver.step, driver.holder) == ("giving", member(3))
    assert driver.run.roles["giver"] == (member(3),)


def test_the_receiver_may_ask_to_repeat_it_twice() -> None:
    driver = giving()
    for _ in range(2):
        driver.release()
        driver.act(ANA, "repeat")
        assert (driver.step, driver.holder) == ("giving", member(2))
    driver.release()
    assert driver.refused(ANA, "repeat") == "protocol.enough"
    driver.act(ANA, "thanks")
    driver.release()
    driver.act(ANA, "repeat")
    assert driver.holder == member(3), "it is counted for each giver anew"


def test_at_the_end_the_receiver_has_an_optional_minute() -> None:
    driver = giving(2)
    answered(driver)
    turn = driver.room.state.floor.holder
    assert turn is not None
    assert (driver.step, turn.person, turn.limit_s) == ("choice", ANA, 60)
    driver.release()
    assert driver.step == "closing"
    driver.act(THERAPIST, "finish")
    assert driver.outcome == {"given": 1, "repeated": 0, "rephrased": 0, "struck": 0}


def test_a_giver_who_passes_is_offered_it_once_more_and_gets_no_reply() -> None:
    driver = giving(3)
    driver.do(cmd.PassTurn(member(2), driver.seq))
    assert (driver.step, driver.holder) == ("giving", member(3))
    answered(driver)
    assert driver.holder == member(2)
    driver.do(cmd.PassTurn(member(2), driver.seq))
    assert driver.step == "choice"


def test_feedback_can_be_struck_while_it_is_given_or_after() -> None:
    driver = giving()
    driver.act(THERAPIST, "strike")
    assert (driver.step, driver.holder) == ("giving", member(3)), "nothing is answered"
    driver.release()
    driver.act(THERAPIST, "strike")
    assert (driver.step, driver.holder, driver.staff["struck"]) == ("giving", member(4), 2)
    answered(driver)
    driver.release()
    driver.act(THERAPIST, "finish")
    assert driver.outcome == {"given": 1, "repeated": 0, "rephrased": 0, "struck": 2}


@pytest.mark.parametrize("when", ["giving", "answer"])
def test_harsh_feedback_is_stopped_and_rephrased(when: str) -> None:
    driver = giving()
    if when == "answer":
        driver.release()
    driver.act(THERAPIST, "rephrase")
    assert (driver.step, driver.holder) == ("rephrase", None)
    state = driver.room.state
    assert {place for place in state.seats if has_voice(driver.room.setup, state, place)} == {STAFF_SEAT}
    driver.act(THERAPIST, "again")
    assert (driver.step, driver.holder) == ("giving", member(2))
    answered(driver)
    assert driver.holder == member(3)


def test_feedback_to_be_rephrased_can_be_struck_instead() -> None:
    driver = giving()
    driver.act(THERAPIST, "rephrase")
    driver.act(THERAPIST, "strike")
    assert (driver.step, driver.holder) == ("giving", member(3))


def test_a_partner_gives_feedback_only_with_a_facilitators_permission() -> None:
    driver = started(ELENA, members=2, couple=True)
    driver.act(ELENA, "consent", **{"from": "all"})
    assert driver.staff["needs_release"] == [FINN]
    assert FINN not in driver.public["next"]
    for _ in range(2):
        driver.release()
        driver.act(ELENA, "thanks")
    assert (driver.step, driver.holder) == ("giving", None), "it waits for the facilitator"
    driver.act(THERAPIST, "release_partner")
    assert driver.holder == FINN
    assert driver.refused(THERAPIST, "release_partner") == "protocol.nothing_open"


def test_without_that_permission_the_facilitator_moves_on() -> None:
    driver = started(ELENA, members=1, couple=True)
    driver.act(ELENA, "consent", **{"from": "two", "people": [FINN]})
    assert (driver.step, driver.holder) == ("giving", None)
    driver.act(THERAPIST, "close")
    assert (driver.step, driver.holder) == ("choice", ELENA)


def test_in_a_couples_room_partners_need_no_permission() -> None:
    policy = RoomPolicy(kind=RoomKind.COUPLES, announce_s=0.0)
    driver = circle(0, couple=True, policy=policy)
    driver.start("feedback_round", receiver=[ELENA])
    driver.act(ELENA, "consent", **{"from": "all"})
    assert driver.holder == FINN


@pytest.mark.parametrize("step", ["consent", "giving", "answer", "choice"])
def test_when_the_receiver_leaves_it_ends_and_staff_are_told(step: str) -> None:
    driver = started(members=2)
    if step != "consent":
        driver.act(ANA, "consent", **{"from": "all"})
    if step in ("answer", "choice"):
        driver.release()
    if step == "choice":
        driver.act(ANA, "thanks")
    assert driver.step == step
    driver.do(cmd.Leave(ANA))
    assert (driver.step, driver.holder, driver.staff["receiver_left"]) == ("closing", None, True)
    assert "receiver_left" not in driver.public
    driver.act(THERAPIST, "finish")
    assert driver.room.state.runs == []


def test_nobody_speaks_to_a_receiver_who_is_lost() -> None:
    driver = giving(3)
    driver.drop(ANA)
    driver.release()
    assert driver.step == "answer"
    driver.act(THERAPIST, "go_on")
    assert (driver.step, driver.holder) == ("giving", None)
    driver.back(ANA)
    assert driver.holder == member(3)


def test_a_giver_who_is_lost_goes_to_the_end() -> None:
    driver = giving(3)
    driver.drop(member(2))
    driver.wait(50)
    assert driver.holder == member(3)
    driver.back(member(2))
    answered(driver)
    assert driver.holder == member(2)


def test_a_latecomer_gives_no_feedback() -> None:
    driver = circle(3)
    driver.do(cmd.Leave(member(3)))
    driver.start("feedback_round", receiver=[ANA])
    driver.act(ANA, "consent", **{"from": "all"})
    driver.arrive(seat(3))
    driver.let_in()
    answered(driver)
    assert driver.step == "choice"


@pytest.mark.parametrize("receiver", [[], [THERAPIST], ["pt_9"], [ANA, member(2)]])
def test_only_a_member_who_is_here_can_receive(receiver: list[PersonId]) -> None:
    driver = circle(2)
    with pytest.raises(Refused, match=r"protocol\.bad_value"):
        driver.start("feedback_round", receiver=receiver)
    assert driver.room.state.runs == []


def test_somebody_else_must_be_here() -> None:
    driver = circle(1)
    with pytest.raises(Refused, match=r"protocol\.too_few"):
        driver.start("feedback_round", receiver=[ANA])
    assert driver.room.state.runs == []


def test_the_facilitator_can_withdraw_it_before_it_begins() -> None:
    driver = started()
    driver.act(THERAPIST, "close")
    assert (driver.step, driver.holder) == ("closing", None)


@pytest.mark.parametrize(
    ("by", "action", "code"),
    [
        (ANA, "thanks", "protocol.no_action"),
        (ANA, "strike", "protocol.not_yours"),
        (member(2), "rephrase", "protocol.not_yours"),
        (member(2), "release_partner", "protocol.not_yours"),
        (THERAPIST, "release_partner", "protocol.nothing_open"),
        (THERAPIST, "again", "protocol.no_action"),
        (THERAPIST, "finish", "protocol.no_action"),
    ],
)
def test_actions_at_the_wrong_time_or_by_others_are_refused(by: PersonId, action: str, code: str) -> None:
    assert giving().refused(by, action) == code


def test_a_turn_from_before_can_be_neither_struck_nor_rephrased() -> None:
    driver = circle(3)
    driver.do(cmd.GrantFloor(THERAPIST, member(3), driver.seq))
    driver.start("feedback_round", receiver=[ANA])
    driver.act(ANA, "consent", **{"from": "all"})
    assert driver.holder == member(3)
    assert driver.refused(THERAPIST, "strike") == "floor.is_free"
    driver.release()
    assert driver.holder == member(2)


@settings(max_examples=examples(40), deadline=None, phases=WITHOUT_EXPLAINING)
@given(data=st.data(), receiver=st.sampled_from([ANA, ELENA]), chosen=st.booleans())
def test_whatever_people_do_it_goes_on(data: st.DataObject, receiver: PersonId, chosen: bool) -> None:
    driver = started(receiver, members=3, couple=True)
    if chosen:
        driver.act(receiver, "consent", **{"from": "all"})
    Crowd(driver, data.draw).moves(40)
    driver.check_replay()
    assert driver.room.state.run_count == 1

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
    stage = circle(members, couple=couple)
    stage.start("feedback_round", receiver=[receiver])
    return stage


def giving(members: int = 4) -> Circle:
    """Member 2 gives feedback to member 1, who wants it from all."""
    stage = started(members=members)
    stage.act(ANA, "consent", **{"from": "all"})
    return stage


def answered(stage: Circle) -> None:
    stage.release()
    stage.act(ANA, "thanks")


def test_the_receiver_says_from_whom_first() -> None:
    stage = started()
    assert (stage.step, stage.holder) == ("consent", None)
    assert stage.refused(member(2), "consent", **{"from": "all"}) == "protocol.not_yours"
    assert stage.refused(THERAPIST, "consent", **{"from": "all"}) == "protocol.not_yours"
    stage.act(ANA, "consent", **{"from": "all"})
    turn = stage.room.state.floor.holder
    assert turn is not None
    assert (stage.step, turn.person, turn.limit_s) == ("giving", member(2), 45)
    assert stage.public["next"] == [member(3), member(4)]


def test_not_today_ends_it_without_a_word() -> None:
    stage = started()
    stage.act(ANA, "consent", **{"from": "not_today"})
    assert stage.room.state.runs == []
    assert stage.outcome == {"given": 0}


def test_from_two_people() -> None:
    stage = started()
    stage.act(ANA, "consent", **{"from": "two", "people": [member(4), member(2)]})
    assert stage.holder == member(4)
    answered(stage)
    assert stage.holder == member(2)
    answered(stage)
    assert stage.step == "choice"


@pytest.mark.parametrize("people", [[], [ANA, member(2)], ["pt_9"], [member(2), member(3), member(4)]])
def test_from_two_means_others_who_are_here(people: list[PersonId]) -> None:
    stage = started()
    assert stage.refused(ANA, "consent", **{"from": "two", "people": people}) == "protocol.bad_value"


def test_the_receiver_thanks_and_the_next_one_gives() -> None:
    stage = giving()
    stage.release()
    assert (stage.step, stage.holder) == ("answer", None)
    assert stage.room.state.runs[-1].voices == (ANA,)
    stage.act(ANA, "thanks")
    assert (stage.step, stage.holder) == ("giving", member(3))
    assert stage.run.roles["giver"] == (member(3),)


def test_the_receiver_may_ask_for_it_again_twice() -> None:
    stage = giving()
    for _ in range(2):
        stage.release()
        stage.act(ANA, "repeat")
        assert (stage.step, stage.holder) == ("giving", member(2))
    stage.release()
    assert stage.refused(ANA, "repeat") == "protocol.enough"
    stage.act(ANA, "thanks")
    stage.release()
    stage.act(ANA, "repeat")
    assert stage.holder == member(3), "it is counted for each giver anew"


def test_at_the_end_the_receiver_has_a_minute_of_choice() -> None:
    stage = giving(2)
    answered(stage)
    turn = stage.room.state.floor.holder
    assert turn is not None
    assert (stage.step, turn.person, turn.limit_s) == ("choice", ANA, 60)
    stage.release()
    assert stage.step == "closing"
    stage.act(THERAPIST, "finish")
    assert stage.outcome == {"given": 1, "repeated": 0, "rephrased": 0, "struck": 0}


def test_a_giver_who_passes_is_offered_it_once_more_and_needs_no_answer() -> None:
    stage = giving(3)
    stage.do(cmd.PassTurn(member(2), stage.seq))
    assert (stage.step, stage.holder) == ("giving", member(3))
    answered(stage)
    assert stage.holder == member(2)
    stage.do(cmd.PassTurn(member(2), stage.seq))
    assert stage.step == "choice"


def test_an_item_is_struck_while_it_is_said_or_after() -> None:
    stage = giving()
    stage.act(THERAPIST, "strike")
    assert (stage.step, stage.holder) == ("giving", member(3)), "nothing is answered"
    stage.release()
    stage.act(THERAPIST, "strike")
    assert (stage.step, stage.holder, stage.staff["struck"]) == ("giving", member(4), 2)
    answered(stage)
    stage.release()
    stage.act(THERAPIST, "finish")
    assert stage.outcome == {"given": 1, "repeated": 0, "rephrased": 0, "struck": 2}


@pytest.mark.parametrize("when", ["giving", "answer"])
def test_a_harsh_item_is_stopped_and_said_anew(when: str) -> None:
    stage = giving()
    if when == "answer":
        stage.release()
    stage.act(THERAPIST, "rephrase")
    assert (stage.step, stage.holder) == ("rephrase", None)
    state = stage.room.state
    assert {place for place in state.seats if has_voice(stage.room.setup, state, place)} == {STAFF_SEAT}
    stage.act(THERAPIST, "again")
    assert (stage.step, stage.holder) == ("giving", member(2))
    answered(stage)
    assert stage.holder == member(3)


def test_a_rephrased_item_can_be_struck_instead() -> None:
    stage = giving()
    stage.act(THERAPIST, "rephrase")
    stage.act(THERAPIST, "strike")
    assert (stage.step, stage.holder) == ("giving", member(3))


def test_a_partner_gives_feedback_only_with_a_facilitators_leave() -> None:
    stage = started(ELENA, members=2, couple=True)
    stage.act(ELENA, "consent", **{"from": "all"})
    assert stage.staff["needs_release"] == [FINN]
    assert FINN not in stage.public["next"]
    for _ in range(2):
        stage.release()
        stage.act(ELENA, "thanks")
    assert (stage.step, stage.holder) == ("giving", None), "it waits for the facilitator"
    stage.act(THERAPIST, "release_partner")
    assert stage.holder == FINN
    assert stage.refused(THERAPIST, "release_partner") == "protocol.nothing_open"


def test_without_that_leave_the_facilitator_goes_on() -> None:
    stage = started(ELENA, members=1, couple=True)
    stage.act(ELENA, "consent", **{"from": "two", "people": [FINN]})
    assert (stage.step, stage.holder) == ("giving", None)
    stage.act(THERAPIST, "close")
    assert (stage.step, stage.holder) == ("choice", ELENA)


def test_in_a_couples_room_partners_need_no_leave() -> None:
    policy = RoomPolicy(kind=RoomKind.COUPLES, announce_s=0.0)
    stage = circle(0, couple=True, policy=policy)
    stage.start("feedback_round", receiver=[ELENA])
    stage.act(ELENA, "consent", **{"from": "all"})
    assert stage.holder == FINN


@pytest.mark.parametrize("step", ["consent", "giving", "answer", "choice"])
def test_when_the_receiver_leaves_it_ends_and_staff_are_told(step: str) -> None:
    stage = started(members=2)
    if step != "consent":
        stage.act(ANA, "consent", **{"from": "all"})
    if step in ("answer", "choice"):
        stage.release()
    if step == "choice":
        stage.act(ANA, "thanks")
    assert stage.step == step
    stage.do(cmd.Leave(ANA))
    assert (stage.step, stage.holder, stage.staff["receiver_left"]) == ("closing", None, True)
    assert "receiver_left" not in stage.public
    stage.act(THERAPIST, "finish")
    assert stage.room.state.runs == []


def test_nobody_speaks_to_a_receiver_who_is_lost() -> None:
    stage = giving(3)
    stage.drop(ANA)
    stage.release()
    assert stage.step == "answer"
    stage.act(THERAPIST, "go_on")
    assert (stage.step, stage.holder) == ("giving", None)
    stage.back(ANA)
    assert stage.holder == member(3)


def test_a_giver_who_is_lost_comes_at_the_end() -> None:
    stage = giving(3)
    stage.drop(member(2))
    stage.wait(50)
    assert stage.holder == member(3)
    stage.back(member(2))
    answered(stage)
    assert stage.holder == member(2)


def test_who_comes_late_gives_no_feedback() -> None:
    stage = circle(3)
    stage.do(cmd.Leave(member(3)))
    stage.start("feedback_round", receiver=[ANA])
    stage.act(ANA, "consent", **{"from": "all"})
    stage.arrive(seat(3))
    stage.let_in()
    answered(stage)
    assert stage.step == "choice"


@pytest.mark.parametrize("receiver", [[], [THERAPIST], ["pt_9"], [ANA, member(2)]])
def test_one_member_who_is_here_receives(receiver: list[PersonId]) -> None:
    stage = circle(2)
    with pytest.raises(Refused, match=r"protocol\.bad_value"):
        stage.start("feedback_round", receiver=receiver)
    assert stage.room.state.runs == []


def test_somebody_else_must_be_here() -> None:
    stage = circle(1)
    with pytest.raises(Refused, match=r"protocol\.too_few"):
        stage.start("feedback_round", receiver=[ANA])
    assert stage.room.state.runs == []


def test_the_facilitator_can_withdraw_it_before_it_begins() -> None:
    stage = started()
    stage.act(THERAPIST, "close")
    assert (stage.step, stage.holder) == ("closing", None)


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
def test_what_is_not_theirs_or_not_now_is_refused(by: PersonId, action: str, code: str) -> None:
    assert giving().refused(by, action) == code


def test_a_turn_from_before_can_be_neither_struck_nor_rephrased() -> None:
    stage = circle(3)
    stage.do(cmd.GrantFloor(THERAPIST, member(3), stage.seq))
    stage.start("feedback_round", receiver=[ANA])
    stage.act(ANA, "consent", **{"from": "all"})
    assert stage.holder == member(3)
    assert stage.refused(THERAPIST, "strike") == "floor.is_free"
    stage.release()
    assert stage.holder == member(2)


@settings(max_examples=examples(40), deadline=None, phases=WITHOUT_EXPLAINING)
@given(data=st.data(), receiver=st.sampled_from([ANA, ELENA]), chosen=st.booleans())
def test_whatever_people_do_it_goes_on(data: st.DataObject, receiver: PersonId, chosen: bool) -> None:
    stage = started(receiver, members=3, couple=True)
    if chosen:
        stage.act(receiver, "consent", **{"from": "all"})
    Crowd(stage, data.draw).moves(40)
    stage.check_replay()
    assert stage.room.state.run_count == 1

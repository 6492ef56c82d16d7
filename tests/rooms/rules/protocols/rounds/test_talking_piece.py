"""The talking piece against docs/domain.md, Protocols."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.errors import Refused
from rooms.model.floor import HoldChoice
from rooms.plan import has_voice
from tests.support.protocols.rounds import WITHOUT_EXPLAINING, Circle, Crowd, circle, member, seat
from tests.support.rooms.setups import COUPLE_SEAT, ELENA, FINN, STAFF_SEAT, THERAPIST
from tests.support.thorough import examples


def going(members: int = 3, *, couple: bool = False, **options: object) -> Circle:
    """The piece goes round: everybody has agreed."""
    stage = circle(members, couple=couple)
    stage.start("talking_piece", **options)
    stage.act(THERAPIST, "to_agreements")
    for person in stage.room.context(stage.now).participants():
        stage.act(person, "confirm")
    return stage


def heard(stage: Circle) -> set[str]:
    state = stage.room.state
    seats = {place for place, now in state.seats.items() if now.slot is not None}
    return {place for place in seats if has_voice(stage.room.setup, state, place)}


def test_it_goes_from_the_opening_by_everybodys_agreement_to_the_piece() -> None:
    stage = circle(3)
    stage.start("talking_piece")
    assert stage.step == "opening_ceremony"
    assert stage.run.roles == {"keeper": (THERAPIST,)}
    assert stage.refused(member(1), "confirm") == "protocol.no_action"
    stage.act(THERAPIST, "to_agreements")
    for number in (1, 2, 1):
        stage.act(member(number), "confirm")
    assert (stage.step, stage.public["confirmed"]) == ("agreements", [member(1), member(2)])
    assert stage.staff["unconfirmed"] == [member(3)]
    stage.act(member(3), "confirm")
    assert (stage.step, stage.holder, stage.public["piece"]) == ("piece", member(1), member(1))


def test_both_of_a_couple_agree_for_themselves() -> None:
    stage = circle(1, couple=True)
    stage.start("talking_piece")
    stage.act(THERAPIST, "to_agreements")
    for person in (member(1), ELENA):
        stage.act(person, "confirm")
    assert stage.step == "agreements"
    stage.act(FINN, "confirm")
    assert stage.step == "piece"


def test_who_leaves_without_having_agreed_is_not_waited_for() -> None:
    stage = circle(2)
    stage.start("talking_piece")
    stage.act(THERAPIST, "to_agreements")
    stage.act(member(1), "confirm")
    stage.do(cmd.Leave(member(2)))
    assert stage.step == "piece"


def test_only_the_holder_and_the_keeper_are_heard() -> None:
    stage = circle(2, couple=True)
    stage.start("talking_piece")
    assert heard(stage) == {STAFF_SEAT}
    stage.act(THERAPIST, "to_agreements")
    assert heard(stage) == {STAFF_SEAT, seat(1), seat(2), COUPLE_SEAT}, "agreements are talked about"
    for person in (member(1), member(2), ELENA, FINN):
        stage.act(person, "confirm")
    for expected in (seat(1), seat(2), COUPLE_SEAT, COUPLE_SEAT):
        assert heard(stage) == {STAFF_SEAT, expected}
        assert stage.holder is not None
        stage.act(stage.holder, "pass_piece")
    assert (stage.step, heard(stage)) == ("next_question", {STAFF_SEAT})


def test_the_piece_moves_only_by_its_holder_or_a_facilitator() -> None:
    stage = going(3)
    assert stage.refused(member(2), "pass_piece") == "protocol.not_yours"
    assert stage.refused(member(2), "move_on") == "protocol.not_yours"
    for command in (
        cmd.ReleaseFloor(member(2), stage.seq),
        cmd.GrantFloor(THERAPIST, member(3), stage.seq),
        cmd.NameNext(member(1), member(3), stage.seq),
    ):
        with pytest.raises(Refused):
            stage.do(command)
    stage.act(member(1), "pass_piece")
    assert stage.holder == member(2)


def test_it_has_no_timer_but_counts_up_for_the_keeper() -> None:
    stage = going(2)
    turn = stage.room.state.floor.holder
    assert turn is not None
    assert (turn.limit_s, stage.wait(3600)) == (None, [])
    assert turn.elapsed(stage.now) == 3600
    assert stage.holder == member(1)


def test_a_soft_time_can_be_chosen_and_takes_nobody_the_piece() -> None:
    stage = going(2, soft_s=180)
    assert "turn.overrun" in stage.wait(200)
    assert stage.holder == member(1)


def test_who_passes_is_offered_the_piece_once_more_at_the_end() -> None:
    stage = going(3)
    stage.do(cmd.PassTurn(member(1), stage.seq))
    assert stage.speakers(3) == [member(2), member(3), member(1)]
    assert stage.step == "next_question"


def test_the_piece_stays_with_who_is_lost() -> None:
    stage = going(3)
    stage.drop(member(1))
    stage.wait(120)
    assert (stage.holder, stage.public["piece"]) == (None, member(1))
    assert stage.staff["lost"] == member(1)
    assert heard(stage) == {STAFF_SEAT}
    stage.back(member(1))
    assert stage.holder == member(1)
    assert stage.speakers(3) == [member(1), member(2), member(3)]
    assert stage.step == "next_question", "having it again was no second time"


@pytest.mark.parametrize("how", ["move_on", "defer"])
def test_the_keeper_moves_on_from_who_is_lost_and_comes_back_at_the_end(how: str) -> None:
    stage = going(3)
    stage.drop(member(1))
    if how == "move_on":
        stage.wait(120)
        stage.act(THERAPIST, "move_on")
    else:
        stage.wait(35)
        stage.do(cmd.DecideHold(THERAPIST, HoldChoice.DEFER, stage.seq))
    assert stage.holder == member(2)
    stage.back(member(1))
    assert stage.speakers(3) == [member(2), member(3), member(1)]


def test_the_keeper_goes_on_without_who_stays_away() -> None:
    stage = going(2)
    stage.drop(member(1))
    stage.act(THERAPIST, "move_on")
    stage.release()
    assert (stage.step, stage.holder) == ("piece", None), "it waits for member 1"
    stage.act(THERAPIST, "move_on")
    assert stage.step == "next_question"


def test_a_piece_taken_from_who_is_here_does_not_come_back() -> None:
    stage = going(2)
    stage.act(THERAPIST, "move_on")
    assert stage.speakers(1) == [member(2)]
    assert stage.step == "next_question"


def test_the_keeper_speaks_for_the_process_and_it_is_shown_and_kept() -> None:
    stage = going(2)
    stage.act(THERAPIST, "speak_for_process")
    assert stage.public["process"] == THERAPIST
    assert stage.holder == member(1), "the piece stays where it is"
    stage.act(THERAPIST, "end_process")
    assert "process" not in stage.public
    stage.wait(5)
    stage.act(THERAPIST, "speak_for_process")
    stage.act(member(1), "pass_piece")
    assert "process" not in stage.public, "the piece has moved on"
    assert [said["by"] for said in stage.staff["interventions"]] == [THERAPIST, THERAPIST]
    assert stage.refused(member(2), "speak_for_process") == "protocol.not_yours"


def test_another_question_sends_the_piece_round_again() -> None:
    stage = going(2)
    stage.speakers(2)
    stage.act(THERAPIST, "ask_next")
    assert (stage.step, stage.public["round"]) == ("piece", 2)
    assert stage.speakers(2) == [member(1), member(2)]
    stage.act(THERAPIST, "close")
    stage.act(THERAPIST, "finish")
    assert stage.outcome == {"rounds": 2, "interventions": 0}


def test_a_question_that_nobody_knows_is_refused() -> None:
    stage = going(1)
    stage.release()
    assert stage.refused(THERAPIST, "ask_next", question="no.such") == "protocol.bad_value"


def test_who_comes_late_is_last() -> None:
    stage = circle(3)
    stage.do(cmd.Leave(member(1)))
    stage.start("talking_piece")
    stage.act(THERAPIST, "to_agreements")
    for number in (2, 3):
        stage.act(member(number), "confirm")
    stage.arrive(seat(1))
    stage.let_in()
    assert stage.speakers(3) == [member(2), member(3), member(1)]


def test_a_turn_from_before_is_not_the_piece() -> None:
    stage = circle(2)
    stage.do(cmd.GrantFloor(THERAPIST, member(2), stage.seq))
    stage.start("talking_piece")
    stage.act(THERAPIST, "to_agreements")
    for number in (1, 2):
        stage.act(member(number), "confirm")
    assert stage.refused(member(2), "pass_piece") == "protocol.not_yours"
    stage.release()
    assert stage.public["piece"] == member(1)


def test_a_pause_gives_the_room_its_own_way_back_and_the_piece_waits() -> None:
    stage = going(3)
    stage.do(cmd.PauseProtocol(THERAPIST))
    assert seat(3) in heard(stage)
    stage.do(cmd.ResumeProtocol(THERAPIST))
    assert (stage.holder, heard(stage)) == (member(1), {STAFF_SEAT, seat(1)})


@pytest.mark.parametrize("steps", [0, 1, 2, 3])
def test_it_can_be_closed_or_aborted_at_any_time(steps: int) -> None:
    for last in ("close", "abort"):
        stage = circle(1)
        stage.start("talking_piece")
        for by, action in [(THERAPIST, "to_agreements"), (member(1), "confirm"), (member(1), "pass_piece")][
            :steps
        ]:
            stage.act(by, action)
        if last == "abort":
            stage.do(cmd.AbortProtocol(THERAPIST))
        else:
            stage.act(THERAPIST, "close")
            stage.act(THERAPIST, "finish")
        assert stage.room.state.runs == []


@pytest.mark.parametrize(
    ("by", "action", "code"),
    [
        (member(1), "to_agreements", "protocol.no_action"),
        (member(1), "ask_next", "protocol.no_action"),
        (member(1), "close", "protocol.not_yours"),
        (member(1), "finish", "protocol.no_action"),
        (THERAPIST, "pass_piece", "protocol.not_yours"),
        (THERAPIST, "confirm", "protocol.no_action"),
    ],
)
def test_what_is_not_theirs_or_not_now_is_refused(by: str, action: str, code: str) -> None:
    assert going(2).refused(by, action) == code


@settings(max_examples=examples(40), deadline=None, phases=WITHOUT_EXPLAINING)
@given(data=st.data(), order=st.sampled_from(["seat", "random"]))
def test_whatever_people_do_the_piece_goes_round_in_its_order(data: st.DataObject, order: str) -> None:
    stage = going(3, couple=True, order=order)
    crowd = Crowd(stage, data.draw)
    crowd.moves(40)
    stage.check_replay()
    assert sum(isinstance(e.event, ev.ProtocolStarted) for e in stage.log) == 1

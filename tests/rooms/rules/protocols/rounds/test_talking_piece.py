"""The talking piece against docs/domain.md, Protocols."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.errors import Refused
from rooms.model.floor import HoldChoice
from rooms.model.ids import PersonId
from rooms.plan import has_voice
from rooms.views.build import build_views
from tests.support.protocols.rounds import WITHOUT_EXPLAINING, Circle, Crowd, circle, member, seat
from tests.support.rooms.setups import COUPLE_SEAT, ELENA, FINN, STAFF_SEAT, THERAPIST
from tests.support.thorough import examples


def going(members: int = 3, *, couple: bool = False, **options: object) -> Circle:
    """The piece goes round: everybody has agreed."""
    driver = circle(members, couple=couple)
    driver.start("talking_piece", **options)
    driver.act(THERAPIST, "to_agreements")
    for person in driver.room.context(driver.now).participants():
        driver.act(person, "confirm")
    return driver


def offered(driver: Circle, person: str) -> list[str]:
    own = driver.room.state.people[PersonId(person)].seat
    return list(build_views(driver.room.context(driver.now), [own])[own]["you"]["run"][person]["acts"])


def heard(driver: Circle) -> set[str]:
    state = driver.room.state
    seats = {place for place, now in state.seats.items() if now.slot is not None}
    return {place for place in seats if has_voice(driver.room.setup, state, place)}


def test_it_starts_once_everybody_has_agreed() -> None:
    driver = circle(3)
    driver.start("talking_piece")
    assert driver.step == "opening_ceremony"
    assert driver.run.roles == {"keeper": (THERAPIST,)}
    assert driver.refused(member(1), "confirm") == "protocol.no_action"
    driver.act(THERAPIST, "to_agreements")
    for number in (1, 2, 1):
        driver.act(member(number), "confirm")
    assert (driver.step, driver.public["confirmed"]) == ("agreements", [member(1), member(2)])
    assert driver.staff["unconfirmed"] == [member(3)]
    driver.act(member(3), "confirm")
    assert (driver.step, driver.holder, driver.public["piece"]) == ("piece", member(1), member(1))


def test_both_partners_agree_for_themselves() -> None:
    driver = circle(1, couple=True)
    driver.start("talking_piece")
    driver.act(THERAPIST, "to_agreements")
    for person in (member(1), ELENA):
        driver.act(person, "confirm")
    assert driver.step == "agreements"
    driver.act(FINN, "confirm")
    assert driver.step == "piece"


def test_people_who_leave_without_agreeing_are_not_waited_for() -> None:
    driver = circle(2)
    driver.start("talking_piece")
    driver.act(THERAPIST, "to_agreements")
    driver.act(member(1), "confirm")
    driver.do(cmd.Leave(member(2)))
    assert driver.step == "piece"


def test_only_the_holder_and_the_keeper_are_heard() -> None:
    driver = circle(2, couple=True)
    driver.start("talking_piece")
    assert heard(driver) == {STAFF_SEAT}
    driver.act(THERAPIST, "to_agreements")
    assert heard(driver) == {STAFF_SEAT, seat(1), seat(2), COUPLE_SEAT}, "agreements are talked about"
    for person in (member(1), member(2), ELENA, FINN):
        driver.act(person, "confirm")
    for expected in (seat(1), seat(2), COUPLE_SEAT, COUPLE_SEAT):
        assert heard(driver) == {STAFF_SEAT, expected}
        assert driver.holder is not None
        driver.act(driver.holder, "pass_piece")
    assert (driver.step, heard(driver)) == ("next_question", {STAFF_SEAT})


def test_only_its_holder_or_a_facilitator_moves_the_piece() -> None:
    driver = going(3)
    assert driver.refused(member(2), "pass_piece") == "protocol.not_yours"
    assert driver.refused(member(2), "move_on") == "protocol.not_yours"
    for command in (
        cmd.ReleaseFloor(member(2), driver.seq),
        cmd.GrantFloor(THERAPIST, member(3), driver.seq),
        cmd.NameNext(member(1), member(3), driver.seq),
    ):
        with pytest.raises(Refused):
            driver.do(command)
    driver.act(member(1), "pass_piece")
    assert driver.holder == member(2)


def test_it_has_no_timer_but_counts_up_for_the_keeper() -> None:
    driver = going(2)
    turn = driver.room.state.floor.holder
    assert turn is not None
    assert (turn.limit_s, driver.wait(3600)) == (None, [])
    assert turn.elapsed(driver.now) == 3600
    assert driver.holder == member(1)


def test_a_soft_time_limit_takes_the_piece_from_nobody() -> None:
    driver = going(2, soft_s=180)
    assert "turn.overrun" in driver.wait(200)
    assert driver.holder == member(1)


def test_a_person_who_passes_is_offered_the_piece_once_more_at_the_end() -> None:
    driver = going(3)
    driver.do(cmd.PassTurn(member(1), driver.seq))
    assert driver.speakers(3) == [member(2), member(3), member(1)]
    assert driver.step == "next_question"


def test_the_piece_stays_with_a_holder_who_is_lost() -> None:
    driver = going(3)
    driver.drop(member(1))
    driver.wait(120)
    assert (driver.holder, driver.public["piece"]) == (None, member(1))
    assert driver.staff["lost"] == member(1)
    assert heard(driver) == {STAFF_SEAT}
    driver.back(member(1))
    assert driver.holder == member(1)
    assert driver.speakers(3) == [member(1), member(2), member(3)]
    assert driver.step == "next_question", "having it again was no second time"


@pytest.mark.parametrize("how", ["move_on", "defer"])
def test_the_keeper_moves_on_from_a_lost_holder_and_returns_at_the_end(how: str) -> None:
    driver = going(3)
    driver.drop(member(1))
    if how == "move_on":
        driver.wait(120)
        driver.act(THERAPIST, "move_on")
    else:
        driver.wait(35)
        driver.do(cmd.DecideHold(THERAPIST, HoldChoice.DEFER, driver.seq))
    assert driver.holder == member(2)
    driver.back(member(1))
    assert driver.speakers(3) == [member(2), member(3), member(1)]


def test_the_keeper_goes_on_without_somebody_who_stays_away() -> None:
    driver = going(2)
    driver.drop(member(1))
    driver.act(THERAPIST, "move_on")
    driver.release()
    assert (driver.step, driver.holder) == ("piece", None), "it waits for member 1"
    driver.act(THERAPIST, "move_on")
    assert driver.step == "next_question"


def test_a_piece_taken_from_a_connected_holder_does_not_come_back() -> None:
    driver = going(2)
    driver.act(THERAPIST, "move_on")
    assert driver.speakers(1) == [member(2)]
    assert driver.step == "next_question"


def test_the_keepers_process_comment_is_shown_and_kept() -> None:
    driver = going(2)
    driver.act(THERAPIST, "speak_for_process")
    assert driver.public["process"] == THERAPIST
    assert driver.holder == member(1), "the piece stays where it is"
    driver.act(THERAPIST, "end_process")
    assert "process" not in driver.public
    driver.wait(5)
    driver.act(THERAPIST, "speak_for_process")
    driver.act(member(1), "pass_piece")
    assert "process" not in driver.public, "the piece has moved on"
    assert [said["by"] for said in driver.staff["interventions"]] == [THERAPIST, THERAPIST]
    assert driver.refused(member(2), "speak_for_process") == "protocol.not_yours"


def test_another_question_sends_the_piece_round_again() -> None:
    driver = going(2)
    driver.speakers(2)
    driver.act(THERAPIST, "ask_next")
    assert (driver.step, driver.public["round"]) == ("piece", 2)
    assert driver.speakers(2) == [member(1), member(2)]
    driver.act(THERAPIST, "close")
    driver.act(THERAPIST, "finish")
    assert driver.outcome == {"rounds": 2, "interventions": 0}


def test_an_unknown_question_is_refused() -> None:
    driver = going(1)
    driver.release()
    assert driver.refused(THERAPIST, "ask_next", question="no.such") == "protocol.bad_value"


def test_a_latecomer_is_last() -> None:
    driver = circle(3)
    driver.do(cmd.Leave(member(1)))
    driver.start("talking_piece")
    driver.act(THERAPIST, "to_agreements")
    for number in (2, 3):
        driver.act(member(number), "confirm")
    driver.arrive(seat(1))
    driver.let_in()
    assert driver.speakers(3) == [member(2), member(3), member(1)]


def test_a_turn_from_before_does_not_count_as_the_piece() -> None:
    driver = circle(2)
    driver.do(cmd.GrantFloor(THERAPIST, member(2), driver.seq))
    driver.start("talking_piece")
    driver.act(THERAPIST, "to_agreements")
    for number in (1, 2):
        driver.act(member(number), "confirm")
    assert "pass_piece" not in offered(driver, member(2))
    assert driver.refused(member(2), "pass_piece") == "protocol.not_yours"
    driver.release()
    assert driver.public["piece"] == member(1)
    assert "pass_piece" in offered(driver, member(1))


def test_a_pause_restores_the_base_mode_and_the_piece_waits() -> None:
    driver = going(3)
    driver.do(cmd.PauseProtocol(THERAPIST))
    assert seat(3) in heard(driver)
    driver.do(cmd.ResumeProtocol(THERAPIST))
    assert (driver.holder, heard(driver)) == (member(1), {STAFF_SEAT, seat(1)})


@pytest.mark.parametrize("steps", [0, 1, 2, 3])
def test_it_can_be_closed_or_aborted_at_any_time(steps: int) -> None:
    for last in ("close", "abort"):
        driver = circle(1)
        driver.start("talking_piece")
        for by, action in [(THERAPIST, "to_agreements"), (member(1), "confirm"), (member(1), "pass_piece")][
            :steps
        ]:
            driver.act(by, action)
        if last == "abort":
            driver.do(cmd.AbortProtocol(THERAPIST))
        else:
            driver.act(THERAPIST, "close")
            driver.act(THERAPIST, "finish")
        assert driver.room.state.runs == []


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
def test_actions_at_the_wrong_time_or_by_others_are_refused(by: str, action: str, code: str) -> None:
    assert going(2).refused(by, action) == code


@settings(max_examples=examples(40), deadline=None, phases=WITHOUT_EXPLAINING)
@given(data=st.data(), order=st.sampled_from(["seat", "random"]))
def test_whatever_people_do_the_piece_goes_round_in_order(data: st.DataObject, order: str) -> None:
    driver = going(3, couple=True, order=order)
    crowd = Crowd(driver, data.draw)
    crowd.moves(40)
    driver.check_replay()
    assert sum(isinstance(e.event, ev.ProtocolStarted) for e in driver.log) == 1

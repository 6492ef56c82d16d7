"""Split and merge: what follows the person, what fails and reverts, who learns of it, what is refused."""

from typing import Any

import pytest

from rooms.model import commands as cmd
from rooms.model.errors import Refused
from rooms.model.floor import TurnPhase
from rooms.model.policy.policy import FloorMode, MicPolicy, RoomPolicy
from rooms.plan import build_plan
from rooms.room import Room
from rooms.rules.couples.split import SPLIT_S
from rooms.state import MediaState, Phase, Place
from rooms.views.events import visible_events
from tests.support.rooms.couples import (
    COUPLE_SEAT,
    ELENA_PHONE,
    FINN_PHONE,
    GITA,
    GITA_PHONE,
    OTHER_COUPLE,
    CouplesStage,
)
from tests.support.rooms.setups import ANA, ANA_SEAT, ELENA, FINN, STAFF_SEAT, THERAPIST


def sits(stage: CouplesStage, person: Any) -> Any:
    """Where the person sits."""
    return stage.room.state.people[person].seat


# Splitting.


def test_a_split_gives_a_seat_with_everything_off() -> None:
    stage = CouplesStage()
    stage.ask_split()
    assert stage.kinds(cmd.AnswerSplit(THERAPIST, FINN, agree=True)) == ["seat.split"]
    phone = stage.seat(FINN_PHONE)
    assert (phone.place, phone.mic, phone.camera, phone.media) == (Place.MAIN, False, False, MediaState.NONE)
    assert phone.slot is not None
    assert phone.slot not in {stage.seat(seat).slot for seat in (STAFF_SEAT, ANA_SEAT, COUPLE_SEAT)}
    assert (stage.seat(COUPLE_SEAT).occupants, sits(stage, FINN)) == ((ELENA,), FINN_PHONE)
    gate = build_plan(stage.room.setup, stage.room.state).seats[FINN_PHONE]
    assert (gate.space, gate.audio, gate.video) == ("main", False, False)


def test_turn_clock_hand_and_place_in_line_follow_the_person() -> None:
    stage = CouplesStage()
    stage.mode(FloorMode.QUEUE, MicPolicy.HARD)
    stage.grant(FINN, limit_s=90.0)
    stage.do(cmd.RequestFloor(ANA, stage.seq))
    stage.do(cmd.RequestFloor(ELENA, stage.seq))
    stage.wait(20)
    turn = stage.room.state.floor.holder
    assert turn is not None
    due = turn.due(1.0)
    stage.split()
    stage.do(cmd.SetDevices(FINN, mic=True, camera=True, via=FINN_PHONE))
    after = stage.room.state.floor
    assert (stage.holder, after.queue) == (FINN, [ANA, ELENA])
    assert after.holder is not None
    assert after.holder.due(1.0) == due
    plan = build_plan(stage.room.setup, stage.room.state).seats
    assert (plan[FINN_PHONE].audio, plan[COUPLE_SEAT].audio) == (True, False)
    assert stage.seat(COUPLE_SEAT).voice is None


def test_the_partner_is_told_only_who_sits_where() -> None:
    stage = CouplesStage()
    before = stage.view(COUPLE_SEAT)
    start = len(stage.log)
    stage.ask_split()
    assert stage.view(COUPLE_SEAT) == before
    stage.do(cmd.AnswerSplit(THERAPIST, FINN, agree=True))
    assert visible_events(stage.context(), COUPLE_SEAT, stage.log[start:]) == []
    after = stage.view(COUPLE_SEAT)
    assert {name for name in after if after[name] != before[name]} == {"you", "people", "seats"}
    assert "split" not in str(after)


def test_the_phone_and_the_facilitators_see_the_request() -> None:
    stage = CouplesStage()
    stage.ask_split()
    assert stage.view(FINN_PHONE)["you"]["split_asked"] is True
    assert stage.view(STAFF_SEAT)["leading"]["splits"] == {FINN: {"apart": True}}
    stage.do(cmd.AnswerSplit(THERAPIST, FINN, agree=False))
    assert "split_asked" not in stage.view(FINN_PHONE)["you"]
    assert stage.view(STAFF_SEAT)["leading"]["splits"] == {}
    assert sits(stage, FINN) == COUPLE_SEAT


def test_a_request_to_split_can_be_withdrawn() -> None:
    stage = CouplesStage()
    stage.ask_split()
    stage.do(cmd.AskSplit(FINN, FINN_PHONE, on=False))
    with pytest.raises(Refused, match=r"split\.not_asked"):
        stage.do(cmd.AnswerSplit(THERAPIST, FINN, agree=True))


def test_a_second_request_is_dropped_once_the_first_was_granted() -> None:
    stage = CouplesStage()
    stage.do(cmd.Attach(ELENA_PHONE, mic=False, camera=False))
    stage.do(cmd.AskSplit(ELENA, ELENA_PHONE, on=True, apart=True))
    stage.split()
    assert not stage.room.state.people[ELENA].split_asked
    assert sits(stage, ELENA) == COUPLE_SEAT


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (cmd.AskSplit(FINN, FINN_PHONE, on=True), "split.not_apart"),
        (cmd.AskSplit(FINN, FINN_PHONE, on=False), "split.not_asked"),
        (cmd.AskSplit(FINN, COUPLE_SEAT, on=True, apart=True), "split.not_companion"),
        (cmd.AskSplit(FINN, GITA_PHONE, on=True, apart=True), "split.not_companion"),
        (cmd.AskSplit(GITA, GITA_PHONE, on=True, apart=True), "split.not_companion"),
        (cmd.AskSplit(ANA, ANA_SEAT, on=True, apart=True), "split.not_companion"),
        (cmd.AnswerSplit(THERAPIST, FINN, agree=True), "split.not_asked"),
        (cmd.AnswerSplit(ELENA, FINN, agree=True), "role.forbidden"),
        (cmd.AnswerSplit(THERAPIST, "pt_nobody", agree=True), "person.unknown"),  # type: ignore[arg-type]
        (cmd.AgreeToMerge(FINN, on=True), "merge.not_split"),
        (cmd.AgreeToMerge(ANA, on=True), "merge.not_split"),
    ],
)
def test_what_is_refused_while_a_couple_shares_a_seat(command: cmd.Command, code: str) -> None:
    with pytest.raises(Refused) as refused:
        CouplesStage().do(command)
    assert refused.value.code == code


def test_what_is_refused_after_a_request_or_a_split() -> None:
    stage = CouplesStage()
    stage.ask_split()
    with pytest.raises(Refused, match=r"split\.is_asked"):
        stage.ask_split()
    stage.do(cmd.Detach(FINN_PHONE))
    with pytest.raises(Refused, match=r"split\.device_away"):
        stage.do(cmd.AnswerSplit(THERAPIST, FINN, agree=True))
    stage.do(cmd.Attach(FINN_PHONE, mic=False, camera=False))
    stage.do(cmd.MoveToWaiting(THERAPIST, COUPLE_SEAT))
    with pytest.raises(Refused, match=r"seat\.not_in_room"):
        stage.do(cmd.AnswerSplit(THERAPIST, FINN, agree=True))
    stage.do(cmd.Admit(THERAPIST, COUPLE_SEAT))
    stage.do(cmd.AnswerSplit(THERAPIST, FINN, agree=True))
    with pytest.raises(Refused, match=r"split\.not_companion"):
        stage.ask_split()
    with pytest.raises(Refused, match=r"merge\.not_agreed"):
        stage.do(cmd.AgreeToMerge(FINN, on=False))
    stage.do(cmd.Attach(ELENA_PHONE, mic=False, camera=False))
    with pytest.raises(Refused, match=r"seat\.not_shared"):
        stage.do(cmd.AskSplit(ELENA, ELENA_PHONE, on=True, apart=True))


def test_there_is_no_split_without_a_free_slot() -> None:
    stage = CouplesStage(RoomPolicy(max_seats=4))
    stage.ask_split()
    with pytest.raises(Refused, match=r"room\.full"):
        stage.do(cmd.AnswerSplit(THERAPIST, FINN, agree=True))
    assert sits(stage, FINN) == COUPLE_SEAT


# Failing devices.


def test_a_phone_whose_media_never_come_up_takes_its_owner_back() -> None:
    stage = CouplesStage()
    stage.ask_split()
    stage.do(cmd.AnswerSplit(THERAPIST, FINN, agree=True))
    assert stage.wait(SPLIT_S - 0.1) == []
    kinds = stage.wait(0.1)
    assert kinds == ["seat.merged"]
    assert stage.seat(COUPLE_SEAT).occupants == (ELENA, FINN)
    phone = stage.seat(FINN_PHONE)
    assert (phone.place, phone.slot, phone.online) == (Place.COMPANION, None, True)


def test_the_seat_is_kept_once_its_media_come_up() -> None:
    stage = CouplesStage()
    stage.split()
    assert stage.wait(4 * SPLIT_S) == []
    assert sits(stage, FINN) == FINN_PHONE


@pytest.mark.parametrize("lost", [cmd.Detach(FINN_PHONE), cmd.MediaDown(FINN_PHONE)])
def test_a_seat_lost_for_long_takes_its_owner_back_with_the_turn(lost: cmd.Command) -> None:
    stage = CouplesStage(RoomPolicy(hold_s=120.0))
    stage.split()
    stage.grant(FINN)
    stage.wait(30)
    stage.do(lost)
    assert stage.room.state.floor.holder is not None
    assert stage.room.state.floor.holder.phase is TurnPhase.SUSPENDED
    kinds = stage.wait(SPLIT_S)
    assert kinds[:3] == ["seat.merged", "seat.voice_given", "floor.resumed"]
    assert (stage.holder, stage.seat(COUPLE_SEAT).voice) == (FINN, FINN)


def test_a_person_who_returns_in_time_keeps_the_seat() -> None:
    stage = CouplesStage()
    stage.split()
    stage.do(cmd.MediaDown(FINN_PHONE))
    stage.do(cmd.Detach(FINN_PHONE))
    stage.wait(SPLIT_S - 1)
    stage.do(cmd.Attach(FINN_PHONE, mic=True, camera=False))
    stage.do(cmd.MediaUp(FINN_PHONE))
    assert stage.wait(SPLIT_S) == []
    assert sits(stage, FINN) == FINN_PHONE


def test_nobody_is_moved_back_to_a_seat_that_is_not_connected() -> None:
    stage = CouplesStage()
    stage.split()
    stage.do(cmd.Detach(COUPLE_SEAT))
    stage.do(cmd.MediaDown(FINN_PHONE))
    stage.wait(2 * SPLIT_S)
    assert sits(stage, FINN) == FINN_PHONE
    assert "seat.merged" in stage.kinds(cmd.Attach(COUPLE_SEAT, mic=True, camera=True))
    assert sits(stage, FINN) == COUPLE_SEAT


# One partner leaves.


def test_one_partner_leaving_does_not_affect_the_other() -> None:
    stage = CouplesStage()
    stage.split()
    stage.do(cmd.Leave(FINN, FINN_PHONE))
    assert (stage.seat(FINN_PHONE).place, stage.seat(COUPLE_SEAT).place) == (Place.OUTSIDE, Place.MAIN)
    assert ELENA in stage.room.state.present
    assert FINN not in stage.room.state.present
    assert stage.kinds(cmd.Attach(FINN_PHONE, mic=True, camera=True)) == ["seat.joined"]
    assert stage.seat(FINN_PHONE).place is Place.WAITING


def test_the_partner_who_stayed_keeps_the_seat_when_the_other_leaves_the_shared_one() -> None:
    stage = CouplesStage()
    stage.split()
    stage.do(cmd.Leave(ELENA, COUPLE_SEAT))
    assert stage.context().is_in_room(FINN)
    stage.wait(2 * SPLIT_S)
    assert (sits(stage, FINN), stage.seat(FINN_PHONE).place) == (FINN_PHONE, Place.MAIN)


def test_one_partner_may_wait_outside() -> None:
    stage = CouplesStage()
    stage.split()
    stage.do(cmd.RequestFloor(FINN, stage.seq))
    stage.do(cmd.MoveToWaiting(THERAPIST, FINN_PHONE))
    assert stage.room.state.floor.queue == []
    assert "seats" not in stage.view(FINN_PHONE)
    assert ELENA in stage.room.state.present
    stage.do(cmd.Admit(THERAPIST, FINN_PHONE))
    assert stage.context().is_in_room(FINN)


def test_when_both_have_left_the_original_seating_is_restored() -> None:
    stage = CouplesStage()
    stage.split()
    stage.do(cmd.Leave(ELENA, COUPLE_SEAT))
    assert "seat.merged" in stage.kinds(cmd.Leave(FINN, FINN_PHONE))
    stage.arrive(COUPLE_SEAT)
    stage.let_in()
    assert {ELENA, FINN} <= set(stage.room.state.present)
    assert stage.kinds(cmd.Attach(FINN_PHONE, mic=True, camera=True)) == ["companion.joined"]


def test_a_partner_who_stays_absent_has_left_like_anybody_else() -> None:
    stage = CouplesStage()
    stage.split()
    stage.do(cmd.MoveToWaiting(THERAPIST, COUPLE_SEAT))
    stage.do(cmd.Detach(FINN_PHONE))
    stage.wait(stage.room.setup.policy.absence_s)
    assert stage.seat(FINN_PHONE).place is Place.OUTSIDE


# Merging.


def test_a_merge_needs_both_partners_to_agree() -> None:
    stage = CouplesStage()
    stage.split()
    stage.do(cmd.RequestFloor(FINN, stage.seq))
    stage.do(cmd.AgreeToMerge(FINN, on=True))
    assert sits(stage, FINN) == FINN_PHONE
    assert stage.view(COUPLE_SEAT)["you"]["merge"] == [FINN]
    with pytest.raises(Refused, match=r"merge\.is_agreed"):
        stage.do(cmd.AgreeToMerge(FINN, on=True))
    assert "seat.merged" in stage.kinds(cmd.AgreeToMerge(ELENA, on=True))
    assert stage.seat(COUPLE_SEAT).occupants == (ELENA, FINN)
    assert stage.room.state.floor.queue == [FINN]
    assert not any(person.merge for person in stage.room.state.people.values())
    assert "merge" not in stage.view(COUPLE_SEAT)["you"]


def test_an_agreement_to_merge_is_dropped_when_the_other_is_gone() -> None:
    stage = CouplesStage()
    stage.split()
    stage.do(cmd.AgreeToMerge(ELENA, on=True))
    stage.do(cmd.Leave(FINN, FINN_PHONE))
    assert not stage.room.state.people[ELENA].merge
    with pytest.raises(Refused, match=r"seat\.not_in_room"):
        stage.do(cmd.AgreeToMerge(ELENA, on=True))


def test_a_holder_who_merges_has_the_in_seat_voice() -> None:
    stage = CouplesStage()
    stage.split()
    stage.grant(FINN)
    stage.do(cmd.AgreeToMerge(ELENA, on=True))
    stage.do(cmd.AgreeToMerge(FINN, on=True))
    assert (stage.holder, stage.seat(COUPLE_SEAT).voice) == (FINN, FINN)


def test_the_first_of_the_two_may_be_the_one_who_splits() -> None:
    stage = CouplesStage()
    stage.do(cmd.Attach(ELENA_PHONE, mic=False, camera=False))
    stage.do(cmd.AskSplit(ELENA, ELENA_PHONE, on=True, apart=True))
    stage.do(cmd.AnswerSplit(THERAPIST, ELENA, agree=True))
    assert stage.seat(COUPLE_SEAT).occupants == (FINN,)
    stage.do(cmd.AgreeToMerge(FINN, on=True))
    stage.do(cmd.AgreeToMerge(ELENA, on=True))
    assert stage.seat(COUPLE_SEAT).occupants == (ELENA, FINN)


# Restarts.


def test_a_split_survives_a_restart() -> None:
    stage = CouplesStage()
    stage.split()
    again = Room(stage.room.setup, stage.log)
    assert again.state == stage.room.state
    again.on_restart(stage.now + 5)
    assert again.state.people[FINN].seat == FINN_PHONE
    again.handle(cmd.Attach(COUPLE_SEAT, mic=True, camera=True), stage.now + 10)
    again.handle(cmd.Attach(FINN_PHONE, mic=True, camera=True), stage.now + 20)
    again.handle(cmd.MediaUp(FINN_PHONE), stage.now + 25)
    assert again.state.people[FINN].seat == FINN_PHONE


def test_if_nobody_returns_after_a_restart_the_couple_shares_the_seat_again() -> None:
    stage = CouplesStage()
    stage.split()
    again = Room(stage.room.setup, stage.log)
    again.on_restart(stage.now + 3600)
    assert again.state.people[FINN].seat == FINN_PHONE
    again.on_deadline(stage.now + 3600 + stage.room.setup.policy.absence_s)
    assert again.state.seats[COUPLE_SEAT].occupants == (ELENA, FINN)
    assert again.state.seats[FINN_PHONE].place is Place.OUTSIDE


def test_the_end_of_the_session_removes_phones() -> None:
    stage = CouplesStage()
    stage.do(cmd.Attach(GITA_PHONE, mic=False, camera=False))
    stage.split()
    stage.do(cmd.EndSession(THERAPIST))
    assert stage.room.state.phase is Phase.ENDED
    assert {seat.place for seat in stage.room.state.seats.values()} == {Place.OUTSIDE}
    assert stage.seat(OTHER_COUPLE).slot is None

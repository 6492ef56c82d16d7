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
    CouplesDriver,
)
from tests.support.rooms.setups import ANA, ANA_SEAT, ELENA, FINN, STAFF_SEAT, THERAPIST


def sits(driver: CouplesDriver, person: Any) -> Any:
    """Where the person sits."""
    return driver.room.state.people[person].seat


# Splitting.


def test_a_split_gives_a_seat_with_everything_off() -> None:
    driver = CouplesDriver()
    driver.ask_split()
    assert driver.kinds(cmd.AnswerSplit(THERAPIST, FINN, agree=True)) == ["seat.split"]
    phone = driver.seat(FINN_PHONE)
    assert (phone.place, phone.mic, phone.camera, phone.media) == (Place.MAIN, False, False, MediaState.NONE)
    assert phone.slot is not None
    assert phone.slot not in {driver.seat(seat).slot for seat in (STAFF_SEAT, ANA_SEAT, COUPLE_SEAT)}
    assert (driver.seat(COUPLE_SEAT).occupants, sits(driver, FINN)) == ((ELENA,), FINN_PHONE)
    gate = build_plan(driver.room.setup, driver.room.state).seats[FINN_PHONE]
    assert (gate.space, gate.audio, gate.video) == ("main", False, False)


def test_turn_clock_hand_and_place_in_line_follow_the_person() -> None:
    driver = CouplesDriver()
    driver.mode(FloorMode.QUEUE, MicPolicy.HARD)
    driver.grant(FINN, limit_s=90.0)
    driver.do(cmd.RequestFloor(ANA, driver.seq))
    driver.do(cmd.RequestFloor(ELENA, driver.seq))
    driver.wait(20)
    turn = driver.room.state.floor.holder
    assert turn is not None
    due = turn.due(1.0)
    driver.split()
    driver.do(cmd.SetDevices(FINN, mic=True, camera=True, via=FINN_PHONE))
    after = driver.room.state.floor
    assert (driver.holder, after.queue) == (FINN, [ANA, ELENA])
    assert after.holder is not None
    assert after.holder.due(1.0) == due
    plan = build_plan(driver.room.setup, driver.room.state).seats
    assert (plan[FINN_PHONE].audio, plan[COUPLE_SEAT].audio) == (True, False)
    assert driver.seat(COUPLE_SEAT).voice is None


def test_the_partner_is_told_only_who_sits_where() -> None:
    driver = CouplesDriver()
    before = driver.view(COUPLE_SEAT)
    start = len(driver.log)
    driver.ask_split()
    assert driver.view(COUPLE_SEAT) == before
    driver.do(cmd.AnswerSplit(THERAPIST, FINN, agree=True))
    assert visible_events(driver.context(), COUPLE_SEAT, driver.log[start:]) == []
    after = driver.view(COUPLE_SEAT)
    assert {name for name in after if after[name] != before[name]} == {"you", "people", "seats"}
    assert "split" not in str(after)


def test_the_phone_and_the_facilitators_see_the_request() -> None:
    driver = CouplesDriver()
    driver.ask_split()
    assert driver.view(FINN_PHONE)["you"]["split_asked"] is True
    assert driver.view(STAFF_SEAT)["leading"]["splits"] == {FINN: {"apart": True}}
    driver.do(cmd.AnswerSplit(THERAPIST, FINN, agree=False))
    assert "split_asked" not in driver.view(FINN_PHONE)["you"]
    assert driver.view(STAFF_SEAT)["leading"]["splits"] == {}
    assert sits(driver, FINN) == COUPLE_SEAT


def test_a_request_to_split_can_be_withdrawn() -> None:
    driver = CouplesDriver()
    driver.ask_split()
    driver.do(cmd.AskSplit(FINN, FINN_PHONE, on=False))
    with pytest.raises(Refused, match=r"split\.not_asked"):
        driver.do(cmd.AnswerSplit(THERAPIST, FINN, agree=True))


def test_a_second_request_is_dropped_once_the_first_was_granted() -> None:
    driver = CouplesDriver()
    driver.do(cmd.Attach(ELENA_PHONE, mic=False, camera=False))
    driver.do(cmd.AskSplit(ELENA, ELENA_PHONE, on=True, apart=True))
    driver.split()
    assert not driver.room.state.people[ELENA].split_asked
    assert sits(driver, ELENA) == COUPLE_SEAT


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
        CouplesDriver().do(command)
    assert refused.value.code == code


def test_what_is_refused_after_a_request_or_a_split() -> None:
    driver = CouplesDriver()
    driver.ask_split()
    with pytest.raises(Refused, match=r"split\.is_asked"):
        driver.ask_split()
    driver.do(cmd.Detach(FINN_PHONE))
    with pytest.raises(Refused, match=r"split\.device_away"):
        driver.do(cmd.AnswerSplit(THERAPIST, FINN, agree=True))
    driver.do(cmd.Attach(FINN_PHONE, mic=False, camera=False))
    driver.do(cmd.MoveToWaiting(THERAPIST, COUPLE_SEAT))
    with pytest.raises(Refused, match=r"seat\.not_in_room"):
        driver.do(cmd.AnswerSplit(THERAPIST, FINN, agree=True))
    driver.do(cmd.Admit(THERAPIST, COUPLE_SEAT))
    driver.do(cmd.AnswerSplit(THERAPIST, FINN, agree=True))
    with pytest.raises(Refused, match=r"split\.not_companion"):
        driver.ask_split()
    with pytest.raises(Refused, match=r"merge\.not_agreed"):
        driver.do(cmd.AgreeToMerge(FINN, on=False))
    driver.do(cmd.Attach(ELENA_PHONE, mic=False, camera=False))
    with pytest.raises(Refused, match=r"seat\.not_shared"):
        driver.do(cmd.AskSplit(ELENA, ELENA_PHONE, on=True, apart=True))


def test_there_is_no_split_without_a_free_slot() -> None:
    driver = CouplesDriver(RoomPolicy(max_seats=4))
    driver.ask_split()
    with pytest.raises(Refused, match=r"room\.full"):
        driver.do(cmd.AnswerSplit(THERAPIST, FINN, agree=True))
    assert sits(driver, FINN) == COUPLE_SEAT


# Failing devices.


def test_a_phone_whose_media_never_come_up_takes_its_owner_back() -> None:
    driver = CouplesDriver()
    driver.ask_split()
    driver.do(cmd.AnswerSplit(THERAPIST, FINN, agree=True))
    assert driver.wait(SPLIT_S - 0.1) == []
    kinds = driver.wait(0.1)
    assert kinds == ["seat.merged"]
    assert driver.seat(COUPLE_SEAT).occupants == (ELENA, FINN)
    phone = driver.seat(FINN_PHONE)
    assert (phone.place, phone.slot, phone.online) == (Place.COMPANION, None, True)


def test_the_seat_is_kept_once_its_media_come_up() -> None:
    driver = CouplesDriver()
    driver.split()
    assert driver.wait(4 * SPLIT_S) == []
    assert sits(driver, FINN) == FINN_PHONE


@pytest.mark.parametrize("lost", [cmd.Detach(FINN_PHONE), cmd.MediaDown(FINN_PHONE)])
def test_a_seat_lost_for_long_takes_its_owner_back_with_the_turn(lost: cmd.Command) -> None:
    driver = CouplesDriver(RoomPolicy(hold_s=120.0))
    driver.split()
    driver.grant(FINN)
    driver.wait(30)
    driver.do(lost)
    assert driver.room.state.floor.holder is not None
    assert driver.room.state.floor.holder.phase is TurnPhase.SUSPENDED
    kinds = driver.wait(SPLIT_S)
    assert kinds[:3] == ["seat.merged", "seat.voice_given", "floor.resumed"]
    assert (driver.holder, driver.seat(COUPLE_SEAT).voice) == (FINN, FINN)


def test_a_person_who_returns_in_time_keeps_the_seat() -> None:
    driver = CouplesDriver()
    driver.split()
    driver.do(cmd.MediaDown(FINN_PHONE))
    driver.do(cmd.Detach(FINN_PHONE))
    driver.wait(SPLIT_S - 1)
    driver.do(cmd.Attach(FINN_PHONE, mic=True, camera=False))
    driver.do(cmd.MediaUp(FINN_PHONE))
    assert driver.wait(SPLIT_S) == []
    assert sits(driver, FINN) == FINN_PHONE


def test_nobody_is_moved_back_to_a_seat_that_is_not_connected() -> None:
    driver = CouplesDriver()
    driver.split()
    driver.do(cmd.Detach(COUPLE_SEAT))
    driver.do(cmd.MediaDown(FINN_PHONE))
    driver.wait(2 * SPLIT_S)
    assert sits(driver, FINN) == FINN_PHONE
    assert "seat.merged" in driver.kinds(cmd.Attach(COUPLE_SEAT, mic=True, camera=True))
    assert sits(driver, FINN) == COUPLE_SEAT


# One partner leaves.


def test_one_partner_leaving_does_not_affect_the_other() -> None:
    driver = CouplesDriver()
    driver.split()
    driver.do(cmd.Leave(FINN, FINN_PHONE))
    assert (driver.seat(FINN_PHONE).place, driver.seat(COUPLE_SEAT).place) == (Place.OUTSIDE, Place.MAIN)
    assert ELENA in driver.room.state.present
    assert FINN not in driver.room.state.present
    assert driver.kinds(cmd.Attach(FINN_PHONE, mic=True, camera=True)) == ["seat.joined"]
    assert driver.seat(FINN_PHONE).place is Place.WAITING


def test_the_partner_who_stayed_keeps_the_seat_when_the_other_leaves_the_shared_one() -> None:
    driver = CouplesDriver()
    driver.split()
    driver.do(cmd.Leave(ELENA, COUPLE_SEAT))
    assert driver.context().is_in_room(FINN)
    driver.wait(2 * SPLIT_S)
    assert (sits(driver, FINN), driver.seat(FINN_PHONE).place) == (FINN_PHONE, Place.MAIN)


def test_one_partner_may_wait_outside() -> None:
    driver = CouplesDriver()
    driver.split()
    driver.do(cmd.RequestFloor(FINN, driver.seq))
    driver.do(cmd.MoveToWaiting(THERAPIST, FINN_PHONE))
    assert driver.room.state.floor.queue == []
    assert "seats" not in driver.view(FINN_PHONE)
    assert ELENA in driver.room.state.present
    driver.do(cmd.Admit(THERAPIST, FINN_PHONE))
    assert driver.context().is_in_room(FINN)


def test_when_both_have_left_the_original_seating_is_restored() -> None:
    driver = CouplesDriver()
    driver.split()
    driver.do(cmd.Leave(ELENA, COUPLE_SEAT))
    assert "seat.merged" in driver.kinds(cmd.Leave(FINN, FINN_PHONE))
    driver.arrive(COUPLE_SEAT)
    driver.let_in()
    assert {ELENA, FINN} <= set(driver.room.state.present)
    assert driver.kinds(cmd.Attach(FINN_PHONE, mic=True, camera=True)) == ["companion.joined"]


def test_a_partner_who_stays_absent_has_left_like_anybody_else() -> None:
    driver = CouplesDriver()
    driver.split()
    driver.do(cmd.MoveToWaiting(THERAPIST, COUPLE_SEAT))
    driver.do(cmd.Detach(FINN_PHONE))
    driver.wait(driver.room.setup.policy.absence_s)
    assert driver.seat(FINN_PHONE).place is Place.OUTSIDE


# Merging.


def test_a_merge_needs_both_partners_to_agree() -> None:
    driver = CouplesDriver()
    driver.split()
    driver.do(cmd.RequestFloor(FINN, driver.seq))
    driver.do(cmd.AgreeToMerge(FINN, on=True))
    assert sits(driver, FINN) == FINN_PHONE
    assert driver.view(COUPLE_SEAT)["you"]["merge"] == [FINN]
    with pytest.raises(Refused, match=r"merge\.is_agreed"):
        driver.do(cmd.AgreeToMerge(FINN, on=True))
    assert "seat.merged" in driver.kinds(cmd.AgreeToMerge(ELENA, on=True))
    assert driver.seat(COUPLE_SEAT).occupants == (ELENA, FINN)
    assert driver.room.state.floor.queue == [FINN]
    assert not any(person.merge for person in driver.room.state.people.values())
    assert "merge" not in driver.view(COUPLE_SEAT)["you"]


def test_an_agreement_to_merge_is_dropped_when_the_other_is_gone() -> None:
    driver = CouplesDriver()
    driver.split()
    driver.do(cmd.AgreeToMerge(ELENA, on=True))
    driver.do(cmd.Leave(FINN, FINN_PHONE))
    assert not driver.room.state.people[ELENA].merge
    with pytest.raises(Refused, match=r"seat\.not_in_room"):
        driver.do(cmd.AgreeToMerge(ELENA, on=True))


def test_a_holder_who_merges_has_the_in_seat_voice() -> None:
    driver = CouplesDriver()
    driver.split()
    driver.grant(FINN)
    driver.do(cmd.AgreeToMerge(ELENA, on=True))
    driver.do(cmd.AgreeToMerge(FINN, on=True))
    assert (driver.holder, driver.seat(COUPLE_SEAT).voice) == (FINN, FINN)


def test_the_first_of_the_two_may_be_the_one_who_splits() -> None:
    driver = CouplesDriver()
    driver.do(cmd.Attach(ELENA_PHONE, mic=False, camera=False))
    driver.do(cmd.AskSplit(ELENA, ELENA_PHONE, on=True, apart=True))
    driver.do(cmd.AnswerSplit(THERAPIST, ELENA, agree=True))
    assert driver.seat(COUPLE_SEAT).occupants == (FINN,)
    driver.do(cmd.AgreeToMerge(FINN, on=True))
    driver.do(cmd.AgreeToMerge(ELENA, on=True))
    assert driver.seat(COUPLE_SEAT).occupants == (ELENA, FINN)


# Restarts.


def test_a_split_survives_a_restart() -> None:
    driver = CouplesDriver()
    driver.split()
    again = Room(driver.room.setup, driver.log)
    assert again.state == driver.room.state
    again.on_restart(driver.now + 5)
    assert again.state.people[FINN].seat == FINN_PHONE
    again.handle(cmd.Attach(COUPLE_SEAT, mic=True, camera=True), driver.now + 10)
    again.handle(cmd.Attach(FINN_PHONE, mic=True, camera=True), driver.now + 20)
    again.handle(cmd.MediaUp(FINN_PHONE), driver.now + 25)
    assert again.state.people[FINN].seat == FINN_PHONE


def test_if_nobody_returns_after_a_restart_the_couple_shares_the_seat_again() -> None:
    driver = CouplesDriver()
    driver.split()
    again = Room(driver.room.setup, driver.log)
    again.on_restart(driver.now + 3600)
    assert again.state.people[FINN].seat == FINN_PHONE
    again.on_deadline(driver.now + 3600 + driver.room.setup.policy.absence_s)
    assert again.state.seats[COUPLE_SEAT].occupants == (ELENA, FINN)
    assert again.state.seats[FINN_PHONE].place is Place.OUTSIDE


def test_the_end_of_the_session_removes_phones() -> None:
    driver = CouplesDriver()
    driver.do(cmd.Attach(GITA_PHONE, mic=False, camera=False))
    driver.split()
    driver.do(cmd.EndSession(THERAPIST))
    assert driver.room.state.phase is Phase.ENDED
    assert {seat.place for seat in driver.room.state.seats.values()} == {Place.OUTSIDE}
    assert driver.seat(OTHER_COUPLE).slot is None

"""Who has shown who they are: scenarios 7 and 8 of docs/acceptance.md, and what follows from each answer."""

from dataclasses import replace

import pytest

from rooms.model import commands as cmd
from rooms.model.errors import Refused
from rooms.model.events import PresenceBegan, PresenceEnded
from rooms.model.ids import PersonId, SeatId
from rooms.model.policy.policy import AdmissionRule, ObserverRule, RoomPolicy
from rooms.room import Room
from rooms.rules.permissions import available
from rooms.state import Phase, Place, Proof
from rooms.views.events import visible_events
from tests.support.rooms.couples import FINN_PHONE, GITA, HUGO, OTHER_COUPLE, CouplesStage
from tests.support.rooms.people import OLA, OLA_SEAT, build_staffed_setup, refusal_of
from tests.support.rooms.setups import (
    ANA,
    ANA_SEAT,
    COUPLE_SEAT,
    ELENA,
    FINN,
    STAFF_SEAT,
    THERAPIST,
    Stage,
)

ADMIT = cmd.Admit(THERAPIST, COUPLE_SEAT)
FINN_IS_AWAY, FINN_IS_HERE = cmd.ConfirmAbsent(THERAPIST, FINN), cmd.ConfirmPresent(THERAPIST, FINN)


def presence(stage: Stage, person: PersonId) -> list[str]:
    """The person's presence, as it was recorded."""
    events = [each.event for each in stage.log]
    return [
        each.kind
        for each in events
        if isinstance(each, PresenceBegan | PresenceEnded) and each.person == person
    ]


def proof(stage: Stage, person: PersonId = FINN) -> Proof:
    return stage.room.state.people[person].proof


def alone() -> CouplesStage:
    """Elena is in the room; staff confirmed that Finn is not there."""
    stage = CouplesStage.at_the_door()
    stage.prove(ELENA)
    stage.do(FINN_IS_AWAY)
    stage.do(ADMIT)
    return stage


def test_scenario_7_a_couple_joins_on_one_laptop() -> None:
    stage = CouplesStage.at_the_door()
    assert refusal_of(stage, ADMIT) == "admission.unproved"
    assert stage.prove(ELENA) == ["person.proved"]
    assert refusal_of(stage, ADMIT) == "admission.unproved"
    assert stage.prove(FINN) == ["person.proved"]
    assert "unproved" not in stage.view(STAFF_SEAT)["waiting"][COUPLE_SEAT]
    assert refusal_of(stage, ADMIT) is None
    view = stage.view(STAFF_SEAT)
    assert view["seats"][COUPLE_SEAT]["people"] == [ELENA, FINN], "one tile"
    assert {ELENA, FINN} <= view["people"].keys(), "two people"
    assert presence(stage, ELENA) == presence(stage, FINN) == ["presence.began"]


def test_scenario_8_only_one_partner_signs_in() -> None:
    stage = CouplesStage.at_the_door()
    stage.prove(ELENA)
    assert stage.view(STAFF_SEAT)["waiting"][COUPLE_SEAT]["unproved"] == [FINN]
    assert refusal_of(stage, ADMIT) == "admission.unproved"
    assert stage.view(COUPLE_SEAT)["you"]["unproved"] == [
        {"person": FINN, "name": "Finn", "proof": "unproved"}
    ]
    assert stage.kinds(FINN_IS_AWAY) == ["person.confirmed_absent"]
    assert stage.kinds(ADMIT) == ["seat.admitted"]
    view = stage.view(STAFF_SEAT)
    assert view["seats"][COUPLE_SEAT]["people"] == [ELENA]
    assert FINN not in view["people"]
    stage.wait(60)
    stage.do(cmd.EndSession(THERAPIST))
    assert presence(stage, ELENA) == ["presence.began", "presence.ended"]
    assert presence(stage, FINN) == []


def test_whoever_is_absent_takes_part_in_nothing() -> None:
    stage = alone()
    asked = [
        cmd.RequestFloor(FINN, stage.seq),
        cmd.AskVoice(FINN, on=True),
        cmd.Gestured(FINN, "nod"),  # type: ignore[arg-type]  # never looked at
        cmd.SendMessage(FINN, COUPLE_SEAT, "staff", "Hello"),
    ]
    assert {refusal_of(stage, command) for command in asked} == {"person.unproved"}
    assert refusal_of(stage, cmd.GrantFloor(THERAPIST, FINN, stage.seq)) is not None
    assert refusal_of(stage, cmd.SendMessage(THERAPIST, STAFF_SEAT, FINN, "Hello")) == "person.not_here"
    assert refusal_of(stage, cmd.SendPrompt(THERAPIST, "general.hear", FINN)) is not None
    assert available(stage.context(), FINN, COUPLE_SEAT) == []
    assert FINN not in stage.context().participants()


def test_the_phone_of_somebody_who_is_absent_sees_nothing_of_the_room() -> None:
    stage = alone()
    stage.do(cmd.Attach(FINN_PHONE, mic=False, camera=False))
    view = stage.view(FINN_PHONE)
    assert set(view) == {"room", "people", "expected", "you"}
    assert set(view["people"]) == {FINN}
    assert view["you"]["unproved"] == [{"person": FINN, "name": "Finn", "proof": "absent"}]
    assert view["you"]["can"] == {FINN: ["session.leave"]}


def test_whoever_comes_later_counts_once_staff_see_them() -> None:
    stage = alone()
    stage.arrive(FINN_PHONE)
    records = stage.do(cmd.Prove(FINN_PHONE, FINN))
    assert proof(stage) is Proof.ARRIVING
    assert stage.view(STAFF_SEAT)["arriving"] == {FINN: {"name": "Finn", "seat": COUPLE_SEAT}}
    assert [each["kind"] for each in visible_events(stage.context(), STAFF_SEAT, records)] == [
        "person.proved"
    ]
    assert stage.view(COUPLE_SEAT)["seats"][COUPLE_SEAT]["people"] == [ELENA], "not seen yet"
    assert presence(stage, FINN) == []
    assert stage.kinds(FINN_IS_HERE) == ["person.confirmed_present"]
    assert stage.view(COUPLE_SEAT)["seats"][COUPLE_SEAT]["people"] == [ELENA, FINN]
    assert presence(stage, FINN) == ["presence.began"]
    assert stage.view(STAFF_SEAT)["arriving"] == {}
    assert refusal_of(stage, cmd.RequestFloor(FINN, stage.seq)) is None


def test_the_group_is_told_nothing_of_who_has_shown_what() -> None:
    stage = alone()
    stage.prove(ANA, at=ANA_SEAT)
    stage.arrive(ANA_SEAT)
    stage.do(cmd.Admit(THERAPIST, ANA_SEAT))
    before = stage.view(ANA_SEAT)
    records = stage.do(cmd.Prove(COUPLE_SEAT, FINN))
    assert stage.view(ANA_SEAT) == before
    assert visible_events(stage.context(), ANA_SEAT, records) == []
    records = stage.do(FINN_IS_AWAY)
    assert stage.view(ANA_SEAT) == before
    assert visible_events(stage.context(), ANA_SEAT, records) == []


def test_a_screen_that_somebody_arriving_may_look_at_shows_nothing_private() -> None:
    """F9."""
    stage = alone()
    stage.do(cmd.SendMessage(THERAPIST, STAFF_SEAT, ELENA, "For you alone"))
    assert stage.view(COUPLE_SEAT)["chat"]["messages"]
    stage.prove(FINN)
    assert not stage.view(COUPLE_SEAT)["chat"]["messages"]
    stage.do(FINN_IS_AWAY)
    assert stage.view(COUPLE_SEAT)["chat"]["messages"]


def test_a_private_message_waits_until_its_reader_has_shown_who_they_are() -> None:
    stage = CouplesStage.at_the_door()
    stage.arrive(ANA_SEAT)
    stage.do(cmd.SendMessage(THERAPIST, STAFF_SEAT, ANA, "For Ana"))
    assert "chat" not in stage.view(ANA_SEAT)
    assert [each.get("waiting") for each in stage.view(STAFF_SEAT)["chat"]["messages"].values()] == [True]
    stage.prove(ANA, at=ANA_SEAT)
    assert [each["text"] for each in stage.view(ANA_SEAT)["chat"]["messages"].values()] == ["For Ana"]


def test_only_who_is_known_is_asked_about_an_observer() -> None:
    policy = RoomPolicy(observers=ObserverRule.CONSENT_OF_ALL)
    stage = Stage(Room(replace(build_staffed_setup(policy), proof=True)))
    for person, seat in ((THERAPIST, STAFF_SEAT), (OLA, OLA_SEAT)):
        stage.do(cmd.Prove(seat, person))
        stage.arrive(seat)
    stage.arrive(ANA_SEAT)
    assert refusal_of(stage, cmd.AnswerObserver(ANA, OLA, agrees=True)) == "person.unproved"
    stage.do(cmd.Prove(ANA_SEAT, ANA))
    assert refusal_of(stage, cmd.AnswerObserver(ANA, OLA, agrees=True)) is None


def test_admitting_all_leaves_out_who_has_not_shown_who_they_are() -> None:
    stage = CouplesStage.at_the_door()
    stage.prove(ANA, at=ANA_SEAT)
    stage.arrive(ANA_SEAT)
    stage.do(cmd.AdmitAll(THERAPIST))
    assert (stage.seat(ANA_SEAT).place, stage.seat(COUPLE_SEAT).place) == (Place.MAIN, Place.WAITING)
    assert refusal_of(stage, cmd.AdmitAll(THERAPIST)) == "admission.unproved"


def test_where_partners_come_in_together_one_is_enough_if_the_other_is_absent() -> None:
    stage = CouplesStage.at_the_door(RoomPolicy(admission=AdmissionRule.TOGETHER))
    stage.prove(ELENA)
    stage.do(FINN_IS_AWAY)
    assert refusal_of(stage, ADMIT) is None


def test_staff_come_in_by_themselves_once_they_have_shown_who_they_are() -> None:
    stage = CouplesStage.at_the_door()
    assert stage.room.state.phase is Phase.LIVE
    stage.do(cmd.Leave(THERAPIST))
    stage.arrive(STAFF_SEAT)
    assert stage.seat(STAFF_SEAT).place is Place.MAIN, "it holds for the session"
    anew = Stage(Room(stage.room.setup))
    anew.arrive(STAFF_SEAT)
    assert anew.room.state.seats[STAFF_SEAT].place is Place.WAITING
    assert anew.kinds(cmd.Prove(STAFF_SEAT, THERAPIST)) == [
        "person.proved",
        "seat.admitted",
        "room.live",
        "lead.taken",
    ]


def test_a_proof_holds_through_a_restart_and_before_anybody_comes() -> None:
    stage = CouplesStage.at_the_door()
    stage.prove(ELENA)
    stage.prove(GITA, at=OTHER_COUPLE)
    stage.room = Room(stage.room.setup, stage.log)
    stage.room.on_restart(stage.now + 60)
    assert [proof(stage, person) for person in (ELENA, FINN, GITA, HUGO)] == [
        Proof.PROVED,
        Proof.UNPROVED,
        Proof.PROVED,
        Proof.UNPROVED,
    ]


def test_whoever_was_away_is_asked_again_when_the_seat_comes_back() -> None:
    stage = alone()
    stage.do(cmd.Leave(ELENA))
    stage.arrive(COUPLE_SEAT)
    assert stage.view(STAFF_SEAT)["waiting"][COUPLE_SEAT]["unproved"] == [FINN]
    assert refusal_of(stage, ADMIT) == "admission.unproved"
    stage.prove(FINN)
    assert refusal_of(stage, ADMIT) is None


@pytest.mark.parametrize("leave", [cmd.Leave(ELENA), cmd.MoveToWaiting(THERAPIST, COUPLE_SEAT)])
def test_whoever_arrives_while_the_seat_goes_out_comes_in_with_it(leave: cmd.Command) -> None:
    stage = alone()
    stage.prove(FINN)
    stage.do(leave)
    assert proof(stage) is Proof.PROVED
    assert stage.seat(COUPLE_SEAT).occupants == (ELENA, FINN)


def test_while_the_seat_waits_an_absent_person_needs_no_second_look() -> None:
    stage = CouplesStage.at_the_door()
    stage.do(FINN_IS_AWAY)
    stage.prove(FINN)
    stage.prove(ELENA)
    assert stage.seat(COUPLE_SEAT).occupants == (ELENA, FINN)
    assert refusal_of(stage, ADMIT) is None


def test_who_arrives_late_is_held_to_the_lock_and_the_size_of_the_room() -> None:
    stage = alone()
    stage.prove(FINN)
    stage.wait(901)
    assert refusal_of(stage, FINN_IS_HERE) == "room.locked"
    stage = CouplesStage.at_the_door(RoomPolicy(max_people=2, admission=AdmissionRule.BATCH))
    stage.prove(ELENA)
    stage.prove(ANA, at=ANA_SEAT)
    stage.arrive(ANA_SEAT)
    stage.do(FINN_IS_AWAY)
    stage.do(cmd.AdmitAll(THERAPIST))
    stage.prove(FINN)
    assert refusal_of(stage, FINN_IS_HERE) == "room.full"


def test_staff_alone_say_who_is_there_and_only_of_those_it_is_unclear_of() -> None:
    stage = CouplesStage.at_the_door()
    away = {
        person: refusal_of(stage, cmd.ConfirmAbsent(THERAPIST, person))
        for person in (PersonId("pt_nobody"), THERAPIST, ANA, HUGO)
    }
    assert list(away.values()) == [
        "person.unknown",
        "person.is_proved",
        "seat.not_waiting",
        "seat.not_waiting",
    ]
    stage.arrive(ANA_SEAT)
    assert refusal_of(stage, cmd.ConfirmAbsent(THERAPIST, ANA)) == "person.alone"
    assert refusal_of(stage, FINN_IS_HERE) == "person.not_arriving"
    assert refusal_of(stage, cmd.ConfirmPresent(THERAPIST, PersonId("pt_nobody"))) == "person.unknown"
    stage.prove(ELENA)
    assert refusal_of(stage, cmd.ConfirmAbsent(ELENA, FINN)) == "role.forbidden"
    stage.do(FINN_IS_AWAY)
    assert refusal_of(stage, FINN_IS_AWAY) == "person.is_absent"
    assert refusal_of(stage, cmd.ConfirmAbsent(THERAPIST, ELENA)) == "person.is_proved"


def test_the_answers_are_offered_to_staff_while_there_is_somebody_to_answer_about() -> None:
    stage = CouplesStage.at_the_door()
    answers = {"person.confirm_absent", "person.confirm_present"}
    assert answers & set(available(stage.context(), THERAPIST)) == {"person.confirm_absent"}
    stage.prove(ELENA)
    stage.do(FINN_IS_AWAY)
    assert answers & set(available(stage.context(), THERAPIST)) == set()
    stage.do(ADMIT)
    stage.prove(FINN)
    assert answers & set(available(stage.context(), THERAPIST)) == answers


def test_a_proof_is_for_a_person_of_that_page_in_a_session_that_goes_on() -> None:
    stage = CouplesStage.at_the_door()
    for seat in (ANA_SEAT, SeatId("se_nowhere")):
        with pytest.raises(Refused, match=r"person\.not_there"):
            stage.do(cmd.Prove(seat, FINN))
    assert stage.prove(THERAPIST, at=STAFF_SEAT) == [], "shown already"
    stage.do(cmd.EndSession(THERAPIST))
    with pytest.raises(Refused, match=r"room\.ended"):
        stage.do(cmd.Prove(COUPLE_SEAT, FINN))


def test_without_an_appointment_nobody_is_asked() -> None:
    stage = CouplesStage()
    assert stage.prove(FINN) == []
    assert all(now.proof is Proof.PROVED for now in stage.room.state.people.values())
    assert "unproved" not in stage.view(COUPLE_SEAT)["you"]

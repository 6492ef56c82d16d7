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
from tests.support.rooms.couples import FINN_PHONE, GITA, HUGO, OTHER_COUPLE, CouplesDriver
from tests.support.rooms.people import OLA, OLA_SEAT, build_staffed_setup, refusal_of
from tests.support.rooms.setups import (
    ANA,
    ANA_SEAT,
    COUPLE_SEAT,
    ELENA,
    FINN,
    STAFF_SEAT,
    THERAPIST,
    RoomDriver,
)

ADMIT = cmd.Admit(THERAPIST, COUPLE_SEAT)
FINN_IS_AWAY, FINN_IS_HERE = cmd.ConfirmAbsent(THERAPIST, FINN), cmd.ConfirmPresent(THERAPIST, FINN)


def presence(driver: RoomDriver, person: PersonId) -> list[str]:
    """The person's presence, as it was recorded."""
    events = [each.event for each in driver.log]
    return [
        each.kind
        for each in events
        if isinstance(each, PresenceBegan | PresenceEnded) and each.person == person
    ]


def proof(driver: RoomDriver, person: PersonId = FINN) -> Proof:
    return driver.room.state.people[person].proof


def alone() -> CouplesDriver:
    """Elena is in the room; staff confirmed that Finn is not there."""
    driver = CouplesDriver.at_the_door()
    driver.prove(ELENA)
    driver.do(FINN_IS_AWAY)
    driver.do(ADMIT)
    return driver


def test_scenario_7_a_couple_joins_on_one_laptop() -> None:
    driver = CouplesDriver.at_the_door()
    assert refusal_of(driver, ADMIT) == "admission.unproved"
    assert driver.prove(ELENA) == ["person.proved"]
    assert refusal_of(driver, ADMIT) == "admission.unproved"
    assert driver.prove(FINN) == ["person.proved"]
    assert "unproved" not in driver.view(STAFF_SEAT)["waiting"][COUPLE_SEAT]
    assert refusal_of(driver, ADMIT) is None
    view = driver.view(STAFF_SEAT)
    assert view["seats"][COUPLE_SEAT]["people"] == [ELENA, FINN], "one tile"
    assert {ELENA, FINN} <= view["people"].keys(), "two people"
    assert presence(driver, ELENA) == presence(driver, FINN) == ["presence.began"]


def test_scenario_8_only_one_partner_signs_in() -> None:
    driver = CouplesDriver.at_the_door()
    driver.prove(ELENA)
    assert driver.view(STAFF_SEAT)["waiting"][COUPLE_SEAT]["unproved"] == [FINN]
    assert refusal_of(driver, ADMIT) == "admission.unproved"
    assert driver.view(COUPLE_SEAT)["you"]["unproved"] == [
        {"person": FINN, "name": "Finn", "proof": "unproved"}
    ]
    assert driver.kinds(FINN_IS_AWAY) == ["person.confirmed_absent"]
    assert driver.kinds(ADMIT) == ["seat.admitted"]
    view = driver.view(STAFF_SEAT)
    assert view["seats"][COUPLE_SEAT]["people"] == [ELENA]
    assert FINN not in view["people"]
    driver.wait(60)
    driver.do(cmd.EndSession(THERAPIST))
    assert presence(driver, ELENA) == ["presence.began", "presence.ended"]
    assert presence(driver, FINN) == []


def test_whoever_is_absent_takes_part_in_nothing() -> None:
    driver = alone()
    asked = [
        cmd.RequestFloor(FINN, driver.seq),
        cmd.AskVoice(FINN, on=True),
        cmd.Gestured(FINN, "nod"),  # type: ignore[arg-type]  # never looked at
        cmd.SendMessage(FINN, COUPLE_SEAT, "staff", "Hello"),
    ]
    assert {refusal_of(driver, command) for command in asked} == {"person.unproved"}
    assert refusal_of(driver, cmd.GrantFloor(THERAPIST, FINN, driver.seq)) is not None
    assert refusal_of(driver, cmd.SendMessage(THERAPIST, STAFF_SEAT, FINN, "Hello")) == "person.not_here"
    assert refusal_of(driver, cmd.SendPrompt(THERAPIST, "general.hear", FINN)) is not None
    assert available(driver.context(), FINN, COUPLE_SEAT) == ["help.signal"]
    assert FINN not in driver.context().participants()


def test_the_phone_of_somebody_who_is_absent_sees_nothing_of_the_room() -> None:
    driver = alone()
    driver.do(cmd.Attach(FINN_PHONE, mic=False, camera=False))
    view = driver.view(FINN_PHONE)
    assert set(view) == {"room", "people", "expected", "you"}
    assert set(view["people"]) == {FINN}
    assert view["you"]["unproved"] == [{"person": FINN, "name": "Finn", "proof": "absent"}]
    assert view["you"]["can"] == {FINN: ["session.leave", "help.signal"]}


def test_whoever_comes_later_counts_once_staff_see_them() -> None:
    driver = alone()
    driver.arrive(FINN_PHONE)
    records = driver.do(cmd.Prove(FINN_PHONE, FINN))
    assert proof(driver) is Proof.ARRIVING
    assert driver.view(STAFF_SEAT)["arriving"] == {FINN: {"name": "Finn", "seat": COUPLE_SEAT}}
    assert [each["kind"] for each in visible_events(driver.context(), STAFF_SEAT, records)] == [
        "person.proved"
    ]
    assert driver.view(COUPLE_SEAT)["seats"][COUPLE_SEAT]["people"] == [ELENA], "not seen yet"
    assert presence(driver, FINN) == []
    assert driver.kinds(FINN_IS_HERE) == ["person.confirmed_present"]
    assert driver.view(COUPLE_SEAT)["seats"][COUPLE_SEAT]["people"] == [ELENA, FINN]
    assert presence(driver, FINN) == ["presence.began"]
    assert driver.view(STAFF_SEAT)["arriving"] == {}
    assert refusal_of(driver, cmd.RequestFloor(FINN, driver.seq)) is None


def test_the_group_is_told_nothing_of_who_has_shown_what() -> None:
    driver = alone()
    driver.prove(ANA, at=ANA_SEAT)
    driver.arrive(ANA_SEAT)
    driver.do(cmd.Admit(THERAPIST, ANA_SEAT))
    before = driver.view(ANA_SEAT)
    records = driver.do(cmd.Prove(COUPLE_SEAT, FINN))
    assert driver.view(ANA_SEAT) == before
    assert visible_events(driver.context(), ANA_SEAT, records) == []
    records = driver.do(FINN_IS_AWAY)
    assert driver.view(ANA_SEAT) == before
    assert visible_events(driver.context(), ANA_SEAT, records) == []


def test_a_screen_that_somebody_arriving_may_look_at_shows_nothing_private() -> None:
    """F9."""
    driver = alone()
    driver.do(cmd.SendMessage(THERAPIST, STAFF_SEAT, ELENA, "For you alone"))
    assert driver.view(COUPLE_SEAT)["chat"]["messages"]
    driver.prove(FINN)
    assert not driver.view(COUPLE_SEAT)["chat"]["messages"]
    driver.do(FINN_IS_AWAY)
    assert driver.view(COUPLE_SEAT)["chat"]["messages"]


def test_a_private_message_waits_until_its_reader_has_shown_who_they_are() -> None:
    driver = CouplesDriver.at_the_door()
    driver.arrive(ANA_SEAT)
    driver.do(cmd.SendMessage(THERAPIST, STAFF_SEAT, ANA, "For Ana"))
    assert "chat" not in driver.view(ANA_SEAT)
    assert [each.get("waiting") for each in driver.view(STAFF_SEAT)["chat"]["messages"].values()] == [True]
    driver.prove(ANA, at=ANA_SEAT)
    assert [each["text"] for each in driver.view(ANA_SEAT)["chat"]["messages"].values()] == ["For Ana"]


def test_only_who_is_known_is_asked_about_an_observer() -> None:
    policy = RoomPolicy(observers=ObserverRule.CONSENT_OF_ALL)
    driver = RoomDriver(Room(replace(build_staffed_setup(policy), proof=True)))
    for person, seat in ((THERAPIST, STAFF_SEAT), (OLA, OLA_SEAT)):
        driver.do(cmd.Prove(seat, person))
        driver.arrive(seat)
    driver.arrive(ANA_SEAT)
    assert refusal_of(driver, cmd.AnswerObserver(ANA, OLA, agrees=True)) == "person.unproved"
    driver.do(cmd.Prove(ANA_SEAT, ANA))
    assert refusal_of(driver, cmd.AnswerObserver(ANA, OLA, agrees=True)) is None


def test_admitting_all_leaves_out_who_has_not_shown_who_they_are() -> None:
    driver = CouplesDriver.at_the_door()
    driver.prove(ANA, at=ANA_SEAT)
    driver.arrive(ANA_SEAT)
    driver.do(cmd.AdmitAll(THERAPIST))
    assert (driver.seat(ANA_SEAT).place, driver.seat(COUPLE_SEAT).place) == (Place.MAIN, Place.WAITING)
    assert refusal_of(driver, cmd.AdmitAll(THERAPIST)) == "admission.unproved"


def test_where_partners_come_in_together_one_is_enough_if_the_other_is_absent() -> None:
    driver = CouplesDriver.at_the_door(RoomPolicy(admission=AdmissionRule.TOGETHER))
    driver.prove(ELENA)
    driver.do(FINN_IS_AWAY)
    assert refusal_of(driver, ADMIT) is None


def test_staff_come_in_by_themselves_once_they_have_shown_who_they_are() -> None:
    driver = CouplesDriver.at_the_door()
    assert driver.room.state.phase is Phase.LIVE
    driver.do(cmd.Leave(THERAPIST))
    driver.arrive(STAFF_SEAT)
    assert driver.seat(STAFF_SEAT).place is Place.MAIN, "it holds for the session"
    anew = RoomDriver(Room(driver.room.setup))
    anew.arrive(STAFF_SEAT)
    assert anew.room.state.seats[STAFF_SEAT].place is Place.WAITING
    assert anew.kinds(cmd.Prove(STAFF_SEAT, THERAPIST)) == [
        "person.proved",
        "seat.admitted",
        "room.live",
        "lead.taken",
    ]


def test_a_proof_holds_through_a_restart_and_before_anybody_comes() -> None:
    driver = CouplesDriver.at_the_door()
    driver.prove(ELENA)
    driver.prove(GITA, at=OTHER_COUPLE)
    driver.room = Room(driver.room.setup, driver.log)
    driver.room.on_restart(driver.now + 60)
    assert [proof(driver, person) for person in (ELENA, FINN, GITA, HUGO)] == [
        Proof.PROVED,
        Proof.UNPROVED,
        Proof.PROVED,
        Proof.UNPROVED,
    ]


def test_whoever_was_away_is_asked_again_when_the_seat_comes_back() -> None:
    driver = alone()
    driver.do(cmd.Leave(ELENA))
    driver.arrive(COUPLE_SEAT)
    assert driver.view(STAFF_SEAT)["waiting"][COUPLE_SEAT]["unproved"] == [FINN]
    assert refusal_of(driver, ADMIT) == "admission.unproved"
    driver.prove(FINN)
    assert refusal_of(driver, ADMIT) is None


@pytest.mark.parametrize("leave", [cmd.Leave(ELENA), cmd.MoveToWaiting(THERAPIST, COUPLE_SEAT)])
def test_whoever_arrives_while_the_seat_goes_out_comes_in_with_it(leave: cmd.Command) -> None:
    driver = alone()
    driver.prove(FINN)
    driver.do(leave)
    assert proof(driver) is Proof.PROVED
    assert driver.seat(COUPLE_SEAT).occupants == (ELENA, FINN)


def test_while_the_seat_waits_an_absent_person_needs_no_second_look() -> None:
    driver = CouplesDriver.at_the_door()
    driver.do(FINN_IS_AWAY)
    driver.prove(FINN)
    driver.prove(ELENA)
    assert driver.seat(COUPLE_SEAT).occupants == (ELENA, FINN)
    assert refusal_of(driver, ADMIT) is None


def test_who_arrives_late_is_held_to_the_lock_and_the_size_of_the_room() -> None:
    driver = alone()
    driver.prove(FINN)
    driver.wait(901)
    assert refusal_of(driver, FINN_IS_HERE) == "room.locked"
    driver = CouplesDriver.at_the_door(RoomPolicy(max_people=2, admission=AdmissionRule.BATCH))
    driver.prove(ELENA)
    driver.prove(ANA, at=ANA_SEAT)
    driver.arrive(ANA_SEAT)
    driver.do(FINN_IS_AWAY)
    driver.do(cmd.AdmitAll(THERAPIST))
    driver.prove(FINN)
    assert refusal_of(driver, FINN_IS_HERE) == "room.full"


def test_staff_alone_say_who_is_there_and_only_of_those_it_is_unclear_of() -> None:
    driver = CouplesDriver.at_the_door()
    away = {
        person: refusal_of(driver, cmd.ConfirmAbsent(THERAPIST, person))
        for person in (PersonId("pt_nobody"), THERAPIST, ANA, HUGO)
    }
    assert list(away.values()) == [
        "person.unknown",
        "person.is_proved",
        "seat.not_waiting",
        "seat.not_waiting",
    ]
    driver.arrive(ANA_SEAT)
    assert refusal_of(driver, cmd.ConfirmAbsent(THERAPIST, ANA)) == "person.alone"
    assert refusal_of(driver, FINN_IS_HERE) == "person.not_arriving"
    assert refusal_of(driver, cmd.ConfirmPresent(THERAPIST, PersonId("pt_nobody"))) == "person.unknown"
    driver.prove(ELENA)
    assert refusal_of(driver, cmd.ConfirmAbsent(ELENA, FINN)) == "role.forbidden"
    driver.do(FINN_IS_AWAY)
    assert refusal_of(driver, FINN_IS_AWAY) == "person.is_absent"
    assert refusal_of(driver, cmd.ConfirmAbsent(THERAPIST, ELENA)) == "person.is_proved"


def test_the_answers_are_offered_to_staff_while_there_is_somebody_to_answer_about() -> None:
    driver = CouplesDriver.at_the_door()
    answers = {"person.confirm_absent", "person.confirm_present"}
    assert answers & set(available(driver.context(), THERAPIST)) == {"person.confirm_absent"}
    driver.prove(ELENA)
    driver.do(FINN_IS_AWAY)
    assert answers & set(available(driver.context(), THERAPIST)) == set()
    driver.do(ADMIT)
    driver.prove(FINN)
    assert answers & set(available(driver.context(), THERAPIST)) == answers


def test_a_proof_is_for_a_person_of_that_page_in_a_session_that_goes_on() -> None:
    driver = CouplesDriver.at_the_door()
    for seat in (ANA_SEAT, SeatId("se_nowhere")):
        with pytest.raises(Refused, match=r"person\.not_there"):
            driver.do(cmd.Prove(seat, FINN))
    assert driver.prove(THERAPIST, at=STAFF_SEAT) == [], "shown already"
    driver.do(cmd.EndSession(THERAPIST))
    with pytest.raises(Refused, match=r"room\.ended"):
        driver.do(cmd.Prove(COUPLE_SEAT, FINN))


def test_without_an_appointment_nobody_is_asked() -> None:
    driver = CouplesDriver()
    assert driver.prove(FINN) == []
    assert all(now.proof is Proof.PROVED for now in driver.room.state.people.values())
    assert "unproved" not in driver.view(COUPLE_SEAT)["you"]

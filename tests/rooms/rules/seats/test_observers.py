"""Observers: never in secret, never against anybody's will."""

import pytest

from rooms.model import commands as cmd
from rooms.model.people import READY, Readiness
from rooms.model.policy.policy import AdmissionRule, ObserverRule, RoomPolicy
from rooms.room import Room
from rooms.rules.permissions import available
from rooms.state import Place
from rooms.views.build import build_views
from tests.support.rooms.people import IVO, OLA, OLA_SEAT, PHONE, build_staffed_setup, refusal_of
from tests.support.rooms.setups import (
    ANA,
    ANA_SEAT,
    BEN,
    BEN_SEAT,
    CHLOE,
    CHLOE_SEAT,
    COUPLE_SEAT,
    ELENA,
    FINN,
    STAFF_SEAT,
    THERAPIST,
    RoomDriver,
)


def driver_with(rule: ObserverRule, *members: str) -> RoomDriver:
    """The therapist and these seats are in the room; the observer waits."""
    policy = RoomPolicy(admission=AdmissionRule.BATCH, observers=rule)
    driver = RoomDriver(Room(build_staffed_setup(policy)))
    driver.arrive(STAFF_SEAT, *members)  # type: ignore[arg-type]
    for seat in members:
        driver.do(cmd.Admit(THERAPIST, seat))  # type: ignore[arg-type]
    driver.arrive(OLA_SEAT)
    return driver


def asks(driver: RoomDriver, seat: str) -> list[dict[str, str]]:
    """What the seat's screen asks about observers."""
    views = build_views(driver.room.context(driver.now), [seat])  # type: ignore[list-item]
    found: list[dict[str, str]] = views[seat]["you"].get("asks", [])  # type: ignore[index]
    return found


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (ObserverRule.NEVER, "observer.never"),
        (ObserverRule.NOTICE, None),
        (ObserverRule.CONSENT_OF_ALL, "observer.no_consent"),
    ],
)
def test_observers_are_admitted_as_the_policy_says(rule: ObserverRule, code: str | None) -> None:
    driver = driver_with(rule, ANA_SEAT)
    assert refusal_of(driver, cmd.Admit(THERAPIST, OLA_SEAT)) == code
    asked = rule is ObserverRule.CONSENT_OF_ALL
    assert bool(asks(driver, ANA_SEAT)) is asked
    answer = refusal_of(driver, cmd.AnswerObserver(ANA, OLA, agrees=True))
    assert answer == (None if asked else "observer.not_asked")


def test_everybody_must_agree_including_people_in_private_rooms_and_both_on_a_shared_seat() -> None:
    driver = driver_with(ObserverRule.CONSENT_OF_ALL, ANA_SEAT, COUPLE_SEAT)
    for person in (ANA, ELENA):
        driver.do(cmd.AnswerObserver(person, OLA, agrees=True))
    assert refusal_of(driver, cmd.Admit(THERAPIST, OLA_SEAT)) == "observer.no_consent"
    assert refusal_of(driver, cmd.AdmitAll(THERAPIST)) == "observer.no_consent"
    driver.do(cmd.AnswerObserver(FINN, OLA, agrees=True))
    assert refusal_of(driver, cmd.Admit(THERAPIST, OLA_SEAT)) is None


def test_each_member_is_asked_until_they_answer() -> None:
    driver = driver_with(ObserverRule.CONSENT_OF_ALL, ANA_SEAT, COUPLE_SEAT)
    driver.do(cmd.Attach(PHONE, mic=False, camera=False))
    assert asks(driver, ANA_SEAT) == [{"person": ANA, "observer": OLA, "name": "Ola"}]
    assert [ask["person"] for ask in asks(driver, COUPLE_SEAT)] == [ELENA, FINN]
    assert [ask["person"] for ask in asks(driver, PHONE)] == [ELENA]
    assert asks(driver, STAFF_SEAT) == asks(driver, OLA_SEAT) == []
    assert driver.kinds(cmd.AnswerObserver(ELENA, OLA, agrees=False)) == ["observer.answered"]
    assert driver.kinds(cmd.AnswerObserver(ELENA, OLA, agrees=False)) == []
    assert [ask["person"] for ask in asks(driver, COUPLE_SEAT)] == [FINN]


def test_only_facilitators_see_the_answers() -> None:
    driver = driver_with(ObserverRule.CONSENT_OF_ALL, ANA_SEAT, BEN_SEAT)
    driver.do(cmd.AnswerObserver(ANA, OLA, agrees=False))
    views = build_views(driver.room.context(driver.now), [STAFF_SEAT, BEN_SEAT, OLA_SEAT])
    assert views[STAFF_SEAT]["leading"]["observers"] == {OLA: {ANA: False}}
    assert "observers" not in str(views[BEN_SEAT]) + str(views[OLA_SEAT])


def test_a_later_no_sends_the_observer_out() -> None:
    driver = driver_with(ObserverRule.CONSENT_OF_ALL, ANA_SEAT, BEN_SEAT)
    for person in (ANA, BEN):
        driver.do(cmd.AnswerObserver(person, OLA, agrees=True))
    driver.do(cmd.Admit(THERAPIST, OLA_SEAT))
    driver.arrive(CHLOE_SEAT)
    assert asks(driver, CHLOE_SEAT), "who waits may answer already"
    driver.do(cmd.Admit(THERAPIST, CHLOE_SEAT))
    assert driver.room.state.seats[OLA_SEAT].place is Place.MAIN
    assert "seat.moved_to_waiting" in driver.kinds(cmd.AnswerObserver(CHLOE, OLA, agrees=False))
    assert driver.room.state.seats[OLA_SEAT].place is Place.WAITING
    assert refusal_of(driver, cmd.Admit(THERAPIST, OLA_SEAT)) == "observer.no_consent"
    driver.do(cmd.Leave(CHLOE))
    assert refusal_of(driver, cmd.Admit(THERAPIST, OLA_SEAT)) is None


def test_a_person_who_said_no_while_waiting_sends_the_observer_out_on_admission() -> None:
    driver = driver_with(ObserverRule.CONSENT_OF_ALL, ANA_SEAT)
    driver.do(cmd.AnswerObserver(ANA, OLA, agrees=True))
    driver.arrive(BEN_SEAT)
    driver.do(cmd.AnswerObserver(BEN, OLA, agrees=False))
    driver.do(cmd.Admit(THERAPIST, OLA_SEAT))
    assert "seat.moved_to_waiting" in driver.kinds(cmd.Admit(THERAPIST, BEN_SEAT))


def test_admitting_all_first_asks_those_who_come_in_with_the_observer() -> None:
    driver = driver_with(ObserverRule.CONSENT_OF_ALL)
    driver.arrive(ANA_SEAT)
    driver.do(cmd.AdmitAll(THERAPIST))
    places = driver.room.state.seats
    assert (places[ANA_SEAT].place, places[OLA_SEAT].place) == (Place.MAIN, Place.WAITING)


def test_who_may_answer_and_about_whom() -> None:
    driver = driver_with(ObserverRule.CONSENT_OF_ALL, ANA_SEAT)
    assert refusal_of(driver, cmd.AnswerObserver(THERAPIST, OLA, agrees=True)) == "role.forbidden"
    assert refusal_of(driver, cmd.AnswerObserver(ANA, BEN, agrees=True)) == "observer.unknown"
    assert refusal_of(driver, cmd.AnswerObserver(ANA, IVO, agrees=True)) == "observer.unknown"
    assert refusal_of(driver, cmd.AnswerObserver(BEN, OLA, agrees=True)) == "seat.not_in_room"
    assert "observer.answer" in available(driver.room.context(driver.now), ANA)
    driver.do(cmd.Leave(OLA))
    assert refusal_of(driver, cmd.AnswerObserver(ANA, OLA, agrees=True)) == "observer.unknown"
    assert "observer.answer" not in available(driver.room.context(driver.now), ANA)
    assert asks(driver, ANA_SEAT) == []


def test_who_wants_no_observer_is_not_asked_and_sends_one_out_at_once() -> None:
    driver = driver_with(ObserverRule.CONSENT_OF_ALL, ANA_SEAT)
    driver.do(cmd.AnswerObserver(ANA, OLA, agrees=True))
    driver.do(cmd.Admit(THERAPIST, OLA_SEAT))
    told = driver.kinds(cmd.ReportReadiness(ANA, Readiness(no_observers=True)))
    assert told == ["person.readiness", "seat.moved_to_waiting"]
    assert refusal_of(driver, cmd.Admit(THERAPIST, OLA_SEAT)) == "observer.no_consent"
    assert asks(driver, ANA_SEAT) == []
    driver.do(cmd.ReportReadiness(ANA, READY))
    assert refusal_of(driver, cmd.Admit(THERAPIST, OLA_SEAT)) is None, (
        "what she said of this one counts again"
    )

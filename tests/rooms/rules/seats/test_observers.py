"""Observers: never in secret, never against anybody's will."""

import pytest

from rooms.model import commands as cmd
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
    Stage,
)


def stage_with(rule: ObserverRule, *members: str) -> Stage:
    """The therapist and these seats are in the room; the observer waits."""
    policy = RoomPolicy(admission=AdmissionRule.BATCH, observers=rule)
    stage = Stage(Room(build_staffed_setup(policy)))
    stage.arrive(STAFF_SEAT, *members)  # type: ignore[arg-type]
    for seat in members:
        stage.do(cmd.Admit(THERAPIST, seat))  # type: ignore[arg-type]
    stage.arrive(OLA_SEAT)
    return stage


def asks(stage: Stage, seat: str) -> list[dict[str, str]]:
    """What the seat's screen asks about observers."""
    views = build_views(stage.room.context(stage.now), [seat])  # type: ignore[list-item]
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
    stage = stage_with(rule, ANA_SEAT)
    assert refusal_of(stage, cmd.Admit(THERAPIST, OLA_SEAT)) == code
    asked = rule is ObserverRule.CONSENT_OF_ALL
    assert bool(asks(stage, ANA_SEAT)) is asked
    answer = refusal_of(stage, cmd.AnswerObserver(ANA, OLA, agrees=True))
    assert answer == (None if asked else "observer.not_asked")


def test_everybody_must_agree_including_people_in_private_rooms_and_both_on_a_shared_seat() -> None:
    stage = stage_with(ObserverRule.CONSENT_OF_ALL, ANA_SEAT, COUPLE_SEAT)
    for person in (ANA, ELENA):
        stage.do(cmd.AnswerObserver(person, OLA, agrees=True))
    assert refusal_of(stage, cmd.Admit(THERAPIST, OLA_SEAT)) == "observer.no_consent"
    assert refusal_of(stage, cmd.AdmitAll(THERAPIST)) == "observer.no_consent"
    stage.do(cmd.AnswerObserver(FINN, OLA, agrees=True))
    assert refusal_of(stage, cmd.Admit(THERAPIST, OLA_SEAT)) is None


def test_each_member_is_asked_until_they_answer() -> None:
    stage = stage_with(ObserverRule.CONSENT_OF_ALL, ANA_SEAT, COUPLE_SEAT)
    stage.do(cmd.Attach(PHONE, mic=False, camera=False))
    assert asks(stage, ANA_SEAT) == [{"person": ANA, "observer": OLA, "name": "Ola"}]
    assert [ask["person"] for ask in asks(stage, COUPLE_SEAT)] == [ELENA, FINN]
    assert [ask["person"] for ask in asks(stage, PHONE)] == [ELENA]
    assert asks(stage, STAFF_SEAT) == asks(stage, OLA_SEAT) == []
    assert stage.kinds(cmd.AnswerObserver(ELENA, OLA, agrees=False)) == ["observer.answered"]
    assert stage.kinds(cmd.AnswerObserver(ELENA, OLA, agrees=False)) == []
    assert [ask["person"] for ask in asks(stage, COUPLE_SEAT)] == [FINN]


def test_only_facilitators_see_the_answers() -> None:
    stage = stage_with(ObserverRule.CONSENT_OF_ALL, ANA_SEAT, BEN_SEAT)
    stage.do(cmd.AnswerObserver(ANA, OLA, agrees=False))
    views = build_views(stage.room.context(stage.now), [STAFF_SEAT, BEN_SEAT, OLA_SEAT])
    assert views[STAFF_SEAT]["leading"]["observers"] == {OLA: {ANA: False}}
    assert "observers" not in str(views[BEN_SEAT]) + str(views[OLA_SEAT])


def test_a_later_no_sends_the_observer_out() -> None:
    stage = stage_with(ObserverRule.CONSENT_OF_ALL, ANA_SEAT, BEN_SEAT)
    for person in (ANA, BEN):
        stage.do(cmd.AnswerObserver(person, OLA, agrees=True))
    stage.do(cmd.Admit(THERAPIST, OLA_SEAT))
    stage.arrive(CHLOE_SEAT)
    assert asks(stage, CHLOE_SEAT), "who waits may answer already"
    stage.do(cmd.Admit(THERAPIST, CHLOE_SEAT))
    assert stage.room.state.seats[OLA_SEAT].place is Place.MAIN
    assert "seat.moved_to_waiting" in stage.kinds(cmd.AnswerObserver(CHLOE, OLA, agrees=False))
    assert stage.room.state.seats[OLA_SEAT].place is Place.WAITING
    assert refusal_of(stage, cmd.Admit(THERAPIST, OLA_SEAT)) == "observer.no_consent"
    stage.do(cmd.Leave(CHLOE))
    assert refusal_of(stage, cmd.Admit(THERAPIST, OLA_SEAT)) is None


def test_a_person_who_said_no_while_waiting_sends_the_observer_out_on_admission() -> None:
    stage = stage_with(ObserverRule.CONSENT_OF_ALL, ANA_SEAT)
    stage.do(cmd.AnswerObserver(ANA, OLA, agrees=True))
    stage.arrive(BEN_SEAT)
    stage.do(cmd.AnswerObserver(BEN, OLA, agrees=False))
    stage.do(cmd.Admit(THERAPIST, OLA_SEAT))
    assert "seat.moved_to_waiting" in stage.kinds(cmd.Admit(THERAPIST, BEN_SEAT))


def test_admitting_all_first_asks_those_who_come_in_with_the_observer() -> None:
    stage = stage_with(ObserverRule.CONSENT_OF_ALL)
    stage.arrive(ANA_SEAT)
    stage.do(cmd.AdmitAll(THERAPIST))
    places = stage.room.state.seats
    assert (places[ANA_SEAT].place, places[OLA_SEAT].place) == (Place.MAIN, Place.WAITING)


def test_who_may_answer_and_about_whom() -> None:
    stage = stage_with(ObserverRule.CONSENT_OF_ALL, ANA_SEAT)
    assert refusal_of(stage, cmd.AnswerObserver(THERAPIST, OLA, agrees=True)) == "role.forbidden"
    assert refusal_of(stage, cmd.AnswerObserver(ANA, BEN, agrees=True)) == "observer.unknown"
    assert refusal_of(stage, cmd.AnswerObserver(ANA, IVO, agrees=True)) == "observer.unknown"
    assert refusal_of(stage, cmd.AnswerObserver(BEN, OLA, agrees=True)) == "seat.not_in_room"
    assert "observer.answer" in available(stage.room.context(stage.now), ANA)
    stage.do(cmd.Leave(OLA))
    assert refusal_of(stage, cmd.AnswerObserver(ANA, OLA, agrees=True)) == "observer.unknown"
    assert "observer.answer" not in available(stage.room.context(stage.now), ANA)
    assert asks(stage, ANA_SEAT) == []

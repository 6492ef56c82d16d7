"""Readiness: who may come in, who sees what stands between them and the room, and that nobody else can tell."""

from dataclasses import replace

import pytest

from rooms.model import commands as cmd
from rooms.model.errors import Refused
from rooms.model.ids import PersonId, SeatId
from rooms.model.people import NOT_BEGUN, READY, Readiness, Role
from rooms.model.policy.policy import AdmissionRule, RoomPolicy
from rooms.room import Room
from rooms.state import Place
from rooms.views.build import build_views
from rooms.views.events import visible_events
from tests.support.rooms.actors import LiveRoom, running
from tests.support.rooms.couples import FINN_PHONE, CouplesDriver, build_couples
from tests.support.rooms.people import MORGAN, MORGAN_SEAT, build_staffed_setup, refusal_of
from tests.support.rooms.setups import (
    ANA,
    ANA_SEAT,
    COUPLE_SEAT,
    ELENA,
    FINN,
    STAFF_SEAT,
    THERAPIST,
    RoomDriver,
    build_setup,
)

ADMIT_ANA = cmd.Admit(THERAPIST, ANA_SEAT)
HELD = Readiness(holds=("licence",), notes=("not_alone",))


def at_the_door() -> RoomDriver:
    """The group in a session that asks how ready people are; everybody waits but the therapist."""
    driver = RoomDriver(Room(replace(build_setup(), checks=True)))
    driver.arrive(STAFF_SEAT, ANA_SEAT, COUPLE_SEAT)
    return driver


def report(person: PersonId, readiness: Readiness = READY) -> cmd.ReportReadiness:
    return cmd.ReportReadiness(person, readiness)


def view(driver: RoomDriver, seat: SeatId) -> dict[str, object]:
    return build_views(driver.room.context(driver.now), [seat])[seat]


def test_staff_come_in_and_clients_once_they_are_ready() -> None:
    driver = at_the_door()
    assert driver.room.state.seats[STAFF_SEAT].place is Place.MAIN
    assert refusal_of(driver, ADMIT_ANA) == "admission.todo"
    assert driver.kinds(report(ANA)) == ["person.readiness"]
    assert driver.kinds(ADMIT_ANA) == ["seat.admitted"]


def test_whoever_is_held_waits_until_it_is_cleared_up() -> None:
    driver = at_the_door()
    driver.do(report(ANA, HELD))
    assert refusal_of(driver, ADMIT_ANA) == "admission.held"
    driver.do(report(ANA, replace(HELD, holds=())))
    assert refusal_of(driver, ADMIT_ANA) is None


def test_a_couples_seat_comes_in_once_both_are_ready() -> None:
    driver = at_the_door()
    admit = cmd.Admit(THERAPIST, COUPLE_SEAT)
    driver.do(report(ELENA))
    assert refusal_of(driver, admit) == "admission.todo"
    driver.do(report(FINN, HELD))
    assert refusal_of(driver, admit) == "admission.held"
    driver.do(report(FINN))
    assert refusal_of(driver, admit) is None


def test_all_who_are_ready_may_be_let_in_at_once() -> None:
    driver = at_the_door()
    driver.do(report(ANA))
    assert driver.kinds(cmd.AdmitAll(THERAPIST)) == ["seat.admitted"]
    assert driver.room.state.seats[COUPLE_SEAT].place is Place.WAITING


def test_who_comes_later_to_a_partner_in_the_room_has_to_be_ready() -> None:
    driver = CouplesDriver.at_the_door()
    driver.room = Room(replace(build_couples(), proof=True, checks=True))
    driver.log.clear()
    driver.arrive(STAFF_SEAT, COUPLE_SEAT)
    driver.do(cmd.Prove(STAFF_SEAT, THERAPIST))
    driver.prove(ELENA)
    driver.do(report(ELENA))
    driver.do(cmd.ConfirmAbsent(THERAPIST, FINN))
    driver.do(cmd.Admit(THERAPIST, COUPLE_SEAT))
    driver.prove(FINN)
    present = cmd.ConfirmPresent(THERAPIST, FINN)
    assert refusal_of(driver, present) == "admission.todo"
    driver.do(report(FINN, HELD))
    assert refusal_of(driver, present) == "admission.held"
    driver.do(report(FINN))
    assert driver.kinds(present) == ["person.confirmed_present"]


def test_whoever_is_in_stays_in_when_it_changes() -> None:
    driver = at_the_door()
    driver.do(report(ANA))
    driver.do(ADMIT_ANA)
    assert driver.kinds(report(ANA, HELD)) == ["person.readiness"]
    assert driver.room.state.seats[ANA_SEAT].place is Place.MAIN
    assert view(driver, STAFF_SEAT)["readiness"] == {
        ELENA: {"todo": ["begin"]},
        FINN: {"todo": ["begin"]},
        ANA: {"holds": ["licence"], "notes": ["not_alone"]},
    }


def test_clients_see_what_they_have_to_do_and_never_why_they_are_held() -> None:
    driver = at_the_door()
    driver.do(
        report(ANA, Readiness(todo=("agreement", "location"), holds=("licence",), notes=("not_alone",)))
    )
    seen = view(driver, ANA_SEAT)
    assert seen["you"]["todo"] == {ANA: ["agreement", "location"]}  # type: ignore[index]
    for secret in ("licence", "not_alone", "readiness"):
        assert secret not in str(seen)
    driver.do(report(ANA, HELD))
    assert "todo" not in view(driver, ANA_SEAT)["you"]  # type: ignore[operator]


def test_what_staff_learn_moves_nothing_for_the_person_or_anybody_else() -> None:
    driver = at_the_door()
    driver.do(report(ANA))
    seats = [ANA_SEAT, COUPLE_SEAT]
    before = build_views(driver.room.context(driver.now), seats)
    records = driver.do(report(ANA, HELD))
    context = driver.room.context(driver.now)
    assert build_views(context, seats) == before
    assert [visible_events(context, seat, records) for seat in (*seats, STAFF_SEAT)] == [[], [], []]


def test_with_whom_to_talk_is_for_those_who_lead_and_nobody_else_is_sent_anything() -> None:
    driver = RoomDriver(Room(replace(build_staffed_setup(), checks=True)))
    driver.arrive(*driver.room.setup.seats)
    driver.do(report(ANA))
    seats = [seat for seat in driver.room.setup.seats if "care" not in view(driver, seat)]
    roles = {driver.room.setup.role_of(seat) for seat in driver.room.setup.seats if seat not in seats}
    assert roles == {Role.FACILITATOR, Role.CO_FACILITATOR, Role.TRAINEE}
    before = build_views(driver.room.context(driver.now), seats)
    for state in ("due", "seen"):
        records = driver.do(report(ANA, Readiness(talk=state)))
        context = driver.room.context(driver.now)
        assert build_views(context, seats) == before
        assert {str(visible_events(context, seat, records)) for seat in driver.room.setup.seats} == {"[]"}
        care = view(driver, STAFF_SEAT)["care"]
        assert care["talk"] == {ANA: state}  # type: ignore[index]
        assert care["flagged"] == {ANA: ["talk"]}  # type: ignore[index]
    driver.do(report(ANA))
    assert view(driver, STAFF_SEAT)["care"]["talk"] == {}  # type: ignore[index]


def test_a_talk_that_is_due_keeps_nobody_out() -> None:
    driver = at_the_door()
    driver.do(report(ANA, Readiness(talk="due")))
    assert refusal_of(driver, ADMIT_ANA) is None


def test_the_same_again_is_not_recorded() -> None:
    driver = at_the_door()
    assert driver.kinds(report(ANA, NOT_BEGUN)) == []
    driver.do(report(ANA, HELD))
    assert driver.kinds(report(ANA, HELD)) == []


def test_a_session_that_does_not_ask_lets_everybody_in() -> None:
    driver = RoomDriver(Room(build_setup()))
    driver.arrive(STAFF_SEAT, ANA_SEAT)
    assert refusal_of(driver, ADMIT_ANA) is None
    assert view(driver, STAFF_SEAT)["readiness"] == {}


def test_nobody_unknown_is_ready() -> None:
    with pytest.raises(Refused, match=r"person\.unknown"):
        at_the_door().do(report(PersonId("pt_x")))


def test_it_outlives_a_restart() -> None:
    driver = at_the_door()
    driver.do(report(ANA, HELD))
    again = Room(replace(build_setup(), checks=True), driver.log)
    assert again.state.people[ANA].readiness == HELD
    assert again.state.people[ELENA].readiness == NOT_BEGUN


def test_a_phone_shows_what_its_owner_has_to_do() -> None:
    driver = CouplesDriver()
    driver.do(report(FINN, Readiness(todo=("agreement",))))
    assert view(driver, FINN_PHONE)["you"]["todo"] == {FINN: ["agreement"]}  # type: ignore[index]


TAKEN_BACK = Readiness(todo=("sign.group",), notes=("withdrawn.group",), must_leave=True)


def in_the_room() -> RoomDriver:
    """Everybody is in the room and ready, with a second therapist."""
    policy = RoomPolicy(admission=AdmissionRule.BATCH)
    driver = RoomDriver(Room(replace(build_staffed_setup(policy), checks=True)))
    driver.arrive(STAFF_SEAT, MORGAN_SEAT, ANA_SEAT, COUPLE_SEAT)
    for person in (ANA, ELENA, FINN):
        driver.do(report(person))
    driver.do(cmd.AdmitAll(THERAPIST))
    return driver


def place(driver: RoomDriver, seat: SeatId) -> Place:
    return driver.room.state.seats[seat].place


def test_who_takes_back_what_they_need_waits_again_and_nobody_is_told_why() -> None:
    driver = in_the_room()
    assert driver.kinds(report(ANA, TAKEN_BACK)) == ["person.readiness", "seat.moved_to_waiting"]
    assert place(driver, ANA_SEAT) is Place.WAITING
    assert refusal_of(driver, ADMIT_ANA) == "admission.todo"
    assert "group" not in str(view(driver, COUPLE_SEAT).get("readiness"))
    assert view(driver, STAFF_SEAT)["readiness"] == {
        ANA: {"todo": ["sign.group"], "notes": ["withdrawn.group"]}
    }
    driver.do(report(ANA))
    assert driver.kinds(ADMIT_ANA) == ["seat.admitted"]


def test_who_is_asked_something_new_meanwhile_stays() -> None:
    driver = in_the_room()
    assert driver.kinds(report(ANA, replace(TAKEN_BACK, must_leave=False))) == ["person.readiness"]
    assert place(driver, ANA_SEAT) is Place.MAIN


def test_partners_on_one_camera_wait_together() -> None:
    driver = in_the_room()
    driver.do(report(FINN, Readiness(holds=("agreements.private",), must_leave=True)))
    assert place(driver, COUPLE_SEAT) is Place.WAITING
    you = view(driver, COUPLE_SEAT)["you"]
    assert isinstance(you, dict)
    assert "todo" not in you, "their screen says nothing"
    assert refusal_of(driver, cmd.Admit(THERAPIST, COUPLE_SEAT)) == "admission.held"


def test_in_a_private_room_they_stay_with_staff_and_do_not_come_back_to_the_group() -> None:
    driver = in_the_room()
    driver.do(cmd.MoveToPrivate(MORGAN, ANA_SEAT, join=True))
    assert driver.kinds(report(ANA, TAKEN_BACK)) == ["person.readiness"]
    assert place(driver, ANA_SEAT) is Place.PRIVATE
    driver.do(cmd.BringBack(MORGAN, ANA_SEAT))
    assert place(driver, ANA_SEAT) is Place.WAITING


async def test_a_page_that_waits_is_sent_nothing_when_both_partners_are_held_and_again_when_they_are_not() -> (
    None
):
    """Not even an empty message, whose number and time would tell that something was decided."""
    live = LiveRoom()
    async with running(live):
        staff, couple = await live.arrive(STAFF_SEAT), await live.arrive(COUPLE_SEAT, "n2")
        for person in (ELENA, FINN):
            await live.actor.do(report(person))
        before = len(staff.changes), len(couple.changes)
        for readiness in (Readiness(holds=("arranging",)), READY):
            for person in (ELENA, FINN):
                await live.actor.do(report(person, readiness))
        assert (len(staff.changes), len(couple.changes)) == (before[0] + 4, before[1])

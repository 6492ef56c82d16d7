"""Admission under each policy: how many, together or one by one, late, and when the room is locked."""

import pytest

from rooms.model import commands as cmd
from rooms.model.ids import PersonId, RoomId, SeatId
from rooms.model.people import Person, Role, RoomSetup, Seating
from rooms.model.policy.kinds import MATRIX
from rooms.model.policy.policy import AdmissionRule, RoomKind, RoomPolicy
from rooms.room import Room
from rooms.rules.permissions import available
from rooms.state import Place
from rooms.views.build import build_views
from tests.support.rooms.people import (
    CARA_SEAT,
    IVO_SEAT,
    KIM_SEAT,
    MORGAN,
    MORGAN_SEAT,
    TARA_SEAT,
    TESS,
    TESS_SEAT,
    build_staffed_setup,
    refusal_of,
    staffed_room,
)
from tests.support.rooms.setups import (
    ANA,
    ANA_SEAT,
    BEN,
    BEN_SEAT,
    CHLOE_SEAT,
    COUPLE_SEAT,
    STAFF_SEAT,
    THERAPIST,
    RoomDriver,
)

A, B = PersonId("pt_a"), PersonId("pt_b")
A_SEAT, B_SEAT = SeatId("se_a"), SeatId("se_b")


def waiting_room(policy: RoomPolicy, *seats: SeatId) -> RoomDriver:
    """The therapist is in the room; these seats wait."""
    driver = RoomDriver(Room(build_staffed_setup(policy)))
    driver.arrive(STAFF_SEAT, *seats)
    return driver


def couples_room() -> RoomDriver:
    """A couple on two seats, with the default policy, and their therapist; all are here."""
    people = [
        Person(THERAPIST, "Dr. Rivera", Role.FACILITATOR),
        Person(A, "Elena", Role.MEMBER),
        Person(B, "Finn", Role.MEMBER),
    ]
    seats = [Seating(STAFF_SEAT, (THERAPIST,)), Seating(A_SEAT, (A,)), Seating(B_SEAT, (B,))]
    setup = RoomSetup(
        RoomId("ss_couple"),
        "Couple",
        MATRIX[RoomKind.COUPLES],
        {person.id: person for person in people},
        {seat.id: seat for seat in seats},
    )
    driver = RoomDriver(Room(setup))
    driver.arrive(STAFF_SEAT, A_SEAT)
    return driver


def inside(driver: RoomDriver) -> set[SeatId]:
    """The seats in the room."""
    return {seat for seat, now in driver.room.state.seats.items() if now.place is Place.MAIN}


def test_staff_enter_at_once_and_all_others_wait() -> None:
    driver = waiting_room(RoomPolicy(), MORGAN_SEAT, KIM_SEAT, TESS_SEAT, TARA_SEAT, IVO_SEAT, ANA_SEAT)
    assert inside(driver) == {STAFF_SEAT, MORGAN_SEAT, KIM_SEAT, TESS_SEAT, TARA_SEAT}


def test_where_people_are_admitted_one_by_one_nobody_admits_all() -> None:
    driver = waiting_room(RoomPolicy(admission=AdmissionRule.EACH), ANA_SEAT, BEN_SEAT)
    assert refusal_of(driver, cmd.AdmitAll(THERAPIST)) == "admission.each"
    assert refusal_of(driver, cmd.Admit(THERAPIST, ANA_SEAT)) is None
    assert refusal_of(driver, cmd.Admit(THERAPIST, SeatId("se_nobody"))) == "seat.unknown"


def test_the_tech_host_can_admit_people() -> None:
    driver = waiting_room(RoomPolicy(), TESS_SEAT, ANA_SEAT)
    assert refusal_of(driver, cmd.Admit(TESS, ANA_SEAT)) is None
    assert refusal_of(driver, cmd.MoveToWaiting(TESS, ANA_SEAT)) is None


def test_only_clients_count_and_a_shared_seat_counts_twice() -> None:
    policy = RoomPolicy(max_people=3)
    driver = waiting_room(policy, MORGAN_SEAT, IVO_SEAT, ANA_SEAT, BEN_SEAT, COUPLE_SEAT)
    for seat in (IVO_SEAT, ANA_SEAT, BEN_SEAT):
        assert refusal_of(driver, cmd.Admit(THERAPIST, seat)) is None
    assert refusal_of(driver, cmd.Admit(THERAPIST, COUPLE_SEAT)) == "room.full"
    driver.do(cmd.MoveToPrivate(MORGAN, BEN_SEAT, join=True))
    assert refusal_of(driver, cmd.Admit(THERAPIST, COUPLE_SEAT)) == "room.full", "who is aside is still here"
    driver.do(cmd.Leave(BEN))
    assert refusal_of(driver, cmd.Admit(THERAPIST, COUPLE_SEAT)) is None


def test_admitting_all_stops_when_the_room_is_full() -> None:
    policy = RoomPolicy(max_people=2, admission=AdmissionRule.BATCH)
    driver = waiting_room(policy, ANA_SEAT, BEN_SEAT, CHLOE_SEAT)
    driver.do(cmd.AdmitAll(THERAPIST))
    assert inside(driver) == {STAFF_SEAT, ANA_SEAT, BEN_SEAT}
    assert refusal_of(driver, cmd.AdmitAll(THERAPIST)) == "room.full"


def test_partners_on_two_seats_are_admitted_together() -> None:
    driver = couples_room()
    assert refusal_of(driver, cmd.Admit(THERAPIST, A_SEAT)) == "admission.together"
    assert refusal_of(driver, cmd.AdmitAll(THERAPIST)) == "admission.together"
    driver.arrive(B_SEAT)
    assert driver.kinds(cmd.Admit(THERAPIST, B_SEAT)).count("seat.admitted") == 2
    assert inside(driver) == {STAFF_SEAT, A_SEAT, B_SEAT}


def test_a_partner_who_left_may_return_alone() -> None:
    driver = couples_room()
    driver.arrive(B_SEAT)
    driver.do(cmd.AdmitAll(THERAPIST))
    driver.do(cmd.Leave(A))
    driver.arrive(A_SEAT)
    assert refusal_of(driver, cmd.Admit(THERAPIST, A_SEAT)) is None, "the partner is in the room"
    driver.do(cmd.MoveToWaiting(THERAPIST, A_SEAT))
    driver.do(cmd.Leave(B))
    assert refusal_of(driver, cmd.Admit(THERAPIST, A_SEAT)) is None, "they were here together"


def test_a_shared_seat_counts_as_both_partners() -> None:
    driver = waiting_room(RoomPolicy(admission=AdmissionRule.TOGETHER), COUPLE_SEAT, ANA_SEAT)
    assert refusal_of(driver, cmd.Admit(THERAPIST, COUPLE_SEAT)) is None
    assert refusal_of(driver, cmd.Admit(THERAPIST, ANA_SEAT)) is None, "nobody's partner"


@pytest.mark.parametrize(("after_s", "late"), [(600, False), (601, True), (899, True)])
def test_latecomers_are_marked_and_may_be_admitted(after_s: float, late: bool) -> None:
    driver = waiting_room(RoomPolicy())
    driver.wait(after_s)
    driver.arrive(ANA_SEAT, IVO_SEAT)
    views = build_views(driver.room.context(driver.now), [STAFF_SEAT, ANA_SEAT])
    waiting = views[STAFF_SEAT]["waiting"]
    assert ("late" in waiting[ANA_SEAT], "late" in waiting[IVO_SEAT]) == (late, False)
    assert "waiting" not in views[ANA_SEAT]
    assert refusal_of(driver, cmd.Admit(THERAPIST, ANA_SEAT)) is None


def test_a_person_who_was_on_time_is_not_late_afterwards() -> None:
    driver = waiting_room(RoomPolicy(), ANA_SEAT)
    driver.do(cmd.Admit(THERAPIST, ANA_SEAT))
    driver.wait(700)
    driver.do(cmd.MoveToWaiting(THERAPIST, ANA_SEAT))
    view = build_views(driver.room.context(driver.now), [STAFF_SEAT])[STAFF_SEAT]
    assert "late" not in view["waiting"][ANA_SEAT]


def test_the_start_is_when_the_room_first_went_live() -> None:
    driver = RoomDriver(Room(build_staffed_setup(RoomPolicy())))
    driver.arrive(ANA_SEAT)
    driver.wait(5000)
    driver.arrive(STAFF_SEAT)
    assert refusal_of(driver, cmd.Admit(THERAPIST, ANA_SEAT)) is None
    began = driver.room.state.live_since
    driver.do(cmd.Detach(STAFF_SEAT))
    driver.wait(60)
    driver.do(cmd.Attach(STAFF_SEAT, mic=True, camera=True))
    assert driver.room.state.live_since == began


def test_after_the_lock_only_people_who_were_here_may_return() -> None:
    driver = waiting_room(RoomPolicy(), ANA_SEAT)
    driver.do(cmd.Admit(THERAPIST, ANA_SEAT))
    driver.wait(899)
    driver.arrive(BEN_SEAT, CARA_SEAT)
    driver.wait(1)
    assert refusal_of(driver, cmd.Admit(THERAPIST, BEN_SEAT)) == "room.locked"
    assert refusal_of(driver, cmd.Admit(THERAPIST, CARA_SEAT)) is None, "who serves is not locked out"
    driver.do(cmd.Leave(ANA))
    driver.arrive(ANA_SEAT)
    assert refusal_of(driver, cmd.Admit(THERAPIST, ANA_SEAT)) is None
    assert "seat.admit" not in available(driver.room.context(driver.now), THERAPIST)


def test_without_a_lock_people_may_come_at_any_time() -> None:
    driver = waiting_room(RoomPolicy(lock_after_s=None, late_after_s=None))
    driver.wait(5000)
    driver.arrive(BEN_SEAT)
    assert (
        "late"
        not in build_views(driver.room.context(driver.now), [STAFF_SEAT])[STAFF_SEAT]["waiting"][BEN_SEAT]
    )
    assert refusal_of(driver, cmd.Admit(THERAPIST, BEN_SEAT)) is None


def test_admission_is_offered_to_those_who_may_admit() -> None:
    driver = staffed_room(TESS_SEAT)
    door = {"seat.admit", "seat.admit_all", "seat.move_to_waiting"}
    context = driver.room.context(driver.now)
    assert door & set(available(context, TESS)) == {"seat.move_to_waiting"}, "nobody waits"
    assert door & set(available(context, ANA)) == set()
    driver.do(cmd.MoveToWaiting(TESS, ANA_SEAT))
    assert door <= set(available(driver.room.context(driver.now), TESS))

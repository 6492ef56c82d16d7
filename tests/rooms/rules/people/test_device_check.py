"""The device check: who may begin it, that both partners see the same, and that it ends for all three at once."""

from collections.abc import Iterator
from typing import Any

import pytest

from rooms.model import commands as cmd
from rooms.model.ids import PersonId, SeatId
from rooms.model.people import Person, Role, RoomSetup, Seating
from rooms.model.policy.kinds import policy_for
from rooms.model.policy.policy import RoomKind
from rooms.plan import build_plan
from rooms.room import Room
from rooms.rules.common.device_check import DEVICE_CHECK_LEAST_S
from rooms.state import Phase, Place
from rooms.views.build import View, build_views
from rooms.views.events import visible_events
from tests.support.rooms.couples import FINN_PHONE, CouplesDriver
from tests.support.rooms.people import MORGAN, MORGAN_SEAT, refusal_of, staffed_room
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

# Of one length, so that sizes can be compared.
JUNE, MARK = PersonId("pt_june"), PersonId("pt_mark")
JUNE_SEAT, MARK_SEAT = SeatId("se_june"), SeatId("se_mark")
START = cmd.StartDeviceCheck(THERAPIST, JUNE)
PARTNERS = (JUNE_SEAT, MARK_SEAT)


def couple_room(*, colleague: bool = False) -> RoomDriver:
    """A couple on two seats and their therapist, all in the room."""
    people = [
        Person(THERAPIST, "Dr. Rivera", Role.FACILITATOR),
        Person(JUNE, "June", Role.MEMBER),
        Person(MARK, "Mark", Role.MEMBER),
    ]
    seats = [Seating(STAFF_SEAT, (THERAPIST,)), Seating(JUNE_SEAT, (JUNE,)), Seating(MARK_SEAT, (MARK,))]
    if colleague:
        people.append(Person(MORGAN, "Dr. Morgan", Role.CO_FACILITATOR))
        seats.append(Seating(MORGAN_SEAT, (MORGAN,)))
    setup = RoomSetup(
        "ss_couple",  # type: ignore[arg-type]
        "Wednesday",
        policy_for(RoomKind.COUPLES, {}),
        {person.id: person for person in people},
        {seat.id: seat for seat in seats},
    )
    driver = RoomDriver(Room(setup))
    driver.arrive(*(seat.id for seat in seats))
    driver.do(cmd.Admit(THERAPIST, JUNE_SEAT))
    return driver


def spaces(driver: RoomDriver, *seats: SeatId) -> list[str | None]:
    gates = build_plan(driver.room.setup, driver.room.state).seats
    return [gates[seat].space for seat in seats]


def view(driver: RoomDriver, seat: SeatId) -> View:
    return build_views(driver.room.context(driver.now), [seat])[seat]


def shape(value: Any) -> Any:
    """What somebody could measure of a view: its keys in order, and the lengths of what stands there."""
    if isinstance(value, dict):
        return [(len(str(key)), shape(item)) for key, item in value.items()]
    return [shape(item) for item in value] if isinstance(value, list) else len(str(value))


def test_the_only_therapist_of_a_couple_talks_to_each_apart_and_the_session_goes_on() -> None:
    driver = couple_room()
    assert driver.kinds(START)[0] == "device_check.started"
    assert spaces(driver, STAFF_SEAT, *PARTNERS) == ["private-1", "private-1", "private-2"]
    driver.wait(400)
    assert driver.room.state.phase is Phase.LIVE
    driver.do(cmd.NextInDeviceCheck(THERAPIST))
    assert spaces(driver, STAFF_SEAT, *PARTNERS) == ["private-1", "private-2", "private-1"]
    driver.wait(400)
    driver.do(cmd.EndDeviceCheck(THERAPIST))
    assert spaces(driver, STAFF_SEAT, *PARTNERS) == ["main"] * 3
    assert driver.room.state.phase is Phase.LIVE
    assert not driver.room.state.follow_ups


def test_both_partners_see_the_same_two_pages_to_the_letter() -> None:
    driver = couple_room()
    driver.do(START)
    first, waits = (view(driver, seat) for seat in PARTNERS)
    driver.wait(DEVICE_CHECK_LEAST_S)
    driver.do(cmd.NextInDeviceCheck(THERAPIST))
    waits_too, second = (view(driver, seat) for seat in PARTNERS)
    assert (first["you"]["device_check"], waits["you"]["device_check"]) == ("talk", "wait")
    assert shape(first) == shape(second)
    assert shape(waits) == shape(waits_too)
    assert first["you"]["can"][JUNE] == second["you"]["can"][MARK]
    assert waits["you"]["can"][MARK] == waits_too["you"]["can"][JUNE]
    assert list(waits["seats"]) == [MARK_SEAT], "whoever waits hears and sees nobody"


def test_both_are_sent_the_same_events_at_the_same_moments() -> None:
    driver = couple_room()

    def sent(command: cmd.Command) -> Iterator[object]:
        records = driver.do(command)
        context = driver.room.context(driver.now)
        for seat in PARTNERS:
            yield [event["kind"] for event in visible_events(context, seat, records)]

    for command in (START, cmd.NextInDeviceCheck(THERAPIST), cmd.EndDeviceCheck(THERAPIST)):
        one, other = sent(command)
        assert one == other
        driver.wait(DEVICE_CHECK_LEAST_S)


def test_the_group_sees_that_both_have_stepped_out_at_once() -> None:
    couples = CouplesDriver()
    couples.split()
    assert refusal_of(couples, cmd.StartDeviceCheck(THERAPIST, FINN)) == "room.needs_facilitator"
    driver = staffed_room(MORGAN_SEAT)
    assert refusal_of(driver, cmd.StartDeviceCheck(MORGAN, ELENA)) == "seat.is_shared"
    assert refusal_of(driver, cmd.StartDeviceCheck(MORGAN, ANA)) == "device_check.no_couple"
    together = couple_room(colleague=True)
    before = view(together, MORGAN_SEAT)["people"]
    together.do(START)
    group = view(together, MORGAN_SEAT)
    assert set(group["away"]) == {STAFF_SEAT, *PARTNERS}
    assert group["people"] == before, "nobody is missing from the list"
    assert view(together, MORGAN_SEAT)["care"]["device_check"]["people"] == {JUNE: "June", MARK: "Mark"}


def test_each_is_talked_to_for_as_long_at_least_but_it_can_end_for_both_at_any_time() -> None:
    driver = couple_room()
    driver.do(START)
    assert refusal_of(driver, START) == "seat.not_in_room"
    driver.wait(DEVICE_CHECK_LEAST_S - 1)
    assert refusal_of(driver, cmd.NextInDeviceCheck(THERAPIST)) == "device_check.too_soon"
    driver.wait(1)
    assert refusal_of(driver, cmd.NextInDeviceCheck(THERAPIST)) is None
    assert view(driver, STAFF_SEAT)["care"]["device_check"]["first_s"] == DEVICE_CHECK_LEAST_S
    assert refusal_of(driver, cmd.NextInDeviceCheck(THERAPIST)) == "device_check.both_had_it"
    assert refusal_of(driver, cmd.EndDeviceCheck(THERAPIST)) is None
    assert refusal_of(driver, cmd.EndDeviceCheck(THERAPIST)) == "device_check.none"
    assert refusal_of(driver, cmd.NextInDeviceCheck(THERAPIST)) == "device_check.none"


@pytest.mark.parametrize(
    "gone",
    [
        cmd.Leave(JUNE),
        cmd.Leave(MARK),
        cmd.BringBack(THERAPIST, MARK_SEAT),
        cmd.MoveToWaiting(THERAPIST, JUNE_SEAT),
        cmd.BringBack(THERAPIST, STAFF_SEAT),
    ],
    ids=lambda command: f"{type(command).__name__}",
)
def test_when_one_of_the_three_goes_the_others_are_back_together(gone: cmd.Command) -> None:
    driver = couple_room()
    driver.do(START)
    driver.do(gone)
    assert driver.room.state.care.device_check is None
    assert all(seat.place is not Place.PRIVATE for seat in driver.room.state.seats.values())


def test_nobody_is_left_waiting_when_the_therapist_is_lost() -> None:
    driver = couple_room()
    driver.do(START)
    driver.do(cmd.Detach(STAFF_SEAT))
    driver.wait(driver.room.setup.policy.held_after_s)
    assert spaces(driver, *PARTNERS) == ["main", "main"]


def test_a_colleague_may_end_it_but_not_go_on_with_it_nor_send_anybody_in() -> None:
    driver = couple_room(colleague=True)
    driver.do(START)
    assert refusal_of(driver, cmd.StartDeviceCheck(MORGAN, MARK)) == "device_check.running"
    assert refusal_of(driver, cmd.NextInDeviceCheck(MORGAN)) == "device_check.not_yours"
    inside = cmd.MoveToPrivate(MORGAN, MORGAN_SEAT, join=False, room=1)
    assert refusal_of(driver, inside) == "private.no_room"
    assert refusal_of(driver, cmd.NextInDeviceCheck(JUNE)) == "role.forbidden"
    assert refusal_of(driver, cmd.EndDeviceCheck(MORGAN)) is None


def test_a_couple_that_split_is_talked_to_apart_once_nobody_else_is_there() -> None:
    driver = CouplesDriver()
    driver.split()
    for seat in (ANA_SEAT, "se_other_couple"):
        driver.do(cmd.MoveToWaiting(THERAPIST, SeatId(seat)))
    driver.do(cmd.StartDeviceCheck(THERAPIST, ELENA))
    assert spaces(driver, COUPLE_SEAT, FINN_PHONE) == ["private-1", "private-2"]


def test_the_session_may_end_in_the_middle() -> None:
    driver = couple_room()
    driver.do(START)
    driver.do(cmd.EndSession(THERAPIST))
    assert driver.room.state.care.device_check is None

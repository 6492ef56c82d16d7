"""Private rooms by example: who goes, with whom, how it ends; nobody is left alone, there or in the group."""

import pytest

from rooms.model import commands as cmd
from rooms.model.events.follow_up import RemovalReason
from rooms.model.ids import SeatId
from rooms.plan import build_plan
from rooms.rules.protocols.pauses.crisis_break import CRISIS_BREAK
from rooms.state import Phase, Place, Run
from rooms.views.build import build_views
from rooms.views.events import visible_events
from tests.support.rooms.people import (
    CARA_SEAT,
    IVO_SEAT,
    KIM,
    KIM_SEAT,
    MORGAN,
    MORGAN_SEAT,
    OLA_SEAT,
    TARA,
    TARA_SEAT,
    TESS,
    TESS_SEAT,
    refusal_of,
    staffed_room,
)
from tests.support.rooms.setups import (
    ANA,
    ANA_SEAT,
    BEN_SEAT,
    CHLOE_SEAT,
    COUPLE_SEAT,
    STAFF_SEAT,
    THERAPIST,
    RoomDriver,
)

EVERY_ROLE = (MORGAN_SEAT, KIM_SEAT, TESS_SEAT, TARA_SEAT, OLA_SEAT, IVO_SEAT, CARA_SEAT)


def spaces(driver: RoomDriver, *seats: str) -> list[str | None]:
    """The space of each seat."""
    gates = build_plan(driver.room.setup, driver.room.state).seats
    return [gates[seat].space for seat in seats]  # type: ignore[index]


def in_crisis(driver: RoomDriver) -> None:
    """A crisis break is on top, paused, so that its own rules do not matter here."""
    driver.room.state.runs.append(
        Run(1, CRISIS_BREAK.id, THERAPIST, {}, driver.now, paused=True, emergency=True)
    )


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (cmd.MoveToPrivate(MORGAN, ANA_SEAT, join=True), None),
        (cmd.MoveToPrivate(MORGAN, COUPLE_SEAT, join=True), None),
        (cmd.MoveToPrivate(MORGAN, IVO_SEAT, join=True), None),
        (cmd.MoveToPrivate(MORGAN, ANA_SEAT, join=False), "private.needs_staff"),
        (cmd.MoveToPrivate(MORGAN, MORGAN_SEAT, join=True), "private.needs_staff"),
        (cmd.MoveToPrivate(TARA, ANA_SEAT, join=True), "private.needs_staff"),
        (cmd.MoveToPrivate(MORGAN, ANA_SEAT, join=True, room=4), "private.no_room"),
        (cmd.MoveToPrivate(MORGAN, STAFF_SEAT, join=True), "seat.is_staff"),
        (cmd.MoveToPrivate(MORGAN, OLA_SEAT, join=True), "seat.is_observer"),
        (cmd.MoveToPrivate(MORGAN, "se_nobody", join=True), "seat.unknown"),  # type: ignore[arg-type]
        (cmd.MoveToPrivate(TESS, ANA_SEAT, join=True), "role.forbidden"),
        (cmd.MoveToPrivate(ANA, BEN_SEAT, join=True), "role.forbidden"),
        (cmd.BringBack(MORGAN, ANA_SEAT), "seat.not_private"),
        (cmd.BringBack(MORGAN, "se_nobody"), "seat.unknown"),  # type: ignore[arg-type]
        (cmd.BringBack(ANA, ANA_SEAT), "role.forbidden"),
    ],
)
def test_who_may_take_whom_to_a_private_room(command: cmd.Command, code: str | None) -> None:
    assert refusal_of(staffed_room(*EVERY_ROLE), command) == code


def test_another_client_and_a_colleague_join_the_open_room() -> None:
    driver = staffed_room(*EVERY_ROLE)
    driver.do(cmd.MoveToPrivate(MORGAN, ANA_SEAT, join=True))
    driver.do(cmd.MoveToPrivate(THERAPIST, IVO_SEAT, join=False, room=1))
    driver.do(cmd.MoveToPrivate(MORGAN, BEN_SEAT, join=False, room=1))
    driver.do(cmd.MoveToPrivate(TARA, TARA_SEAT, join=False, room=1))
    driver.do(cmd.MoveToPrivate(KIM, CHLOE_SEAT, join=True))
    assert spaces(driver, ANA_SEAT, IVO_SEAT, BEN_SEAT, TARA_SEAT, MORGAN_SEAT) == ["private-1"] * 5
    assert spaces(driver, CHLOE_SEAT, KIM_SEAT, STAFF_SEAT) == ["private-2", "private-2", "main"]
    assert refusal_of(driver, cmd.MoveToPrivate(MORGAN, COUPLE_SEAT, join=True, room=2)) == "seat.not_in_room"
    assert refusal_of(driver, cmd.MoveToPrivate(MORGAN, ANA_SEAT, join=True)) == "seat.not_in_room"


def test_the_number_of_an_empty_room_is_reused() -> None:
    driver = staffed_room(MORGAN_SEAT, KIM_SEAT)
    driver.do(cmd.MoveToPrivate(MORGAN, ANA_SEAT, join=True))
    driver.do(cmd.MoveToPrivate(KIM, BEN_SEAT, join=True))
    driver.do(cmd.BringBack(MORGAN, MORGAN_SEAT))
    assert spaces(driver, ANA_SEAT, MORGAN_SEAT, BEN_SEAT) == ["main", "main", "private-2"]
    driver.do(cmd.MoveToPrivate(MORGAN, CHLOE_SEAT, join=True))
    assert spaces(driver, CHLOE_SEAT) == ["private-1"]


def test_the_last_licensed_facilitator_stays_with_the_group() -> None:
    driver = staffed_room(KIM_SEAT)
    assert refusal_of(driver, cmd.MoveToPrivate(THERAPIST, ANA_SEAT, join=True)) == "room.needs_facilitator"
    driver.do(cmd.MoveToPrivate(KIM, ANA_SEAT, join=True))
    assert (
        refusal_of(driver, cmd.MoveToPrivate(THERAPIST, STAFF_SEAT, join=False, room=1))
        == "room.needs_facilitator"
    )
    assert refusal_of(driver, cmd.MoveToPrivate(THERAPIST, BEN_SEAT, join=False, room=1)) is None


def test_in_a_crisis_the_only_therapist_may_go_and_come_back() -> None:
    driver = staffed_room()
    in_crisis(driver)
    assert refusal_of(driver, cmd.MoveToPrivate(THERAPIST, ANA_SEAT, join=True)) is None
    driver.wait(16)
    assert driver.room.state.phase is Phase.HELD, "the group has nobody who could keep it safe"
    assert spaces(driver, ANA_SEAT, STAFF_SEAT) == ["private-1", "private-1"]
    kinds = driver.kinds(cmd.BringBack(THERAPIST, STAFF_SEAT))
    assert {"room.resumed", "lead.taken"} <= set(kinds)
    assert spaces(driver, ANA_SEAT, STAFF_SEAT) == ["main", "main"]


def test_when_the_facilitator_leaves_the_client_rejoins_the_group_at_once() -> None:
    driver = staffed_room(MORGAN_SEAT)
    driver.do(cmd.MoveToPrivate(MORGAN, ANA_SEAT, join=True))
    driver.do(cmd.Leave(MORGAN))
    assert spaces(driver, ANA_SEAT) == ["main"]


@pytest.mark.parametrize("loss", [cmd.Detach(MORGAN_SEAT), cmd.MediaDown(MORGAN_SEAT)])
def test_when_the_facilitator_is_lost_for_long_everybody_rejoins_the_group(loss: cmd.Command) -> None:
    driver = staffed_room(MORGAN_SEAT, TARA_SEAT)
    driver.do(cmd.MoveToPrivate(MORGAN, ANA_SEAT, join=True))
    driver.do(cmd.MoveToPrivate(TARA, TARA_SEAT, join=False, room=1))
    driver.do(loss)
    assert "seat.brought_back" not in driver.wait(14.9)
    assert refusal_of(driver, cmd.MoveToPrivate(THERAPIST, BEN_SEAT, join=False, room=1)) == "private.no_room"
    assert driver.wait(0.2).count("seat.brought_back") == 3
    assert spaces(driver, ANA_SEAT, TARA_SEAT, MORGAN_SEAT) == ["main"] * 3


def test_a_facilitator_who_returns_in_time_finds_the_client_there() -> None:
    driver = staffed_room(MORGAN_SEAT)
    driver.do(cmd.MoveToPrivate(MORGAN, ANA_SEAT, join=True))
    driver.do(cmd.Detach(MORGAN_SEAT))
    driver.wait(10)
    driver.do(cmd.Attach(MORGAN_SEAT, mic=True, camera=True))
    driver.wait(100)
    assert spaces(driver, ANA_SEAT, MORGAN_SEAT) == ["private-1", "private-1"]


def test_a_colleague_cannot_be_brought_back() -> None:
    driver = staffed_room(MORGAN_SEAT, TARA_SEAT)
    driver.do(cmd.MoveToPrivate(MORGAN, ANA_SEAT, join=True))
    driver.do(cmd.MoveToPrivate(TARA, TARA_SEAT, join=False, room=1))
    assert refusal_of(driver, cmd.BringBack(THERAPIST, MORGAN_SEAT)) == "seat.is_staff"
    assert refusal_of(driver, cmd.BringBack(TARA, TARA_SEAT)) is None
    assert refusal_of(driver, cmd.BringBack(THERAPIST, ANA_SEAT)) is None
    assert refusal_of(driver, cmd.BringBack(MORGAN, MORGAN_SEAT)) is None


def test_from_a_private_room_somebody_may_be_moved_to_the_waiting_room() -> None:
    driver = staffed_room(MORGAN_SEAT)
    driver.do(cmd.MoveToPrivate(MORGAN, ANA_SEAT, join=True))
    driver.do(cmd.MoveToWaiting(MORGAN, ANA_SEAT))
    seat = driver.room.state.seats[ANA_SEAT]
    assert (seat.place, seat.private) == (Place.WAITING, None)


def test_the_end_of_the_session_ends_private_rooms_too() -> None:
    driver = staffed_room(MORGAN_SEAT)
    driver.do(cmd.MoveToPrivate(MORGAN, ANA_SEAT, join=True))
    driver.do(cmd.EndSession(MORGAN))
    assert {seat.place for seat in driver.room.state.seats.values()} == {Place.OUTSIDE}
    driver.wait(1)
    assert driver.room.next_deadline() is None


def test_the_last_facilitator_who_was_lost_counts() -> None:
    driver = staffed_room(MORGAN_SEAT, KIM_SEAT)
    driver.do(cmd.MoveToPrivate(MORGAN, ANA_SEAT, join=True))
    driver.do(cmd.MoveToPrivate(KIM, KIM_SEAT, join=False, room=1))
    driver.do(cmd.Detach(MORGAN_SEAT))
    driver.wait(12)
    driver.do(cmd.Detach(KIM_SEAT))
    assert "seat.brought_back" not in driver.wait(14)
    assert "seat.brought_back" in driver.wait(2)


REMOVALS = [
    cmd.MoveToPrivate(MORGAN, ANA_SEAT, join=True, reason=RemovalReason.INTOXICATED),
    cmd.MoveToWaiting(MORGAN, ANA_SEAT, RemovalReason.INTOXICATED),
]


@pytest.mark.parametrize("command", REMOVALS)
def test_the_reason_of_a_removal_is_in_the_log_and_told_to_those_who_lead(command: cmd.Command) -> None:
    driver = staffed_room(*EVERY_ROLE)
    records = driver.do(command)
    context = driver.room.context(driver.now)

    def told(seat: SeatId) -> list[dict[str, object]]:
        return [event for event in visible_events(context, seat, records) if event.get("seat") == ANA_SEAT]

    moved = [each.event for each in records if each.event.kind.startswith("seat.moved_to")][-1]
    assert moved.cause is RemovalReason.INTOXICATED  # type: ignore[union-attr]
    assert told(STAFF_SEAT)[0]["cause"] == "intoxicated"
    for seat in (ANA_SEAT, BEN_SEAT, OLA_SEAT, TESS_SEAT, COUPLE_SEAT):
        assert all("cause" not in event for event in told(seat)), seat
        assert "intoxicated" not in str(build_views(context, [seat])), seat


def test_whoever_goes_along_has_no_reason_of_their_own() -> None:
    driver = staffed_room(*EVERY_ROLE)
    records = driver.do(REMOVALS[0])
    causes = [
        getattr(each.event, "cause", None) for each in records if each.event.kind == "seat.moved_to_private"
    ]
    assert causes == [None, RemovalReason.INTOXICATED]

"""Seats by example: waiting, admission, loss and return, slots, the end."""

from dataclasses import replace

import pytest

from rooms.model import commands as cmd
from rooms.model.errors import Refused
from rooms.model.events import SeatLost
from rooms.model.ids import SeatId
from rooms.model.policy.policy import RoomPolicy
from rooms.plan import build_plan
from rooms.room import Room
from rooms.state import Phase, Place
from rooms.views.build import build_views
from tests.support.rooms.setups import (
    ANA,
    ANA_SEAT,
    BEN,
    BEN_SEAT,
    CHLOE_SEAT,
    COUPLE_SEAT,
    STAFF_SEAT,
    START,
    THERAPIST,
    RoomDriver,
    build_setup,
    full_room,
    told,
)


def refusal_of(driver: RoomDriver, command: cmd.Command) -> str:
    """The code with which the command is refused."""
    with pytest.raises(Refused) as caught:
        driver.do(command)
    return caught.value.code


def test_members_wait_and_staff_enter_at_once() -> None:
    driver = RoomDriver()
    driver.arrive(ANA_SEAT, STAFF_SEAT)
    places = {seat: state.place for seat, state in driver.room.state.seats.items()}
    assert places[ANA_SEAT] is Place.WAITING
    assert places[STAFF_SEAT] is Place.MAIN


def test_only_the_latest_opening_of_a_seat_can_be_resumed_and_only_once() -> None:
    driver = RoomDriver()
    driver.do(cmd.Attach(ANA_SEAT, True, True, "one"))
    driver.do(cmd.Attach(ANA_SEAT, True, True, "two"))
    assert refusal_of(driver, cmd.Attach(ANA_SEAT, True, True, "x", resumes="one")) == "resume.invalid"
    driver.do(cmd.Attach(ANA_SEAT, True, True, "three", resumes="two"))
    assert refusal_of(driver, cmd.Attach(ANA_SEAT, True, True, "x", resumes="two")) == "resume.invalid"


def test_the_log_decides_what_can_be_resumed() -> None:
    driver = RoomDriver()
    driver.arrive(STAFF_SEAT)
    for nonce in ("one", "two"):
        driver.do(cmd.Attach(ANA_SEAT, True, True, nonce))
    driver.do(cmd.Attach(BEN_SEAT, True, True, "ben"))
    driver.do(cmd.Leave(BEN))
    driver.arrive(CHLOE_SEAT)  # as earlier versions logged it: without a nonce
    again = RoomDriver(Room(build_setup(), driver.log), now=driver.now + 1.0)
    again.room.on_restart(again.now)
    for seat, nonce in ((ANA_SEAT, "one"), (BEN_SEAT, "ben"), (CHLOE_SEAT, ""), (COUPLE_SEAT, "")):
        assert refusal_of(again, cmd.Attach(seat, True, True, "x", resumes=nonce)) == "resume.invalid"
    assert again.kinds(cmd.Attach(ANA_SEAT, True, True, "three", resumes="two")) == [
        "seat.returned",
        "seat.opened",
    ]


def test_a_simulated_client_takes_free_seats_and_is_shown_as_what_it_is() -> None:
    driver = full_room()
    driver.do(cmd.Leave(ANA))
    driver.do(cmd.Attach(ANA_SEAT, True, True, "one", simulated=True))
    waiting = build_views(driver.room.context(driver.now), [STAFF_SEAT])[STAFF_SEAT]["waiting"]
    assert waiting[ANA_SEAT]["simulated"] is True
    driver.do(cmd.Admit(THERAPIST, ANA_SEAT))
    seats = build_views(driver.room.context(driver.now), [BEN_SEAT])[BEN_SEAT]["seats"]
    assert seats[ANA_SEAT]["simulated"] is True
    assert "simulated" not in seats[BEN_SEAT]


def test_a_simulated_client_never_takes_a_seat_that_somebody_has_opened() -> None:
    driver = full_room()
    driver.do(cmd.Attach(BEN_SEAT, True, True, "ben"))
    for _ in range(2):
        assert refusal_of(driver, cmd.Attach(BEN_SEAT, True, True, "x", simulated=True)) == "seat.taken"
        driver.do(cmd.Detach(BEN_SEAT))


def test_whoever_opens_the_seat_of_a_simulated_client_has_it_for_good() -> None:
    driver = full_room()
    driver.do(cmd.Leave(ANA))
    driver.do(cmd.Attach(ANA_SEAT, True, True, "one", simulated=True))
    driver.do(cmd.Attach(ANA_SEAT, True, True, "two", resumes="one", simulated=True))
    driver.do(cmd.Attach(ANA_SEAT, True, True, "ana"))
    assert driver.room.state.seats[ANA_SEAT].simulated is False
    assert refusal_of(driver, cmd.Attach(ANA_SEAT, True, True, "x", resumes="two", simulated=True))
    assert refusal_of(driver, cmd.Attach(ANA_SEAT, True, True, "x", simulated=True)) == "seat.taken"


def test_where_people_show_who_they_are_nobody_is_simulated() -> None:
    driver = RoomDriver(Room(replace(build_setup(), proof=True)))
    assert refusal_of(driver, cmd.Attach(ANA_SEAT, True, True, "x", simulated=True)) == "seat.taken"


def test_a_withdrawn_link_removes_people_who_used_it_and_admits_nobody() -> None:
    driver = full_room()
    driver.do(cmd.GrantFloor(THERAPIST, ANA, driver.seq))
    kinds = driver.kinds(cmd.WithdrawLink(ANA_SEAT, 2))
    assert kinds[:2] == ["seat.link_withdrawn", "seat.left"]
    assert "turn.ended" in kinds
    assert ANA_SEAT not in build_plan(driver.room.setup, driver.room.state).seats
    assert refusal_of(driver, cmd.Attach(ANA_SEAT, True, True)) == "link.withdrawn"
    driver.do(cmd.Attach(ANA_SEAT, True, True, link=2))
    assert driver.room.state.seats[ANA_SEAT].place is Place.WAITING
    assert driver.kinds(cmd.WithdrawLink(ANA_SEAT, 2)) == [], "who came by the new link stays"
    assert refusal_of(driver, cmd.WithdrawLink(SeatId("se_nowhere"), 2)) == "seat.unknown"


def test_a_page_that_was_left_at_once_takes_its_seat_out_of_the_room() -> None:
    driver = full_room()
    driver.do(cmd.Attach(ANA_SEAT, True, True, "here"))
    driver.do(cmd.GrantFloor(THERAPIST, ANA, driver.seq))
    kinds = driver.kinds(cmd.ExitSeat(ANA_SEAT, "here"))
    assert kinds[0] == "seat.left"
    assert "turn.ended" in kinds
    assert ANA_SEAT not in build_plan(driver.room.setup, driver.room.state).seats
    assert refusal_of(driver, cmd.ExitSeat(ANA_SEAT, "here")) == "resume.invalid", "it has left"
    assert refusal_of(driver, cmd.Attach(ANA_SEAT, True, True, "x", resumes="here")) == "resume.invalid"
    driver.do(cmd.Attach(ANA_SEAT, True, True, "again"))
    assert driver.room.state.seats[ANA_SEAT].place is Place.WAITING, (
        "whoever opens the link waits to be let in"
    )


def test_a_page_that_was_left_takes_nobody_out_who_came_by_another() -> None:
    driver = full_room()
    driver.do(cmd.Attach(ANA_SEAT, True, True, "first"))
    driver.do(cmd.Attach(ANA_SEAT, True, True, "second"))
    assert refusal_of(driver, cmd.ExitSeat(ANA_SEAT, "first")) == "resume.invalid"
    assert refusal_of(driver, cmd.ExitSeat(BEN_SEAT, "")) == "resume.invalid", "it never got a token"
    assert refusal_of(driver, cmd.ExitSeat(SeatId("se_nowhere"), "x")) == "resume.invalid"
    assert driver.room.state.seats[ANA_SEAT].place is Place.MAIN


def test_a_newer_link_withdraws_older_ones() -> None:
    driver = full_room()
    driver.do(cmd.Attach(ANA_SEAT, True, True, "new", link=3))
    assert (
        refusal_of(driver, cmd.Attach(ANA_SEAT, True, True, "x", resumes="new", link=2)) == "link.withdrawn"
    )


def test_a_link_withdrawn_while_the_service_was_down_is_invalid_once_it_is_up() -> None:
    driver = full_room()
    setup = build_setup()
    seats = {**setup.seats, ANA_SEAT: replace(setup.seats[ANA_SEAT], link=2)}
    again = RoomDriver(Room(replace(setup, seats=seats), driver.log), now=driver.now + 1.0)
    again.room.on_restart(again.now)
    places = {seat: state.place for seat, state in again.room.state.seats.items()}
    assert (places[ANA_SEAT], places[BEN_SEAT]) == (Place.OUTSIDE, Place.MAIN)
    assert refusal_of(again, cmd.Attach(ANA_SEAT, True, True)) == "link.withdrawn"


def test_only_facilitators_admit_and_only_those_who_wait() -> None:
    driver = RoomDriver()
    driver.arrive(STAFF_SEAT, ANA_SEAT)
    assert refusal_of(driver, cmd.Admit(ANA, ANA_SEAT)) == "role.forbidden"
    assert refusal_of(driver, cmd.Admit(THERAPIST, BEN_SEAT)) == "seat.not_waiting"
    assert driver.kinds(cmd.Admit(THERAPIST, ANA_SEAT)) == ["seat.admitted"]
    assert refusal_of(driver, cmd.Admit(THERAPIST, ANA_SEAT)) == "seat.not_waiting"


def test_somebody_whose_client_is_gone_is_not_admitted() -> None:
    driver = RoomDriver()
    driver.arrive(STAFF_SEAT, ANA_SEAT)
    driver.do(cmd.Detach(ANA_SEAT))
    assert refusal_of(driver, cmd.Admit(THERAPIST, ANA_SEAT)) == "seat.not_waiting"
    assert refusal_of(driver, cmd.AdmitAll(THERAPIST)) == "seat.not_waiting"


def test_a_full_room_refuses_one_more_and_reuses_a_freed_slot() -> None:
    driver = RoomDriver(Room(build_setup(RoomPolicy(max_seats=3))))
    driver.arrive(STAFF_SEAT, ANA_SEAT, BEN_SEAT)
    assert refusal_of(driver, cmd.Attach(CHLOE_SEAT, mic=True, camera=True)) == "room.full"
    slot = driver.room.state.seats[ANA_SEAT].slot
    driver.do(cmd.Leave(ANA))
    driver.arrive(CHLOE_SEAT)
    assert driver.room.state.seats[CHLOE_SEAT].slot == slot


def test_moving_to_the_waiting_room_closes_every_gate() -> None:
    driver = full_room()
    driver.do(cmd.MoveToWaiting(THERAPIST, ANA_SEAT))
    gate = build_plan(driver.room.setup, driver.room.state).seats[ANA_SEAT]
    assert (gate.space, gate.audio, gate.video) == (None, False, False)
    assert refusal_of(driver, cmd.MoveToWaiting(THERAPIST, STAFF_SEAT)) == "seat.is_staff"


def test_a_lost_seat_keeps_its_place_then_leaves() -> None:
    driver = full_room()
    driver.do(cmd.Detach(ANA_SEAT))
    assert driver.wait(299) == []
    assert driver.room.state.seats[ANA_SEAT].place is Place.MAIN
    assert driver.wait(1) == ["seat.left"]
    assert driver.kinds(cmd.Attach(ANA_SEAT, mic=True, camera=True)) == ["seat.joined"]
    assert driver.room.state.seats[ANA_SEAT].place is Place.WAITING


def test_a_seat_that_only_waited_is_kept_for_a_shorter_time() -> None:
    driver = RoomDriver()
    driver.arrive(STAFF_SEAT, ANA_SEAT)
    driver.do(cmd.Detach(ANA_SEAT))
    assert driver.wait(30) == ["seat.left"]


def test_the_end_removes_everybody_and_admits_nobody() -> None:
    driver = full_room()
    kinds = driver.kinds(cmd.EndSession(THERAPIST))
    assert kinds == ["room.ended"] + ["seat.left"] * 5
    assert driver.room.state.phase is Phase.ENDED
    assert build_plan(driver.room.setup, driver.room.state).seats == {}
    assert refusal_of(driver, cmd.Attach(COUPLE_SEAT, mic=True, camera=True)) == "room.ended"
    assert refusal_of(driver, cmd.EndSession(THERAPIST)) == "room.ended"


def test_a_restart_loses_connections_and_nothing_else() -> None:
    driver = full_room()
    driver.do(cmd.GrantFloor(THERAPIST, ANA, driver.seq))
    room = Room(driver.room.setup, driver.log)
    assert sorted(set(told(room.on_restart(START + 5)))) == [
        "floor.suspended",
        "room.back",
        "room.unled",
        "seat.lost",
        "seat.media_lost",
    ]
    assert room.state.floor.holder is not None
    assert room.state.floor.holder.person == ANA
    assert all(seat.place is Place.MAIN for seat in room.state.seats.values())


def test_after_a_long_outage_everybody_is_lost_since_the_log_ends_and_kept_as_long_as_usual() -> None:
    """The outage overnight is nobody's presence; whoever returns in the morning finds their place and their turn."""
    driver = full_room()
    driver.do(cmd.GrantFloor(THERAPIST, ANA, driver.seq))
    driver.wait(600)
    last = driver.log[-1].at
    assert driver.now - last < 60, "the log knows to the minute when somebody was here"
    room, back = Room(driver.room.setup, driver.log), driver.now + 8 * 3600
    records = room.on_restart(back)
    assert {record.at for record in records if isinstance(record.event, SeatLost)} == {last}
    absence_s = room.setup.policy.absence_s
    room.handle(cmd.Attach(ANA_SEAT, mic=True, camera=True), back + 20)
    assert room.state.floor.holder is not None
    assert room.state.floor.holder.person == ANA
    room.on_deadline(back + absence_s - 1)
    assert all(seat.place is Place.MAIN for seat in room.state.seats.values())
    room.on_deadline(back + absence_s)
    assert [seat for seat, now in room.state.seats.items() if now.place is Place.MAIN] == [ANA_SEAT]


def test_a_person_lost_before_the_outage_keeps_only_the_remaining_time() -> None:
    driver = full_room()
    driver.do(cmd.Detach(ANA_SEAT))
    driver.wait(200)
    driver.do(cmd.SetDevices(THERAPIST, mic=False, camera=False))
    room, back = Room(driver.room.setup, driver.log), driver.now + 3600
    room.on_restart(back)
    room.on_deadline(back + 99)
    assert room.state.seats[ANA_SEAT].place is Place.MAIN
    room.on_deadline(back + 100)
    assert room.state.seats[ANA_SEAT].place is Place.OUTSIDE
    assert room.state.seats[COUPLE_SEAT].place is Place.MAIN


def test_a_clock_set_back_meanwhile_does_not_affect_the_log() -> None:
    driver = full_room()
    room = Room(driver.room.setup, driver.log)
    last = driver.log[-1].at
    records = room.on_restart(last - 86_400)
    assert {record.at for record in records} == {last}
    assert room.handle(cmd.Attach(ANA_SEAT, mic=True, camera=True), last - 86_000)[0].at == last


def test_a_quiet_hour_before_a_short_restart_costs_nobody_their_place() -> None:
    driver = full_room()
    driver.do(cmd.GrantFloor(THERAPIST, ANA, driver.seq))
    driver.wait(3600)
    room = Room(driver.room.setup, driver.log)
    room.on_restart(driver.now + 5)
    assert all(seat.place is Place.MAIN for seat in room.state.seats.values())
    assert room.state.floor.holder is not None


def test_an_empty_room_needs_no_sign_of_life() -> None:
    driver = RoomDriver()
    driver.arrive(ANA_SEAT)
    driver.do(cmd.Leave(ANA))
    assert driver.room.next_deadline() is None

"""People and seats in a view."""

from typing import Any

from rooms.plan import build_plan
from rooms.state import Place
from rooms.views.seats import build_people_view, build_seats_view, build_staff_seats_view
from tests.support.rooms.setups import (
    ANA,
    ANA_SEAT,
    COUPLE_SEAT,
    ELENA,
    FINN,
    STAFF_SEAT,
    RoomDriver,
    full_room,
)


def test_only_people_at_the_requested_places_are_listed() -> None:
    driver = RoomDriver()
    driver.arrive(STAFF_SEAT, COUPLE_SEAT)
    context = driver.room.context(0)
    assert set(build_people_view(context, (Place.WAITING,))) == {ELENA, FINN}
    assert set(build_people_view(context, (), also=ANA_SEAT)) == {ANA}
    assert build_people_view(context, (Place.WAITING,))[FINN] == {
        "name": "Finn",
        "role": "member",
        "seat": COUPLE_SEAT,
    }


def seats_view(driver: RoomDriver) -> dict[str, Any]:
    return build_seats_view(driver.room.context(0), build_plan(driver.room.setup, driver.room.state))


def test_a_seat_shows_which_of_two_speaks_and_whether_it_shares_a_screen() -> None:
    driver = full_room()
    seat = seats_view(driver)["seats"][COUPLE_SEAT]
    assert not {"voice", "sharing"} & set(seat)
    driver.room.state.seats[COUPLE_SEAT].voice = FINN
    driver.room.state.seats[COUPLE_SEAT].sharing = True
    seat = seats_view(driver)["seats"][COUPLE_SEAT]
    assert (seat["voice"], seat["sharing"]) == (FINN, True)


def test_staff_see_who_waits() -> None:
    driver = RoomDriver()
    driver.arrive(STAFF_SEAT, ANA_SEAT)
    view = build_staff_seats_view(driver.room.context(0))
    assert view["waiting"][ANA_SEAT]["people"] == [ANA]
    assert (view["quality"], view["notices"]) == ({}, [])

"""People and seats in a view."""

from typing import Any

from rooms.plan import build_plan
from rooms.state import Place
from rooms.views.seats import build_people_view, build_seats_view, build_staff_seats_view
from tests.support.rooms.setups import ANA, ANA_SEAT, COUPLE_SEAT, ELENA, FINN, STAFF_SEAT, Stage, full_stage


def test_people_are_those_at_the_places_asked_for() -> None:
    stage = Stage()
    stage.arrive(STAFF_SEAT, COUPLE_SEAT)
    context = stage.room.context(0)
    assert set(build_people_view(context, (Place.WAITING,))) == {ELENA, FINN}
    assert set(build_people_view(context, (), also=ANA_SEAT)) == {ANA}
    assert build_people_view(context, (Place.WAITING,))[FINN] == {
        "name": "Finn",
        "role": "member",
        "seat": COUPLE_SEAT,
    }


def seats_view(stage: Stage) -> dict[str, Any]:
    return build_seats_view(stage.room.context(0), build_plan(stage.room.setup, stage.room.state))


def test_a_seat_tells_who_of_the_two_speaks_and_whether_it_shows_a_screen() -> None:
    stage = full_stage()
    seat = seats_view(stage)["seats"][COUPLE_SEAT]
    assert not {"voice", "sharing"} & set(seat)
    stage.room.state.seats[COUPLE_SEAT].voice = FINN
    stage.room.state.seats[COUPLE_SEAT].sharing = True
    seat = seats_view(stage)["seats"][COUPLE_SEAT]
    assert (seat["voice"], seat["sharing"]) == (FINN, True)


def test_staff_see_the_door() -> None:
    stage = Stage()
    stage.arrive(STAFF_SEAT, ANA_SEAT)
    view = build_staff_seats_view(stage.room.context(0))
    assert view["waiting"][ANA_SEAT]["people"] == [ANA]
    assert (view["quality"], view["notices"]) == ({}, [])

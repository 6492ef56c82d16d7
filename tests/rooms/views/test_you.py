"""A viewer's own section."""

from typing import Any

from rooms.model import commands as cmd
from rooms.model.ids import SeatId
from rooms.rules.context import RuleContext
from rooms.state import Phase
from rooms.views.offers import offer_to
from rooms.views.you import build_present_view, build_you_view
from tests.support.rooms.setups import ANA, ANA_SEAT, COUPLE_SEAT, ELENA, STAFF_SEAT, THERAPIST, full_room


def own(context: RuleContext, seat: SeatId) -> dict[str, Any]:
    return build_you_view(context, seat) | build_present_view(context, seat, offer_to)


def test_a_turns_clock_is_shown_to_its_holder() -> None:
    driver = full_room()
    driver.do(cmd.GrantFloor(THERAPIST, ANA, driver.seq, 60.0))
    context = driver.room.context(driver.now)
    assert own(context, ANA_SEAT)["turn"]["person"] == ANA
    assert "turn" not in own(context, COUPLE_SEAT)


def test_a_shared_seat_shows_no_overrun_and_nothing_about_one_person_alone() -> None:
    """F9."""
    driver = full_room()
    driver.do(cmd.GrantFloor(THERAPIST, ELENA, driver.seq, 60.0))
    driver.wait(200)
    driver.room.state.people[ELENA].split_asked = True
    you = own(driver.room.context(driver.now), COUPLE_SEAT)
    assert not {"overrun", "closing"} & set(you["turn"])
    assert "split_asked" not in you


def test_while_nobody_leads_everybody_sees_that_their_devices_are_gated() -> None:
    driver = full_room()
    driver.room.state.phase = Phase.HELD
    context = driver.room.context(driver.now)
    assert own(context, ANA_SEAT) | {"audio": "closed_by_room", "video": "closed_by_room"} == own(
        context, ANA_SEAT
    )
    assert (own(context, STAFF_SEAT)["audio"], own(context, STAFF_SEAT)["video"]) == ("on", "on")
    assert own(context, STAFF_SEAT)["leads"]

"""What a person is offered on a screen."""

from rooms.model import commands as cmd
from rooms.model.policy.policy import FloorMode
from rooms.rules.permissions import available, barred
from rooms.views.offers import offer_to
from tests.support.rooms.setups import ANA, ANA_SEAT, STAFF_SEAT, THERAPIST, full_room


def test_an_offer_lists_accepted_requests_and_protocols_that_could_start() -> None:
    driver = full_room()
    driver.mode(FloorMode.QUEUE)
    context = driver.room.context(driver.now)
    assert offer_to(context, ANA, ANA_SEAT).can == available(context, ANA, ANA_SEAT)
    assert "go_round" in offer_to(context, THERAPIST, STAFF_SEAT).starts
    assert "go_round" not in offer_to(context, ANA, ANA_SEAT).starts
    assert offer_to(context, ANA, ANA_SEAT).acts == []
    driver.do(cmd.StartProtocol(THERAPIST, "go_round", driver.seq))
    assert "begin" in offer_to(driver.room.context(driver.now), THERAPIST, STAFF_SEAT).acts


def test_requests_barred_by_role_are_not_tried() -> None:
    context = full_room().room.context(0)
    assert offer_to(context, ANA, ANA_SEAT, barred(context, ANA)) == offer_to(context, ANA, ANA_SEAT)

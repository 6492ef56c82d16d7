"""What one person is offered on one screen."""

from rooms.model import commands as cmd
from rooms.model.policy.policy import FloorMode
from rooms.rules.permissions import available, barred
from rooms.views.offers import offer_to
from tests.support.rooms.setups import ANA, ANA_SEAT, STAFF_SEAT, THERAPIST, full_stage


def test_an_offer_is_what_would_be_accepted_and_what_could_be_started() -> None:
    stage = full_stage()
    stage.mode(FloorMode.QUEUE)
    context = stage.room.context(stage.now)
    assert offer_to(context, ANA, ANA_SEAT).can == available(context, ANA, ANA_SEAT)
    assert "go_round" in offer_to(context, THERAPIST, STAFF_SEAT).starts
    assert "go_round" not in offer_to(context, ANA, ANA_SEAT).starts
    assert offer_to(context, ANA, ANA_SEAT).acts == []
    stage.do(cmd.StartProtocol(THERAPIST, "go_round", stage.seq))
    assert "begin" in offer_to(stage.room.context(stage.now), THERAPIST, STAFF_SEAT).acts


def test_what_is_barred_by_role_need_not_be_tried() -> None:
    context = full_stage().room.context(0)
    assert offer_to(context, ANA, ANA_SEAT, barred(context, ANA)) == offer_to(context, ANA, ANA_SEAT)

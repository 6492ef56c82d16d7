"""What is offered is remembered by what it depends on. That nothing is missing there is random evenings' to show."""

from rooms.model import commands as cmd
from rooms.model.policy.policy import FloorMode
from rooms.rules.permissions import barred
from rooms.views.offers import OFFERS_MAX, Offers, offer_to
from tests.support.rooms.setups import ANA, ANA_SEAT, BEN, BEN_SEAT, STAFF_SEAT, THERAPIST, full_stage


def test_the_same_facts_give_the_very_same_offer() -> None:
    stage = full_stage()
    stage.mode(FloorMode.QUEUE)
    offers = Offers()
    context = stage.room.context(stage.now)
    offers.look(context)
    before = offers.to(context, ANA, ANA_SEAT)
    stage.do(cmd.RequestFloor(BEN, stage.seq))
    assert not offers.look(context)
    assert offers.to(context, ANA, ANA_SEAT) is before
    stage.do(cmd.RequestFloor(ANA, stage.seq))
    offers.look(context)
    assert offers.to(context, ANA, ANA_SEAT) == offer_to(context, ANA, ANA_SEAT) != before


def test_another_step_or_mode_concerns_everybody() -> None:
    stage = full_stage()
    offers, context = Offers(), stage.room.context(stage.now)
    assert offers.look(context)
    stage.mode(FloorMode.QUIET)
    assert offers.look(context)
    assert not offers.look(context)


def test_people_who_change_make_it_forget() -> None:
    stage = full_stage()
    offers, context = Offers(), stage.room.context(stage.now)
    offers.look(context)
    assert "seat.admit" not in offers.to(context, THERAPIST, STAFF_SEAT).can
    stage.do(cmd.MoveToWaiting(THERAPIST, BEN_SEAT))
    offers.forget()
    assert "seat.admit" in offers.to(context, THERAPIST, STAFF_SEAT).can
    assert OFFERS_MAX > 0


def test_who_does_not_lead_is_barred_by_role_from_what_facilitators_do() -> None:
    context = full_stage().room.context(0)
    assert "floor.grant" in barred(context, ANA)
    assert "floor.request" not in barred(context, ANA)
    assert barred(context, THERAPIST) == frozenset()


def test_members_who_sit_alike_are_offered_the_same_found_out_once() -> None:
    stage = full_stage()
    offers, context = Offers(), stage.room.context(stage.now)
    offers.look(context)
    assert offers.to(context, ANA, ANA_SEAT) is offers.to(context, BEN, BEN_SEAT)
    stage.do(cmd.RequestFloor(BEN, stage.seq))
    assert offers.to(context, ANA, ANA_SEAT) is not offers.to(context, BEN, BEN_SEAT)

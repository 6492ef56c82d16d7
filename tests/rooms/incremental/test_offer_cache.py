"""What is offered is kept by the facts that checks declare. That none is missing: ``rules/common/test_facts.py``."""

from rooms.incremental.offer_cache import OFFERS_MAX, OfferCache, Stale
from rooms.model import commands as cmd
from rooms.model.policy.policy import FloorMode
from rooms.rules.permissions import barred
from rooms.state.subjects import ALL, FLOOR, RUNS
from rooms.views.offers import offer_to
from tests.support.rooms.setups import ANA, ANA_SEAT, BEN, BEN_SEAT, STAFF_SEAT, THERAPIST, full_stage


def test_the_same_facts_give_the_very_same_offer() -> None:
    stage = full_stage()
    stage.mode(FloorMode.QUEUE)
    offers = OfferCache()
    context = stage.room.context(stage.now)
    offers.look(context, ALL)
    before = offers.to(context, ANA, ANA_SEAT)
    stage.do(cmd.RequestFloor(BEN, stage.seq))
    assert not offers.look(context, ALL).everybody
    assert offers.to(context, ANA, ANA_SEAT) is before
    stage.do(cmd.RequestFloor(ANA, stage.seq))
    offers.look(context, ALL)
    assert offers.to(context, ANA, ANA_SEAT) == offer_to(context, ANA, ANA_SEAT) != before


def test_another_step_or_mode_concerns_everybody() -> None:
    stage = full_stage()
    offers, context = OfferCache(), stage.room.context(stage.now)
    assert offers.look(context, ALL).everybody
    stage.mode(FloorMode.QUIET)
    assert offers.look(context, ALL).everybody
    assert offers.look(context, ALL) == Stale(everybody=False, leaders=False, people=set())


def test_a_hand_concerns_whose_it_is_and_those_who_moderate() -> None:
    stage = full_stage()
    stage.mode(FloorMode.QUEUE)
    offers, context = OfferCache(), stage.room.context(stage.now)
    offers.look(context, ALL)
    stage.do(cmd.RequestFloor(BEN, stage.seq))
    assert not offers.look(context, RUNS).people, "only what can have changed is looked at"
    assert offers.look(context, FLOOR) == Stale(everybody=False, leaders=True, people={BEN})
    stage.do(cmd.RequestFloor(ANA, stage.seq))
    assert offers.look(context, FLOOR) == Stale(everybody=False, leaders=False, people={ANA})


def test_people_who_change_make_it_forget() -> None:
    stage = full_stage()
    offers, context = OfferCache(), stage.room.context(stage.now)
    offers.look(context, ALL)
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
    offers, context = OfferCache(), stage.room.context(stage.now)
    offers.look(context, ALL)
    assert offers.to(context, ANA, ANA_SEAT) is offers.to(context, BEN, BEN_SEAT)
    stage.do(cmd.RequestFloor(BEN, stage.seq))
    offers.look(context, FLOOR)
    assert offers.to(context, ANA, ANA_SEAT) is not offers.to(context, BEN, BEN_SEAT)

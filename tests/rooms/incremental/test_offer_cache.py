"""Offers are cached by the facts that checks declare; ``rules/common/test_facts.py`` proves that none is missing."""

from rooms.incremental.offer_cache import OFFERS_MAX, OfferCache, Stale
from rooms.model import commands as cmd
from rooms.model.policy.policy import FloorMode
from rooms.rules.permissions import barred
from rooms.state.subjects import ALL, FLOOR, RUNS
from rooms.views.offers import offer_to
from tests.support.rooms.setups import ANA, ANA_SEAT, BEN, BEN_SEAT, STAFF_SEAT, THERAPIST, full_room


def test_equal_facts_give_the_same_offer_object() -> None:
    driver = full_room()
    driver.mode(FloorMode.QUEUE)
    offers = OfferCache()
    context = driver.room.context(driver.now)
    offers.look(context, ALL)
    before = offers.to(context, ANA, ANA_SEAT)
    driver.do(cmd.RequestFloor(BEN, driver.seq))
    assert not offers.look(context, ALL).everybody
    assert offers.to(context, ANA, ANA_SEAT) is before
    driver.do(cmd.RequestFloor(ANA, driver.seq))
    offers.look(context, ALL)
    assert offers.to(context, ANA, ANA_SEAT) == offer_to(context, ANA, ANA_SEAT) != before


def test_a_new_step_or_mode_affects_everybody() -> None:
    driver = full_room()
    offers, context = OfferCache(), driver.room.context(driver.now)
    assert offers.look(context, ALL).everybody
    driver.mode(FloorMode.QUIET)
    assert offers.look(context, ALL).everybody
    assert offers.look(context, ALL) == Stale(everybody=False, leaders=False, people=set())


def test_a_hand_affects_its_owner_and_those_who_moderate() -> None:
    driver = full_room()
    driver.mode(FloorMode.QUEUE)
    offers, context = OfferCache(), driver.room.context(driver.now)
    offers.look(context, ALL)
    driver.do(cmd.RequestFloor(BEN, driver.seq))
    assert not offers.look(context, RUNS).people, "only what can have changed is looked at"
    assert offers.look(context, FLOOR) == Stale(everybody=False, leaders=True, people={BEN})
    driver.do(cmd.RequestFloor(ANA, driver.seq))
    assert offers.look(context, FLOOR) == Stale(everybody=False, leaders=False, people={ANA})


def test_a_change_of_people_invalidates_the_cache() -> None:
    driver = full_room()
    offers, context = OfferCache(), driver.room.context(driver.now)
    offers.look(context, ALL)
    assert "seat.admit" not in offers.to(context, THERAPIST, STAFF_SEAT).can
    driver.do(cmd.MoveToWaiting(THERAPIST, BEN_SEAT))
    offers.forget()
    assert "seat.admit" in offers.to(context, THERAPIST, STAFF_SEAT).can
    assert OFFERS_MAX > 0


def test_people_who_do_not_lead_are_barred_by_role_from_what_facilitators_do() -> None:
    context = full_room().room.context(0)
    assert "floor.grant" in barred(context, ANA)
    assert "floor.request" not in barred(context, ANA)
    assert barred(context, THERAPIST) == frozenset()


def test_members_who_sit_alike_share_one_computed_offer() -> None:
    driver = full_room()
    offers, context = OfferCache(), driver.room.context(driver.now)
    offers.look(context, ALL)
    assert offers.to(context, ANA, ANA_SEAT) is offers.to(context, BEN, BEN_SEAT)
    driver.do(cmd.RequestFloor(BEN, driver.seq))
    offers.look(context, FLOOR)
    assert offers.to(context, ANA, ANA_SEAT) is not offers.to(context, BEN, BEN_SEAT)

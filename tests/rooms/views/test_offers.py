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
    ledger = stage.room.ledger(stage.now)
    offers.look(ledger)
    before = offers.to(ledger, ANA, ANA_SEAT)
    stage.do(cmd.RequestFloor(BEN, stage.seq))
    assert not offers.look(ledger)
    assert offers.to(ledger, ANA, ANA_SEAT) is before
    stage.do(cmd.RequestFloor(ANA, stage.seq))
    offers.look(ledger)
    assert offers.to(ledger, ANA, ANA_SEAT) == offer_to(ledger, ANA, ANA_SEAT) != before


def test_another_step_or_mode_concerns_everybody() -> None:
    stage = full_stage()
    offers, ledger = Offers(), stage.room.ledger(stage.now)
    assert offers.look(ledger)
    stage.mode(FloorMode.QUIET)
    assert offers.look(ledger)
    assert not offers.look(ledger)


def test_people_who_change_make_it_forget() -> None:
    stage = full_stage()
    offers, ledger = Offers(), stage.room.ledger(stage.now)
    offers.look(ledger)
    assert "seat.admit" not in offers.to(ledger, THERAPIST, STAFF_SEAT).can
    stage.do(cmd.MoveToWaiting(THERAPIST, BEN_SEAT))
    offers.forget()
    assert "seat.admit" in offers.to(ledger, THERAPIST, STAFF_SEAT).can
    assert OFFERS_MAX > 0


def test_who_does_not_lead_is_barred_by_role_from_what_facilitators_do() -> None:
    ledger = full_stage().room.ledger(0)
    assert "floor.grant" in barred(ledger, ANA)
    assert "floor.request" not in barred(ledger, ANA)
    assert barred(ledger, THERAPIST) == frozenset()


def test_members_who_sit_alike_are_offered_the_same_found_out_once() -> None:
    stage = full_stage()
    offers, ledger = Offers(), stage.room.ledger(stage.now)
    offers.look(ledger)
    assert offers.to(ledger, ANA, ANA_SEAT) is offers.to(ledger, BEN, BEN_SEAT)
    stage.do(cmd.RequestFloor(BEN, stage.seq))
    assert offers.to(ledger, ANA, ANA_SEAT) is not offers.to(ledger, BEN, BEN_SEAT)

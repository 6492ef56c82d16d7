"""Who leads: the first facilitator, one given the lead, one who takes over, and nobody."""

import pytest

from rooms.model import commands as cmd
from rooms.room import Room
from tests.support.rooms.people import (
    KIM,
    KIM_SEAT,
    MORGAN,
    MORGAN_SEAT,
    TARA,
    TARA_SEAT,
    build_staffed_setup,
    refusal_of,
    staffed_stage,
)
from tests.support.rooms.setups import ANA, ANA_SEAT, STAFF_SEAT, THERAPIST, Stage


def lead(stage: Stage) -> str | None:
    """Who leads now."""
    return stage.room.state.lead


def test_the_first_licensed_facilitator_leads() -> None:
    stage = Stage(Room(build_staffed_setup()))
    stage.arrive(KIM_SEAT)
    assert lead(stage) is None
    stage.arrive(MORGAN_SEAT, STAFF_SEAT)
    assert lead(stage) == MORGAN


def test_the_lead_is_handed_over_at_once() -> None:
    stage = staffed_stage(MORGAN_SEAT)
    assert stage.kinds(cmd.OfferLead(THERAPIST, MORGAN)) == ["lead.offered"]
    assert lead(stage) == THERAPIST
    assert stage.kinds(cmd.TakeLead(MORGAN)) == ["lead.taken"]
    assert lead(stage) == MORGAN
    assert stage.room.state.lead_offered is None


def test_a_withdrawn_offer_cannot_be_accepted() -> None:
    stage = staffed_stage(MORGAN_SEAT)
    stage.do(cmd.OfferLead(THERAPIST, MORGAN))
    assert stage.kinds(cmd.OfferLead(THERAPIST, MORGAN)) == []
    stage.do(cmd.OfferLead(THERAPIST, None))
    assert refusal_of(stage, cmd.TakeLead(MORGAN)) == "lead.not_offered"


def test_an_offer_ends_with_the_role() -> None:
    stage = staffed_stage(KIM_SEAT)
    stage.do(cmd.OfferLead(THERAPIST, KIM))
    stage.do(cmd.SetRole(THERAPIST, KIM, stage.room.setup.people[TARA].role))
    assert refusal_of(stage, cmd.TakeLead(KIM)) == "lead.not_offered"


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (cmd.OfferLead(MORGAN, KIM), "lead.not_yours"),
        (cmd.OfferLead(THERAPIST, THERAPIST), "lead.is_yours"),
        (cmd.OfferLead(THERAPIST, TARA), "lead.not_facilitator"),
        (cmd.OfferLead(THERAPIST, ANA), "lead.not_facilitator"),
        (cmd.OfferLead(THERAPIST, KIM), "seat.not_in_room"),
        (cmd.OfferLead(THERAPIST, "pt_nobody"), "person.unknown"),  # type: ignore[arg-type]
        (cmd.OfferLead(ANA, MORGAN), "role.forbidden"),
        (cmd.TakeLead(MORGAN), "lead.not_offered"),
        (cmd.TakeLead(ANA), "role.forbidden"),
    ],
)
def test_what_is_refused(command: cmd.Command, code: str) -> None:
    stage = staffed_stage(MORGAN_SEAT, TARA_SEAT)
    assert refusal_of(stage, command) == code
    assert lead(stage) == THERAPIST


def test_a_colleague_takes_over_five_seconds_after_the_lead_is_lost() -> None:
    stage = staffed_stage(KIM_SEAT, MORGAN_SEAT)
    stage.do(cmd.Detach(STAFF_SEAT))
    assert stage.wait(4.9) == []
    assert stage.wait(0.2) == ["lead.taken"]
    assert lead(stage) == MORGAN, "licensed before who was here earlier"
    stage.do(cmd.Attach(STAFF_SEAT, mic=True, camera=True))
    assert lead(stage) == MORGAN, "who is back may be offered it"


def test_a_lead_without_media_keeps_leading() -> None:
    stage = staffed_stage(MORGAN_SEAT)
    stage.do(cmd.MediaDown(STAFF_SEAT))
    assert stage.wait(60) == []
    assert lead(stage) == THERAPIST


def test_a_lead_who_returns_in_time_keeps_leading() -> None:
    stage = staffed_stage(MORGAN_SEAT)
    stage.do(cmd.Detach(STAFF_SEAT))
    stage.wait(4)
    stage.do(cmd.Attach(STAFF_SEAT, mic=True, camera=True))
    stage.wait(10)
    assert lead(stage) == THERAPIST


@pytest.mark.parametrize("leaving", [cmd.Leave(THERAPIST), cmd.MoveToPrivate(THERAPIST, ANA_SEAT, join=True)])
def test_a_lead_who_leaves_or_steps_out_is_replaced_at_once(leaving: cmd.Command) -> None:
    stage = staffed_stage(MORGAN_SEAT)
    assert "lead.taken" in stage.kinds(leaving)
    assert lead(stage) == MORGAN


def test_when_nobody_is_left_nobody_leads_until_a_facilitator_comes() -> None:
    stage = staffed_stage()
    stage.do(cmd.Leave(THERAPIST))
    assert lead(stage) is None
    stage.arrive(KIM_SEAT)
    assert lead(stage) == KIM
    stage.do(cmd.Detach(KIM_SEAT))
    stage.wait(20)
    assert lead(stage) == KIM, "there is nobody else"
    stage.arrive(MORGAN_SEAT)
    assert lead(stage) == MORGAN

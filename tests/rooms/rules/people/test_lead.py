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
    staffed_room,
)
from tests.support.rooms.setups import ANA, ANA_SEAT, STAFF_SEAT, THERAPIST, RoomDriver


def lead(driver: RoomDriver) -> str | None:
    """Who leads now."""
    return driver.room.state.lead


def test_the_first_licensed_facilitator_leads() -> None:
    driver = RoomDriver(Room(build_staffed_setup()))
    driver.arrive(KIM_SEAT)
    assert lead(driver) is None
    driver.arrive(MORGAN_SEAT, STAFF_SEAT)
    assert lead(driver) == MORGAN


def test_the_lead_is_handed_over_at_once() -> None:
    driver = staffed_room(MORGAN_SEAT)
    assert driver.kinds(cmd.OfferLead(THERAPIST, MORGAN)) == ["lead.offered"]
    assert lead(driver) == THERAPIST
    assert driver.kinds(cmd.TakeLead(MORGAN)) == ["lead.taken"]
    assert lead(driver) == MORGAN
    assert driver.room.state.lead_offered is None


def test_a_withdrawn_offer_cannot_be_accepted() -> None:
    driver = staffed_room(MORGAN_SEAT)
    driver.do(cmd.OfferLead(THERAPIST, MORGAN))
    assert driver.kinds(cmd.OfferLead(THERAPIST, MORGAN)) == []
    driver.do(cmd.OfferLead(THERAPIST, None))
    assert refusal_of(driver, cmd.TakeLead(MORGAN)) == "lead.not_offered"


def test_an_offer_ends_with_the_role() -> None:
    driver = staffed_room(KIM_SEAT)
    driver.do(cmd.OfferLead(THERAPIST, KIM))
    driver.do(cmd.SetRole(THERAPIST, KIM, driver.room.setup.people[TARA].role))
    assert refusal_of(driver, cmd.TakeLead(KIM)) == "lead.not_offered"


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
    driver = staffed_room(MORGAN_SEAT, TARA_SEAT)
    assert refusal_of(driver, command) == code
    assert lead(driver) == THERAPIST


def test_a_colleague_takes_over_five_seconds_after_the_lead_is_lost() -> None:
    driver = staffed_room(KIM_SEAT, MORGAN_SEAT)
    driver.do(cmd.Detach(STAFF_SEAT))
    assert driver.wait(4.9) == []
    assert driver.wait(0.2) == ["lead.taken"]
    assert lead(driver) == MORGAN, "licensed before who was here earlier"
    driver.do(cmd.Attach(STAFF_SEAT, mic=True, camera=True))
    assert lead(driver) == MORGAN, "who is back may be offered it"


def test_a_lead_without_media_keeps_leading() -> None:
    driver = staffed_room(MORGAN_SEAT)
    driver.do(cmd.MediaDown(STAFF_SEAT))
    assert driver.wait(60) == []
    assert lead(driver) == THERAPIST


def test_a_lead_who_returns_in_time_keeps_leading() -> None:
    driver = staffed_room(MORGAN_SEAT)
    driver.do(cmd.Detach(STAFF_SEAT))
    driver.wait(4)
    driver.do(cmd.Attach(STAFF_SEAT, mic=True, camera=True))
    driver.wait(10)
    assert lead(driver) == THERAPIST


@pytest.mark.parametrize("leaving", [cmd.Leave(THERAPIST), cmd.MoveToPrivate(THERAPIST, ANA_SEAT, join=True)])
def test_a_lead_who_leaves_or_steps_out_is_replaced_at_once(leaving: cmd.Command) -> None:
    driver = staffed_room(MORGAN_SEAT)
    assert "lead.taken" in driver.kinds(leaving)
    assert lead(driver) == MORGAN


def test_when_nobody_is_left_nobody_leads_until_a_facilitator_comes() -> None:
    driver = staffed_room()
    driver.do(cmd.Leave(THERAPIST))
    assert lead(driver) is None
    driver.arrive(KIM_SEAT)
    assert lead(driver) == KIM
    driver.do(cmd.Detach(KIM_SEAT))
    driver.wait(20)
    assert lead(driver) == KIM, "there is nobody else"
    driver.arrive(MORGAN_SEAT)
    assert lead(driver) == MORGAN

"""Giving roles: among staff, by a facilitator, and never so that nobody could keep the room live."""

import pytest

from rooms.model import commands as cmd
from rooms.model.people import Role
from rooms.state.lookups import LEADERS
from tests.support.rooms.people import (
    KIM,
    KIM_SEAT,
    MORGAN,
    MORGAN_SEAT,
    OLA,
    OLA_SEAT,
    TARA,
    TARA_SEAT,
    TESS,
    TESS_SEAT,
    refusal_of,
    staffed_room,
)
from tests.support.rooms.setups import ANA, THERAPIST

STAFF_HERE = (MORGAN_SEAT, TESS_SEAT, TARA_SEAT, OLA_SEAT)


@pytest.mark.parametrize(
    ("by", "person", "role", "code"),
    [
        (THERAPIST, TARA, Role.CO_FACILITATOR, None),
        (THERAPIST, TESS, Role.TRAINEE, None),
        (THERAPIST, MORGAN, Role.FACILITATOR, None),
        (THERAPIST, MORGAN, Role.TECH_HOST, None),
        (THERAPIST, THERAPIST, Role.TECH_HOST, None),
        (THERAPIST, TARA, Role.FACILITATOR, "role.needs_licence"),
        (THERAPIST, TARA, Role.MEMBER, "role.not_staff"),
        (THERAPIST, ANA, Role.CO_FACILITATOR, "role.not_staff"),
        (THERAPIST, OLA, Role.TRAINEE, "role.not_staff"),
        (THERAPIST, KIM, Role.TRAINEE, "seat.not_in_room"),
        (THERAPIST, "pt_nobody", Role.TRAINEE, "person.unknown"),
        (MORGAN, TARA, Role.CO_FACILITATOR, "role.forbidden"),
        (TESS, TARA, Role.CO_FACILITATOR, "role.forbidden"),
        (ANA, TARA, Role.CO_FACILITATOR, "role.forbidden"),
    ],
)
def test_who_may_give_whom_which_role(by: str, person: str, role: Role, code: str | None) -> None:
    driver = staffed_room(*STAFF_HERE)
    assert refusal_of(driver, cmd.SetRole(by, person, role)) == code  # type: ignore[arg-type]
    if code is None:
        assert driver.room.state.people[person].role is role  # type: ignore[index]


def test_the_last_licensed_facilitator_cannot_become_a_trainee() -> None:
    driver = staffed_room(KIM_SEAT)
    assert refusal_of(driver, cmd.SetRole(THERAPIST, THERAPIST, Role.TRAINEE)) == "role.last_facilitator"
    assert refusal_of(driver, cmd.SetRole(THERAPIST, THERAPIST, Role.CO_FACILITATOR)) is None
    assert driver.room.context(driver.now).licensed_here() == [THERAPIST]


def test_a_lead_who_stops_being_a_facilitator_stops_leading() -> None:
    driver = staffed_room(MORGAN_SEAT)
    driver.do(cmd.SetRole(THERAPIST, THERAPIST, Role.TECH_HOST))
    assert driver.room.state.lead == MORGAN
    assert driver.room.state.people[MORGAN].role in LEADERS


def test_whoever_leads_instead_also_gives_roles() -> None:
    driver = staffed_room(MORGAN_SEAT, TESS_SEAT)
    driver.do(cmd.Leave(THERAPIST))
    assert refusal_of(driver, cmd.SetRole(MORGAN, TESS, Role.TRAINEE)) is None


def test_giving_the_same_role_again_makes_no_event() -> None:
    driver = staffed_room(TESS_SEAT)
    assert driver.kinds(cmd.SetRole(THERAPIST, TESS, Role.TECH_HOST)) == []

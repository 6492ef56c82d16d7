"""Who may change the agenda, when, and what they are offered."""

import pytest

from rooms.model import commands as cmd
from rooms.model.events.agenda import ITEMS_MAX
from rooms.model.policy.policy import FloorMode
from rooms.rules.permissions import available
from tests.rooms.rules.agenda.evening import DECK, Evening
from tests.support.rooms.company import CO, HOST, OBSERVER, TRAINEE
from tests.support.rooms.setups import ANA, THERAPIST


def test_only_those_who_lead_change_the_agenda() -> None:
    driver = Evening()
    version = driver.agenda.version
    for by, code in ((ANA, "role.forbidden"), (HOST, "role.forbidden"), (OBSERVER, "role.forbidden")):
        assert driver.why_not(cmd.LeadOn(by, version)) == code
        assert driver.why_not(cmd.MoveItem(by, "it_1", 0, version)) == code
        assert driver.why_not(cmd.DropItem(by, "it_1", True, version)) == code
        assert driver.why_not(cmd.StretchItem(by, "it_1", 5, version)) == code
        assert driver.why_not(cmd.AddItem(by, "talk", 5, 0, version)) == code
    for by in (THERAPIST, CO, TRAINEE):
        assert driver.why_not(cmd.LeadOn(by, version)) is None


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (cmd.MoveItem(THERAPIST, "it_9", 0, 3), "agenda.no_item"),
        (cmd.MoveItem(THERAPIST, "it_2", 0, 3), "agenda.has_begun"),
        (cmd.MoveItem(THERAPIST, "it_3", 3, 3), "agenda.bad_place"),
        (cmd.MoveItem(THERAPIST, "it_3", -1, 3), "agenda.bad_place"),
        (cmd.DropItem(THERAPIST, "it_1", True, 3), "agenda.has_begun"),
        (cmd.StretchItem(THERAPIST, "it_1", 30, 3), "agenda.is_over"),
        (cmd.StretchItem(THERAPIST, "it_2", 241, 3), "agenda.bad_minutes"),
        (cmd.StretchItem(THERAPIST, "it_2", 0, 3), "agenda.bad_minutes"),
        (cmd.StretchItem(THERAPIST, "it_2", 30, 2), "agenda.stale"),
        (cmd.AddItem(THERAPIST, "talk", 5, 0, 2), "agenda.stale"),
        (cmd.AddItem(THERAPIST, "talk", 0, 0, 3), "agenda.bad_minutes"),
        (cmd.AddItem(THERAPIST, "talk", 5, 4, 3), "agenda.bad_place"),
        (cmd.AddItem(THERAPIST, "talk", 5, 0, 3, FloorMode.ROUND), "agenda.bad_choice"),
        (cmd.AddItem(THERAPIST, "talk", 5, 0, 3, protocol="crisis_break"), "agenda.bad_choice"),
        (cmd.AddItem(THERAPIST, "talk", 5, 0, 3, protocol="unheard_of"), "agenda.bad_choice"),
        (cmd.AddItem(THERAPIST, "talk", 5, 0, 3, options={"deck": DECK}), "agenda.bad_choice"),
    ],
)
def test_each_refusal_has_its_code(command: cmd.Command, code: str) -> None:
    driver = Evening()
    driver.next()
    driver.next()
    assert driver.agenda.version == 3
    assert driver.why_not(command) == code


def test_what_is_offered_is_what_would_be_accepted() -> None:
    driver = Evening()
    wanted = {"agenda.next", "agenda.move", "agenda.drop", "agenda.stretch", "agenda.add"}
    assert wanted <= set(available(driver.context(), THERAPIST))
    assert not wanted & set(available(driver.context(), ANA))
    for _ in range(5):
        driver.next()
    assert set(available(driver.context(), THERAPIST)) & wanted == {"agenda.stretch", "agenda.add"}
    for _ in range(ITEMS_MAX - len(driver.agenda.items)):
        driver.do(cmd.AddItem(THERAPIST, "talk", 5, 0, driver.agenda.version))
    assert driver.why_not(cmd.AddItem(THERAPIST, "talk", 5, 0, driver.agenda.version)) == "agenda.full"
    assert "agenda.add" not in available(driver.context(), THERAPIST)

"""Prompts come rarely, to the right person, and never in a crisis."""

import pytest

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.errors import Refused
from rooms.model.ids import PersonId, SeatId
from rooms.model.library import LibraryIndex, PromptRule
from rooms.rules.side_channels.prompts import PROMPT_GAP_S, PROMPT_S
from tests.support.protocols.scripts import with_step
from tests.support.rooms.company import CO, CO_SEAT, HOST, HOST_SEAT, OBSERVER, PHONE, Company
from tests.support.rooms.setups import (
    ANA,
    ANA_SEAT,
    BEN,
    BEN_SEAT,
    COUPLE_SEAT,
    ELENA,
    FINN,
    STAFF_SEAT,
    THERAPIST,
)

LIBRARY = LibraryIndex(
    prompts={
        "p.listen": PromptRule("talk", "one", "listener"),
        "p.hold": PromptRule("talk", "one", "holder"),
        "p.hold_again": PromptRule("talk", "one", "holder"),
        "p.share": PromptRule("talk", "one", "sharer"),
        "p.pair": PromptRule("talk", "one", "seat"),
        "p.lead": PromptRule("talk", "one", "facilitator"),
        "p.two": PromptRule("talk", "two", "all"),
        "p.other": PromptRule("other", "one", "all"),
        "g.breathe": PromptRule("", "", "all"),
        "g.pass": PromptRule("", "", "listener"),
        "g.both": PromptRule("", "", "seat"),
        "g.ask": PromptRule("", "", "facilitator"),
    }
)


@pytest.fixture
def driver() -> Company:
    return Company(library=LIBRARY)


def shown(driver: Company, seat: SeatId) -> str | None:
    prompt = driver.view(seat).get("prompt")
    return prompt["id"] if prompt else None


def refusal(driver: Company, prompt: str, person: PersonId | None) -> tuple[str, str | None]:
    before = (dict(driver.room.side_channels.prompts), dict(driver.room.side_channels.prompted_at))
    with pytest.raises(Refused) as refused:
        driver.do(cmd.SendPrompt(THERAPIST, prompt, person))
    assert (driver.room.side_channels.prompts, driver.room.side_channels.prompted_at) == before
    return refused.value.code, refused.value.reason


# Automatic prompts.


def test_a_step_shows_each_person_the_first_prompt_that_addresses_them(
    driver: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver.do(cmd.GrantFloor(THERAPIST, ANA, driver.seq))
    with_step(monkeypatch, driver, "talk")
    assert driver.view(ANA_SEAT)["prompt"] == {"id": "p.hold", "person": ANA}
    assert driver.view(BEN_SEAT)["prompt"] == {"id": "p.listen", "person": BEN}
    assert shown(driver, STAFF_SEAT) == shown(driver, CO_SEAT) == "p.lead"
    assert shown(driver, HOST_SEAT) is None


def test_a_protocols_prompt_is_removed_with_it_and_a_general_one_stays(
    driver: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver.do(cmd.GrantFloor(THERAPIST, ANA, driver.seq))
    with_step(monkeypatch, driver, "talk")
    assert shown(driver, ANA_SEAT) == "p.hold"
    driver.do(cmd.AbortProtocol(THERAPIST))
    assert shown(driver, ANA_SEAT) is None
    driver.wait(PROMPT_GAP_S)
    driver.do(cmd.SendPrompt(THERAPIST, "g.breathe", ANA))
    driver.do(cmd.RevokeFloor(THERAPIST, driver.seq))
    assert shown(driver, ANA_SEAT) == "g.breathe"


def test_a_shared_seat_shows_only_prompts_for_both_without_a_name(
    driver: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver.do(cmd.Attach(PHONE, mic=False, camera=False))
    driver.do(cmd.GrantFloor(THERAPIST, ELENA, driver.seq))
    with_step(monkeypatch, driver, "talk")
    assert driver.view(PHONE)["prompt"] == {"id": "p.hold", "person": ELENA}
    assert driver.view(COUPLE_SEAT)["prompt"] == {"id": "p.pair"}, "Finn, who has no phone, is a listener"


def test_a_new_role_at_the_same_step_shows_that_roles_prompt(
    driver: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_step(monkeypatch, driver, "talk")
    assert shown(driver, BEN_SEAT) is None
    driver.do(cmd.ActInProtocol(BEN, BEN_SEAT, "share", driver.seq))
    assert shown(driver, BEN_SEAT) == "p.share"
    driver.do(cmd.DismissPrompt(BEN, BEN_SEAT))
    driver.now += PROMPT_GAP_S + 1
    driver.do(cmd.SetDevices(BEN, mic=True, camera=False))
    assert shown(driver, BEN_SEAT) is None, "the step has not changed, and neither has the role"
    driver.do(cmd.GrantFloor(THERAPIST, ANA, driver.seq))
    assert shown(driver, ANA_SEAT) == "p.hold"


def test_a_prompt_that_comes_too_early_is_dropped(driver: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    driver.do(cmd.SendPrompt(THERAPIST, "g.breathe", ANA))
    with_step(monkeypatch, driver, "talk")
    driver.do(cmd.ActInProtocol(BEN, BEN_SEAT, "on", driver.seq))
    assert (shown(driver, ANA_SEAT), shown(driver, BEN_SEAT)) == ("g.breathe", "p.two")
    driver.wait(PROMPT_GAP_S)
    assert shown(driver, ANA_SEAT) is None, "dropped for good"


def test_a_prompt_that_nobody_could_see_does_not_count(
    driver: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver.do(cmd.GrantFloor(THERAPIST, FINN, driver.seq))
    with_step(monkeypatch, driver, "talk")
    assert shown(driver, COUPLE_SEAT) == "p.pair", "the holder's own prompt has no screen, the pair's has"
    driver.now += PROMPT_GAP_S
    driver.do(cmd.ActInProtocol(FINN, COUPLE_SEAT, "share", driver.seq))
    assert driver.room.side_channels.prompted_at[FINN] == driver.now - PROMPT_GAP_S


@pytest.mark.parametrize(("protocol", "quiet"), [("protected_silence", True), ("crisis_break", False)])
def test_there_are_no_prompts_in_a_crisis_or_a_quiet_minute(
    driver: Company, monkeypatch: pytest.MonkeyPatch, protocol: str, quiet: bool
) -> None:
    with_step(monkeypatch, driver, "talk")
    assert shown(driver, STAFF_SEAT) == "p.lead"
    emergency = protocol == "crisis_break"
    with_step(monkeypatch, driver, protocol, quiet=quiet, interrupts=True, emergency=emergency)
    assert all(shown(driver, seat) is None for seat in driver.room.state.seats)
    assert refusal(driver, "g.breathe", None) == ("prompt.quiet", None)
    assert "prompt.send" not in driver.view(STAFF_SEAT)["you"]["can"][THERAPIST]
    driver.now += PROMPT_GAP_S + 1
    driver.do(cmd.AbortProtocol(THERAPIST))
    driver.do(cmd.ResumeProtocol(THERAPIST))
    assert shown(driver, STAFF_SEAT) is None, "the step that goes on is not entered anew"


# Prompts from a facilitator.


def test_a_facilitator_sends_a_prompt_to_a_person_or_to_all(driver: Company) -> None:
    driver.do(cmd.SendPrompt(CO, "g.pass", ANA))
    assert (shown(driver, ANA_SEAT), shown(driver, BEN_SEAT)) == ("g.pass", None)
    driver.do(cmd.SendPrompt(CO, "g.breathe", None))
    assert shown(driver, ANA_SEAT) == "g.pass", "she has just had one"
    assert shown(driver, BEN_SEAT) == "g.breathe"
    assert driver.view(COUPLE_SEAT)["prompt"] == {"id": "g.breathe"}
    assert shown(driver, STAFF_SEAT) is None
    driver.do(cmd.SendPrompt(CO, "g.ask", None))
    assert shown(driver, STAFF_SEAT) == shown(driver, CO_SEAT) == "g.ask"


def test_one_person_is_not_prompted_again_within_a_minute(driver: Company) -> None:
    driver.do(cmd.SendPrompt(THERAPIST, "g.pass", ANA))
    driver.do(cmd.DismissPrompt(ANA, ANA_SEAT))
    driver.now += 20.5
    assert refusal(driver, "g.breathe", ANA) == ("prompt.too_soon", "40")
    driver.now += 40
    driver.do(cmd.SendPrompt(THERAPIST, "g.breathe", ANA))
    assert shown(driver, ANA_SEAT) == "g.breathe"
    driver.do(cmd.SendPrompt(THERAPIST, "g.breathe", None))
    driver.now += 10
    assert refusal(driver, "g.breathe", None) == ("prompt.too_soon", "50")


def test_a_prompt_to_one_of_two_goes_to_their_phone(driver: Company) -> None:
    assert refusal(driver, "g.breathe", ELENA) == ("seat.is_shared", None)
    assert refusal(driver, "g.pass", FINN) == ("seat.is_shared", None)
    driver.do(cmd.Attach(PHONE, mic=False, camera=False))
    driver.do(cmd.SendPrompt(THERAPIST, "g.breathe", ELENA))
    assert (shown(driver, PHONE), shown(driver, COUPLE_SEAT)) == ("g.breathe", None)
    assert "prompt.dismiss" not in driver.view(COUPLE_SEAT)["you"]["can"][ELENA]
    driver.do(cmd.SendPrompt(THERAPIST, "g.both", FINN))
    assert driver.view(COUPLE_SEAT)["prompt"] == {"id": "g.both"}


def test_a_private_prompt_never_moves_to_a_shared_seat(driver: Company) -> None:
    driver.do(cmd.Attach(PHONE, mic=False, camera=False))
    driver.happen(ev.SeatSplit(ELENA, PHONE, 14, THERAPIST))
    driver.do(cmd.SendPrompt(THERAPIST, "g.pass", ELENA))
    assert shown(driver, PHONE) == "g.pass"
    driver.happen(ev.SeatMerged(ELENA, COUPLE_SEAT, (ELENA, FINN), None))
    assert shown(driver, COUPLE_SEAT) is None


def test_prompts_that_may_not_be_sent_are_refused(driver: Company) -> None:
    assert refusal(driver, "p.unknown", ANA) == ("prompt.unknown", None)
    assert refusal(driver, "g.breathe", PersonId("pt_x")) == ("person.unknown", None)
    assert refusal(driver, "g.breathe", OBSERVER) == ("prompt.not_for_them", None)
    assert refusal(driver, "g.ask", ANA) == ("prompt.not_for_them", None)
    driver.do(cmd.MoveToWaiting(THERAPIST, ANA_SEAT))
    assert refusal(driver, "g.breathe", ANA) == ("person.not_here", None)
    for by in (ANA, HOST):
        with pytest.raises(Refused, match=r"role\.forbidden|seat\.not_in_room"):
            driver.do(cmd.SendPrompt(by, "g.breathe", BEN))
    alone = Company(library=LIBRARY)
    for seat in (ANA_SEAT, BEN_SEAT, COUPLE_SEAT):
        alone.do(cmd.MoveToWaiting(THERAPIST, seat))
    assert refusal(alone, "g.breathe", None) == ("person.not_here", None)


# Dismissal.


def test_a_prompt_expires_or_is_dismissed(driver: Company) -> None:
    driver.do(cmd.SendPrompt(THERAPIST, "g.breathe", None))
    driver.do(cmd.DismissPrompt(FINN, COUPLE_SEAT))
    assert (shown(driver, COUPLE_SEAT), shown(driver, ANA_SEAT)) == (None, "g.breathe")
    with pytest.raises(Refused, match=r"prompt\.none"):
        driver.do(cmd.DismissPrompt(ELENA, COUPLE_SEAT))
    with pytest.raises(Refused, match=r"person\.not_yours"):
        driver.do(cmd.DismissPrompt(ELENA, ANA_SEAT))
    driver.wait(PROMPT_S - 1)
    assert shown(driver, ANA_SEAT) == "g.breathe"
    driver.wait(1)
    assert shown(driver, ANA_SEAT) is None
    assert not driver.room.side_channels.prompts

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
def stage() -> Company:
    return Company(library=LIBRARY)


def shown(stage: Company, seat: SeatId) -> str | None:
    prompt = stage.view(seat).get("prompt")
    return prompt["id"] if prompt else None


def refusal(stage: Company, prompt: str, person: PersonId | None) -> tuple[str, str | None]:
    before = (dict(stage.room.side_channels.prompts), dict(stage.room.side_channels.prompted_at))
    with pytest.raises(Refused) as refused:
        stage.do(cmd.SendPrompt(THERAPIST, prompt, person))
    assert (stage.room.side_channels.prompts, stage.room.side_channels.prompted_at) == before
    return refused.value.code, refused.value.reason


# Automatic prompts.


def test_a_step_shows_each_person_the_first_prompt_that_addresses_them(
    stage: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.do(cmd.GrantFloor(THERAPIST, ANA, stage.seq))
    with_step(monkeypatch, stage, "talk")
    assert stage.view(ANA_SEAT)["prompt"] == {"id": "p.hold", "person": ANA}
    assert stage.view(BEN_SEAT)["prompt"] == {"id": "p.listen", "person": BEN}
    assert shown(stage, STAFF_SEAT) == shown(stage, CO_SEAT) == "p.lead"
    assert shown(stage, HOST_SEAT) is None


def test_a_protocols_prompt_is_removed_with_it_and_a_general_one_stays(
    stage: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.do(cmd.GrantFloor(THERAPIST, ANA, stage.seq))
    with_step(monkeypatch, stage, "talk")
    assert shown(stage, ANA_SEAT) == "p.hold"
    stage.do(cmd.AbortProtocol(THERAPIST))
    assert shown(stage, ANA_SEAT) is None
    stage.wait(PROMPT_GAP_S)
    stage.do(cmd.SendPrompt(THERAPIST, "g.breathe", ANA))
    stage.do(cmd.RevokeFloor(THERAPIST, stage.seq))
    assert shown(stage, ANA_SEAT) == "g.breathe"


def test_a_shared_seat_shows_only_prompts_for_both_without_a_name(
    stage: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.do(cmd.Attach(PHONE, mic=False, camera=False))
    stage.do(cmd.GrantFloor(THERAPIST, ELENA, stage.seq))
    with_step(monkeypatch, stage, "talk")
    assert stage.view(PHONE)["prompt"] == {"id": "p.hold", "person": ELENA}
    assert stage.view(COUPLE_SEAT)["prompt"] == {"id": "p.pair"}, "Finn, who has no phone, is a listener"


def test_a_new_role_at_the_same_step_shows_that_roles_prompt(
    stage: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_step(monkeypatch, stage, "talk")
    assert shown(stage, BEN_SEAT) is None
    stage.do(cmd.ActInProtocol(BEN, BEN_SEAT, "share", stage.seq))
    assert shown(stage, BEN_SEAT) == "p.share"
    stage.do(cmd.DismissPrompt(BEN, BEN_SEAT))
    stage.now += PROMPT_GAP_S + 1
    stage.do(cmd.SetDevices(BEN, mic=True, camera=False))
    assert shown(stage, BEN_SEAT) is None, "the step has not changed, and neither has the role"
    stage.do(cmd.GrantFloor(THERAPIST, ANA, stage.seq))
    assert shown(stage, ANA_SEAT) == "p.hold"


def test_a_prompt_that_comes_too_early_is_dropped(stage: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.do(cmd.SendPrompt(THERAPIST, "g.breathe", ANA))
    with_step(monkeypatch, stage, "talk")
    stage.do(cmd.ActInProtocol(BEN, BEN_SEAT, "on", stage.seq))
    assert (shown(stage, ANA_SEAT), shown(stage, BEN_SEAT)) == ("g.breathe", "p.two")
    stage.wait(PROMPT_GAP_S)
    assert shown(stage, ANA_SEAT) is None, "dropped for good"


def test_a_prompt_that_nobody_could_see_does_not_count(
    stage: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.do(cmd.GrantFloor(THERAPIST, FINN, stage.seq))
    with_step(monkeypatch, stage, "talk")
    assert shown(stage, COUPLE_SEAT) == "p.pair", "the holder's own prompt has no screen, the pair's has"
    stage.now += PROMPT_GAP_S
    stage.do(cmd.ActInProtocol(FINN, COUPLE_SEAT, "share", stage.seq))
    assert stage.room.side_channels.prompted_at[FINN] == stage.now - PROMPT_GAP_S


@pytest.mark.parametrize(("protocol", "quiet"), [("protected_silence", True), ("crisis_break", False)])
def test_there_are_no_prompts_in_a_crisis_or_a_quiet_minute(
    stage: Company, monkeypatch: pytest.MonkeyPatch, protocol: str, quiet: bool
) -> None:
    with_step(monkeypatch, stage, "talk")
    assert shown(stage, STAFF_SEAT) == "p.lead"
    emergency = protocol == "crisis_break"
    with_step(monkeypatch, stage, protocol, quiet=quiet, interrupts=True, emergency=emergency)
    assert all(shown(stage, seat) is None for seat in stage.room.state.seats)
    assert refusal(stage, "g.breathe", None) == ("prompt.quiet", None)
    assert "prompt.send" not in stage.view(STAFF_SEAT)["you"]["can"][THERAPIST]
    stage.now += PROMPT_GAP_S + 1
    stage.do(cmd.AbortProtocol(THERAPIST))
    stage.do(cmd.ResumeProtocol(THERAPIST))
    assert shown(stage, STAFF_SEAT) is None, "the step that goes on is not entered anew"


# Prompts from a facilitator.


def test_a_facilitator_sends_a_prompt_to_a_person_or_to_all(stage: Company) -> None:
    stage.do(cmd.SendPrompt(CO, "g.pass", ANA))
    assert (shown(stage, ANA_SEAT), shown(stage, BEN_SEAT)) == ("g.pass", None)
    stage.do(cmd.SendPrompt(CO, "g.breathe", None))
    assert shown(stage, ANA_SEAT) == "g.pass", "she has just had one"
    assert shown(stage, BEN_SEAT) == "g.breathe"
    assert stage.view(COUPLE_SEAT)["prompt"] == {"id": "g.breathe"}
    assert shown(stage, STAFF_SEAT) is None
    stage.do(cmd.SendPrompt(CO, "g.ask", None))
    assert shown(stage, STAFF_SEAT) == shown(stage, CO_SEAT) == "g.ask"


def test_one_person_is_not_prompted_again_within_a_minute(stage: Company) -> None:
    stage.do(cmd.SendPrompt(THERAPIST, "g.pass", ANA))
    stage.do(cmd.DismissPrompt(ANA, ANA_SEAT))
    stage.now += 20.5
    assert refusal(stage, "g.breathe", ANA) == ("prompt.too_soon", "40")
    stage.now += 40
    stage.do(cmd.SendPrompt(THERAPIST, "g.breathe", ANA))
    assert shown(stage, ANA_SEAT) == "g.breathe"
    stage.do(cmd.SendPrompt(THERAPIST, "g.breathe", None))
    stage.now += 10
    assert refusal(stage, "g.breathe", None) == ("prompt.too_soon", "50")


def test_a_prompt_to_one_of_two_goes_to_their_phone(stage: Company) -> None:
    assert refusal(stage, "g.breathe", ELENA) == ("seat.is_shared", None)
    assert refusal(stage, "g.pass", FINN) == ("seat.is_shared", None)
    stage.do(cmd.Attach(PHONE, mic=False, camera=False))
    stage.do(cmd.SendPrompt(THERAPIST, "g.breathe", ELENA))
    assert (shown(stage, PHONE), shown(stage, COUPLE_SEAT)) == ("g.breathe", None)
    assert "prompt.dismiss" not in stage.view(COUPLE_SEAT)["you"]["can"][ELENA]
    stage.do(cmd.SendPrompt(THERAPIST, "g.both", FINN))
    assert stage.view(COUPLE_SEAT)["prompt"] == {"id": "g.both"}


def test_a_private_prompt_never_moves_to_a_shared_seat(stage: Company) -> None:
    stage.do(cmd.Attach(PHONE, mic=False, camera=False))
    stage.happen(ev.SeatSplit(ELENA, PHONE, 14, THERAPIST))
    stage.do(cmd.SendPrompt(THERAPIST, "g.pass", ELENA))
    assert shown(stage, PHONE) == "g.pass"
    stage.happen(ev.SeatMerged(ELENA, COUPLE_SEAT, (ELENA, FINN), None))
    assert shown(stage, COUPLE_SEAT) is None


def test_prompts_that_may_not_be_sent_are_refused(stage: Company) -> None:
    assert refusal(stage, "p.unknown", ANA) == ("prompt.unknown", None)
    assert refusal(stage, "g.breathe", PersonId("pt_x")) == ("person.unknown", None)
    assert refusal(stage, "g.breathe", OBSERVER) == ("prompt.not_for_them", None)
    assert refusal(stage, "g.ask", ANA) == ("prompt.not_for_them", None)
    stage.do(cmd.MoveToWaiting(THERAPIST, ANA_SEAT))
    assert refusal(stage, "g.breathe", ANA) == ("person.not_here", None)
    for by in (ANA, HOST):
        with pytest.raises(Refused, match=r"role\.forbidden|seat\.not_in_room"):
            stage.do(cmd.SendPrompt(by, "g.breathe", BEN))
    alone = Company(library=LIBRARY)
    for seat in (ANA_SEAT, BEN_SEAT, COUPLE_SEAT):
        alone.do(cmd.MoveToWaiting(THERAPIST, seat))
    assert refusal(alone, "g.breathe", None) == ("person.not_here", None)


# Dismissal.


def test_a_prompt_expires_or_is_dismissed(stage: Company) -> None:
    stage.do(cmd.SendPrompt(THERAPIST, "g.breathe", None))
    stage.do(cmd.DismissPrompt(FINN, COUPLE_SEAT))
    assert (shown(stage, COUPLE_SEAT), shown(stage, ANA_SEAT)) == (None, "g.breathe")
    with pytest.raises(Refused, match=r"prompt\.none"):
        stage.do(cmd.DismissPrompt(ELENA, COUPLE_SEAT))
    with pytest.raises(Refused, match=r"person\.not_yours"):
        stage.do(cmd.DismissPrompt(ELENA, ANA_SEAT))
    stage.wait(PROMPT_S - 1)
    assert shown(stage, ANA_SEAT) == "g.breathe"
    stage.wait(1)
    assert shown(stage, ANA_SEAT) is None
    assert not stage.room.side_channels.prompts

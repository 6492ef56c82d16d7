"""The in-seat voice: given with a turn, taken when free, passed on, asked for, assigned by a step; and refusals."""

from typing import Any

import pytest

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.errors import Refused
from rooms.model.policy.policy import FloorMode, GrantRule, MicPolicy
from rooms.rules.protocols.catalog import CATALOG
from rooms.rules.protocols.declaration import ProtocolRules, Step
from rooms.rules.protocols.stage import Stage as ProtocolStage
from tests.support.rooms.couples import COUPLE_SEAT, FINN_PHONE, GITA, OTHER_COUPLE, CouplesStage
from tests.support.rooms.setups import ANA, ANA_SEAT, ELENA, FINN, STAFF_SEAT, THERAPIST


def voice(stage: CouplesStage) -> Any:
    """Which of Elena and Finn has the in-seat voice."""
    return stage.seat(COUPLE_SEAT).voice


def test_the_voice_comes_with_the_turn_and_goes_with_it() -> None:
    stage = CouplesStage()
    stage.grant(FINN)
    assert voice(stage) == FINN
    stage.do(cmd.ReleaseFloor(FINN, stage.seq))
    assert voice(stage) is None
    assert stage.seat(OTHER_COUPLE).voice is None


def test_a_voice_taken_earlier_ends_with_the_turn_that_followed() -> None:
    stage = CouplesStage()
    stage.do(cmd.AskVoice(ELENA, on=True))
    stage.grant(ELENA)
    stage.do(cmd.RevokeFloor(THERAPIST, stage.seq))
    assert voice(stage) is None


def test_in_open_mode_whoever_takes_it_first_keeps_it() -> None:
    stage = CouplesStage()
    stage.mode(FloorMode.OPEN, MicPolicy.SOFT)
    assert stage.kinds(cmd.AskVoice(FINN, on=True)) == ["seat.voice_given"]
    assert stage.kinds(cmd.AskVoice(ELENA, on=True)) == ["seat.voice_asked"]
    stage.grant(ANA)
    stage.do(cmd.ReleaseFloor(ANA, stage.seq))
    assert (voice(stage), stage.seat(COUPLE_SEAT).voice_asked) == (FINN, ELENA)


def test_laying_it_down_gives_it_to_the_partner_who_asked() -> None:
    stage = CouplesStage()
    stage.do(cmd.AskVoice(FINN, on=True))
    stage.do(cmd.AskVoice(ELENA, on=True))
    stage.do(cmd.GiveVoice(FINN, COUPLE_SEAT, None))
    assert (voice(stage), stage.seat(COUPLE_SEAT).voice_asked) == (ELENA, None)
    stage.do(cmd.GiveVoice(ELENA, COUPLE_SEAT, None))
    assert voice(stage) is None


def test_a_request_left_over_when_a_turn_ends_is_granted() -> None:
    stage = CouplesStage()
    stage.grant(ELENA)
    stage.do(cmd.AskVoice(FINN, on=True))
    stage.do(cmd.ReleaseFloor(ELENA, stage.seq))
    assert (voice(stage), stage.seat(COUPLE_SEAT).voice_asked) == (FINN, None)


@pytest.mark.parametrize("by", [ELENA, THERAPIST])
def test_giving_the_voice_passes_the_turn_on_with_its_clock(by: Any) -> None:
    stage = CouplesStage()
    stage.grant(ELENA, limit_s=90.0)
    stage.wait(33)
    turn = stage.room.state.floor.holder
    assert turn is not None
    due = turn.due(1.0)
    kinds = stage.kinds(cmd.GiveVoice(by, COUPLE_SEAT, FINN))
    assert kinds == ["floor.handed_on", "seat.voice_given"]
    assert (stage.holder, voice(stage)) == (FINN, FINN)
    assert stage.room.state.floor.holder is not None
    assert stage.room.state.floor.holder.due(1.0) == due


def test_the_owner_can_give_it_from_the_phone_as_well() -> None:
    stage = CouplesStage()
    stage.grant(FINN)
    assert "voice.give" in stage.view(FINN_PHONE)["you"]["can"][FINN]
    stage.do(cmd.GiveVoice(FINN, COUPLE_SEAT, ELENA))
    assert stage.holder == ELENA
    assert "voice.give" not in stage.view(FINN_PHONE)["you"]["can"][FINN]


def test_passing_it_on_makes_commands_for_the_previous_turn_stale() -> None:
    stage = CouplesStage()
    stage.grant(ELENA)
    seen = stage.seq
    stage.do(cmd.GiveVoice(ELENA, COUPLE_SEAT, FINN))
    with pytest.raises(Refused, match=r"floor\.stale"):
        stage.do(cmd.ReleaseFloor(ELENA, seen))


def test_the_partner_can_only_ask_which_facilitators_see() -> None:
    stage = CouplesStage()
    stage.grant(ELENA)
    with pytest.raises(Refused, match=r"voice\.not_yours"):
        stage.do(cmd.GiveVoice(FINN, COUPLE_SEAT, FINN))
    stage.wait(7)
    asked_at = stage.now
    stage.do(cmd.AskVoice(FINN, on=True))
    stage.wait(75)
    assert (stage.holder, voice(stage)) == (ELENA, ELENA)
    assert stage.view(STAFF_SEAT)["leading"]["voices"] == {COUPLE_SEAT: {"person": FINN, "since": asked_at}}
    stage.do(cmd.AskVoice(FINN, on=False))
    assert stage.view(STAFF_SEAT)["leading"]["voices"] == {}


def test_the_room_sees_who_has_the_voice_and_not_who_asks() -> None:
    stage = CouplesStage()
    stage.grant(ELENA)
    stage.do(cmd.AskVoice(FINN, on=True))
    view = stage.view(ANA_SEAT)
    assert view["seats"][COUPLE_SEAT]["voice"] == ELENA
    assert "voices" not in str(view)


def test_a_turn_that_passes_to_the_partner_clears_the_request() -> None:
    stage = CouplesStage()
    stage.grant(ELENA)
    stage.do(cmd.AskVoice(FINN, on=True))
    stage.grant(FINN)
    assert (voice(stage), stage.seat(COUPLE_SEAT).voice_asked) == (FINN, None)


def test_moving_the_seat_out_of_the_room_ends_it() -> None:
    stage = CouplesStage()
    stage.do(cmd.AskVoice(FINN, on=True))
    stage.do(cmd.AskVoice(ELENA, on=True))
    stage.do(cmd.MoveToWaiting(THERAPIST, COUPLE_SEAT))
    assert (voice(stage), stage.seat(COUPLE_SEAT).voice_asked) == (None, None)


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (cmd.AskVoice(ANA, on=True), "seat.not_shared"),
        (cmd.AskVoice(THERAPIST, on=True), "seat.not_shared"),
        (cmd.AskVoice(ELENA, on=True), "voice.is_yours"),
        (cmd.AskVoice(FINN, on=True), "voice.is_asked"),
        (cmd.AskVoice(ELENA, on=False), "voice.not_asked"),
        (cmd.GiveVoice(THERAPIST, ANA_SEAT, ANA), "seat.not_shared"),
        (cmd.GiveVoice(THERAPIST, FINN_PHONE, FINN), "seat.not_shared"),
        (cmd.GiveVoice(THERAPIST, "se_nowhere", FINN), "seat.unknown"),  # type: ignore[arg-type]
        (cmd.GiveVoice(GITA, COUPLE_SEAT, FINN), "voice.not_yours"),
        (cmd.GiveVoice(ANA, COUPLE_SEAT, FINN), "voice.not_yours"),
        (cmd.GiveVoice(ELENA, COUPLE_SEAT, GITA), "person.not_there"),
        (cmd.GiveVoice(ELENA, COUPLE_SEAT, ELENA), "voice.is_theirs"),
        (cmd.GiveVoice(ELENA, COUPLE_SEAT, None), "voice.goes_with_turn"),
        (cmd.GiveVoice("pt_nobody", COUPLE_SEAT, FINN), "person.unknown"),  # type: ignore[arg-type]
    ],
)
def test_what_is_refused_while_elena_speaks_and_finn_asks(command: cmd.Command, code: str) -> None:
    stage = CouplesStage()
    stage.grant(ELENA)
    stage.do(cmd.AskVoice(FINN, on=True))
    with pytest.raises(Refused) as refused:
        stage.do(command)
    assert refused.value.code == code


def test_a_seat_that_waits_outside_has_no_voice_to_give() -> None:
    stage = CouplesStage()
    stage.do(cmd.MoveToWaiting(THERAPIST, COUPLE_SEAT))
    for command in (cmd.GiveVoice(THERAPIST, COUPLE_SEAT, FINN), cmd.AskVoice(FINN, on=True)):
        with pytest.raises(Refused, match=r"seat\.not_in_room"):
            stage.do(command)


# A protocol step that says whose voice is due.


def _begin(stage: ProtocolStage) -> None:
    stage.go("say", for_s=60, due_voice=ELENA)
    stage.give(ELENA)


def _swap(stage: ProtocolStage) -> None:
    stage.remember(due_voice=FINN)


@pytest.fixture
def dialogue(monkeypatch: pytest.MonkeyPatch) -> CouplesStage:
    script = ProtocolRules("dialogue", (), {}, {"say": Step(FloorMode.DYAD)}, _begin, due=_swap)
    monkeypatch.setitem(CATALOG, "dialogue", script)  # type: ignore[arg-type]  # a dict behind a Mapping
    stage = CouplesStage()
    stage.do(cmd.StartProtocol(THERAPIST, "dialogue", stage.seq))
    return stage


def test_the_voice_follows_a_step_that_says_whose_is_due(dialogue: CouplesStage) -> None:
    assert voice(dialogue) == ELENA
    dialogue.wait(60)
    assert (voice(dialogue), dialogue.holder) == (FINN, ELENA)
    dialogue.do(cmd.AbortProtocol(THERAPIST))
    assert voice(dialogue) == ELENA, "the turn is still hers"


def test_nobody_can_give_a_voice_that_a_step_assigns(dialogue: CouplesStage) -> None:
    for by in (ELENA, THERAPIST):
        with pytest.raises(Refused, match=r"protocol\.gives_voice"):
            dialogue.do(cmd.GiveVoice(by, COUPLE_SEAT, FINN))


def test_a_step_about_others_does_not_affect_a_seat(dialogue: CouplesStage) -> None:
    dialogue.do(cmd.AskVoice(GITA, on=True))
    assert dialogue.seat(OTHER_COUPLE).voice == GITA


def test_every_change_of_voice_is_an_event_that_replays() -> None:
    stage = CouplesStage()
    stage.mode(FloorMode.QUEUE, MicPolicy.HARD, GrantRule.WHEN_FREE)
    stage.do(cmd.RequestFloor(FINN, stage.seq))
    stage.do(cmd.GiveVoice(FINN, COUPLE_SEAT, ELENA))
    stage.do(cmd.ReleaseFloor(ELENA, stage.seq))
    given = [record.event for record in stage.log if isinstance(record.event, ev.VoiceGiven)]
    assert given == [
        ev.VoiceGiven(COUPLE_SEAT, FINN, None),
        ev.VoiceGiven(COUPLE_SEAT, ELENA, None),
        ev.VoiceGiven(COUPLE_SEAT, None, None),
    ]
    assert type(stage.room)(stage.room.setup, stage.log).state == stage.room.state

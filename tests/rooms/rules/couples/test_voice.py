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
from tests.support.rooms.couples import COUPLE_SEAT, FINN_PHONE, GITA, OTHER_COUPLE, CouplesDriver
from tests.support.rooms.setups import ANA, ANA_SEAT, ELENA, FINN, STAFF_SEAT, THERAPIST


def voice(driver: CouplesDriver) -> Any:
    """Which of Elena and Finn has the in-seat voice."""
    return driver.seat(COUPLE_SEAT).voice


def test_the_voice_comes_with_the_turn_and_goes_with_it() -> None:
    driver = CouplesDriver()
    driver.grant(FINN)
    assert voice(driver) == FINN
    driver.do(cmd.ReleaseFloor(FINN, driver.seq))
    assert voice(driver) is None
    assert driver.seat(OTHER_COUPLE).voice is None


def test_a_voice_taken_earlier_ends_with_the_turn_that_followed() -> None:
    driver = CouplesDriver()
    driver.do(cmd.AskVoice(ELENA, on=True))
    driver.grant(ELENA)
    driver.do(cmd.RevokeFloor(THERAPIST, driver.seq))
    assert voice(driver) is None


def test_in_open_mode_whoever_takes_it_first_keeps_it() -> None:
    driver = CouplesDriver()
    driver.mode(FloorMode.OPEN, MicPolicy.SOFT)
    assert driver.kinds(cmd.AskVoice(FINN, on=True)) == ["seat.voice_given"]
    assert driver.kinds(cmd.AskVoice(ELENA, on=True)) == ["seat.voice_asked"]
    driver.grant(ANA)
    driver.do(cmd.ReleaseFloor(ANA, driver.seq))
    assert (voice(driver), driver.seat(COUPLE_SEAT).voice_asked) == (FINN, ELENA)


def test_laying_it_down_gives_it_to_the_partner_who_asked() -> None:
    driver = CouplesDriver()
    driver.do(cmd.AskVoice(FINN, on=True))
    driver.do(cmd.AskVoice(ELENA, on=True))
    driver.do(cmd.GiveVoice(FINN, COUPLE_SEAT, None))
    assert (voice(driver), driver.seat(COUPLE_SEAT).voice_asked) == (ELENA, None)
    driver.do(cmd.GiveVoice(ELENA, COUPLE_SEAT, None))
    assert voice(driver) is None


def test_a_request_left_over_when_a_turn_ends_is_granted() -> None:
    driver = CouplesDriver()
    driver.grant(ELENA)
    driver.do(cmd.AskVoice(FINN, on=True))
    driver.do(cmd.ReleaseFloor(ELENA, driver.seq))
    assert (voice(driver), driver.seat(COUPLE_SEAT).voice_asked) == (FINN, None)


@pytest.mark.parametrize("by", [ELENA, THERAPIST])
def test_giving_the_voice_passes_the_turn_on_with_its_clock(by: Any) -> None:
    driver = CouplesDriver()
    driver.grant(ELENA, limit_s=90.0)
    driver.wait(33)
    turn = driver.room.state.floor.holder
    assert turn is not None
    due = turn.due(1.0)
    kinds = driver.kinds(cmd.GiveVoice(by, COUPLE_SEAT, FINN))
    assert kinds == ["floor.handed_on", "seat.voice_given"]
    assert (driver.holder, voice(driver)) == (FINN, FINN)
    assert driver.room.state.floor.holder is not None
    assert driver.room.state.floor.holder.due(1.0) == due


def test_the_owner_can_give_it_from_the_phone_as_well() -> None:
    driver = CouplesDriver()
    driver.grant(FINN)
    assert "voice.give" in driver.view(FINN_PHONE)["you"]["can"][FINN]
    driver.do(cmd.GiveVoice(FINN, COUPLE_SEAT, ELENA))
    assert driver.holder == ELENA
    assert "voice.give" not in driver.view(FINN_PHONE)["you"]["can"][FINN]


def test_passing_it_on_makes_commands_for_the_previous_turn_stale() -> None:
    driver = CouplesDriver()
    driver.grant(ELENA)
    seen = driver.seq
    driver.do(cmd.GiveVoice(ELENA, COUPLE_SEAT, FINN))
    with pytest.raises(Refused, match=r"floor\.stale"):
        driver.do(cmd.ReleaseFloor(ELENA, seen))


def test_the_partner_can_only_ask_which_facilitators_see() -> None:
    driver = CouplesDriver()
    driver.grant(ELENA)
    with pytest.raises(Refused, match=r"voice\.not_yours"):
        driver.do(cmd.GiveVoice(FINN, COUPLE_SEAT, FINN))
    driver.wait(7)
    asked_at = driver.now
    driver.do(cmd.AskVoice(FINN, on=True))
    driver.wait(75)
    assert (driver.holder, voice(driver)) == (ELENA, ELENA)
    assert driver.view(STAFF_SEAT)["leading"]["voices"] == {COUPLE_SEAT: {"person": FINN, "since": asked_at}}
    driver.do(cmd.AskVoice(FINN, on=False))
    assert driver.view(STAFF_SEAT)["leading"]["voices"] == {}


def test_the_room_sees_who_has_the_voice_and_not_who_asks() -> None:
    driver = CouplesDriver()
    driver.grant(ELENA)
    driver.do(cmd.AskVoice(FINN, on=True))
    view = driver.view(ANA_SEAT)
    assert view["seats"][COUPLE_SEAT]["voice"] == ELENA
    assert "voices" not in str(view)


def test_a_turn_that_passes_to_the_partner_clears_the_request() -> None:
    driver = CouplesDriver()
    driver.grant(ELENA)
    driver.do(cmd.AskVoice(FINN, on=True))
    driver.grant(FINN)
    assert (voice(driver), driver.seat(COUPLE_SEAT).voice_asked) == (FINN, None)


def test_moving_the_seat_out_of_the_room_ends_it() -> None:
    driver = CouplesDriver()
    driver.do(cmd.AskVoice(FINN, on=True))
    driver.do(cmd.AskVoice(ELENA, on=True))
    driver.do(cmd.MoveToWaiting(THERAPIST, COUPLE_SEAT))
    assert (voice(driver), driver.seat(COUPLE_SEAT).voice_asked) == (None, None)


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
    driver = CouplesDriver()
    driver.grant(ELENA)
    driver.do(cmd.AskVoice(FINN, on=True))
    with pytest.raises(Refused) as refused:
        driver.do(command)
    assert refused.value.code == code


def test_a_seat_that_waits_outside_has_no_voice_to_give() -> None:
    driver = CouplesDriver()
    driver.do(cmd.MoveToWaiting(THERAPIST, COUPLE_SEAT))
    for command in (cmd.GiveVoice(THERAPIST, COUPLE_SEAT, FINN), cmd.AskVoice(FINN, on=True)):
        with pytest.raises(Refused, match=r"seat\.not_in_room"):
            driver.do(command)


# A protocol step that says whose voice is due.


def _begin(driver: ProtocolStage) -> None:
    driver.go("say", for_s=60, due_voice=ELENA)
    driver.give(ELENA)


def _swap(driver: ProtocolStage) -> None:
    driver.remember(due_voice=FINN)


@pytest.fixture
def dialogue(monkeypatch: pytest.MonkeyPatch) -> CouplesDriver:
    script = ProtocolRules("dialogue", (), {}, {"say": Step(FloorMode.DYAD)}, _begin, due=_swap)
    monkeypatch.setitem(CATALOG, "dialogue", script)  # type: ignore[arg-type]  # a dict behind a Mapping
    driver = CouplesDriver()
    driver.do(cmd.StartProtocol(THERAPIST, "dialogue", driver.seq))
    return driver


def test_the_voice_follows_a_step_that_says_whose_is_due(dialogue: CouplesDriver) -> None:
    assert voice(dialogue) == ELENA
    dialogue.wait(60)
    assert (voice(dialogue), dialogue.holder) == (FINN, ELENA)
    dialogue.do(cmd.AbortProtocol(THERAPIST))
    assert voice(dialogue) == ELENA, "the turn is still hers"


def test_nobody_can_give_a_voice_that_a_step_assigns(dialogue: CouplesDriver) -> None:
    for by in (ELENA, THERAPIST):
        with pytest.raises(Refused, match=r"protocol\.gives_voice"):
            dialogue.do(cmd.GiveVoice(by, COUPLE_SEAT, FINN))


def test_a_step_about_others_does_not_affect_a_seat(dialogue: CouplesDriver) -> None:
    dialogue.do(cmd.AskVoice(GITA, on=True))
    assert dialogue.seat(OTHER_COUPLE).voice == GITA


def test_every_change_of_voice_is_an_event_that_replays() -> None:
    driver = CouplesDriver()
    driver.mode(FloorMode.QUEUE, MicPolicy.HARD, GrantRule.WHEN_FREE)
    driver.do(cmd.RequestFloor(FINN, driver.seq))
    driver.do(cmd.GiveVoice(FINN, COUPLE_SEAT, ELENA))
    driver.do(cmd.ReleaseFloor(ELENA, driver.seq))
    given = [record.event for record in driver.log if isinstance(record.event, ev.VoiceGiven)]
    assert given == [
        ev.VoiceGiven(COUPLE_SEAT, FINN, None),
        ev.VoiceGiven(COUPLE_SEAT, ELENA, None),
        ev.VoiceGiven(COUPLE_SEAT, None, None),
    ]
    assert type(driver.room)(driver.room.setup, driver.log).state == driver.room.state

"""Speaker and listener: the scenario, who is heard, equal floors, what the coach is told, lost partners."""

import pytest

from rooms.model import commands as cmd
from rooms.model.errors import Refused
from rooms.model.ids import PersonId
from rooms.model.people import Role
from rooms.model.policy.policy import FloorMode, MicPolicy
from tests.support.protocols.dyads import (
    DANA,
    DANA_SEAT,
    EMIL,
    EMIL_SEAT,
    GUEST,
    GUEST_SEAT,
    SOFA_SEAT,
    Dyad,
    apart,
    together,
)
from tests.support.rooms.setups import THERAPIST

BOTH = {DANA_SEAT, EMIL_SEAT}


def begin(stage: Dyad) -> Dyad:
    """Up to Dana's first floor."""
    stage.start("speaker_listener", people=[DANA, EMIL])
    stage.acts((DANA, "agree"), (EMIL, "agree"), (EMIL, "acknowledge"), (DANA, "acknowledge"))
    return stage


def floor(stage: Dyad, speaker: PersonId, listener: PersonId) -> None:
    """A whole floor, up to its handover."""
    stage.acts((speaker, "said"), (listener, "said_back"), (speaker, "yes"), (listener, "validated"))


def test_scenario_11_speaker_listener() -> None:
    stage = begin(apart())
    assert (stage.step, stage.facts()["floors"]) == ("speaker_chunk", {DANA: 1, EMIL: 0})
    stage.wait(45)
    stage.acts((DANA, "said"), (EMIL, "said_back"), (DANA, "not_quite"))
    assert (stage.step, stage.facts()["clarify"]) == ("speaker_chunk", True)
    assert stage.staff()["coach_prompt"] == []
    stage.acts((DANA, "said"), (EMIL, "said_back"), (DANA, "not_quite"))
    assert stage.staff()["coach_prompt"] == ["not_quite"]
    assert "coach_prompt" not in stage.view(DANA_SEAT)["run"]["facts"]
    stage.acts((DANA, "said"), (EMIL, "said_back"))
    assert stage.refused(DANA, "give_floor") == "protocol.no_action"
    stage.acts((DANA, "yes"), (EMIL, "validated"))
    assert (stage.step, stage.staff()["coach_prompt"]) == ("handover", [])

    for _ in range(2):
        stage.act(DANA, "keep_floor")
        floor(stage, DANA, EMIL)
    stage.act(DANA, "give_floor")
    stage.wait(3)
    floor(stage, EMIL, DANA)
    assert stage.facts()["floors"] == {DANA: 3, EMIL: 1}
    assert stage.refused(THERAPIST, "close") == "protocol.floors_unequal"


def test_two_floors_each_may_close() -> None:
    stage = begin(apart())
    for speaker, listener in [(DANA, EMIL), (EMIL, DANA), (DANA, EMIL), (EMIL, DANA)]:
        stage.wait(3)
        floor(stage, speaker, listener)
        if stage.facts()["floors"] != {DANA: 2, EMIL: 2}:
            stage.act(speaker, "give_floor")
    assert stage.staff()["may_close"]
    stage.act(THERAPIST, "close")
    stage.acts((DANA, "heard_one_thing"), (EMIL, "heard_one_thing"))
    assert stage.room.state.runs == []
    done = stage.log[-1].event
    assert done.outcome == {"floors": [2, 2], "not_quite": 0}
    assert stage.replayed()


def test_a_single_floor_may_not_close() -> None:
    stage = begin(apart())
    floor(stage, DANA, EMIL)
    assert not stage.staff()["may_close"]
    assert stage.refused(THERAPIST, "close") == "protocol.floors_unequal"


@pytest.mark.parametrize(
    ("path", "step", "heard", "due"),
    [
        ([], "speaker_chunk", {DANA_SEAT}, DANA),
        ([(DANA, "said")], "paraphrase", BOTH, EMIL),
        ([(DANA, "said"), (EMIL, "said_back")], "speaker_check", {DANA_SEAT}, DANA),
        ([(DANA, "said"), (EMIL, "said_back"), (DANA, "yes")], "offer_validation", BOTH, EMIL),
        (
            [(DANA, "said"), (EMIL, "said_back"), (DANA, "yes"), (EMIL, "validated")],
            "handover",
            {DANA_SEAT},
            DANA,
        ),
        (
            [
                (DANA, "said"),
                (EMIL, "said_back"),
                (DANA, "yes"),
                (EMIL, "validated"),
                (DANA, "give_floor"),
            ],
            "swap",
            {EMIL_SEAT},
            EMIL,
        ),
    ],
)
def test_who_is_heard_in_each_step(
    path: list[tuple[PersonId, str]], step: str, heard: set[str], due: PersonId
) -> None:
    two = begin(apart())
    two.acts(*path)
    assert (two.step, two.heard(), two.run.memory["due_voice"]) == (step, heard, due)
    assert not two.facts()["one_mic"]
    one = begin(together())
    one.acts(*path)
    assert (one.step, one.heard(), one.facts().get("due_voice")) == (step, {SOFA_SEAT}, due)
    assert one.facts()["one_mic"]


def test_others_in_a_group_listen() -> None:
    stage = begin(apart(guest=Role.MEMBER))
    assert stage.heard() == {DANA_SEAT}
    stage.act(DANA, "said")
    assert GUEST_SEAT not in stage.heard()
    assert stage.refused(GUEST, "said_back") == "protocol.not_yours"


def test_a_turn_from_before_ends_when_the_dyad_begins() -> None:
    stage = apart(guest=Role.MEMBER)
    stage.do(cmd.GrantFloor(THERAPIST, GUEST, stage.seq))
    stage.start("speaker_listener", people=[DANA, EMIL])
    assert stage.holder is None
    assert stage.heard() == BOTH
    with pytest.raises(Refused, match=r"protocol\.gives_turns"):
        stage.do(cmd.GrantFloor(THERAPIST, GUEST, stage.seq))


def test_who_the_pair_is() -> None:
    couple = apart()
    couple.start("speaker_listener")
    assert couple.run.roles == {"speaker": (DANA,), "listener": (EMIL,), "coach": (THERAPIST,)}
    turned = apart()
    turned.start("speaker_listener", people=[EMIL])
    assert turned.run.roles["speaker"] == (EMIL,)
    shared = together(guest=Role.MEMBER)
    shared.start("speaker_listener")
    assert shared.run.memory["pair"] == [DANA, EMIL]
    with pytest.raises(Refused, match=r"protocol\.needs_pair"):
        apart(guest=Role.MEMBER).start("speaker_listener")
    with pytest.raises(Refused, match=r"role\.forbidden"):
        apart().start("speaker_listener", by=DANA)


def test_only_the_speaker_hands_the_floor_over_and_the_coach_sees_an_early_wish() -> None:
    stage = begin(apart())
    stage.act(EMIL, "ask_floor")
    assert (stage.step, stage.facts()["asked"]) == ("speaker_chunk", True)
    assert stage.staff()["coach_prompt"] == ["floor_asked"]
    floor(stage, DANA, EMIL)
    assert stage.staff()["coach_prompt"] == []
    assert stage.refused(EMIL, "give_floor") == "protocol.not_yours"
    assert stage.refused(THERAPIST, "give_floor") == "protocol.not_yours"
    stage.act(DANA, "give_floor")
    assert (stage.run.roles["speaker"], stage.facts()["asked"]) == ((EMIL,), False)
    assert stage.wait(3) == ["protocol.step"]
    assert (stage.step, stage.facts()["floors"]) == ("speaker_chunk", {DANA: 1, EMIL: 1})


def test_clocks_inform_and_the_coach_is_told_of_a_long_floor() -> None:
    stage = begin(apart())
    assert stage.view(EMIL_SEAT)["run"]["due"] == stage.now + 45
    stage.wait(46)
    assert (stage.step, stage.heard()) == ("speaker_chunk", {DANA_SEAT})
    assert "due" not in stage.view(EMIL_SEAT)["run"]
    stage.wait(253)
    assert stage.staff()["coach_prompt"] == []
    stage.wait(2)
    assert stage.staff()["coach_prompt"] == ["long_floor"]
    assert stage.heard() == {DANA_SEAT}
    floor(stage, DANA, EMIL)
    stage.act(DANA, "give_floor")
    stage.wait(3)
    assert stage.staff()["coach_prompt"] == []


def test_the_coach_models_and_calls_back_to_listening() -> None:
    stage = begin(apart())
    stage.act(DANA, "said")
    stage.act(THERAPIST, "back_to_hearing")
    assert stage.facts(EMIL_SEAT)["hearing"]
    stage.act(THERAPIST, "model_it")
    assert (stage.facts()["modelled"], stage.facts().get("due_voice")) == (True, None)
    stage.act(THERAPIST, "said_back")
    assert (stage.step, stage.facts()["modelled"], stage.facts()["hearing"]) == (
        "speaker_check",
        False,
        False,
    )
    assert stage.refused(THERAPIST, "yes") == "protocol.not_yours"
    stage.acts((DANA, "yes"), (DANA, "one_more"))
    assert (stage.step, stage.facts()["floors"], stage.facts()["clarify"]) == (
        "speaker_chunk",
        {DANA: 1, EMIL: 0},
        False,
    )


def test_the_dyad_waits_for_a_lost_partner() -> None:
    stage = begin(apart())
    stage.wait(15)
    stage.lose(EMIL_SEAT)
    assert (stage.facts()["away"], stage.heard(), stage.run.due) == ([EMIL], set(), None)
    assert stage.staff()["coach_prompt"] == ["away"]
    assert stage.refused(DANA, "said") == "protocol.partner_away"
    assert stage.refused(THERAPIST, "talk_with", person=[EMIL]) == "protocol.bad_value"
    stage.act(THERAPIST, "talk_with", person=[DANA])
    assert stage.heard() == {DANA_SEAT}
    stage.act(THERAPIST, "talk_with", person=[])
    assert stage.heard() == set()
    stage.wait(100)
    stage.back(EMIL_SEAT)
    assert (stage.facts()["away"], stage.heard(), stage.run.due) == ([], {DANA_SEAT}, stage.now + 30)
    assert stage.refused(THERAPIST, "talk_with", person=[DANA]) == "protocol.bad_value"
    stage.wait(240)
    assert stage.staff()["coach_prompt"] == [], "being lost is no part of the floor's time"
    stage.wait(46)
    assert stage.staff()["coach_prompt"] == ["long_floor"]
    assert stage.replayed()


def test_both_lost_on_one_seat_and_one_after_the_other() -> None:
    one = begin(together())
    one.lose(SOFA_SEAT)
    assert one.facts()["away"] == [DANA, EMIL]
    one.back(SOFA_SEAT)
    assert (one.facts()["away"], one.heard()) == ([], {SOFA_SEAT})
    two = begin(apart())
    two.lose(EMIL_SEAT)
    two.act(THERAPIST, "talk_with", person=[DANA])
    two.lose(DANA_SEAT)
    two.back(EMIL_SEAT)
    assert (two.facts()["away"], two.heard()) == ([DANA], set())


def test_a_pause_stops_every_clock() -> None:
    stage = begin(apart())
    stage.wait(20)
    stage.do(cmd.PauseProtocol(THERAPIST))
    assert stage.heard() == BOTH, "the room is back at its own mode"
    stage.wait(1200)
    assert stage.refused(DANA, "said") == "protocol.none"
    stage.do(cmd.ResumeProtocol(THERAPIST))
    assert stage.run.due == stage.now + 25
    assert stage.facts()["counts_from"] == stage.run.since + 1200
    stage.wait(30)
    assert stage.staff()["coach_prompt"] == []
    stage.do(cmd.AbortProtocol(THERAPIST))
    assert stage.room.state.runs == []
    assert stage.replayed()


def test_a_turn_given_during_a_pause_ends_when_the_dyad_resumes() -> None:
    stage = begin(apart())
    stage.do(cmd.PauseProtocol(THERAPIST))
    stage.mode(FloorMode.QUEUE, MicPolicy.SOFT)
    stage.do(cmd.GrantFloor(THERAPIST, EMIL, stage.seq))
    stage.do(cmd.ResumeProtocol(THERAPIST))
    assert (stage.holder, stage.heard()) == (None, {DANA_SEAT})


def test_a_person_who_leads_is_the_coach() -> None:
    stage = begin(apart(guest=Role.CO_FACILITATOR))
    stage.do(cmd.Leave(THERAPIST))
    assert stage.run.roles["coach"] == (GUEST,)
    stage.acts((DANA, "said"), (GUEST, "model_it"))
    assert stage.facts(GUEST_SEAT)["modelled"]

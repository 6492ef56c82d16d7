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


def begin(driver: Dyad) -> Dyad:
    """Up to Dana's first floor."""
    driver.start("speaker_listener", people=[DANA, EMIL])
    driver.acts((DANA, "agree"), (EMIL, "agree"), (EMIL, "acknowledge"), (DANA, "acknowledge"))
    return driver


def floor(driver: Dyad, speaker: PersonId, listener: PersonId) -> None:
    """A whole floor, up to its handover."""
    driver.acts((speaker, "said"), (listener, "said_back"), (speaker, "yes"), (listener, "validated"))


def test_scenario_11_speaker_listener() -> None:
    driver = begin(apart())
    assert (driver.step, driver.facts()["floors"]) == ("speaker_chunk", {DANA: 1, EMIL: 0})
    driver.wait(45)
    driver.acts((DANA, "said"), (EMIL, "said_back"), (DANA, "not_quite"))
    assert (driver.step, driver.facts()["clarify"]) == ("speaker_chunk", True)
    assert driver.staff()["coach_prompt"] == []
    driver.acts((DANA, "said"), (EMIL, "said_back"), (DANA, "not_quite"))
    assert driver.staff()["coach_prompt"] == ["not_quite"]
    assert "coach_prompt" not in driver.view(DANA_SEAT)["run"]["facts"]
    driver.acts((DANA, "said"), (EMIL, "said_back"))
    assert driver.refused(DANA, "give_floor") == "protocol.no_action"
    driver.acts((DANA, "yes"), (EMIL, "validated"))
    assert (driver.step, driver.staff()["coach_prompt"]) == ("handover", [])

    for _ in range(2):
        driver.act(DANA, "keep_floor")
        floor(driver, DANA, EMIL)
    driver.act(DANA, "give_floor")
    driver.wait(3)
    floor(driver, EMIL, DANA)
    assert driver.facts()["floors"] == {DANA: 3, EMIL: 1}
    assert driver.refused(THERAPIST, "close") == "protocol.floors_unequal"


def test_two_floors_each_may_close() -> None:
    driver = begin(apart())
    for speaker, listener in [(DANA, EMIL), (EMIL, DANA), (DANA, EMIL), (EMIL, DANA)]:
        driver.wait(3)
        floor(driver, speaker, listener)
        if driver.facts()["floors"] != {DANA: 2, EMIL: 2}:
            driver.act(speaker, "give_floor")
    assert driver.staff()["may_close"]
    driver.act(THERAPIST, "close")
    driver.acts((DANA, "heard_one_thing"), (EMIL, "heard_one_thing"))
    assert driver.room.state.runs == []
    done = driver.log[-1].event
    assert done.outcome == {"floors": [2, 2], "not_quite": 0}
    assert driver.replayed()


def test_a_single_floor_may_not_close() -> None:
    driver = begin(apart())
    floor(driver, DANA, EMIL)
    assert not driver.staff()["may_close"]
    assert driver.refused(THERAPIST, "close") == "protocol.floors_unequal"


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
    driver = begin(apart(guest=Role.MEMBER))
    assert driver.heard() == {DANA_SEAT}
    driver.act(DANA, "said")
    assert GUEST_SEAT not in driver.heard()
    assert driver.refused(GUEST, "said_back") == "protocol.not_yours"


def test_a_turn_from_before_ends_when_the_dyad_begins() -> None:
    driver = apart(guest=Role.MEMBER)
    driver.do(cmd.GrantFloor(THERAPIST, GUEST, driver.seq))
    driver.start("speaker_listener", people=[DANA, EMIL])
    assert driver.holder is None
    assert driver.heard() == BOTH
    with pytest.raises(Refused, match=r"protocol\.gives_turns"):
        driver.do(cmd.GrantFloor(THERAPIST, GUEST, driver.seq))


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
    driver = begin(apart())
    driver.act(EMIL, "ask_floor")
    assert (driver.step, driver.facts()["asked"]) == ("speaker_chunk", True)
    assert driver.staff()["coach_prompt"] == ["floor_asked"]
    floor(driver, DANA, EMIL)
    assert driver.staff()["coach_prompt"] == []
    assert driver.refused(EMIL, "give_floor") == "protocol.not_yours"
    assert driver.refused(THERAPIST, "give_floor") == "protocol.not_yours"
    driver.act(DANA, "give_floor")
    assert (driver.run.roles["speaker"], driver.facts()["asked"]) == ((EMIL,), False)
    assert driver.wait(3) == ["protocol.step"]
    assert (driver.step, driver.facts()["floors"]) == ("speaker_chunk", {DANA: 1, EMIL: 1})


def test_clocks_inform_and_the_coach_is_told_of_a_long_floor() -> None:
    driver = begin(apart())
    assert driver.view(EMIL_SEAT)["run"]["due"] == driver.now + 45
    driver.wait(46)
    assert (driver.step, driver.heard()) == ("speaker_chunk", {DANA_SEAT})
    assert "due" not in driver.view(EMIL_SEAT)["run"]
    driver.wait(253)
    assert driver.staff()["coach_prompt"] == []
    driver.wait(2)
    assert driver.staff()["coach_prompt"] == ["long_floor"]
    assert driver.heard() == {DANA_SEAT}
    floor(driver, DANA, EMIL)
    driver.act(DANA, "give_floor")
    driver.wait(3)
    assert driver.staff()["coach_prompt"] == []


def test_the_coach_models_and_calls_back_to_listening() -> None:
    driver = begin(apart())
    driver.act(DANA, "said")
    driver.act(THERAPIST, "back_to_hearing")
    assert driver.facts(EMIL_SEAT)["hearing"]
    driver.act(THERAPIST, "model_it")
    assert (driver.facts()["modelled"], driver.facts().get("due_voice")) == (True, None)
    driver.act(THERAPIST, "said_back")
    assert (driver.step, driver.facts()["modelled"], driver.facts()["hearing"]) == (
        "speaker_check",
        False,
        False,
    )
    assert driver.refused(THERAPIST, "yes") == "protocol.not_yours"
    driver.acts((DANA, "yes"), (DANA, "one_more"))
    assert (driver.step, driver.facts()["floors"], driver.facts()["clarify"]) == (
        "speaker_chunk",
        {DANA: 1, EMIL: 0},
        False,
    )


def test_the_dyad_waits_for_a_lost_partner() -> None:
    driver = begin(apart())
    driver.wait(15)
    driver.lose(EMIL_SEAT)
    assert (driver.facts()["away"], driver.heard(), driver.run.due) == ([EMIL], set(), None)
    assert driver.staff()["coach_prompt"] == ["away"]
    assert driver.refused(DANA, "said") == "protocol.partner_away"
    assert driver.refused(THERAPIST, "talk_with", person=[EMIL]) == "protocol.bad_value"
    driver.act(THERAPIST, "talk_with", person=[DANA])
    assert driver.heard() == {DANA_SEAT}
    driver.act(THERAPIST, "talk_with", person=[])
    assert driver.heard() == set()
    driver.wait(100)
    driver.back(EMIL_SEAT)
    assert (driver.facts()["away"], driver.heard(), driver.run.due) == ([], {DANA_SEAT}, driver.now + 30)
    assert driver.refused(THERAPIST, "talk_with", person=[DANA]) == "protocol.bad_value"
    driver.wait(240)
    assert driver.staff()["coach_prompt"] == [], "being lost is no part of the floor's time"
    driver.wait(46)
    assert driver.staff()["coach_prompt"] == ["long_floor"]
    assert driver.replayed()


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
    driver = begin(apart())
    driver.wait(20)
    driver.do(cmd.PauseProtocol(THERAPIST))
    assert driver.heard() == BOTH, "the room is back at its own mode"
    driver.wait(1200)
    assert driver.refused(DANA, "said") == "protocol.none"
    driver.do(cmd.ResumeProtocol(THERAPIST))
    assert driver.run.due == driver.now + 25
    assert driver.facts()["counts_from"] == driver.run.since + 1200
    driver.wait(30)
    assert driver.staff()["coach_prompt"] == []
    driver.do(cmd.AbortProtocol(THERAPIST))
    assert driver.room.state.runs == []
    assert driver.replayed()


def test_a_turn_given_during_a_pause_ends_when_the_dyad_resumes() -> None:
    driver = begin(apart())
    driver.do(cmd.PauseProtocol(THERAPIST))
    driver.mode(FloorMode.QUEUE, MicPolicy.SOFT)
    driver.do(cmd.GrantFloor(THERAPIST, EMIL, driver.seq))
    driver.do(cmd.ResumeProtocol(THERAPIST))
    assert (driver.holder, driver.heard()) == (None, {DANA_SEAT})


def test_a_person_who_leads_is_the_coach() -> None:
    driver = begin(apart(guest=Role.CO_FACILITATOR))
    driver.do(cmd.Leave(THERAPIST))
    assert driver.run.roles["coach"] == (GUEST,)
    driver.acts((DANA, "said"), (GUEST, "model_it"))
    assert driver.facts(GUEST_SEAT)["modelled"]

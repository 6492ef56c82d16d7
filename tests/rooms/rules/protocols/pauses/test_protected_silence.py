"""A quiet minute: nobody is heard, no prompt is shown, and it ends by itself."""

import pytest
from hypothesis import given, settings

from rooms.model.errors import Refused
from rooms.model.floor import TurnPhase
from rooms.rules.protocols.catalog import CATALOG
from tests.support.protocols.runs import Move, check_gates, check_views, moves, nobody, run_stage, walk
from tests.support.rooms.setups import ANA, BEN, THERAPIST
from tests.support.thorough import examples


@pytest.mark.parametrize("seconds", ["30", "60", "120"])
def test_it_lasts_as_long_as_was_chosen_and_ends_by_itself(seconds: str) -> None:
    stage = run_stage()
    stage.start("protected_silence", seconds=seconds)
    assert stage.heard() == set()
    assert stage.facts() == {"seconds": int(seconds)}
    assert "protocol.done" not in stage.wait(int(seconds) - 1)
    assert "protocol.done" in stage.wait(1)
    assert stage.room.state.runs == []


def test_another_length_is_refused() -> None:
    with pytest.raises(Refused, match=r"protocol\.bad_value"):
        run_stage().start("protected_silence", seconds="45")


def test_only_a_facilitator_ends_it_early() -> None:
    stage = run_stage()
    stage.start("protected_silence")
    assert stage.refused(ANA, "finish") == "protocol.not_yours"
    stage.act(THERAPIST, "finish")
    assert stage.room.state.runs == []


def test_a_turn_stands_still_meanwhile_and_goes_on_afterwards() -> None:
    stage = run_stage()
    stage.start("go_round", think_s=0)
    stage.wait(4)
    assert stage.holder == ANA
    stage.start("protected_silence", seconds="30")
    turn = stage.room.state.floor.holder
    assert turn is not None
    assert (turn.phase, stage.heard()) == (TurnPhase.PAUSED, set())
    stage.wait(30)
    assert (stage.run.protocol, stage.holder, turn.phase) == ("go_round", ANA, TurnPhase.SPEAKING)
    assert ANA in stage.heard()


def test_no_prompt_belongs_into_it() -> None:
    assert not CATALOG["protected_silence"].steps["quiet"].prompts


@settings(max_examples=examples(25), deadline=None)
@given(moves())
def test_whatever_people_do_nobody_is_heard(plan: list[Move]) -> None:
    stage = run_stage()
    stage.start("reflect_first", first=[BEN])
    stage.start("protected_silence", seconds="120")
    quiet = check_gates("protected_silence", {"quiet": nobody})
    private = check_views(())
    walk(stage, plan, lambda now: (quiet(now), private(now)))

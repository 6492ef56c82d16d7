"""A quiet minute: nobody is heard, no prompt is shown, and it ends automatically."""

import pytest
from hypothesis import given, settings

from rooms.model.errors import Refused
from rooms.model.floor import TurnPhase
from rooms.rules.protocols.catalog import CATALOG
from tests.support.protocols.runs import Move, check_gates, check_views, moves, nobody, run_driver, walk
from tests.support.rooms.setups import ANA, BEN, THERAPIST
from tests.support.thorough import examples


@pytest.mark.parametrize("seconds", ["30", "60", "120"])
def test_it_lasts_the_chosen_time_and_ends_automatically(seconds: str) -> None:
    driver = run_driver()
    driver.start("protected_silence", seconds=seconds)
    assert driver.heard() == set()
    assert driver.facts() == {"seconds": int(seconds)}
    assert "protocol.done" not in driver.wait(int(seconds) - 1)
    assert "protocol.done" in driver.wait(1)
    assert driver.room.state.runs == []


def test_another_length_is_refused() -> None:
    with pytest.raises(Refused, match=r"protocol\.bad_value"):
        run_driver().start("protected_silence", seconds="45")


def test_only_a_facilitator_ends_it_early() -> None:
    driver = run_driver()
    driver.start("protected_silence")
    assert driver.refused(ANA, "finish") == "protocol.not_yours"
    driver.act(THERAPIST, "finish")
    assert driver.room.state.runs == []


def test_a_turn_is_paused_during_it_and_resumes_afterwards() -> None:
    driver = run_driver()
    driver.start("go_round", think_s=0)
    driver.wait(4)
    assert driver.holder == ANA
    driver.start("protected_silence", seconds="30")
    turn = driver.room.state.floor.holder
    assert turn is not None
    assert (turn.phase, driver.heard()) == (TurnPhase.PAUSED, set())
    driver.wait(30)
    assert (driver.run.protocol, driver.holder, turn.phase) == ("go_round", ANA, TurnPhase.SPEAKING)
    assert ANA in driver.heard()


def test_no_prompt_may_belong_to_it() -> None:
    assert not CATALOG["protected_silence"].steps["quiet"].prompts


@settings(max_examples=examples(25), deadline=None)
@given(moves())
def test_whatever_people_do_nobody_is_heard(plan: list[Move]) -> None:
    driver = run_driver()
    driver.start("reflect_first", first=[BEN])
    driver.start("protected_silence", seconds="120")
    quiet = check_gates("protected_silence", {"quiet": nobody})
    private = check_views(())
    walk(driver, plan, lambda now: (quiet(now), private(now)))

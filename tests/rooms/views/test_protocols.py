"""The run for everybody, for those who lead, and for one person, who alone may know some of it."""

from dataclasses import replace

import pytest

from rooms.model import commands as cmd
from rooms.model.ids import PersonId
from rooms.rules.context import RuleContext
from rooms.rules.protocols.scripts import SCRIPTS
from rooms.views.offers import Offer, offer_to
from rooms.views.protocols import build_personal_run_view, build_run_view, build_staff_run_view
from tests.rooms.rules.protocols.tiny import TINY
from tests.support.rooms.setups import ANA, ANA_SEAT, BEN, COUPLE_SEAT, ELENA, THERAPIST, Stage, full_stage


def offered(context: RuleContext, person: PersonId) -> Offer:
    """Everything, as on a screen of one's own."""
    return offer_to(context, person, ANA_SEAT)


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Stage:
    monkeypatch.setitem(SCRIPTS, "tiny", TINY)  # type: ignore[arg-type]  # a dict behind its Mapping
    stage = full_stage()
    stage.do(cmd.StartProtocol(THERAPIST, "tiny", stage.seq, {"people": [ANA]}))
    return stage


def test_without_a_run_there_is_nothing_but_what_could_start() -> None:
    context = full_stage().room.context(0)
    assert build_run_view(context) == {}
    assert build_staff_run_view(context) == {}
    assert set(build_personal_run_view(context, THERAPIST, offered(context, THERAPIST), alone=True)) == {
        "starts"
    }


def test_everybody_sees_step_roles_and_public_facts(stage: Stage) -> None:
    run = build_run_view(stage.room.context(stage.now))["run"]
    assert (run["protocol"], run["step"], run["roles"]) == ("tiny", "first", {"speaker": [ANA]})
    assert (run["due"], run["paused"], run["below"]) == (stage.now + 10, False, [])
    assert run["facts"] == {"n": 0}


def test_facts_without_a_value_are_absent(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """A patch cannot say null; nor can it inside of a fact."""
    nothing = {"at": None, "by_person": {ANA: None, BEN: 2}, "n": 0}
    whatever = replace(
        TINY,
        public=lambda stage: nothing,
        staff=lambda stage: nothing,
        personal=lambda stage, person: nothing,
    )
    monkeypatch.setitem(SCRIPTS, "tiny", whatever)  # type: ignore[arg-type]  # a dict behind its Mapping
    context, told = stage.room.context(stage.now), {"by_person": {BEN: 2}, "n": 0}
    assert build_run_view(context)["run"]["facts"] == told
    assert build_staff_run_view(context)["run"] == told
    assert build_personal_run_view(context, ANA, offered(context, ANA), alone=True)["facts"] == told


def test_while_one_runs_it_is_told_what_could_lie_on_top(stage: Stage) -> None:
    """A pause or a crisis break is called in the middle of something."""
    context = stage.room.context(stage.now)
    assert "time_out" in build_personal_run_view(context, BEN, offered(context, BEN), alone=True)["starts"]
    assert (
        "crisis_break"
        in build_personal_run_view(context, THERAPIST, offered(context, THERAPIST), alone=True)["starts"]
    )


def test_what_was_rated_is_told_to_those_who_lead_only(stage: Stage) -> None:
    stage.do(cmd.ActInProtocol(ANA, ANA_SEAT, "rate", stage.seq, {"number": 7}))
    context = stage.room.context(stage.now)
    assert build_staff_run_view(context)["run"] == {"rated": 7}
    assert "7" not in str(build_run_view(context)["run"]["facts"])


def test_on_a_shared_screen_nothing_private_is_offered_or_told(stage: Stage) -> None:
    """F9."""
    context = stage.room.context(stage.now)
    alone = build_personal_run_view(context, ELENA, offered(context, ELENA), alone=True)
    assert (alone["acts"], alone["facts"]) == (["count", "rate"], {"you": ELENA})
    shared = build_personal_run_view(context, ELENA, offer_to(context, ELENA, COUPLE_SEAT), alone=False)
    assert shared["acts"] == ["count"]
    assert "facts" not in shared


def test_a_paused_run_offers_nothing(stage: Stage) -> None:
    stage.do(cmd.PauseProtocol(THERAPIST))
    context = stage.room.context(stage.now)
    assert build_run_view(context)["run"]["paused"]
    assert "acts" not in build_personal_run_view(context, BEN, offered(context, BEN), alone=True)


def test_while_a_run_goes_on_one_sees_what_could_lie_on_top(stage: Stage) -> None:
    """F12: the way to the crisis break is open in every step."""
    context = stage.room.context(stage.now)
    starts = build_personal_run_view(context, THERAPIST, offered(context, THERAPIST), alone=True)["starts"]
    assert {"crisis_break", "time_out"} <= set(starts)
    assert "go_round" not in starts

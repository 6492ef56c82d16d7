"""What a viewer may not know affects nothing that they see: content, counters, sizes, order or times."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from rooms.model import commands as cmd
from rooms.model.ids import SeatId
from rooms.model.library import LibraryIndex, PromptRule
from rooms.model.policy.policy import RoomKind
from rooms.model.protocols import KeptRun
from rooms.rules.permissions import refusal
from rooms.views.events import visible_events
from tests.rooms.random_room.setups import random_setup
from tests.rooms.random_room.twins import Twins
from tests.support.rooms.company import CO, HOST_SEAT, Company
from tests.support.rooms.setups import ANA, ANA_SEAT, BEN, BEN_SEAT, COUPLE_SEAT, ELENA, STAFF_SEAT, THERAPIST
from tests.support.thorough import examples


@given(seed=st.integers(0, 2**32), steps=st.integers(20, 150))
@settings(max_examples=examples(25), deadline=None)
def test_two_evenings_that_differ_in_a_secret_look_the_same_to_all_others(seed: int, steps: int) -> None:
    twins = Twins(random_setup(Random(seed), tuple(RoomKind)), Random(seed))
    twins.open()
    for _ in range(steps):
        twins.step()
    assert twins.story


# What the twins found, case by case.


def told(stage: Company, seat: SeatId, command: cmd.Command) -> list[str]:
    """What this screen is told when the command is applied."""
    records = stage.do(command)
    return [
        f"{event['kind']} {event.get('ending', '')}".strip()
        for event in visible_events(stage.context(), seat, records)
    ]


def refused(stage: Company, command: cmd.Command) -> str | None:
    """Why the command would be refused."""
    return refusal(stage.context(), command)


def test_only_those_who_lead_learn_that_a_turn_was_passed() -> None:
    for seat, heard in ((STAFF_SEAT, "passed"), (HOST_SEAT, "released"), (BEN_SEAT, "released")):
        stage = Company()
        stage.do(cmd.GrantFloor(THERAPIST, ANA, stage.seq))
        assert told(stage, seat, cmd.PassTurn(ANA, stage.seq)) == [f"turn.ended {heard}"]


def test_the_group_is_not_told_that_somebody_in_a_private_room_lost_the_connection() -> None:
    stage = Company()
    stage.do(cmd.MoveToPrivate(CO, ANA_SEAT, join=True))
    assert told(stage, BEN_SEAT, cmd.Detach(ANA_SEAT)) == []
    assert told(stage, STAFF_SEAT, cmd.Attach(ANA_SEAT, mic=True, camera=True)) == ["seat.returned"]
    assert told(stage, BEN_SEAT, cmd.Leave(ANA)) == ["seat.left"]


def test_what_staff_do_in_a_crisis_is_not_visible_in_the_run() -> None:
    stage = Company()
    stage.do(cmd.StartProtocol(THERAPIST, "crisis_break", stage.seq))
    seen = stage.view(BEN_SEAT)
    assert "due" not in seen["run"]
    for seconds, action in ((20, "acknowledge"), (60, "stay_with_group")):
        stage.wait(seconds)
        stage.do(cmd.ActInProtocol(THERAPIST, STAFF_SEAT, action, stage.seq))
        assert stage.view(BEN_SEAT) == seen
    stage.do(cmd.ActInProtocol(THERAPIST, STAFF_SEAT, "group_break", stage.seq))
    seen = stage.view(BEN_SEAT)
    stage.wait(5)
    assert told(stage, BEN_SEAT, cmd.ActInProtocol(THERAPIST, STAFF_SEAT, "emergency", stage.seq)) == []
    assert stage.view(BEN_SEAT) == seen
    assert stage.view(STAFF_SEAT)["leading"]["run"]["response"] == "emergency"


def test_another_protocols_prompt_is_not_removed_by_unrelated_events() -> None:
    library = LibraryIndex(prompts={"imago.mirror": PromptRule("imago", "mirror", "all")})
    stage = Company(library=library)
    stage.do(cmd.SendPrompt(THERAPIST, "imago.mirror", BEN))
    stage.do(cmd.ComeBackTo(THERAPIST, ANA, on=True))
    assert stage.view(BEN_SEAT)["prompt"]["id"] == "imago.mirror"


def test_refusals_do_not_reveal_who_sits_where_or_what_was_kept() -> None:
    stage = Company()
    seats = (COUPLE_SEAT, ANA_SEAT, SeatId("se_nowhere"))
    codes = {refused(stage, cmd.GiveVoice(BEN, seat, ELENA)) for seat in seats}
    assert codes == {"voice.not_yours"}
    kept = KeptRun("ss_other.1", "time_out", "called", {}, {"concerned": (ANA,)}, {})
    asked = cmd.StartProtocol(BEN, "time_out", stage.seq, {}, 0)
    without = refused(stage, asked)
    stage.room.state.kept.append(kept)
    assert refused(stage, asked) == without == "protocol.not_kept"

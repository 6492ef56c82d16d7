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


def told(driver: Company, seat: SeatId, command: cmd.Command) -> list[str]:
    """What this screen is told when the command is applied."""
    records = driver.do(command)
    return [
        f"{event['kind']} {event.get('ending', '')}".strip()
        for event in visible_events(driver.context(), seat, records)
    ]


def refused(driver: Company, command: cmd.Command) -> str | None:
    """Why the command would be refused."""
    return refusal(driver.context(), command)


def test_only_those_who_lead_learn_that_a_turn_was_passed() -> None:
    for seat, heard in ((STAFF_SEAT, "passed"), (HOST_SEAT, "released"), (BEN_SEAT, "released")):
        driver = Company()
        driver.do(cmd.GrantFloor(THERAPIST, ANA, driver.seq))
        assert told(driver, seat, cmd.PassTurn(ANA, driver.seq)) == [f"turn.ended {heard}"]


def test_the_group_is_not_told_that_somebody_in_a_private_room_lost_the_connection() -> None:
    driver = Company()
    driver.do(cmd.MoveToPrivate(CO, ANA_SEAT, join=True))
    assert told(driver, BEN_SEAT, cmd.Detach(ANA_SEAT)) == []
    assert told(driver, STAFF_SEAT, cmd.Attach(ANA_SEAT, mic=True, camera=True)) == ["seat.returned"]
    assert told(driver, BEN_SEAT, cmd.Leave(ANA)) == ["seat.left"]


def test_what_staff_do_in_a_crisis_is_not_visible_in_the_run() -> None:
    driver = Company()
    driver.do(cmd.StartProtocol(THERAPIST, "crisis_break", driver.seq))
    seen = driver.view(BEN_SEAT)
    assert "due" not in seen["run"]
    for seconds, action in ((20, "acknowledge"), (60, "stay_with_group")):
        driver.wait(seconds)
        driver.do(cmd.ActInProtocol(THERAPIST, STAFF_SEAT, action, driver.seq))
        assert driver.view(BEN_SEAT) == seen
    driver.do(cmd.ActInProtocol(THERAPIST, STAFF_SEAT, "group_break", driver.seq))
    seen = driver.view(BEN_SEAT)
    driver.wait(5)
    assert told(driver, BEN_SEAT, cmd.ActInProtocol(THERAPIST, STAFF_SEAT, "emergency", driver.seq)) == []
    assert driver.view(BEN_SEAT) == seen
    assert driver.view(STAFF_SEAT)["leading"]["run"]["response"] == "emergency"


def test_another_protocols_prompt_is_not_removed_by_unrelated_events() -> None:
    library = LibraryIndex(prompts={"imago.mirror": PromptRule("imago", "mirror", "all")})
    driver = Company(library=library)
    driver.do(cmd.SendPrompt(THERAPIST, "imago.mirror", BEN))
    driver.do(cmd.ComeBackTo(THERAPIST, ANA, on=True))
    assert driver.view(BEN_SEAT)["prompt"]["id"] == "imago.mirror"


def test_refusals_do_not_reveal_who_sits_where_or_what_was_kept() -> None:
    driver = Company()
    seats = (COUPLE_SEAT, ANA_SEAT, SeatId("se_nowhere"))
    codes = {refused(driver, cmd.GiveVoice(BEN, seat, ELENA)) for seat in seats}
    assert codes == {"voice.not_yours"}
    kept = KeptRun("ss_other.1", "time_out", "called", {}, {"concerned": (ANA,)}, {})
    asked = cmd.StartProtocol(BEN, "time_out", driver.seq, {}, 0)
    without = refused(driver, asked)
    driver.room.state.kept.append(kept)
    assert refused(driver, asked) == without == "protocol.not_kept"

"""The whole room, by random evenings: F1 to F12, the plan, the views, the log, the deadlines, after every step.

Rooms of 3 to 24 people in any roles and of any kind; any command from anybody, lost connections, time, restarts. What
is checked is in ``tests/rooms/random_room``. ``make soak-rooms`` runs longer.
"""

import os
from collections import Counter
from random import Random
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from rooms.model import commands as cmd
from rooms.model.policy import RoomKind
from rooms.room import Room
from rooms.state import Phase
from tests.rooms.random_room.evening import Evening
from tests.rooms.random_room.setups import random_setup
from tests.support.rooms import ANA_SEAT, STAFF_SEAT, START, build_setup, full_stage

STEPS = int(os.environ.get("ATTUNE_ROOM_STEPS", "104000"))
"""Over all kinds of rooms together."""
AT_ONCE = 8
"""Things that one drawn rule does: drawing them one by one takes longer than doing them."""
RULES = 30
KINDS = {
    "groups": (RoomKind.GROUP,),
    "couples": (RoomKind.COUPLES, RoomKind.MULTI_COUPLE),
    "classes": (RoomKind.PSYCHOEDUCATION, RoomKind.ALUMNI),
    "visits": (RoomKind.INDIVIDUAL, RoomKind.MEDICAL_VISIT, RoomKind.GROUP),
}
SEEDS = st.binary(min_size=5, max_size=5).map(int.from_bytes)


class RandomEvening(RuleBasedStateMachine):
    """One evening, and perhaps the next one of the same people's kept runs."""

    kinds: ClassVar[tuple[RoomKind, ...]] = ()
    steps: ClassVar[int] = 0
    counts: ClassVar[Counter[str]] = Counter()

    @initialize(seed=SEEDS)
    def people_come(self, seed: int) -> None:
        rng = Random(seed)
        self.evening = Evening(random_setup(rng, self.kinds), rng)
        self.evening.open()

    @rule(seeds=st.lists(SEEDS, min_size=1, max_size=AT_ONCE))
    def anything_happens(self, seeds: list[int]) -> None:
        for seed in seeds:
            self.evening.step(seed)

    @rule(seeds=st.lists(SEEDS, min_size=AT_ONCE, max_size=AT_ONCE))
    def much_happens(self, seeds: list[int]) -> None:
        self.anything_happens(seeds)

    @rule(seed=SEEDS)
    def the_service_restarts(self, seed: int) -> None:
        self.evening.rng = Random(seed)
        if seed % 4 == 0:
            self.evening.restart()

    def teardown(self) -> None:
        evening = getattr(self, "evening", None)
        if evening is None:
            return
        type(self).steps += evening.steps
        type(self).counts += evening.counts
        for line in evening.told:
            note(line)
        evening.look()
        evening.compare_with_replay()


@pytest.mark.parametrize("kinds", KINDS.values(), ids=KINDS)
@pytest.mark.timeout(0 if "ATTUNE_ROOM_STEPS" in os.environ else 240)
def test_random_evenings(kinds: tuple[RoomKind, ...]) -> None:
    machine = type("Evenings", (RandomEvening,), {"kinds": kinds, "steps": 0, "counts": Counter()})
    wanted = STEPS // len(KINDS)
    settled = settings(
        max_examples=wanted // (AT_ONCE * RULES // 2),
        stateful_step_count=RULES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    while machine.steps < wanted:
        run_state_machine_as_test(machine, settings=settled)
    assert machine.steps >= wanted
    unseen = {"turn.started", "protocol.done", "floor.suspended", "room.held", "seat.pulled_aside"} - set(
        machine.counts
    )
    assert not unseen, "evenings in which nothing much happens prove little"


def test_a_log_with_a_gap_is_refused() -> None:
    stage = full_stage()
    with pytest.raises(ValueError, match="does not follow"):
        Room(stage.room.setup, stage.log[1:])


def test_the_room_is_live_once_a_facilitator_is_in_it() -> None:
    room = Room(build_setup())
    assert [r.event.kind for r in room.handle(cmd.Attach(ANA_SEAT, mic=True, camera=True), START)] == [
        "seat.joined"
    ]
    assert room.state.phase is Phase.WAITING
    kinds = [r.event.kind for r in room.handle(cmd.Attach(STAFF_SEAT, mic=True, camera=True), START)]
    assert kinds == ["seat.joined", "seat.admitted", "room.live", "lead.taken", "presence.began"]

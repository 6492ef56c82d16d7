"""The whole room, by random evenings: F1 to F12, the plan, the views, the log, the deadlines, after every step.

Rooms of 3 to 24 people in any roles and of any kind; any command from anybody, lost connections, time, restarts. The
checks are in ``tests/rooms/random_room``. ``make test`` does a ninth of what ``make test-all`` does, and
``make soak-rooms`` ten times as much.
"""

import os
from collections import Counter
from itertools import count, takewhile
from random import Random
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, note, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from rooms.model import commands as cmd
from rooms.model.floor import OverrunLevel
from rooms.model.policy.policy import RoomKind
from rooms.room import Room
from rooms.state import Phase
from tests.rooms.random_room.evening import Evening
from tests.rooms.random_room.setups import random_setup
from tests.rooms.runtime.test_refusals import documented
from tests.support.rooms.setups import ANA, ANA_SEAT, STAFF_SEAT, START, THERAPIST, build_setup, full_room
from tests.support.thorough import THOROUGH

STEPS = int(os.environ.get("TEST_ROOM_STEPS", "104000" if THOROUGH else "4000"))
"""For all kinds of rooms together."""
AT_ONCE = 8
"""Steps per drawn rule: drawing them one by one takes longer than doing them."""
RULES = 30
EVENINGS = 50 if THOROUGH else 12
"""The most evenings per batch, until there are enough steps."""
KINDS = {
    "groups": (RoomKind.GROUP,),
    "couples": (RoomKind.COUPLES, RoomKind.MULTI_COUPLE),
    "classes": (RoomKind.PSYCHOEDUCATION, RoomKind.ALUMNI),
    "visits": (RoomKind.INDIVIDUAL, RoomKind.MEDICAL_VISIT, RoomKind.GROUP),
}
SEED_BYTES = 5


class RandomEvening(RuleBasedStateMachine):
    """One evening, and perhaps the next ones of the same people."""

    kinds: ClassVar[tuple[RoomKind, ...]] = ()
    steps: ClassVar[int] = 0
    counts: ClassVar[Counter[str]] = Counter()

    @initialize(seed=st.binary(min_size=SEED_BYTES, max_size=SEED_BYTES))
    def people_come(self, seed: bytes) -> None:
        rng = Random(seed)
        self.evening = Evening(random_setup(rng, self.kinds), rng)
        self.evening.open()

    @rule(seeds=st.binary(min_size=SEED_BYTES, max_size=SEED_BYTES * AT_ONCE))
    def something_happens(self, seeds: bytes) -> None:
        for start in range(0, len(seeds), SEED_BYTES):
            self.evening.step(int.from_bytes(seeds[start : start + SEED_BYTES]))

    @rule(seeds=st.binary(min_size=SEED_BYTES * AT_ONCE, max_size=SEED_BYTES * AT_ONCE))
    def much_happens(self, seeds: bytes) -> None:
        self.something_happens(seeds)

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
@pytest.mark.timeout(0 if "TEST_ROOM_STEPS" in os.environ else 600)
def test_random_evenings(kinds: tuple[RoomKind, ...]) -> None:
    machine = type("Evenings", (RandomEvening,), {"kinds": kinds, "steps": 0, "counts": Counter()})
    wanted = STEPS // len(KINDS)
    settled = settings(
        max_examples=EVENINGS,
        stateful_step_count=RULES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    # A short run goes on until each kind of thing has happened, or it is clear that one does not.
    for number in takewhile(
        lambda _: machine.steps < wanted or (machine.steps < 12 * wanted and _unseen(machine.counts)), count()
    ):
        # When derandomized (in CI), Hypothesis would draw the same for every number without a seed.
        drawn = seed(number)(machine) if settled.derandomize else machine
        run_state_machine_as_test(drawn, settings=settled)
    assert machine.steps >= wanted
    codes = {word.partition(" ")[2] for word in machine.counts if word.startswith("refused ")}
    assert codes <= documented(), "PROTOCOL.md part 7 explains every refusal"
    assert not _unseen(machine.counts), "evenings in which nothing much happens prove little"


def _unseen(counts: Counter[str]) -> set[str]:
    return {"turn.started", "protocol.done", "floor.suspended", "room.held", "seat.moved_to_private"} - set(
        counts
    )


def test_a_late_wake_up_also_does_what_has_become_due_by_then() -> None:
    """A turn that a quiet minute paused overruns at once if the room wakes up too late for both."""
    driver = full_room()
    driver.do(cmd.GrantFloor(THERAPIST, ANA, driver.seq, limit_s=10))
    driver.wait(3)
    driver.now += 30
    driver.do(cmd.StartProtocol(THERAPIST, "protected_silence", driver.seq, {"seconds": "30"}))
    driver.now += 31
    driver.room.on_deadline(driver.now)
    turn, due = driver.room.state.floor.holder, driver.room.next_deadline()
    assert turn is not None
    assert turn.overrun == OverrunLevel.DOUBLE
    assert due is not None
    assert due > driver.now


def test_a_log_with_a_gap_is_refused() -> None:
    driver = full_room()
    with pytest.raises(ValueError, match="does not follow"):
        Room(driver.room.setup, driver.log[1:])


def test_the_room_is_live_once_a_facilitator_is_in_it() -> None:
    room = Room(build_setup())
    assert [r.event.kind for r in room.handle(cmd.Attach(ANA_SEAT, mic=True, camera=True), START)] == [
        "seat.joined"
    ]
    assert room.state.phase is Phase.WAITING
    kinds = [r.event.kind for r in room.handle(cmd.Attach(STAFF_SEAT, mic=True, camera=True), START)]
    assert kinds == ["seat.joined", "seat.admitted", "room.live", "lead.taken", "presence.began"]

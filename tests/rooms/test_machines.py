"""The tables and the rules agree: whatever the rules do is in a table, and every row of a table occurs."""

import json
from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Any

import pytest

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.events import Recorded
from rooms.model.events.codec import encode_event
from rooms.model.events.follow_up import WelfareStep
from rooms.model.floor import TurnPhase
from rooms.model.machine import Machine
from rooms.model.policy.policy import AdmissionRule, RoomKind, RoomPolicy
from rooms.room import Room
from rooms.state import MediaState, Phase, Place, Proof, Welfare
from rooms.state.machines.page import MACHINES
from tests.rooms.random_room.evening import Evening
from tests.rooms.random_room.setups import random_setup
from tests.rooms.random_room.turns import Before, Cause
from tests.support.rooms.couples import FINN_PHONE, CouplesDriver
from tests.support.rooms.floor import CO, everybody
from tests.support.rooms.setups import (
    ANA,
    ANA_SEAT,
    COUPLE_SEAT,
    ELENA,
    FINN,
    STAFF_SEAT,
    START,
    THERAPIST,
    RoomDriver,
    build_setup,
    full_room,
)

Move = tuple[str, object, str, object]
STEPS = 400
KINDS = (
    (RoomKind.GROUP,),
    (RoomKind.COUPLES, RoomKind.MULTI_COUPLE),
    (RoomKind.PSYCHOEDUCATION, RoomKind.ALUMNI),
    (RoomKind.INDIVIDUAL, RoomKind.MEDICAL_VISIT, RoomKind.GROUP),
)
EVENINGS = 200
"""The most evenings; it stops once every row has occurred."""


class Unwatched(Evening):
    """An evening that is only played, because the checks that ``test_room.py`` makes after every step take most time."""

    def _after(self, before: Before, cause: Cause, records: list[Recorded]) -> None:
        self.steps += 1
        for record in records:
            kind, payload = encode_event(record.event)
            self.stored.append((record.position, record.at, kind, json.dumps(payload)))

    def look(self, *, compare: bool = True) -> None:
        self.untold = []


def every_move(machines: Sequence[Machine[Any]]) -> set[Move]:
    return {(machine.name, *move) for machine in machines for move in machine.moves()}


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> set[Move]:
    """The moves made since the test began."""
    found: set[Move] = set()
    move, after = Machine.move, Machine.after

    def note_move(self: Machine[object], state: object, on: str, to: object) -> None:
        move(self, state, on, to)
        found.add((self.name, state, on, to))

    def note_after(self: Machine[object], state: object, on: str) -> object:
        to = after(self, state, on)
        found.add((self.name, state, on, to))
        return to

    monkeypatch.setattr(Machine, "move", note_move)
    monkeypatch.setattr(Machine, "after", note_after)
    return found


# Moves that are so rare in random evenings that they are provoked here.


def _announced(driver: RoomDriver) -> None:
    driver.do(cmd.GrantFloor(THERAPIST, ELENA, driver.seq, limit_s=100))


def _speaking(driver: RoomDriver) -> None:
    _announced(driver)
    driver.wait(4)


def _wrapping_up(driver: RoomDriver) -> None:
    _speaking(driver)
    driver.wait(80)


def _suspended(driver: RoomDriver) -> None:
    _speaking(driver)
    driver.do(cmd.Detach(COUPLE_SEAT))


def _paused(driver: RoomDriver) -> None:
    _speaking(driver)
    driver.do(cmd.StartProtocol(THERAPIST, "protected_silence", driver.seq, {"seconds": "30"}))


IN_PHASE = {
    TurnPhase.ANNOUNCED: _announced,
    TurnPhase.SPEAKING: _speaking,
    TurnPhase.WRAP_UP: _wrapping_up,
    TurnPhase.SUSPENDED: _suspended,
    TurnPhase.PAUSED: _paused,
}


def _hand_on(driver: RoomDriver) -> None:
    driver.do(cmd.GiveVoice(THERAPIST, COUPLE_SEAT, FINN))


def _ask_for_a_close(driver: RoomDriver) -> None:
    driver.do(cmd.AnswerOverrun(THERAPIST, driver.seq, close=True))


def _end(driver: RoomDriver) -> None:
    driver.do(cmd.EndSession(THERAPIST))


def _whoever_comes_back_after_too_long_wraps_up(driver: RoomDriver) -> None:
    _speaking(driver)
    driver.wait(300)
    driver.do(cmd.Detach(COUPLE_SEAT))
    driver.do(cmd.Attach(COUPLE_SEAT, mic=True, camera=True))


def _more_time_comes_late(driver: RoomDriver) -> None:
    """The room has not yet woken up to report that the turn wraps up."""
    _speaking(driver)
    driver.now += 300
    driver.do(cmd.AnswerOverrun(THERAPIST, driver.seq, more_s=5))


def _a_little_more_time(driver: RoomDriver) -> None:
    _speaking(driver)
    driver.wait(300)
    driver.do(cmd.AnswerOverrun(THERAPIST, driver.seq, more_s=5))


def _much_more_time(driver: RoomDriver) -> None:
    _wrapping_up(driver)
    driver.do(cmd.AnswerOverrun(THERAPIST, driver.seq, more_s=300))


def _a_log_that_says_twice_that_a_turn_wraps_up(driver: RoomDriver) -> None:
    """An earlier version set a turn back to speaking when it was extended, and reported at once that it wraps up."""
    log: list[tuple[float, ev.Event]] = [
        (0, ev.FloorGranted(ANA, THERAPIST, limit_s=60)),
        (48, ev.TurnWrappingUp(ANA)),
        (55, ev.TurnExtended(ANA, 62, THERAPIST)),
        (55, ev.TurnWrappingUp(ANA)),
    ]
    records = (Recorded(place, START + at, event) for place, (at, event) in enumerate(log, 1))
    turn = Room(build_setup(), records).state.floor.holder
    assert turn is not None
    assert turn.phase is TurnPhase.WRAP_UP


def _held(driver: RoomDriver) -> None:
    driver.do(cmd.Detach(STAFF_SEAT))
    driver.wait(20)


def _suspended_session(driver: RoomDriver) -> None:
    _held(driver)
    driver.wait(60)


def _aside_and_out(driver: RoomDriver) -> None:
    everyone = everybody()
    everyone.do(cmd.MoveToPrivate(CO, ANA_SEAT, join=True))
    everyone.do(cmd.MoveToWaiting(THERAPIST, ANA_SEAT))


def _both_leave_apart(driver: RoomDriver) -> None:
    couples = CouplesDriver()
    couples.split()
    couples.do(cmd.Leave(FINN))
    couples.do(cmd.Leave(ELENA))


def _together_again(*, lost: bool) -> Callable[[RoomDriver], None]:
    def happen(driver: RoomDriver) -> None:
        couples = CouplesDriver()
        couples.split()
        if lost:
            couples.do(cmd.MediaDown(FINN_PHONE))
        couples.do(cmd.AgreeToMerge(FINN, on=True))
        couples.do(cmd.AgreeToMerge(ELENA, on=True))

    return happen


def _arriving(then: cmd.Command) -> Callable[[RoomDriver], None]:
    """Finn was absent, and has shown who he is while Elena is in the room."""

    def happen(driver: RoomDriver) -> None:
        couples = CouplesDriver.at_the_door()
        couples.prove(ELENA)
        couples.do(cmd.ConfirmAbsent(THERAPIST, FINN))
        couples.do(cmd.Admit(THERAPIST, COUPLE_SEAT))
        couples.prove(FINN)
        couples.do(then)

    return happen


def _welfare(*steps: WelfareStep | None) -> Callable[[RoomDriver], None]:
    """Ana is flagged and gone, and this is done about it; None: she is back."""

    def happen(driver: RoomDriver) -> None:
        driver.do(cmd.FlagPerson(THERAPIST, ANA, on=True))
        driver.do(cmd.Detach(ANA_SEAT))
        driver.wait(60)
        for step in steps:
            driver.do(
                cmd.NoteWelfare(THERAPIST, ANA, step) if step else cmd.Attach(ANA_SEAT, mic=True, camera=True)
            )

    return happen


def _welfare_moves() -> Iterator[tuple[Move, Callable[[RoomDriver], None]]]:
    """Every move of a welfare check: it takes a minute's absence, and few evenings get far with one."""
    gets_to = {
        Welfare.DUE: (),
        Welfare.CALLED: (WelfareStep.CALLED,),
        Welfare.UNREACHED: (WelfareStep.EMERGENCY_CALLED,),
        Welfare.OVER: (WelfareStep.REACHED,),
    }
    yield ("welfare", Welfare.NONE, "welfare.due", Welfare.DUE), _welfare()
    yield ("welfare", Welfare.OVER, "welfare.back", Welfare.NONE), _welfare(*gets_to[Welfare.OVER], None)
    for state in (Welfare.DUE, Welfare.CALLED, Welfare.UNREACHED):
        yield ("welfare", state, "welfare.back", state), _welfare(*gets_to[state], None)
        for to in (Welfare.CALLED, Welfare.UNREACHED, Welfare.OVER):
            yield ("welfare", state, "welfare.noted", to), _welfare(*gets_to[state], *gets_to[to])


def _absent_at_the_door(driver: RoomDriver) -> None:
    couples = CouplesDriver.at_the_door()
    couples.do(cmd.ConfirmAbsent(THERAPIST, FINN))
    couples.prove(FINN)


def _in(phase: TurnPhase, then: Callable[[RoomDriver], None]) -> Callable[[RoomDriver], None]:
    def happen(driver: RoomDriver) -> None:
        IN_PHASE[phase](driver)
        then(driver)

    return happen


def _after(first: Callable[[RoomDriver], None]) -> Callable[[RoomDriver], None]:
    def happen(driver: RoomDriver) -> None:
        first(driver)
        _end(driver)

    return happen


SELDOM: dict[Move, Callable[[RoomDriver], None]] = {
    **{("turn", p, "floor.handed_on", p): _in(p, _hand_on) for p in TurnPhase},
    **{("turn", p, "turn.overrun_answered", p): _in(p, _ask_for_a_close) for p in TurnPhase},
    **{("turn", p, "room.ended", None): _in(p, _end) for p in TurnPhase},
    ("turn", TurnPhase.WRAP_UP, "floor.suspended", TurnPhase.SUSPENDED): (
        _whoever_comes_back_after_too_long_wraps_up
    ),
    ("turn", TurnPhase.SUSPENDED, "floor.resumed", TurnPhase.WRAP_UP): (
        _whoever_comes_back_after_too_long_wraps_up
    ),
    ("turn", TurnPhase.SPEAKING, "turn.extended", TurnPhase.WRAP_UP): _more_time_comes_late,
    ("turn", TurnPhase.WRAP_UP, "turn.extended", TurnPhase.WRAP_UP): _a_little_more_time,
    ("turn", TurnPhase.WRAP_UP, "turn.extended", TurnPhase.SPEAKING): _much_more_time,
    ("turn", TurnPhase.WRAP_UP, "turn.wrap_up", TurnPhase.WRAP_UP): (
        _a_log_that_says_twice_that_a_turn_wraps_up
    ),
    ("session", Phase.HELD, "room.ended", Phase.ENDED): _after(_held),
    ("session", Phase.SUSPENDED, "room.ended", Phase.ENDED): _after(_suspended_session),
    ("place", Place.PRIVATE, "seat.moved_to_waiting", Place.WAITING): _aside_and_out,
    ("place", Place.OUTSIDE, "seat.merged", Place.OUTSIDE): _both_leave_apart,
    ("proof", Proof.ABSENT, "person.proved", Proof.PROVED): _absent_at_the_door,
    ("proof", Proof.ARRIVING, "person.confirmed_absent", Proof.ABSENT): _arriving(
        cmd.ConfirmAbsent(THERAPIST, FINN)
    ),
    ("proof", Proof.ARRIVING, "person.confirmed_present", Proof.PROVED): _arriving(
        cmd.ConfirmPresent(THERAPIST, FINN)
    ),
    ("proof", Proof.ARRIVING, "seat.moved_to_waiting", Proof.PROVED): _arriving(
        cmd.MoveToWaiting(THERAPIST, COUPLE_SEAT)
    ),
    ("proof", Proof.ARRIVING, "seat.left", Proof.PROVED): _arriving(cmd.Leave(ELENA)),
    **dict(_welfare_moves()),
    ("media", MediaState.UP, "seat.merged", MediaState.NONE): _together_again(lost=False),
    ("media", MediaState.LOST, "seat.merged", MediaState.NONE): _together_again(lost=True),
}
"""Moves that random evenings need not make, and what makes each of them."""


@pytest.mark.parametrize("move", SELDOM, ids=lambda move: f"{move[0]}: {move[1]}, {move[2]}, {move[3]}")
def test_the_rules_make_the_rare_moves(move: Move, taken: set[Move]) -> None:
    SELDOM[move](full_room(RoomPolicy(admission=AdmissionRule.BATCH, suspended_after_s=60)))
    assert move in taken


@pytest.mark.timeout(600)
def test_random_evenings_make_every_other_move(taken: set[Move]) -> None:
    wanted = every_move(MACHINES) - set(SELDOM)
    for number in range(EVENINGS):
        rng = Random(number)
        evening = Unwatched(random_setup(rng, KINDS[number % len(KINDS)]), rng, closely=False)
        evening.open()
        for _ in range(STEPS):
            evening.step(rng.getrandbits(40))
        if wanted <= taken:
            break
    assert wanted - taken == set(), "a row that no rule makes true"


def test_the_rare_moves_are_in_the_tables() -> None:
    assert set(SELDOM) <= every_move(MACHINES)

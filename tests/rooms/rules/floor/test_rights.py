"""Every floor command from every role in every state has its one effect or is refused, consistently."""

import copy

import pytest

from rooms.model import commands as cmd
from rooms.model.errors import Refused
from rooms.model.ids import PersonId
from rooms.room import Room
from rooms.rules.permissions import refusal
from rooms.state import Phase
from tests.support.rooms.floor import EVERYBODY, LATE, LEADING, NEVER, TYPIST, VOICE, WATCHER, everybody
from tests.support.rooms.floor_states import STATES, commands
from tests.support.rooms.setups import ANA, BEN, CHLOE

CODES = {
    "floor.bad_answer",
    "floor.bad_limit",
    "floor.bad_place",
    "floor.is_free",
    "floor.is_holder",
    "floor.needs_protocol",
    "floor.no_clock",
    "floor.no_point",
    "floor.not_connected",
    "floor.not_holder",
    "floor.not_in_mode",
    "floor.nothing_to_answer",
    "floor.nothing_to_decide",
    "floor.nothing_to_pass",
    "floor.queue_empty",
    "floor.quick_had",
    "floor.same_person",
    "floor.stale",
    "floor.stayed",
    "floor.was_heard",
    "hand.is_down",
    "hand.is_up",
    "person.unknown",
    "protocol.gives_turns",
    "protocol.running",
    "role.forbidden",
    "room.ended",
    "room.held",
    "room.not_live",
    "seat.not_in_room",
}
"""Every code with which the floor refuses; the screens have words for each."""


MODERATING = (
    cmd.RevokeFloor,
    cmd.NextSpeaker,
    cmd.StayWith,
    cmd.AnswerOverrun,
    cmd.GrantFloor,
    cmd.MoveHand,
    cmd.ComeBackTo,
    cmd.DecideHold,
    cmd.SetFloorMode,
)


@pytest.mark.parametrize("name", STATES)
def test_every_command_from_everybody_has_its_effect_or_is_refused(name: str) -> None:
    driver = everybody()
    STATES[name](driver)
    setup, start = driver.room.setup, copy.deepcopy(driver.room.state)
    assert Room(setup, driver.log).state == start, "replay differs from the live state"
    done = set()
    for by in EVERYBODY:
        for command in commands(by, driver.seq):
            room = driver.room
            code = refusal(room.context(driver.now), command)
            if code is not None:
                with pytest.raises(Refused, match=f"^{code}$"):
                    room.handle(command, driver.now)
                assert code in CODES
                assert room.state == start, f"{command} was refused and changed something"
                continue
            records = room.handle(command, driver.now)
            done.add((type(command), by))
            assert Room(setup, [*driver.log, *records]).state == room.state
            driver.room.state = copy.deepcopy(start)
    _nobody_did_more_than_their_role(done)
    if start.phase is not Phase.LIVE:
        assert done == set()


def _nobody_did_more_than_their_role(done: set[tuple[type, PersonId]]) -> None:
    for command, by in done:
        assert by not in (WATCHER, VOICE, TYPIST, LATE, NEVER), f"{by} did {command}"
        assert command not in MODERATING or by in LEADING, f"{by} did {command}"


@pytest.mark.parametrize(
    ("name", "command", "by"),
    [
        ("nothing", cmd.RequestFloor, {*LEADING, ANA, BEN, CHLOE, "pt_elena", "pt_finn"}),
        ("free", cmd.NextSpeaker, {*LEADING}),
        ("free", cmd.PassTurn, {BEN}),
        ("free", cmd.WithdrawRequest, {BEN}),
        ("speaking", cmd.ReleaseFloor, {ANA}),
        ("speaking", cmd.PassTurn, {ANA, BEN}),
        ("speaking", cmd.RevokeFloor, {*LEADING}),
        ("interrupted", cmd.ReleaseFloor, {ANA}),
        ("interrupted", cmd.RevokeFloor, {*LEADING}),
        ("quiet", cmd.ReleaseFloor, {ANA}),
        ("round", cmd.PassTurn, {ANA, BEN}),
        ("undecided", cmd.DecideHold, {*LEADING}),
        ("popcorn", cmd.NameNext, {ANA}),
        ("named_nobody", cmd.NameNext, {BEN}),
    ],
)
def test_who_may_do_what(name: str, command: type, by: set[PersonId]) -> None:
    driver = everybody()
    STATES[name](driver)
    context = driver.room.context(driver.now)
    accepted = {
        person
        for person in EVERYBODY
        for one in commands(person, driver.seq)
        if type(one) is command and not getattr(one, "quick", False) and refusal(context, one) is None
    }
    assert accepted == by


def test_a_trainee_moderates_only_beside_somebody_licensed() -> None:
    driver = everybody()
    trainee = LEADING[2]
    assert refusal(driver.room.context(driver.now), cmd.GrantFloor(trainee, ANA, driver.seq)) is None
    for seat in ("se_rivera", "se_okafor"):
        driver.do(cmd.Detach(seat))  # type: ignore[arg-type]
    context = driver.room.context(driver.now)
    assert refusal(context, cmd.GrantFloor(trainee, ANA, driver.seq)) == "role.forbidden"
    assert refusal(context, cmd.RequestFloor(trainee, driver.seq)) == "role.forbidden"

"""Who may be heard and seen, row by row: mode, mic policy, holder, own switches, place."""

import pytest

from rooms.model import commands as cmd
from rooms.model.ids import SeatId
from rooms.model.policy.policy import FloorMode, MicPolicy
from rooms.plan import Rank, build_plan
from rooms.state import Place
from tests.support.rooms.people import (
    CARA_SEAT,
    CLIENT_SEATS,
    IVO_SEAT,
    KIM_SEAT,
    MORGAN,
    MORGAN_SEAT,
    OLA_SEAT,
    TARA_SEAT,
    TESS_SEAT,
    staffed_room,
)
from tests.support.rooms.setups import (
    ANA,
    ANA_SEAT,
    BEN_SEAT,
    CHLOE_SEAT,
    COUPLE_SEAT,
    FINN,
    STAFF_SEAT,
    THERAPIST,
    RoomDriver,
    full_room,
)

OTHERS = (MORGAN_SEAT, KIM_SEAT, TESS_SEAT, TARA_SEAT, OLA_SEAT, IVO_SEAT, CARA_SEAT)
LEADING = {STAFF_SEAT, MORGAN_SEAT, KIM_SEAT, TARA_SEAT}
"""Facilitators, including the unlicensed one, and the trainee beside a licensed one."""
GATED = {TESS_SEAT, IVO_SEAT, *CLIENT_SEATS}
"""Whom the mode and the mic policy affect: clients, the tech host and, with the client, the interpreter."""
MICS = (MicPolicy.ADVISORY, MicPolicy.SOFT, MicPolicy.HARD)
FREE_MICS = {
    FloorMode.OPEN: (True, True, True),
    FloorMode.QUEUE: (True, True, False),
    FloorMode.POPCORN: (True, True, False),
    FloorMode.ROUND: (True, True, False),
    FloorMode.HELD: (False, False, False),
    FloorMode.DYAD: (True, True, False),
    FloorMode.FISHBOWL: (True, True, False),
    FloorMode.STAFF_ONLY: (False, False, False),
    FloorMode.QUIET: (False, False, False),
}
"""Whether microphones without a turn are open, by mode: advisory, soft, hard."""

EVERYBODY = {STAFF_SEAT, ANA_SEAT, BEN_SEAT, CHLOE_SEAT, COUPLE_SEAT}


def heard(driver: RoomDriver) -> set[SeatId]:
    """The seats whose audio passes."""
    plan = build_plan(driver.room.setup, driver.room.state)
    return {seat for seat, gate in plan.seats.items() if gate.audio and gate.space}


@pytest.mark.parametrize(
    ("mode", "mic_policy", "without_holder", "with_holder"),
    [
        (FloorMode.OPEN, MicPolicy.SOFT, EVERYBODY, EVERYBODY),
        (FloorMode.OPEN, MicPolicy.HARD, EVERYBODY, EVERYBODY),
        (FloorMode.QUEUE, MicPolicy.SOFT, EVERYBODY, EVERYBODY),
        (FloorMode.QUEUE, MicPolicy.HARD, {STAFF_SEAT}, {STAFF_SEAT, ANA_SEAT}),
        (FloorMode.STAFF_ONLY, MicPolicy.SOFT, {STAFF_SEAT}, {STAFF_SEAT, ANA_SEAT}),
        (FloorMode.STAFF_ONLY, MicPolicy.HARD, {STAFF_SEAT}, {STAFF_SEAT, ANA_SEAT}),
        (FloorMode.QUIET, MicPolicy.SOFT, {STAFF_SEAT}, {STAFF_SEAT, ANA_SEAT}),
        (FloorMode.QUIET, MicPolicy.HARD, {STAFF_SEAT}, {STAFF_SEAT, ANA_SEAT}),
    ],
)
def test_who_is_heard(
    mode: FloorMode, mic_policy: MicPolicy, without_holder: set[SeatId], with_holder: set[SeatId]
) -> None:
    driver = full_room()
    driver.mode(mode, mic_policy)
    assert heard(driver) == without_holder
    driver = full_room()
    driver.do(cmd.GrantFloor(THERAPIST, ANA, driver.seq))
    driver.mode(mode, mic_policy)
    assert heard(driver) == with_holder


def test_a_turn_on_a_shared_seat_opens_the_seat() -> None:
    driver = full_room()
    driver.mode(FloorMode.QUEUE)
    driver.do(cmd.GrantFloor(THERAPIST, FINN, driver.seq))
    assert heard(driver) == {STAFF_SEAT, COUPLE_SEAT}


def test_switched_off_media_do_not_pass_even_for_the_holder() -> None:
    driver = full_room()
    driver.do(cmd.GrantFloor(THERAPIST, ANA, driver.seq))
    driver.do(cmd.SetDevices(ANA, mic=False, camera=False))
    gate = build_plan(driver.room.setup, driver.room.state).seats[ANA_SEAT]
    assert (gate.space, gate.audio, gate.video) == ("main", False, False)


def test_a_suspended_holder_keeps_the_gate() -> None:
    driver = full_room()
    driver.mode(FloorMode.QUEUE)
    driver.do(cmd.GrantFloor(THERAPIST, ANA, driver.seq))
    driver.do(cmd.Detach(ANA_SEAT))
    assert heard(driver) == {STAFF_SEAT, ANA_SEAT}


def test_the_holders_picture_has_priority_then_the_facilitators() -> None:
    driver = full_room()
    ranks = {seat: gate.rank for seat, gate in build_plan(driver.room.setup, driver.room.state).seats.items()}
    assert ranks == dict.fromkeys(EVERYBODY, Rank.OTHER) | {STAFF_SEAT: Rank.FACILITATOR}
    driver.do(cmd.GrantFloor(THERAPIST, FINN, driver.seq))
    ranks = {seat: gate.rank for seat, gate in build_plan(driver.room.setup, driver.room.state).seats.items()}
    assert (ranks[COUPLE_SEAT], ranks[STAFF_SEAT], ranks[ANA_SEAT]) == (0, 1, 2)
    driver.do(cmd.GrantFloor(THERAPIST, THERAPIST, driver.seq))
    assert build_plan(driver.room.setup, driver.room.state).seats[STAFF_SEAT].rank is Rank.HOLDER


def test_waiting_seats_are_in_no_space() -> None:
    driver = RoomDriver()
    driver.arrive(STAFF_SEAT, ANA_SEAT)
    gate = build_plan(driver.room.setup, driver.room.state).seats[ANA_SEAT]
    assert (gate.space, gate.audio, gate.video) == (None, False, False)


def test_without_a_facilitator_nobody_is_heard() -> None:
    driver = RoomDriver()
    driver.arrive(ANA_SEAT, BEN_SEAT)
    assert heard(driver) == set()


def test_the_version_is_the_position_of_the_last_event() -> None:
    driver = full_room()
    before = build_plan(driver.room.setup, driver.room.state).version
    driver.do(cmd.SetDevices(ANA, mic=False, camera=True))
    assert build_plan(driver.room.setup, driver.room.state).version == before + 1


@pytest.mark.parametrize("mode", FloorMode)
@pytest.mark.parametrize("mic", MICS)
def test_every_role_in_every_mode(mode: FloorMode, mic: MicPolicy) -> None:
    driver = staffed_room(*OTHERS)
    floor = driver.room.state.floor
    floor.mode, floor.mic_policy = mode, mic
    free = GATED if FREE_MICS[mode][MICS.index(mic)] else set()
    assert heard(driver) == LEADING | free
    floor.mode = FloorMode.QUEUE
    driver.do(cmd.GrantFloor(THERAPIST, ANA, driver.seq))
    floor.mode, floor.mic_policy = mode, mic
    assert heard(driver) == LEADING | free | {ANA_SEAT, IVO_SEAT}, (
        "whom she is interpreted by speaks with her"
    )


@pytest.mark.parametrize("mode", FloorMode)
@pytest.mark.parametrize("mic", MICS)
def test_in_a_private_room_everybody_who_may_ever_speak_is_heard(mode: FloorMode, mic: MicPolicy) -> None:
    driver = staffed_room(*OTHERS)
    driver.do(cmd.MoveToPrivate(MORGAN, ANA_SEAT, join=True))
    for seat in (IVO_SEAT, CARA_SEAT, TARA_SEAT):
        driver.room.state.seats[seat].place, driver.room.state.seats[seat].private = Place.PRIVATE, 1
    floor = driver.room.state.floor
    floor.mode, floor.mic_policy = mode, mic
    gates = build_plan(driver.room.setup, driver.room.state).seats
    private = {seat for seat, gate in gates.items() if gate.space == "private-1" and gate.audio}
    assert private == {MORGAN_SEAT, ANA_SEAT, IVO_SEAT, TARA_SEAT}
    assert gates[CARA_SEAT].video


@pytest.mark.parametrize("place", [Place.WAITING, Place.OUTSIDE])
@pytest.mark.parametrize("seat", [STAFF_SEAT, *OTHERS, *CLIENT_SEATS])
def test_nobody_is_heard_or_seen_anywhere_else(place: Place, seat: SeatId) -> None:
    driver = staffed_room(*OTHERS)
    driver.room.state.seats[seat].place = place
    gate = build_plan(driver.room.setup, driver.room.state).seats[seat]
    assert (gate.space, gate.audio, gate.video) == (None, False, False)


def test_an_interpreter_is_heard_only_together_with_the_client() -> None:
    driver = staffed_room(*OTHERS)
    driver.mode(FloorMode.OPEN)
    assert IVO_SEAT in heard(driver)
    driver.do(cmd.MoveToPrivate(MORGAN, ANA_SEAT, join=True))
    assert IVO_SEAT not in heard(driver)


def test_a_trainee_without_a_licensed_person_is_gated_like_anybody_else() -> None:
    driver = staffed_room(TARA_SEAT)
    driver.mode(FloorMode.QUEUE, MicPolicy.HARD)
    assert heard(driver) == {STAFF_SEAT, TARA_SEAT}
    driver.do(cmd.Detach(STAFF_SEAT))
    assert heard(driver) == {STAFF_SEAT}


def test_while_held_only_facilitators_reach_anybody() -> None:
    driver = staffed_room(*(seat for seat in OTHERS if seat != MORGAN_SEAT))
    driver.mode(FloorMode.OPEN)
    driver.do(cmd.Leave(THERAPIST))
    driver.wait(20)
    gates = build_plan(driver.room.setup, driver.room.state).seats
    assert {seat for seat, gate in gates.items() if gate.audio or gate.video} == {KIM_SEAT}

"""Floors for tests: a group with every role; and situations that commands alone cannot cause."""

import copy
from dataclasses import replace

import pytest

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.errors import Refused
from rooms.model.ids import PersonId, RoomId, SeatId
from rooms.model.people import Person, Role, RoomSetup, Seating
from rooms.model.policy.policy import AdmissionRule, FloorMode, MicPolicy, ObserverRule, RoomPolicy
from rooms.room import Room
from rooms.rules.floor import FLOOR
from rooms.rules.permissions import available
from rooms.state import Turn
from tests.support.rooms.setups import (
    ANA,
    ANA_SEAT,
    BEN,
    BEN_SEAT,
    CHLOE,
    CHLOE_SEAT,
    COUPLE_SEAT,
    ELENA,
    FINN,
    STAFF_SEAT,
    THERAPIST,
    RoomDriver,
    build_setup,
)

CO, HOST, TRAINEE = PersonId("pt_okafor"), PersonId("pt_lee"), PersonId("pt_tran")
WATCHER, VOICE, TYPIST = PersonId("pt_watcher"), PersonId("pt_voice"), PersonId("pt_typist")
LATE, NEVER = PersonId("pt_late"), PersonId("pt_never")
CO_SEAT, LATE_SEAT = SeatId("se_okafor"), SeatId("se_late")
VOICE_SEAT = SeatId("se_voice")

_ROLES = {
    CO: Role.CO_FACILITATOR,
    HOST: Role.TECH_HOST,
    TRAINEE: Role.TRAINEE,
    WATCHER: Role.OBSERVER,
    VOICE: Role.INTERPRETER,
    TYPIST: Role.CAPTIONER,
    LATE: Role.MEMBER,
    NEVER: Role.MEMBER,
}
EVERYBODY = (THERAPIST, ANA, BEN, CHLOE, ELENA, FINN, *_ROLES)
LEADING = (THERAPIST, CO, TRAINEE)
"""Who moderates in ``everybody``; the trainee because licensed people are present."""


def everybody(policy: RoomPolicy | None = None) -> RoomDriver:
    """A running group with every role; one member waits outside, one never came."""
    small = build_setup(
        replace(policy or RoomPolicy(), admission=AdmissionRule.BATCH, observers=ObserverRule.NOTICE)
    )
    people = {person: Person(person, person, role) for person, role in _ROLES.items()}
    seats = {_seat(person): Seating(_seat(person), (person,)) for person in _ROLES}
    setup = RoomSetup(
        RoomId("ss_everybody"),
        "Everybody",
        small.policy,
        {**small.people, **people},
        {**small.seats, **seats},
    )
    driver = RoomDriver(Room(setup))
    driver.arrive(STAFF_SEAT, ANA_SEAT, BEN_SEAT, CHLOE_SEAT, COUPLE_SEAT)
    driver.arrive(*(_seat(person) for person in _ROLES if person not in (LATE, NEVER)))
    driver.let_in()
    driver.arrive(LATE_SEAT)
    return driver


def _seat(person: PersonId) -> SeatId:
    return SeatId(person.replace("pt_", "se_"))


def happen(driver: RoomDriver, *events: ev.Event) -> list[str]:
    """Apply events that no floor command causes; return what the floor makes of them."""
    context = driver.room.context(driver.now)
    for event in events:
        context.emit(event)
    told = len(context.records)
    while True:
        before = len(context.records)
        FLOOR.settle(context)
        if len(context.records) == before:
            break
    driver.log += context.records
    return [record.event.kind for record in context.records[told:]]


def interrupt(driver: RoomDriver, mode: FloorMode = FloorMode.QUIET, *, pauses: bool = True) -> list[str]:
    """Start a run on top of everything that, by default, interrupts the turn."""
    number = driver.room.state.run_count + 1
    return happen(
        driver,
        ev.ProtocolStarted(number, "go_round", THERAPIST, {}, pauses_turn=pauses),
        ev.ProtocolStepped(number, "opening", None, mode, MicPolicy.HARD, (), {}, {}),
    )


def refused(driver: RoomDriver, command: cmd.Command) -> str:
    """Return the code with which the command is refused, after checking that nothing changed."""
    before = copy.deepcopy(driver.room.state)
    with pytest.raises(Refused) as caught:
        driver.do(command)
    assert driver.room.state == before
    return caught.value.code


def can(driver: RoomDriver, person: PersonId) -> set[str]:
    """The floor requests that the person is offered now."""
    offered = available(driver.room.context(driver.now), person)
    return {name for name in offered if name.startswith("floor.")}


def turn(driver: RoomDriver) -> Turn:
    """The current turn."""
    holder = driver.room.state.floor.holder
    assert holder is not None
    return holder


def give(
    driver: RoomDriver, person: PersonId, *, limit_s: float | None = None, then: PersonId | None = None
) -> None:
    """The therapist gives the floor, and the announcement ends."""
    driver.do(cmd.GrantFloor(THERAPIST, person, driver.seq, limit_s, then))
    driver.wait(driver.room.setup.policy.announce_s)

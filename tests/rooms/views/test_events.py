"""Which events reach whom, and which of their fields."""

from typing import get_args

import pytest

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.floor import OverrunLevel
from rooms.model.people import Role
from rooms.state import Place
from rooms.views.events import visible_events
from tests.support.rooms.setups import (
    ANA,
    ANA_SEAT,
    BEN,
    BEN_SEAT,
    STAFF_SEAT,
    THERAPIST,
    RoomDriver,
    full_room,
)


def heard(driver: RoomDriver, seat: str, records: list[ev.Recorded]) -> list[dict[str, object]]:
    """What this viewer is told."""
    return visible_events(driver.room.context(driver.now), seat, records)  # type: ignore[arg-type]


def test_to_the_group_a_pass_looks_like_moving_on() -> None:
    """F5."""
    driver = full_room()
    driver.do(cmd.GrantFloor(THERAPIST, ANA, driver.seq))
    records = driver.do(cmd.PassTurn(ANA, driver.seq))
    assert heard(driver, BEN_SEAT, records) == [{"kind": "turn.ended", "person": ANA, "ending": "released"}]
    assert heard(driver, STAFF_SEAT, records) == [{"kind": "turn.ended", "person": ANA, "ending": "passed"}]
    driver.do(cmd.RequestFloor(BEN, driver.seq))
    records = driver.do(cmd.PassTurn(BEN, driver.seq))
    assert heard(driver, ANA_SEAT, records) == [{"kind": "hand.down", "person": BEN}]


def test_only_staff_see_arrivals_in_the_waiting_room() -> None:
    driver = RoomDriver()
    driver.arrive(STAFF_SEAT, BEN_SEAT)
    driver.do(cmd.Admit(THERAPIST, BEN_SEAT))
    records = driver.do(cmd.Attach(ANA_SEAT, mic=True, camera=True))
    assert heard(driver, BEN_SEAT, records) == []
    assert [event["kind"] for event in heard(driver, STAFF_SEAT, records)] == ["seat.joined"]
    records = driver.do(cmd.Detach(ANA_SEAT))
    assert heard(driver, BEN_SEAT, records) == []


_PRIVATE = (
    ev.PresenceBegan,
    ev.PresenceEnded,
    ev.RoomAlive,
    ev.DevicesSet,
    ev.MediaReady,
    ev.MediaLost,
    ev.ProtocolChanged,
    ev.ProtocolKept,
    ev.DistressMarked,
    ev.ComeBackMarked,
    ev.AirtimeShown,
    ev.ObserverAnswered,
    ev.SplitAnswered,
    ev.SeatSplit,
    ev.SeatMerged,
    ev.MergeAgreed,
    ev.OverrunAnswered,
    ev.TurnExtended,
    ev.CompanionJoined,
)


@pytest.mark.parametrize("kind", [cls for cls in get_args(ev.Event) if cls in _PRIVATE])
def test_some_events_reach_nobody(kind: type[ev.Event]) -> None:
    driver = full_room()
    event = object.__new__(kind)
    for name in getattr(kind, "__slots__", ()):
        object.__setattr__(event, name, ANA_SEAT if name == "seat" else "pt_ana")
    records = [ev.Recorded(driver.room.state.position + 1, driver.now, event)]
    assert heard(driver, BEN_SEAT, records) == []
    assert heard(driver, STAFF_SEAT, records) == []


def test_a_run_is_shown_by_its_step_and_never_by_its_memory() -> None:
    driver = full_room()
    records = driver.do(cmd.StartProtocol(THERAPIST, "go_round", driver.seq, {}))
    told = heard(driver, BEN_SEAT, records)
    assert told == [
        {"kind": "protocol.started", "run": 1, "protocol": "go_round"},
        {"kind": "protocol.step", "run": 1, "step": "opening", "mode": "round", "mic_policy": "soft"},
    ]


def test_nobody_is_told_who_decided() -> None:
    driver = full_room()
    records = driver.do(cmd.GrantFloor(THERAPIST, ANA, driver.seq))
    assert all("by" not in event for event in heard(driver, STAFF_SEAT, records))


def test_only_those_who_lead_hear_of_a_turns_clock_and_nobody_of_its_end() -> None:
    """The views of the holder and of those who lead already show that the time is up."""
    driver = full_room()
    clock: list[ev.Event] = [
        ev.TurnWrappingUp(ANA),
        *(ev.TurnOverran(ANA, level, asks=True) for level in OverrunLevel),
    ]
    records = [
        ev.Recorded(driver.room.state.position + n, driver.now, event) for n, event in enumerate(clock, 1)
    ]
    assert heard(driver, STAFF_SEAT, records) == [
        {"kind": "turn.wrap_up", "person": ANA},
        {"kind": "turn.overrun", "person": ANA, "level": 125},
        {"kind": "turn.overrun", "person": ANA, "level": 200},
    ]
    assert heard(driver, ANA_SEAT, records) == heard(driver, BEN_SEAT, records) == []
    driver.room.state.people[THERAPIST].role = Role.TECH_HOST
    assert heard(driver, STAFF_SEAT, records) == []
    driver.room.state.people[THERAPIST].role = Role.FACILITATOR
    driver.room.state.seats[STAFF_SEAT].place = Place.PRIVATE
    assert heard(driver, STAFF_SEAT, records) == []


def test_a_hand_raised_by_unmuting_says_so() -> None:
    driver = full_room()
    records = [ev.Recorded(driver.room.state.position + 1, driver.now, ev.HandUp(ANA, beside=True))]
    assert heard(driver, BEN_SEAT, records) == [{"kind": "hand.up", "person": ANA, "beside": True}]

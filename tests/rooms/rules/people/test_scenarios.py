"""Acceptance scenarios 20 and 21 of docs/acceptance.md, at the level of the core."""

from rooms.model import commands as cmd
from rooms.model.floor import TurnPhase
from rooms.model.policy.policy import FloorMode, MicPolicy
from rooms.plan import build_plan
from rooms.room import Room
from rooms.state import Phase
from rooms.views.build import build_views
from rooms.views.events import visible_events
from tests.support.rooms.people import CLIENT_SEATS, MORGAN, MORGAN_SEAT, staffed_room
from tests.support.rooms.setups import (
    ANA,
    ANA_SEAT,
    BEN,
    BEN_SEAT,
    CHLOE,
    ELENA,
    FINN,
    STAFF_SEAT,
    THERAPIST,
    RoomDriver,
)


def heard_in_main(driver: RoomDriver) -> set[str]:
    """The seats whose audio reaches the main room."""
    gates = build_plan(driver.room.setup, driver.room.state).seats
    return {seat for seat, gate in gates.items() if gate.space == "main" and gate.audio}


def test_scenario_20_therapist_lost() -> None:
    """At 15 s clients stop hearing each other; at 70 s the therapist is back and the round continues where it was."""
    driver = staffed_room()
    driver.do(cmd.StartProtocol(THERAPIST, "go_round", driver.seq))
    driver.wait(20)
    before = driver.room.state
    turn = before.floor.holder
    assert turn is not None, "the round has given somebody the floor"
    holder, memory, step = turn.person, dict(before.runs[0].memory), before.runs[0].step

    driver.do(cmd.Detach(STAFF_SEAT))
    banner = build_views(driver.room.context(driver.now), [ANA_SEAT])[ANA_SEAT]["room"]
    assert (banner["state"], banner["unled_since"]) == ("live", driver.now)
    driver.wait(14)
    assert heard_in_main(driver) & set(CLIENT_SEATS)
    spoken_s = turn.elapsed(driver.now + 1)
    assert driver.wait(1) == ["room.held", "turn.paused"]
    assert heard_in_main(driver) & set(CLIENT_SEATS) == set()
    gates = build_plan(driver.room.setup, driver.room.state).seats
    assert not any(gates[seat].video for seat in CLIENT_SEATS)
    assert build_views(driver.room.context(driver.now), [BEN_SEAT])[BEN_SEAT]["room"]["state"] == "held"

    driver.wait(55)
    driver.do(cmd.Attach(STAFF_SEAT, mic=True, camera=True))
    after = driver.room.state
    assert after.phase is Phase.LIVE
    assert after.floor.holder is not None
    assert (after.floor.holder.person, after.runs[0].memory, after.runs[0].step) == (holder, memory, step)
    assert after.floor.holder.phase is not TurnPhase.PAUSED
    assert abs(after.floor.holder.elapsed(driver.now) - spoken_s) < 0.01, "the pause took nothing away"
    room = build_views(driver.room.context(driver.now), [ANA_SEAT])[ANA_SEAT]["room"]
    assert room["state"] == "live"
    assert "unled_since" not in room


def test_scenario_20_after_five_minutes_it_is_suspended_with_the_floor_intact() -> None:
    driver = staffed_room()
    driver.mode(FloorMode.QUEUE, MicPolicy.HARD)
    driver.do(cmd.GrantFloor(THERAPIST, ANA, driver.seq))
    driver.do(cmd.RequestFloor(BEN, driver.seq))
    driver.do(cmd.Detach(STAFF_SEAT))
    lost = driver.now
    driver.wait(299)
    assert driver.room.state.phase is Phase.HELD
    driver.wait(1)
    assert (driver.room.state.phase, driver.room.state.phase_since) == (Phase.SUSPENDED, lost + 300)
    driver.wait(30)
    driver.arrive(STAFF_SEAT)
    floor = driver.room.state.floor
    assert driver.log[-1].at == driver.now
    assert "room.resumed" in {record.event.kind for record in driver.log}
    assert floor.holder is not None
    assert (floor.holder.person, floor.queue) == (ANA, [BEN])


def test_scenario_21_private_room() -> None:
    """The group sees who stepped out, the two spaces do not hear each other, place in line and minutes are kept."""
    driver = staffed_room(MORGAN_SEAT)
    driver.mode(FloorMode.QUEUE, MicPolicy.SOFT)
    driver.do(cmd.GrantFloor(THERAPIST, CHLOE, driver.seq))
    for person in (ELENA, ANA, FINN):
        driver.do(cmd.RequestFloor(person, driver.seq))
    driver.wait(60)
    records = driver.do(cmd.MoveToPrivate(MORGAN, ANA_SEAT, join=True))
    went = driver.now

    view = build_views(driver.room.context(driver.now), [BEN_SEAT, ANA_SEAT])
    assert set(view[BEN_SEAT]["away"]) == {ANA_SEAT, MORGAN_SEAT}
    assert ANA_SEAT not in view[BEN_SEAT]["seats"]
    assert view[BEN_SEAT]["people"][ANA]["name"] == "Ana"
    told = visible_events(driver.room.context(driver.now), BEN_SEAT, records)
    assert {"kind": "seat.moved_to_private", "seat": ANA_SEAT} in told

    gates = build_plan(driver.room.setup, driver.room.state).seats
    assert (gates[ANA_SEAT].space, gates[MORGAN_SEAT].space) == ("private-1", "private-1")
    assert gates[ANA_SEAT].audio
    assert gates[MORGAN_SEAT].audio
    main = {seat for seat, gate in gates.items() if gate.space == "main"}
    assert main.isdisjoint({ANA_SEAT, MORGAN_SEAT})
    assert set(view[ANA_SEAT]["seats"]) == {ANA_SEAT, MORGAN_SEAT}
    assert "floor" not in view[ANA_SEAT]

    driver.wait(120)
    driver.do(cmd.BringBack(MORGAN, ANA_SEAT))
    assert driver.room.state.floor.queue == [ELENA, ANA, FINN], "the place in line is kept"
    mine = [
        (record.at, record.event.kind, getattr(record.event, "private", None))
        for record in driver.log
        if record.event.kind.startswith("presence.") and getattr(record.event, "person", None) == ANA
    ]
    assert mine[1:] == [
        (went, "presence.ended", None),
        (went, "presence.began", True),
        (went + 120, "presence.ended", None),
        (went + 120, "presence.began", False),
    ]
    assert build_views(driver.room.context(driver.now), [BEN_SEAT])[BEN_SEAT]["away"].keys() == {MORGAN_SEAT}
    assert Room(driver.room.setup, driver.log).state == driver.room.state

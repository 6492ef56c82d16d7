"""Acceptance scenarios 20 and 21 of docs/acceptance.md, at the level of the core."""

from rooms.model import commands as cmd
from rooms.model.floor import TurnPhase
from rooms.model.policy.policy import FloorMode, MicPolicy
from rooms.plan import build_plan
from rooms.room import Room
from rooms.state import Phase
from rooms.views.build import build_views
from rooms.views.events import visible_events
from tests.support.rooms.people import CLIENT_SEATS, MORGAN, MORGAN_SEAT, staffed_stage
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
    Stage,
)


def heard_in_main(stage: Stage) -> set[str]:
    """The seats whose audio reaches the main room."""
    gates = build_plan(stage.room.setup, stage.room.state).seats
    return {seat for seat, gate in gates.items() if gate.space == "main" and gate.audio}


def test_scenario_20_therapist_lost() -> None:
    """At 15 s clients stop hearing each other; at 70 s the therapist is back and the round continues where it was."""
    stage = staffed_stage()
    stage.do(cmd.StartProtocol(THERAPIST, "go_round", stage.seq))
    stage.wait(20)
    before = stage.room.state
    turn = before.floor.holder
    assert turn is not None, "the round has given somebody the floor"
    holder, memory, step = turn.person, dict(before.runs[0].memory), before.runs[0].step

    stage.do(cmd.Detach(STAFF_SEAT))
    banner = build_views(stage.room.context(stage.now), [ANA_SEAT])[ANA_SEAT]["room"]
    assert (banner["state"], banner["unled_since"]) == ("live", stage.now)
    stage.wait(14)
    assert heard_in_main(stage) & set(CLIENT_SEATS)
    spoken_s = turn.elapsed(stage.now + 1)
    assert stage.wait(1) == ["room.held", "turn.paused"]
    assert heard_in_main(stage) & set(CLIENT_SEATS) == set()
    gates = build_plan(stage.room.setup, stage.room.state).seats
    assert not any(gates[seat].video for seat in CLIENT_SEATS)
    assert build_views(stage.room.context(stage.now), [BEN_SEAT])[BEN_SEAT]["room"]["state"] == "held"

    stage.wait(55)
    stage.do(cmd.Attach(STAFF_SEAT, mic=True, camera=True))
    after = stage.room.state
    assert after.phase is Phase.LIVE
    assert after.floor.holder is not None
    assert (after.floor.holder.person, after.runs[0].memory, after.runs[0].step) == (holder, memory, step)
    assert after.floor.holder.phase is not TurnPhase.PAUSED
    assert abs(after.floor.holder.elapsed(stage.now) - spoken_s) < 0.01, "the pause took nothing away"
    room = build_views(stage.room.context(stage.now), [ANA_SEAT])[ANA_SEAT]["room"]
    assert room["state"] == "live"
    assert "unled_since" not in room


def test_scenario_20_after_five_minutes_it_is_suspended_with_the_floor_intact() -> None:
    stage = staffed_stage()
    stage.mode(FloorMode.QUEUE, MicPolicy.HARD)
    stage.do(cmd.GrantFloor(THERAPIST, ANA, stage.seq))
    stage.do(cmd.RequestFloor(BEN, stage.seq))
    stage.do(cmd.Detach(STAFF_SEAT))
    lost = stage.now
    stage.wait(299)
    assert stage.room.state.phase is Phase.HELD
    stage.wait(1)
    assert (stage.room.state.phase, stage.room.state.phase_since) == (Phase.SUSPENDED, lost + 300)
    stage.wait(30)
    stage.arrive(STAFF_SEAT)
    floor = stage.room.state.floor
    assert stage.log[-1].at == stage.now
    assert "room.resumed" in {record.event.kind for record in stage.log}
    assert floor.holder is not None
    assert (floor.holder.person, floor.queue) == (ANA, [BEN])


def test_scenario_21_private_room() -> None:
    """The group sees who stepped out, the two spaces do not hear each other, place in line and minutes are kept."""
    stage = staffed_stage(MORGAN_SEAT)
    stage.mode(FloorMode.QUEUE, MicPolicy.SOFT)
    stage.do(cmd.GrantFloor(THERAPIST, CHLOE, stage.seq))
    for person in (ELENA, ANA, FINN):
        stage.do(cmd.RequestFloor(person, stage.seq))
    stage.wait(60)
    records = stage.do(cmd.MoveToPrivate(MORGAN, ANA_SEAT, join=True))
    went = stage.now

    view = build_views(stage.room.context(stage.now), [BEN_SEAT, ANA_SEAT])
    assert set(view[BEN_SEAT]["away"]) == {ANA_SEAT, MORGAN_SEAT}
    assert ANA_SEAT not in view[BEN_SEAT]["seats"]
    assert view[BEN_SEAT]["people"][ANA]["name"] == "Ana"
    told = visible_events(stage.room.context(stage.now), BEN_SEAT, records)
    assert {"kind": "seat.moved_to_private", "seat": ANA_SEAT} in told

    gates = build_plan(stage.room.setup, stage.room.state).seats
    assert (gates[ANA_SEAT].space, gates[MORGAN_SEAT].space) == ("private-1", "private-1")
    assert gates[ANA_SEAT].audio
    assert gates[MORGAN_SEAT].audio
    main = {seat for seat, gate in gates.items() if gate.space == "main"}
    assert main.isdisjoint({ANA_SEAT, MORGAN_SEAT})
    assert set(view[ANA_SEAT]["seats"]) == {ANA_SEAT, MORGAN_SEAT}
    assert "floor" not in view[ANA_SEAT]

    stage.wait(120)
    stage.do(cmd.BringBack(MORGAN, ANA_SEAT))
    assert stage.room.state.floor.queue == [ELENA, ANA, FINN], "the place in line is kept"
    mine = [
        (record.at, record.event.kind, getattr(record.event, "private", None))
        for record in stage.log
        if record.event.kind.startswith("presence.") and getattr(record.event, "person", None) == ANA
    ]
    assert mine[1:] == [
        (went, "presence.ended", None),
        (went, "presence.began", True),
        (went + 120, "presence.ended", None),
        (went + 120, "presence.began", False),
    ]
    assert build_views(stage.room.context(stage.now), [BEN_SEAT])[BEN_SEAT]["away"].keys() == {MORGAN_SEAT}
    assert Room(stage.room.setup, stage.log).state == stage.room.state

"""What a script decides takes effect at once and in order, or not at all."""

import pytest

from rooms.model import commands as cmd
from rooms.model.floor import TurnEnding
from rooms.model.ids import PersonId, SeatId
from rooms.model.people import Person, Role, RoomSetup, Seating
from rooms.room import Room
from rooms.rules.protocols.catalog import CATALOG
from rooms.rules.protocols.engine import on_stage
from rooms.rules.protocols.stage import Stage
from tests.rooms.rules.protocols.tiny import TINY
from tests.support.rooms import setups as rooms
from tests.support.rooms.setups import ANA, BEN, CHLOE, ELENA, FINN, THERAPIST, full_room


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> rooms.RoomDriver:
    monkeypatch.setitem(CATALOG, "tiny", TINY)  # type: ignore[arg-type]  # a dict behind its Mapping
    world = full_room()
    world.do(cmd.StartProtocol(THERAPIST, "tiny", world.seq, {"people": [ANA]}))
    return world


def on(world: rooms.RoomDriver) -> Stage:
    """A stage of the run, now."""
    run = world.room.state.run
    assert run is not None
    return on_stage(world.room.context(world.now), run)


def test_nothing_happens_before_it_is_committed(world: rooms.RoomDriver) -> None:
    before = world.room.state.position
    stage = on(world)
    stage.go("second", for_s=5, x=1)
    stage.give(BEN, limit_s=30)
    assert world.room.state.position == before
    stage.commit()
    assert [record.event.kind for record in stage.context.records] == ["protocol.step", "floor.granted"]
    assert world.room.state.floor.holder is not None
    assert world.room.state.floor.holder.limit_s == 30


def test_no_change_makes_no_event(world: rooms.RoomDriver) -> None:
    stage = on(world)
    stage.remember(n=0)
    stage.let_speak(())
    stage.commit()
    assert stage.context.records == []


def test_voices_belong_to_a_step(world: rooms.RoomDriver) -> None:
    stage = on(world)
    stage.let_speak((ANA,))
    stage.go("first")
    stage.commit()
    assert on(world)._run.voices == ()


def test_turns_come_after_the_step_and_the_end_comes_last(world: rooms.RoomDriver) -> None:
    stage = on(world)
    stage.give(BEN)
    stage.commit()
    stage = on(world)
    stage.end_turn(TurnEnding.SKIPPED)
    stage.go("second")
    stage.finish(n=1)
    stage.commit()
    kinds = [record.event.kind for record in stage.context.records]
    assert kinds == ["protocol.step", "turn.ended", "protocol.done"]


def test_participants_are_the_members_in_seat_order(world: rooms.RoomDriver) -> None:
    stage = on(world)
    assert stage.participants() == [ANA, BEN, CHLOE, ELENA, FINN]
    assert (stage.role("speaker"), stage.one("speaker"), stage.one("nobody")) == ((ANA,), ANA, None)
    assert (stage.started_by, stage.step, stage.due) == (THERAPIST, "first", world.now + 10)


def test_with_an_interpreter_here_a_turn_is_announced_for_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(CATALOG, "tiny", TINY)  # type: ignore[arg-type]  # a dict behind its Mapping
    group = rooms.build_setup()
    ida, seat = PersonId("pt_ida"), SeatId("se_ida")
    people = {**group.people, ida: Person(ida, "Ida", Role.INTERPRETER, serves=ANA)}
    seats = {**group.seats, seat: Seating(seat, (ida,))}
    world = rooms.RoomDriver(Room(RoomSetup(group.id, group.title, group.policy, people, seats)))
    world.arrive(rooms.STAFF_SEAT, rooms.ANA_SEAT, seat)
    for waiting in (rooms.ANA_SEAT, seat):
        world.do(cmd.Admit(THERAPIST, waiting))
    world.do(cmd.StartProtocol(THERAPIST, "tiny", world.seq, {}))
    stage = on(world)
    stage.give(ANA)
    stage.commit()
    assert world.room.state.floor.holder is not None
    assert world.room.state.floor.holder.starts_at == world.now + 5

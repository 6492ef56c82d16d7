"""Presence: per person, both partners on a shared seat, gaps while lost, never beyond what the service observed."""

from rooms.model import commands as cmd
from rooms.model.events import PresenceBegan, PresenceEnded
from rooms.model.ids import PersonId
from rooms.room import Room
from rooms.views.events import visible_events
from tests.support.rooms.setups import (
    ANA,
    ANA_SEAT,
    COUPLE_SEAT,
    ELENA,
    FINN,
    STAFF_SEAT,
    START,
    THERAPIST,
    Stage,
    full_stage,
)


def presence(stage: Stage, *people: PersonId) -> list[tuple[float, PresenceBegan | PresenceEnded]]:
    """The presence events of these people, with seconds after START."""
    return [
        (record.at - START, record.event)
        for record in stage.log
        if isinstance(record.event, PresenceBegan | PresenceEnded) and record.event.person in people
    ]


def test_presence_runs_from_admission_to_loss_and_from_return_to_leaving() -> None:
    stage = Stage()
    stage.arrive(STAFF_SEAT, ANA_SEAT)
    stage.wait(60)
    stage.do(cmd.Admit(THERAPIST, ANA_SEAT))
    stage.wait(100)
    stage.do(cmd.Detach(ANA_SEAT))
    stage.wait(20)
    stage.do(cmd.Attach(ANA_SEAT, mic=True, camera=True))
    stage.wait(100)
    stage.do(cmd.Leave(ANA))
    assert presence(stage, ANA) == [
        (60, PresenceBegan(ANA, ANA_SEAT)),
        (160, PresenceEnded(ANA)),
        (180, PresenceBegan(ANA, ANA_SEAT)),
        (280, PresenceEnded(ANA)),
    ]


def test_waiting_is_not_presence() -> None:
    stage = Stage()
    stage.arrive(STAFF_SEAT, ANA_SEAT)
    stage.do(cmd.Detach(ANA_SEAT))
    stage.do(cmd.Attach(ANA_SEAT, mic=True, camera=True))
    stage.do(cmd.Leave(ANA))
    assert presence(stage, ANA) == []


def test_being_moved_to_the_waiting_room_ends_presence() -> None:
    stage = full_stage()
    stage.wait(5)
    stage.do(cmd.MoveToWaiting(THERAPIST, ANA_SEAT))
    assert presence(stage, ANA) == [(0, PresenceBegan(ANA, ANA_SEAT)), (5, PresenceEnded(ANA))]


def test_both_partners_of_a_shared_seat_are_present_until_the_end() -> None:
    stage = Stage()
    stage.arrive(STAFF_SEAT, COUPLE_SEAT)
    stage.let_in()
    stage.wait(5)
    stage.do(cmd.EndSession(THERAPIST))
    assert presence(stage, ELENA, FINN) == [
        (0, PresenceBegan(ELENA, COUPLE_SEAT)),
        (0, PresenceBegan(FINN, COUPLE_SEAT)),
        (5, PresenceEnded(ELENA)),
        (5, PresenceEnded(FINN)),
    ]


def test_a_restart_ends_presence_when_the_service_was_last_seen_running() -> None:
    stage = full_stage()
    stage.wait(30)
    stage.do(cmd.SetDevices(THERAPIST, mic=False, camera=False))
    stage.wait(20)
    stage.room = Room(stage.room.setup, stage.log)
    stage.log += stage.room.on_restart(stage.now)
    assert presence(stage, ANA) == [(0, PresenceBegan(ANA, ANA_SEAT)), (30, PresenceEnded(ANA))]


def test_a_long_outage_ends_presence_when_the_service_went_down() -> None:
    stage = full_stage()
    stage.wait(600)
    last = stage.log[-1].at
    stage.room = Room(stage.room.setup, stage.log)
    stage.log += stage.room.on_restart(stage.now + 8 * 3600)
    assert presence(stage, ANA)[-1] == (last - START, PresenceEnded(ANA))


def test_presence_is_shown_to_nobody() -> None:
    stage = full_stage()
    stage.do(cmd.Leave(ANA))
    context = stage.room.context(stage.now)
    heard = {
        event["kind"] for seat in context.setup.seats for event in visible_events(context, seat, stage.log)
    }
    assert "seat.left" in heard
    assert not {PresenceBegan.kind, PresenceEnded.kind} & heard

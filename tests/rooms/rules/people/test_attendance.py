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
    RoomDriver,
    full_room,
)


def presence(driver: RoomDriver, *people: PersonId) -> list[tuple[float, PresenceBegan | PresenceEnded]]:
    """The presence events of these people, with seconds after START."""
    return [
        (record.at - START, record.event)
        for record in driver.log
        if isinstance(record.event, PresenceBegan | PresenceEnded) and record.event.person in people
    ]


def test_presence_runs_from_admission_to_loss_and_from_return_to_leaving() -> None:
    driver = RoomDriver()
    driver.arrive(STAFF_SEAT, ANA_SEAT)
    driver.wait(60)
    driver.do(cmd.Admit(THERAPIST, ANA_SEAT))
    driver.wait(100)
    driver.do(cmd.Detach(ANA_SEAT))
    driver.wait(20)
    driver.do(cmd.Attach(ANA_SEAT, mic=True, camera=True))
    driver.wait(100)
    driver.do(cmd.Leave(ANA))
    assert presence(driver, ANA) == [
        (60, PresenceBegan(ANA, ANA_SEAT)),
        (160, PresenceEnded(ANA)),
        (180, PresenceBegan(ANA, ANA_SEAT)),
        (280, PresenceEnded(ANA)),
    ]


def test_waiting_is_not_presence() -> None:
    driver = RoomDriver()
    driver.arrive(STAFF_SEAT, ANA_SEAT)
    driver.do(cmd.Detach(ANA_SEAT))
    driver.do(cmd.Attach(ANA_SEAT, mic=True, camera=True))
    driver.do(cmd.Leave(ANA))
    assert presence(driver, ANA) == []


def test_being_moved_to_the_waiting_room_ends_presence() -> None:
    driver = full_room()
    driver.wait(5)
    driver.do(cmd.MoveToWaiting(THERAPIST, ANA_SEAT))
    assert presence(driver, ANA) == [(0, PresenceBegan(ANA, ANA_SEAT)), (5, PresenceEnded(ANA))]


def test_both_partners_of_a_shared_seat_are_present_until_the_end() -> None:
    driver = RoomDriver()
    driver.arrive(STAFF_SEAT, COUPLE_SEAT)
    driver.let_in()
    driver.wait(5)
    driver.do(cmd.EndSession(THERAPIST))
    assert presence(driver, ELENA, FINN) == [
        (0, PresenceBegan(ELENA, COUPLE_SEAT)),
        (0, PresenceBegan(FINN, COUPLE_SEAT)),
        (5, PresenceEnded(ELENA)),
        (5, PresenceEnded(FINN)),
    ]


def test_a_restart_ends_presence_when_the_service_was_last_seen_running() -> None:
    driver = full_room()
    driver.wait(30)
    driver.do(cmd.SetDevices(THERAPIST, mic=False, camera=False))
    driver.wait(20)
    driver.room = Room(driver.room.setup, driver.log)
    driver.log += driver.room.on_restart(driver.now)
    assert presence(driver, ANA) == [(0, PresenceBegan(ANA, ANA_SEAT)), (30, PresenceEnded(ANA))]


def test_a_long_outage_ends_presence_when_the_service_went_down() -> None:
    driver = full_room()
    driver.wait(600)
    last = driver.log[-1].at
    driver.room = Room(driver.room.setup, driver.log)
    driver.log += driver.room.on_restart(driver.now + 8 * 3600)
    assert presence(driver, ANA)[-1] == (last - START, PresenceEnded(ANA))


def test_presence_is_shown_to_nobody() -> None:
    driver = full_room()
    driver.do(cmd.Leave(ANA))
    context = driver.room.context(driver.now)
    heard = {
        event["kind"] for seat in context.setup.seats for event in visible_events(context, seat, driver.log)
    }
    assert "seat.left" in heard
    assert not {PresenceBegan.kind, PresenceEnded.kind} & heard

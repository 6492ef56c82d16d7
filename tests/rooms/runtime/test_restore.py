"""A room is restored from its log, whatever the clock says; an unreadable log is reported as such."""

import pytest

from rooms.model import commands as cmd
from rooms.runtime.ports import JournalRefused
from rooms.runtime.restore import restore
from rooms.runtime.room_time import RoomTime
from rooms.state import Phase, Place
from tests.support.rooms.fakes import FakeClock
from tests.support.rooms.setups import ANA_SEAT, STAFF_SEAT, START, THERAPIST, full_room


def test_people_who_have_not_returned_since_the_process_started_have_left_when_the_room_opens() -> None:
    driver = full_room()
    clock = FakeClock()
    clock.set_by(7_200.0)
    absence_s = driver.room.setup.policy.absence_s
    for ran_s, kept in ((absence_s - 1, True), (absence_s, False)):
        clock.time = START + 7_200.0 + ran_s
        room, records = restore(driver.room.setup, driver.log, None, RoomTime(clock))
        assert (room.state.seats[ANA_SEAT].place is Place.MAIN) is kept
        assert [record.at for record in records] == sorted(record.at for record in records)


def test_time_goes_on_for_a_room_that_failed_while_its_process_kept_running() -> None:
    driver = full_room()
    driver.do(cmd.Detach(ANA_SEAT))
    clock = FakeClock()
    clock.time += driver.room.setup.policy.absence_s
    room, _ = restore(driver.room.setup, driver.log, None, RoomTime(clock))
    assert room.state.seats[ANA_SEAT].place is Place.OUTSIDE
    assert room.state.seats[STAFF_SEAT].place is Place.OUTSIDE


def test_an_ended_session_stays_ended() -> None:
    driver = full_room()
    driver.do(cmd.EndSession(THERAPIST))
    room, records = restore(driver.room.setup, driver.log, None, RoomTime(FakeClock()))
    assert (room.state.phase, records) == (Phase.ENDED, [])


def test_a_log_with_a_gap_is_refused() -> None:
    driver = full_room()
    with pytest.raises(JournalRefused, match="ValueError"):
        restore(driver.room.setup, [*driver.log[:3], *driver.log[4:]], None, RoomTime(FakeClock()))

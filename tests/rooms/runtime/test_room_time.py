"""Whatever is done to the host's clock, a room's time goes on from its log and flows as time does."""

from rooms.runtime.room_time import RoomTime
from tests.support.rooms.fakes import FakeClock
from tests.support.rooms.setups import START


def test_a_new_room_takes_the_time_of_day_as_it_is_when_it_opens() -> None:
    clock = FakeClock()
    clock.set_by(-3600.0)
    time = RoomTime(clock)
    clock.set_by(3600.0)
    time.start(0.0)
    assert time.now() == START


def test_setting_the_clock_is_not_seen_by_a_room_that_runs() -> None:
    clock = FakeClock()
    time = RoomTime(clock)
    time.start(START - 60)
    for step in (86_400.0, -7_200.0, -0.5):
        before = time.now()
        clock.set_by(step)
        assert time.now() == before
        clock.time += 10
        assert time.now() == before + 10


def test_a_log_that_is_ahead_is_gone_on_from_at_once() -> None:
    clock = FakeClock()
    time = RoomTime(clock)
    time.start(START + 3600)
    assert time.now() == START + 3600
    clock.time += 7
    assert time.now() == START + 3607


def test_the_process_began_as_long_ago_as_it_has_run() -> None:
    clock = FakeClock()
    clock.time += 40
    clock.set_by(3600)
    time = RoomTime(clock)
    time.start(START)
    assert time.now() - time.process_began() == 40

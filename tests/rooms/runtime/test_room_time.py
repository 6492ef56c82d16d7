"""Whatever happens to the host's clock, a room's time continues from its log and advances steadily."""

from rooms.runtime.room_time import RoomTime
from tests.support.rooms.fakes import FakeClock
from tests.support.rooms.setups import START


def test_a_new_room_starts_at_the_time_of_day() -> None:
    clock = FakeClock()
    clock.set_by(-3600.0)
    time = RoomTime(clock)
    clock.set_by(3600.0)
    time.start(0.0)
    assert time.now() == START


def test_setting_the_clock_does_not_affect_a_running_room() -> None:
    clock = FakeClock()
    time = RoomTime(clock)
    time.start(START - 60)
    for step in (86_400.0, -7_200.0, -0.5):
        before = time.now()
        clock.set_by(step)
        assert time.now() == before
        clock.time += 10
        assert time.now() == before + 10


def test_time_continues_from_a_log_that_is_ahead() -> None:
    clock = FakeClock()
    time = RoomTime(clock)
    time.start(START + 3600)
    assert time.now() == START + 3600
    clock.time += 7
    assert time.now() == START + 3607


def test_the_process_start_is_as_long_ago_as_it_has_run() -> None:
    clock = FakeClock()
    clock.time += 40
    clock.set_by(3600)
    time = RoomTime(clock)
    time.start(START)
    assert time.now() - time.process_began() == 40

import time
from datetime import UTC

import pytest

from app.clock import SystemClock, to_datetime


def test_the_clock_tells_unix_time() -> None:
    before = time.time()
    assert SystemClock().now() == pytest.approx(before, abs=5)


def test_a_step_back_of_the_system_clock_does_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = SystemClock()
    first = clock.now()
    monkeypatch.setattr(time, "time", lambda: 0.0)
    assert clock.now() >= first


def test_times_are_aware_and_utc() -> None:
    moment = to_datetime(1_764_000_000.25)
    assert moment.tzinfo is UTC
    assert moment.timestamp() == 1_764_000_000.25

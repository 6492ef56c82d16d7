import time
from datetime import UTC

import pytest

from app.runtime.clock import SystemClock, to_datetime


def test_the_clock_tells_unix_time_as_the_host_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = SystemClock()
    monkeypatch.setattr(time, "time", lambda: 1_764_000_000.0)
    assert clock.now() == 1_764_000_000.0


def test_what_the_process_has_run_for_is_not_touched_by_setting_the_hosts_clock(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = SystemClock()
    first = clock.steady()
    monkeypatch.setattr(time, "time", lambda: 0.0)
    assert 0 <= first <= clock.steady() < 60


def test_times_are_aware_and_utc() -> None:
    moment = to_datetime(1_764_000_000.25)
    assert moment.tzinfo is UTC
    assert moment.timestamp() == 1_764_000_000.25

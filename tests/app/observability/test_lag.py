import asyncio
import time

import pytest

from app.observability import lag as lag_module
from app.observability.lag import LoopLag
from tests.support.relay.client import poll


async def test_a_loop_that_was_held_up_is_seen_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lag_module, "_EVERY_S", 0.001)
    lag = LoopLag()
    assert lag.worst_ms == 0
    async with asyncio.timeout(10), asyncio.TaskGroup() as tasks:
        task = tasks.create_task(lag.run())
        # The measurement is due within a millisecond; the loop is blocked for longer than that.
        await asyncio.sleep(0)
        until = time.monotonic() + 0.03
        while time.monotonic() < until:
            pass
        await poll(lambda: lag.worst_ms, "a measurement")
        task.cancel()
    assert lag.worst_ms > 20

"""The web process's end of one worker, against one that hangs."""

import asyncio
import os
import signal

import pytest

from media.control import Event, Ping, Pong, Ready
from media.errors import RelayUnavailable
from media.pool import worker_link
from media.pool.worker_link import WorkerLink
from tests.support.relay.client import PATIENCE_S, poll
from tests.support.service.troubles.stalls import stall

pytestmark = pytest.mark.asyncio

COMMAND = ("--announce", "127.0.0.1", "--bind", "127.0.0.1")


async def test_calls_before_the_worker_is_ready_are_unavailable() -> None:
    link = WorkerLink(COMMAND, lambda event: None)
    with pytest.raises(RelayUnavailable, match="not_ready"):
        await link.call(Ping())


async def test_a_hanging_worker_times_out_and_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_link, "CALL_TIMEOUT_S", 0.2)
    monkeypatch.setattr(worker_link, "PING_S", 0.1)
    events: list[Event] = []
    link = WorkerLink(COMMAND, events.append)
    async with asyncio.timeout(PATIENCE_S), asyncio.TaskGroup() as tasks:
        running = tasks.create_task(link.run())
        await poll(lambda: any(isinstance(event, Ready) for event in events), "ready")
        assert link.pid is not None
        os.kill(link.pid, signal.SIGSTOP)
        with pytest.raises(RelayUnavailable):
            await link.call(Ping())
        await running
    assert not link.is_up
    with pytest.raises(ProcessLookupError):
        os.kill(link.pid, 0)


async def test_a_worker_is_not_blamed_for_the_lateness_of_our_own_loop(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(worker_link, "PING_S", 0.02)
    link = WorkerLink((), lambda event: None, ("-m", "tests.support.relay.stub_worker"))
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(link.run())
        await poll(lambda: link.is_up, "ready")
        for _ in range(3):
            call = tasks.create_task(link.call(Ping()))
            # The call, and most likely a ping of the watch task, are in progress when the loop stalls.
            await asyncio.sleep(0)
            stall(10 * worker_link.CALL_TIMEOUT_S)
            assert isinstance(await call, Pong)
        assert link.is_up
        link.end()
        await running


async def test_a_worker_that_starts_while_our_own_loop_is_late_is_waited_for() -> None:
    link = WorkerLink((), lambda event: None, ("-m", "tests.support.relay.stub_worker"))
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(link.run())
        while "relay:watch" not in {task.get_name() for task in asyncio.all_tasks()}:  # noqa: ASYNC110
            await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert not link.is_up
        stall(2 * worker_link.READY_TIMEOUT_S)
        await poll(lambda: link.is_up, "ready")
        link.end()
        await running


async def test_calls_in_progress_fail_when_the_worker_dies() -> None:
    events: list[Event] = []
    link = WorkerLink(COMMAND, events.append)
    async with asyncio.timeout(PATIENCE_S), asyncio.TaskGroup() as tasks:
        tasks.create_task(link.run())
        await poll(lambda: link.is_up, "ready")
        assert link.pid is not None
        os.kill(link.pid, signal.SIGSTOP)
        failing = tasks.create_task(call_fails(link))
        await asyncio.sleep(0)
        os.kill(link.pid, signal.SIGKILL)
        await failing


async def call_fails(link: WorkerLink) -> None:
    with pytest.raises(RelayUnavailable, match="worker_lost"):
        await link.call(Ping())


async def test_the_last_two_readings_are_kept_and_a_worker_ends_when_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(worker_link, "PING_S", 0.02)
    link = WorkerLink((), lambda event: None, ("-m", "tests.support.relay.stub_worker"))
    async with asyncio.timeout(PATIENCE_S), asyncio.TaskGroup() as tasks:
        running = tasks.create_task(link.run())
        await poll(lambda: link.readings[0] is not None, "two readings")
        before, after = link.readings
        assert before is not None
        assert after is not None
        assert before.at < after.at
        assert before.stats.cpu_s <= after.stats.cpu_s
        link.end()
        link.end()
        assert not link.is_up
        await running
    assert link.pid is not None
    with pytest.raises(ProcessLookupError):
        os.kill(link.pid, 0)


async def test_whoever_cancels_twice_leaves_no_process_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_link, "STOP_TIMEOUT_S", PATIENCE_S)
    link = WorkerLink((), lambda event: None, ("-c", "import time; time.sleep(30)"))
    running = asyncio.create_task(link.run())
    await poll(lambda: link.pid is not None, "started")
    await asyncio.sleep(0)
    running.cancel()
    for _ in range(10):  # it waits for the process now, which does not care
        await asyncio.sleep(0)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert link.pid is not None
    with pytest.raises(ProcessLookupError):
        os.kill(link.pid, 0)

"""The worker process itself: ready, calls, and its exit with the control stream."""

import asyncio
import contextlib
import os
import resource
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from media.control import (
    Call,
    CloseRoom,
    FrameDecoder,
    FromWorker,
    OpenRoom,
    Ping,
    Ready,
    Refused,
    Reply,
    RoomOptions,
    encode_frame,
)
from media.worker.process import PRECEDENCE, take_precedence
from tests.support.relay.client import PATIENCE_S

pytestmark = pytest.mark.asyncio


class Worker:
    """A worker process and our end of its stream."""

    def __init__(self, process: asyncio.subprocess.Process, ours: socket.socket) -> None:
        self.process = process
        self.ours = ours
        self._decoder: FrameDecoder[FromWorker] = FrameDecoder(FromWorker)  # type: ignore[arg-type]
        self._messages: list[FromWorker] = []

    async def read(self) -> FromWorker:
        async with asyncio.timeout(PATIENCE_S):
            while not self._messages:
                data = await asyncio.get_running_loop().sock_recv(self.ours, 65536)
                assert data
                self._messages += self._decoder.feed(data)
        return self._messages.pop(0)

    async def write(self, data: bytes) -> None:
        await asyncio.get_running_loop().sock_sendall(self.ours, data)

    async def exit_code(self) -> int:
        async with asyncio.timeout(PATIENCE_S):
            return await self.process.wait()


@asynccontextmanager
async def started() -> AsyncIterator[Worker]:
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    arguments = [
        "-m",
        "media.worker.process",
        "--control-fd",
        str(theirs.fileno()),
        "--announce",
        "127.0.0.1",
        "--bind",
        "127.0.0.1",
    ]
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, pass_fds=[theirs.fileno()], stderr=asyncio.subprocess.PIPE
    )
    theirs.close()
    try:
        yield Worker(process, ours)
    finally:
        ours.close()
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        # The pipe of its log is read to the end, so that nothing of the process is left.
        await process.communicate()


async def test_it_reports_its_port_and_answers_changes_in_order() -> None:
    async with started() as worker:
        ready = await worker.read()
        assert isinstance(ready, Ready)
        assert ready.port > 0
        calls = [
            Call(5, Ping()),
            Call(6, OpenRoom("r", RoomOptions(99))),
            Call(7, OpenRoom("r", RoomOptions(9))),
        ]
        await worker.write(b"".join(encode_frame(call) for call in calls))
        replies = [await worker.read() for _ in calls]
        # Counters are read beside the changes.
        numbers = [reply.id for reply in replies if isinstance(reply, Reply)]
        assert [number for number in numbers if number != 5] == [6, 7]
        assert 5 in numbers
        assert Reply(6, Refused("room.options")) in replies


async def test_it_exits_when_the_control_stream_closes() -> None:
    async with started() as worker:
        await worker.read()
        worker.ours.close()
        assert await worker.exit_code() == 0


async def test_it_exits_when_the_control_stream_holds_garbage() -> None:
    async with started() as worker:
        await worker.read()
        await worker.write(b"\xff" * 64)
        assert await worker.exit_code() == 0


async def test_ctrl_c_does_not_end_it() -> None:
    async with started() as worker:
        await worker.read()
        worker.process.send_signal(signal.SIGINT)
        await worker.write(encode_frame(Call(1, Ping())))
        assert isinstance(await worker.read(), Reply)


async def test_it_stays_while_the_web_process_is_too_busy_to_read() -> None:
    async with started() as worker:
        await worker.read()
        # Far more than the kernel buffers for us: the worker has to keep the rest.
        calls = 10_000
        await worker.write(
            b"".join(encode_frame(Call(number, CloseRoom("nowhere"))) for number in range(1, calls + 1))
        )
        assert [reply.id for reply in [await worker.read() for _ in range(calls)]] == list(
            range(1, calls + 1)
        )  # type: ignore[union-attr]


async def test_it_runs_before_others_where_the_system_lets_it() -> None:
    async with started() as worker:
        assert isinstance(await worker.read(), Ready)
        found = os.getpriority(os.PRIO_PROCESS, worker.process.pid)
    # 20 less the best priority that may be taken.
    allowed = os.geteuid() == 0 or resource.getrlimit(resource.RLIMIT_NICE)[0] >= 20 - PRECEDENCE
    assert found == (PRECEDENCE if allowed else os.getpriority(os.PRIO_PROCESS, 0))


async def test_a_worker_that_may_not_go_first_runs_as_others_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*what: int) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "setpriority", refuse)
    assert not take_precedence()

"""The web process's end of one worker: the process, its control stream, and the calls in progress.

A worker that does not answer is killed. What the web process itself was too late to read is not counted against it.
"""

import asyncio
import contextlib
import logging
import os
import select
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path

from media.control import (
    Body,
    Call,
    ControlBroken,
    Event,
    FrameDecoder,
    FromWorker,
    Ping,
    Pong,
    Ready,
    Reply,
    Request,
    encode_frame,
)
from media.errors import RelayUnavailable
from media.pool.patience import fair_timeout
from media.pool.placement import WorkerReading

__all__ = ["CALL_TIMEOUT_S", "WORKER_PROGRAM", "WorkerLink"]

_logger = logging.getLogger(__name__)

WORKER_PROGRAM = ("-m", "media.worker.process")
CALL_TIMEOUT_S = 5.0
READY_TIMEOUT_S = 20.0
STOP_TIMEOUT_S = 3.0
PING_S = 2.0
_READ_BYTES = 65536
# Calls in progress; more means that the worker cannot keep up (overflow policy: refuse).
_MAX_CALLS = 1_024
_ROOT = str(Path(__file__).resolve().parents[2])


class WorkerLink:
    """One worker process, from start to end.

    Args:
        command: the options of `media.worker.process`, without the control stream.
        on_event: takes the worker's events, `Ready` included.
        program: the Python program: `media.worker.process`, or a wrapper that passes its options on.
    """

    def __init__(
        self,
        command: tuple[str, ...],
        on_event: Callable[[Event], None],
        program: tuple[str, ...] = WORKER_PROGRAM,
    ) -> None:
        self._command = command
        self._program = program
        self._on_event = on_event
        self._writer: asyncio.StreamWriter | None = None
        self._waiting: dict[int, asyncio.Future[Body]] = {}
        self._last_id = 0
        self._ready = asyncio.Event()
        self._hung = False
        self.pid: int | None = None
        self.readings: tuple[WorkerReading | None, WorkerReading | None] = (None, None)
        """The worker's last two readings, the older one first."""

    @property
    def is_up(self) -> bool:
        """Whether calls can be made."""
        return self._writer is not None and self._ready.is_set()

    async def run(self) -> None:
        """Start the process, serve its stream, and return when either ends; cancelling shuts the process down."""
        ours, theirs = socket.socketpair()
        with contextlib.closing(ours), contextlib.closing(theirs):
            ours.setblocking(False)
            environment = dict(os.environ)
            environment["PYTHONPATH"] = os.pathsep.join(filter(None, [_ROOT, environment.get("PYTHONPATH")]))
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                *self._program,
                "--control-fd",
                str(theirs.fileno()),
                *self._command,
                pass_fds=[theirs.fileno()],
                stdin=asyncio.subprocess.DEVNULL,
                env=environment,
            )
            theirs.close()
            self.pid = process.pid
            try:
                await self._serve(ours)
            finally:
                self._fail_calls()
                await self._stop(process)

    async def _serve(self, ours: socket.socket) -> None:
        reader, writer = await asyncio.open_connection(sock=ours)
        self._writer = writer
        try:
            async with asyncio.TaskGroup() as tasks:
                watch = tasks.create_task(self._watch(), name="relay:watch")
                await self._read(reader)
                watch.cancel()
        except* (TimeoutError, ControlBroken, ConnectionError, RelayUnavailable) as lost:
            self._hung = True
            _logger.warning("relay.worker_lost", extra={"kind": type(lost.exceptions[0]).__name__})
        finally:
            self._writer = None
            writer.close()

    async def _watch(self) -> None:
        """Fail when the worker does not become ready, or hangs."""
        async with fair_timeout(READY_TIMEOUT_S):
            await self._ready.wait()
        while True:
            # Also right after the start: so the first load is known one interval later.
            body = await self.call(Ping())
            if isinstance(body, Pong):
                self.readings = (self.readings[1], WorkerReading(time.monotonic(), body.stats))
            await asyncio.sleep(PING_S)

    def end(self) -> None:
        """Shut the worker down cleanly: its stream is closed, and `run` returns."""
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.close()

    def call_alone(self, request: Request, within_s: float) -> tuple[Body, float]:
        """Make one call while this process does nothing else: for who measures the worker.

        Returns:
            The reply, and the seconds from before the call was sent until it was in our socket.

        Raises:
            RelayUnavailable: `relay.timeout`.
        """
        assert self._writer is not None, "up"
        self._last_id += 1
        frame = encode_frame(Call(self._last_id, request))
        with socket.socket(fileno=os.dup(self._writer.get_extra_info("socket").fileno())) as wire:
            start = time.monotonic()
            wire.send(frame)
            while (seen := time.monotonic()) < start + within_s:
                select.select([wire], [], [], within_s)
                # Left for `_read`, which drops this reply: events may be before it.
                waiting = wire.recv(_READ_BYTES, socket.MSG_PEEK)
                seen = time.monotonic()
                decoder: FrameDecoder[FromWorker] = FrameDecoder(FromWorker)  # type: ignore[arg-type]  # as in `_read`
                for message in decoder.feed(waiting):
                    if isinstance(message, Reply) and message.id == self._last_id:
                        return message.body, seen - start
        raise RelayUnavailable("relay.timeout")

    async def _read(self, reader: asyncio.StreamReader) -> None:
        decoder: FrameDecoder[FromWorker] = FrameDecoder(FromWorker)  # type: ignore[arg-type]  # a union is a type to msgspec
        while data := await reader.read(_READ_BYTES):
            for message in decoder.feed(data):
                if isinstance(message, Reply):
                    waiting = self._waiting.pop(message.id, None)
                    if waiting is not None and not waiting.done():
                        waiting.set_result(message.body)
                    continue
                if isinstance(message, Ready):
                    self._ready.set()
                self._on_event(message)

    async def call(self, request: Request) -> Body:
        """Make one call.

        Raises:
            RelayUnavailable: `relay.not_ready`, `relay.busy`, `relay.timeout`, `relay.worker_lost`.
        """
        writer = self._writer
        if writer is None or not self._ready.is_set():
            raise RelayUnavailable("relay.not_ready")
        if len(self._waiting) >= _MAX_CALLS:
            raise RelayUnavailable("relay.busy")
        self._last_id += 1
        number = self._last_id
        try:
            frame = encode_frame(Call(number, request))
        except ControlBroken as error:
            raise RelayUnavailable("relay.too_large") from error
        future: asyncio.Future[Body] = asyncio.get_running_loop().create_future()
        self._waiting[number] = future
        try:
            writer.write(frame)
            async with fair_timeout(CALL_TIMEOUT_S):
                return await future
        except TimeoutError as error:
            raise RelayUnavailable("relay.timeout") from error
        finally:
            self._waiting.pop(number, None)

    def _fail_calls(self) -> None:
        for future in self._waiting.values():
            if not future.done():
                future.set_exception(RelayUnavailable("relay.worker_lost"))
        self._waiting.clear()

    async def _stop(self, process: asyncio.subprocess.Process) -> None:
        """Wait for the process. Whoever cancels meanwhile has no time for that: it is killed, and never left behind."""
        try:
            await self._see_out(process)
        except asyncio.CancelledError:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
            raise

    async def _see_out(self, process: asyncio.subprocess.Process) -> None:
        """The closed stream ends a healthy worker; one that hangs or stays is killed."""
        if self._hung:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
        for end in (process.terminate, process.kill):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(STOP_TIMEOUT_S):
                    await process.wait()
                    return
            with contextlib.suppress(ProcessLookupError):
                end()
        await process.wait()

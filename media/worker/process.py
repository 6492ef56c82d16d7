"""One relay process: its own event loop and sockets, and a control stream inherited as a file descriptor.

`python -m media.worker.process --control-fd N --announce ADDRESS --bind ADDRESS --port PORT`. When the control stream
ends, for whatever reason, the sockets are closed first and the process exits: without the web process nothing
is forwarded.
"""

import argparse
import asyncio
import contextlib
import logging
import os
import signal
import socket
import sys
from collections import Counter
from collections.abc import Callable, Sequence

import uvloop

from media.control import (
    Body,
    Call,
    Change,
    ControlBroken,
    Counters,
    Event,
    FrameDecoder,
    FromWorker,
    Ready,
    Refused,
    Reply,
    encode_frame,
)
from media.worker.garbage import Garbage
from media.worker.rooms import WorkerRooms
from media.worker.slices import SLICE_S, Slice
from media.worker.transport import Transport

__all__ = ["PRECEDENCE", "main", "serve", "take_precedence"]

_logger = logging.getLogger(__name__)

_READ_BYTES = 65536
# A web process that reads nothing is gone: overflow policy "disconnect".
_MAX_BACKLOG_BYTES = 8 * 1024 * 1024
# Where processes compete for a processor, what carries voices is before what answers requests: whoever waits for a turn
# there waits for milliseconds.
PRECEDENCE = -10
# Questions about counters that wait for their answer: as many as the web process has calls in progress at most.
_MAX_COUNTED = 1_024


async def serve(
    control: socket.socket,
    bind: tuple[str, ...],
    port: int,
    announce: tuple[str, ...],
    only_from: tuple[str, ...] = (),
) -> None:
    """Handle calls until the control stream ends.

    Args:
        control: a connected stream socket to the web process.
        bind: local addresses. port: local UDP and TCP port of each, 0 for any.
        announce: addresses to put into offers.
        only_from: as for `Transport`.
    """
    reader, writer = await asyncio.open_connection(sock=control)
    # A message is written at once: below a limit uvloop would read packets first.
    writer.transport.set_write_buffer_limits(high=0)
    drops: Counter[str] = Counter()
    transport = Transport(bind, port, drops, only_from)

    def send(message: FromWorker) -> None:
        if writer.transport.get_write_buffer_size() > _MAX_BACKLOG_BYTES:
            writer.transport.abort()
        elif not writer.is_closing():
            writer.write(encode_frame(message))

    def emit(event: Event) -> None:
        send(event)

    rooms = WorkerRooms(transport, announce, drops, emit)
    counted: asyncio.Queue[tuple[int, Counters]] = asyncio.Queue(_MAX_COUNTED)
    transport.open(asyncio.get_running_loop())
    try:
        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(rooms.run(), name="relay:timers")
            reading = tasks.create_task(_read_counters(rooms, counted, send), name="relay:counters")
            send(Ready(transport.port))
            await _take_calls(reader, rooms, counted, send)
            # Nothing is sent from here on.
            transport.close()
            running.cancel()
            reading.cancel()
    except* ControlBroken:
        _logger.warning("worker.control_broken")
    except* ConnectionError:
        # The web process went away in the middle of a message, which is the usual way.
        _logger.info("worker.control_closed")
    finally:
        transport.close()
        writer.close()


async def _take_calls(
    reader: asyncio.StreamReader,
    rooms: WorkerRooms,
    counted: asyncio.Queue[tuple[int, Counters]],
    send: Callable[[FromWorker], None],
) -> None:
    """Handle calls until the stream ends; packets pass between them."""
    decoder, slice_ = FrameDecoder(Call), Slice()
    while data := await reader.read(_READ_BYTES):
        slice_.begin()
        for call in decoder.feed(data):
            if not isinstance(call.body, Counters):
                send(Reply(call.id, _carry_out(rooms, call.body)))
            elif counted.full():
                send(Reply(call.id, Refused("relay.busy")))
            else:
                counted.put_nowait((call.id, call.body))
            await slice_.breathe()
        # Whoever has waited for the reply has the processor first.
        asyncio.get_running_loop().call_later(SLICE_S, rooms.share)


async def _read_counters(
    rooms: WorkerRooms, counted: asyncio.Queue[tuple[int, Counters]], send: Callable[[FromWorker], None]
) -> None:
    """Answer questions about counters one after the other, beside the other calls."""
    while True:
        number, request = await counted.get()
        try:
            body = await rooms.read(request)
        except Exception:
            _logger.exception("worker.call_failed", extra={"kind": type(request).__name__})
            body = Refused("relay.failed")
        send(Reply(number, body))


def _carry_out(rooms: WorkerRooms, change: Change) -> Body:
    """Handle one call; if it fails unexpectedly it is refused, and the rooms keep running."""
    try:
        return rooms.handle(change)
    except Exception:
        _logger.exception("worker.call_failed", extra={"kind": type(change).__name__})
        return Refused("relay.failed")


def take_precedence() -> bool:
    """Run before other processes where the system lets us (RLIMIT_NICE, or root); returns whether it did."""
    try:
        os.setpriority(os.PRIO_PROCESS, 0, PRECEDENCE)
    except PermissionError:
        return False
    return True


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a worker; returns the exit code."""
    parser = argparse.ArgumentParser(prog="media.worker.process", description="One relay process.")
    parser.add_argument("--control-fd", type=int, required=True)
    parser.add_argument("--announce", action="append", required=True)
    parser.add_argument("--only-from", action="append", default=[])
    parser.add_argument("--bind", action="append", required=True)
    parser.add_argument("--port", type=int, default=0)
    options = parser.parse_args(arguments)
    # Ctrl-C reaches the whole foreground group; the web process shuts its workers down in order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    take_precedence()
    Garbage.start()
    with contextlib.closing(socket.socket(fileno=options.control_fd)) as control:
        control.setblocking(False)
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(
                serve(
                    control,
                    tuple(options.bind),
                    options.port,
                    tuple(options.announce),
                    tuple(options.only_from),
                )
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())

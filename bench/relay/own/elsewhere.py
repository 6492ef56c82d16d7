"""Rooms whose clients are in a process of their own: one process of Python cannot be everybody in twelve rooms.

The worker is asked by the main process alone, so a call goes there first, and its reply comes back, as events do. The
main process says when to join, and from when to when to read: all processes of a machine have one monotonic clock.
"""

import asyncio
import contextlib
import itertools
import multiprocessing
import os
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection

import uvloop

from bench.relay.clients import Clients, Reading, clients_at_work, read_clients
from bench.relay.own.rooms import OwnOptions, OwnRooms
from bench.relay.single import Link, RelayFailed, single_error
from media.control import Body, Call, Event, Refused, Reply, Request
from media.errors import RelayUnavailable

__all__ = ["RoomsElsewhere", "rooms_elsewhere"]

# Inheriting an event loop would share its files.
_processes = multiprocessing.get_context("spawn")


@dataclass(frozen=True, slots=True)
class _Join:
    """Order: fill the rooms. The result is a float, as of `OwnRooms.join`."""


@dataclass(frozen=True, slots=True)
class _Read:
    """Order: read what arrives. The result is a `Reading`, as of `read_clients`."""

    start_s: float
    seconds: float


_Order = _Join | _Read
_Result = float | Reading | RelayFailed | None
"""What a process says: the result of an order, why it failed, or at first None: it is there."""


class RoomsElsewhere:
    """The main process's end.

    Args:
        pipe: to the process. link: to the worker. tasks: own the calls in progress.
    """

    def __init__(self, pipe: "Connection[object, object]", link: Link, tasks: asyncio.TaskGroup) -> None:
        self._pipe = pipe
        self._link = link
        self._tasks = tasks
        self._results: asyncio.Queue[_Result] = asyncio.Queue()
        _listen(pipe, self._take, lambda: self._results.put_nowait(RelayFailed("a process of clients ended")))

    async def ready(self) -> None:
        """Wait until the clients have their sockets and certificates.

        Raises:
            RelayFailed: the process ended.
        """
        await self._result()

    async def join(self) -> float:
        """As `OwnRooms.join`."""
        self._send(_Join())
        join_s = await self._result()
        assert isinstance(join_s, float)
        return join_s

    async def read(self, start_s: float, seconds: float) -> Reading:
        """As `read_clients`.

        Raises:
            RelayFailed: the process ended.
        """
        self._send(_Read(start_s, seconds))
        reading = await self._result()
        assert isinstance(reading, Reading)
        return reading

    def take(self, event: Event) -> None:
        """Tell the process of an event of the worker."""
        self._send(event)

    async def _result(self) -> _Result:
        result = await self._results.get()
        if isinstance(result, RelayFailed):
            raise result
        return result

    def _take(self, message: object) -> None:
        if isinstance(message, Call):
            self._tasks.create_task(self._make(message), name="bench:call")
        else:
            self._results.put_nowait(message)  # type: ignore[arg-type]  # nothing else is sent

    async def _make(self, call: Call) -> None:
        try:
            body = await self._link.call(call.body)
        except RelayUnavailable as error:
            body = Refused(str(error))
        self._send(Reply(call.id, body))

    def _send(self, message: object) -> None:
        # That the process has ended is said to whoever waits for its result.
        with contextlib.suppress(OSError):
            self._pipe.send(message)


@contextlib.asynccontextmanager
async def rooms_elsewhere(
    link: Link, options: OwnOptions, numbers: Sequence[int], rid_id: int
) -> AsyncIterator[RoomsElsewhere]:
    """Rooms with these numbers, whose clients are in another process; it ends with the block."""
    ours, theirs = _processes.Pipe()
    process = _processes.Process(target=_work, args=(theirs, options, numbers, rid_id), daemon=True)
    process.start()
    theirs.close()
    try:
        async with asyncio.TaskGroup() as tasks:
            yield RoomsElsewhere(ours, link, tasks)
    finally:
        asyncio.get_running_loop().remove_reader(ours.fileno())
        # The closed pipe ends it.
        ours.close()
        process.join()


class _BorrowedLink:
    """The worker, asked through the main process."""

    def __init__(self, pipe: "Connection[object, object]") -> None:
        self._pipe = pipe
        self._numbers = itertools.count()
        self._waiting: dict[int, asyncio.Future[Body]] = {}

    async def call(self, request: Request) -> Body:
        """Make one call; one that fails is refused."""
        number = next(self._numbers)
        future: asyncio.Future[Body] = asyncio.get_running_loop().create_future()
        self._waiting[number] = future
        self._pipe.send(Call(number, request))
        return await future

    def take(self, reply: Reply) -> None:
        """Take a reply."""
        self._waiting.pop(reply.id).set_result(reply.body)


def _work(
    pipe: "Connection[object, object]", options: OwnOptions, numbers: Sequence[int], rid_id: int
) -> None:
    """Be the process: obey until the pipe is closed."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_obey(pipe, options, numbers, rid_id))


async def _obey(
    pipe: "Connection[object, object]", options: OwnOptions, numbers: Sequence[int], rid_id: int
) -> None:
    link, orders = _BorrowedLink(pipe), asyncio.Queue[_Order]()
    rooms = OwnRooms(link, options, numbers, rid_id)

    def take(message: object) -> None:
        if isinstance(message, Reply):
            link.take(message)
        elif isinstance(message, _Order):
            orders.put_nowait(message)
        else:
            rooms.take(message)  # type: ignore[arg-type]  # an event

    # The measurement has ended, and with it the worker.
    _listen(pipe, take, lambda: os._exit(0))
    await rooms.gather()
    pipe.send(None)
    async with clients_at_work() as clients:
        while True:
            pipe.send(await _carry_out(await orders.get(), rooms, clients))


async def _carry_out(order: _Order, rooms: OwnRooms, clients: Clients) -> _Result:
    if isinstance(order, _Read):
        return await read_clients(clients, order.start_s, order.seconds)
    try:
        return await rooms.join(clients)
    except ExceptionGroup as group:
        error = single_error(group)
    except RelayFailed as failed:
        error = failed
    if not isinstance(error, RelayFailed):
        raise error
    return error


def _listen(
    pipe: "Connection[object, object]", take: Callable[[object], None], ended: Callable[[], None]
) -> None:
    """Pass on what comes through the pipe, until it is closed."""
    loop = asyncio.get_running_loop()

    def read() -> None:
        try:
            message = pipe.recv()
        except (EOFError, OSError):
            loop.remove_reader(pipe.fileno())
            ended()
        else:
            take(message)

    loop.add_reader(pipe.fileno(), read)
    # uvloop has changed that. But a message that has begun is read and written whole.
    os.set_blocking(pipe.fileno(), True)

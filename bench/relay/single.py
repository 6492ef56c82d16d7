"""One relay worker, in its own process, under the benchmark's direct control."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Protocol, TypeVar

import uvloop

from bench.figures import Measured
from media.control import Body, Event, Ready, Refused, Request
from media.errors import RelayUnavailable
from media.pool.worker_link import WorkerLink

__all__ = ["Link", "RelayFailed", "ask", "one_worker", "run_alone", "single_error"]

_START_S = 20.0
_COMMAND = ("--announce", "127.0.0.1", "--bind", "127.0.0.1", "--port", "0")
_T = TypeVar("_T", bound=Body)


class Link(Protocol):
    """Where a worker is asked."""

    async def call(self, request: Request) -> Body:
        """Make one call.

        Raises:
            RelayUnavailable: it was not answered.
        """
        ...


class RelayFailed(Exception):
    """The relay refused a request or failed; the text says which."""


def run_alone(measuring: Coroutine[object, object, Measured]) -> Measured:
    """Run in an event loop of its own; a single error is raised without its exception groups."""
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            return runner.run(measuring)
    except ExceptionGroup as group:
        raise single_error(group) from None


def single_error(error: Exception) -> Exception:
    """The one error inside nested groups; the innermost group if there are several."""
    while isinstance(error, ExceptionGroup) and len(error.exceptions) == 1:
        error = error.exceptions[0]
    return error


@contextlib.asynccontextmanager
async def one_worker(on_event: Callable[[Event], None]) -> AsyncIterator[WorkerLink]:
    """Run a worker that is ready inside the block and ends with it."""
    ready = asyncio.Event()

    def take(event: Event) -> None:
        if isinstance(event, Ready):
            ready.set()
        else:
            on_event(event)

    link = WorkerLink(_COMMAND, take)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(link.run(), name="bench:worker")
        try:
            async with asyncio.timeout(_START_S):
                await ready.wait()
            yield link
        finally:
            running.cancel()


async def ask(link: Link, request: Request, reply: type[_T]) -> _T:
    """Make one call and expect this kind of reply.

    Raises:
        RelayFailed: there was another one, or none.
    """
    try:
        body = await link.call(request)
    except RelayUnavailable as error:
        raise RelayFailed(f"{type(request).__name__}: {error}") from error
    if not isinstance(body, reply):
        code = body.code if isinstance(body, Refused) else type(body).__name__
        raise RelayFailed(f"{type(request).__name__}: {code}")
    return body

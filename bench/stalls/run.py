"""Measures the quiet room beside each trouble, one after the other, on one worker."""

import asyncio
import contextlib
import json
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from aiortc.sdp import SessionDescription

from bench.figures import Measured
from bench.relay.single import RelayFailed, ask, one_worker, run_alone
from bench.stalls.guests import Guests
from bench.stalls.strangers import build_checks, build_noise, flood, harass
from media.control import (
    AddPeer,
    Answer,
    ApplyPlan,
    Event,
    GetStats,
    Offered,
    Ok,
    OpenRoom,
    PeerPlan,
    Ping,
    Pong,
    RelayPlan,
    RoomOptions,
    Stats,
)
from media.pool.worker_link import WorkerLink
from media.sdp.answer import parse_answer

__all__ = ["AROUND_S", "ROUNDS", "measure_stalls"]

_QUIET = "quiet"
_PATIENCE_S = 30.0
AROUND_S = 0.5
_URGENT = -10
_DATAGRAMS = 2048
ROUNDS = 10
# Of the other room: more would be a full load, and not a trouble.
_VOICES = 4


def measure_stalls(people: int, seconds: float) -> Measured:
    """Start a worker with a quiet room, and measure that beside each trouble of another room.

    Args:
        people: of the other room. seconds: each flood, and the time without trouble.

    Returns:
        By trouble, what the listener noticed (`bench.stalls.gaps.Noticed`).

    Raises:
        RelayFailed: the relay refused a request.
    """
    return run_alone(_measure(people, seconds))


class _Listener:
    """The quiet room's process."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.pid = process.pid
        self._process = process

    async def tell(self, order: object) -> Any:
        """Give an order and return the answer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        async with asyncio.timeout(_PATIENCE_S):
            line = await self._process.stdout.readline()
        if not line:
            raise RelayFailed("the quiet room ended")
        return json.loads(line)


@contextlib.asynccontextmanager
async def _listener() -> AsyncIterator[_Listener]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bench.stalls.quiet_room",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=1 << 20,
    )
    try:
        yield _Listener(process)
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def _measure(people: int, seconds: float) -> Measured:
    def on_event(event: Event) -> None:
        """What the relay reports does not matter here."""

    async with one_worker(on_event) as link, _listener() as listener:
        port, ufrags = await _fill_quiet_room(link, listener)
        # The trouble makers would be other machines: they must not take the worker's processor.
        for process in (link.pid, listener.pid):
            with contextlib.suppress(PermissionError):
                os.setpriority(os.PRIO_PROCESS, process or 0, _URGENT)
        found: Measured = {}

        async def beside(name: str, trouble: Callable[[], Awaitable[object]]) -> None:
            await listener.tell("mark")
            await asyncio.sleep(AROUND_S)
            await trouble()
            await asyncio.sleep(AROUND_S)
            found[name] = await listener.tell("read")

        await beside("nothing", lambda: asyncio.sleep(seconds))
        noise, checks = build_noise(_DATAGRAMS), build_checks(ufrags, _DATAGRAMS)
        await beside("noise", lambda: flood(port, noise, seconds))
        await beside("checks", lambda: flood(port, checks, seconds))
        async with asyncio.TaskGroup() as tasks:
            guests = Guests(link, "guests", people)
            await guests.prepare()
            await beside("join", lambda: guests.join(tasks, guests.seats))
            guests.talk(tasks, guests.seats[:_VOICES])
            await beside("voices", lambda: asyncio.sleep(seconds))
            await beside("statistics", lambda: _read_statistics(link, guests.room))
            await beside("plans", lambda: _change_plans(guests))
            await beside("connected", lambda: harass(guests.seats[-1].client, seconds))
            await beside("tear_down", guests.tear_down)
            await guests.vanish()
        return found


async def _fill_quiet_room(link: WorkerLink, listener: _Listener) -> tuple[int, list[str]]:
    """Connect speaker and listener; returns the worker's port, and the ufrags of both connections."""
    names = ("speaker", "listener")
    await ask(link, OpenRoom(_QUIET, RoomOptions(slots=2)), Ok)
    offered = [await ask(link, AddPeer(_QUIET, name, slot), Offered) for slot, name in enumerate(names)]
    answers = await listener.tell({"offers": [one.sdp for one in offered]})
    for name, one, text in zip(names, offered, answers, strict=True):
        await ask(link, Answer(_QUIET, name, one.connection, parse_answer(text)), Ok)
    plan = {name: PeerPlan(slot, "main", audio=True, video=True) for slot, name in enumerate(names)}
    await ask(link, ApplyPlan(_QUIET, RelayPlan(1, plan)), Ok)
    await listener.tell("connect")
    first = [SessionDescription.parse(one.sdp).media[0] for one in offered]
    ufrags = [media.ice.usernameFragment for media in first if media.ice is not None]
    return first[0].ice_candidates[0].port, [ufrag for ufrag in ufrags if ufrag]


async def _read_statistics(link: WorkerLink, room: str) -> None:
    for _ in range(ROUNDS):
        await ask(link, GetStats(room), Stats)
        await ask(link, Ping(), Pong)
        await asyncio.sleep(0.1)


async def _change_plans(guests: Guests) -> None:
    for turn in range(ROUNDS):
        await guests.plan(closed=range(0, len(guests.seats), 2) if turn % 2 else ())
        await asyncio.sleep(0.1)

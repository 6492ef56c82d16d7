"""Measures our relay: the real worker in its own process, and one light client per seat of every room.

The added latency is measured outside the worker: a sender's datagram is in the worker's socket when its system call
ends, and the kernel stamps a forwarded one when the worker sends it. The difference excludes both clients' loops.
"""

import contextlib
import os
from collections.abc import Sequence
from statistics import median

from aiortc.sdp import SessionDescription

from bench.figures import Measured, rss_bytes
from bench.relay.clients import clients_at_work, take_figures
from bench.relay.own.elsewhere import RoomsElsewhere, rooms_elsewhere
from bench.relay.own.rooms import OwnOptions, OwnRooms, room_name
from bench.relay.single import RelayFailed, ask, one_worker, run_alone
from media.control import AddPeer, CloseRoom, Event, Offered, Ok, OpenRoom, RoomOptions
from media.pool.worker_link import WorkerLink

__all__ = ["measure_own"]

_RID_URI = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id"
_GATE_ROUNDS = 9


def measure_own(options: OwnOptions) -> Measured:
    """Start a worker, fill its rooms and measure it, in an event loop of its own.

    Raises:
        RelayFailed: the relay refused a request.
    """
    return run_alone(_measure(options))


async def _measure(options: OwnOptions) -> Measured:
    everyone: list[OwnRooms | RoomsElsewhere] = []

    def on_event(event: Event) -> None:
        for some in everyone:
            some.take(event)

    async with one_worker(on_event) as link, contextlib.AsyncExitStack() as processes:
        assert link.pid is not None
        if not options.precedence:
            # As all others: it would interrupt clients of this machine in the middle of a burst.
            os.setpriority(os.PRIO_PROCESS, link.pid, 0)
        rid_id = await _offered_rid_id(link) if options.simulcast else 0
        for number in range(options.rooms):
            await ask(link, OpenRoom(room_name(number), RoomOptions(slots=options.seats)), Ok)
        first, *rest = options.spread
        here = OwnRooms(link, options, first, rid_id)
        elsewhere = [
            await processes.enter_async_context(rooms_elsewhere(link, options, numbers, rid_id))
            for numbers in rest
        ]
        everyone += [here, *elsewhere]
        return await _measure_rooms(link, here, elsewhere, options)


async def _measure_rooms(
    link: WorkerLink, here: OwnRooms, elsewhere: Sequence[RoomsElsewhere], options: OwnOptions
) -> Measured:
    """Fill the rooms under load and collect the figures."""
    assert link.pid is not None
    await here.gather()
    for some in elsewhere:
        await some.ready()
    empty_bytes = rss_bytes(link.pid)
    try:
        async with clients_at_work() as clients:
            join_s = await here.join(clients)
            for some in elsewhere:
                join_s = await some.join()
            figures = await take_figures(
                link.pid, clients, options.seconds, [some.read for some in elsewhere]
            )
            full_bytes = rss_bytes(link.pid)
            gates_ms = [
                await here.rooms[0].close_gate(link, round_ % options.seats) for round_ in range(_GATE_ROUNDS)
            ]
    finally:
        await here.leave()
    return {
        "relay": "attune",
        "seats": options.seats,
        **({"simulcast": True} if options.simulcast else {}),
        **({"feedback": True} if options.feedback else {}),
        **({"rooms": options.rooms} if options.rooms > 1 else {}),
        **({"client_processes": 1 + len(elsewhere)} if elsewhere else {}),
        **({"precedence": True} if options.precedence else {}),
        **({"share": options.share} if options.share != 1 else {}),
        "expected_pps": options.expected_pps,
        **figures,
        "rss_mib_per_seat": round((full_bytes - empty_bytes) / (options.rooms * options.seats) / 2**20, 2),
        "gate_close_ms": round(median(gates_ms), 2),
        "join_s": round(join_s, 3),
    }


async def _offered_rid_id(link: WorkerLink) -> int:
    """The rid extension id in the relay's offer."""
    await ask(link, OpenRoom("probe", RoomOptions(slots=1)), Ok)
    offered = await ask(link, AddPeer("probe", "probe", 0), Offered)
    await ask(link, CloseRoom("probe"), Ok)
    camera = SessionDescription.parse(offered.sdp).media[1]
    found = [extension.id for extension in camera.rtp.headerExtensions if extension.uri == _RID_URI]
    if not found:
        raise RelayFailed("it offers no layers")
    return int(found[0])

"""One room on the relay of somebody else, inside a network namespace of its own: everyone in, the load, the figures.

Run as a process (`python -m bench.relay.peers.room`); `namespace` starts it.
"""

import argparse
import asyncio
import contextlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from pathlib import Path

from bench.figures import Measured, rss_bytes
from bench.relay.clients import Clients, clients_at_work, take_figures, until
from bench.relay.endpoint import Endpoint
from bench.relay.load import expected_pps
from bench.relay.peers.galene import Galene
from bench.relay.peers.janus import Janus
from bench.relay.peers.livekit import LiveKit
from bench.relay.peers.mediasoup import Mediasoup
from bench.relay.peers.peer import ADDRESS, PeerRelay
from bench.relay.peers.program import PeerFailed
from bench.relay.peers.sdp import CODECS
from bench.relay.seat import Seat
from bench.relay.single import run_alone

__all__ = ["PEERS", "main"]

PEERS: Mapping[str, type[PeerRelay]] = {
    "mediasoup": Mediasoup,
    "livekit": LiveKit,
    "galene": Galene,
    "janus": Janus,
}
# The run has failed unless everyone has media from everyone by then.
_ARRIVE_S = 30.0
_NETWORK = (
    "ip link set lo up",
    "ip link add peer0 type veth peer name peer1",
    f"ip addr add {ADDRESS}/24 dev peer0",
    "ip link set peer0 up",
    "ip link set peer1 up",
)


async def _measure(name: str, count: int, seconds: float) -> Measured:
    seats = [Seat(number, extended=False, address=ADDRESS) for number in range(count)]
    async with _started(PEERS[name], count) as (peer, pid), clients_at_work() as clients:
        empty_bytes, start = rss_bytes(pid), time.monotonic()
        await _join(peer, seats, clients)
        join_s = time.monotonic() - start
        figures = await take_figures(pid, clients, seconds)
        full_bytes = rss_bytes(pid)
    return {
        "relay": name,
        "seats": count,
        "expected_pps": expected_pps(count),
        **figures,
        "rss_mib_per_seat": round((full_bytes - empty_bytes) / count / 2**20, 2),
        "join_s": round(join_s, 3),
    }


@contextlib.asynccontextmanager
async def _started(kind: type[PeerRelay], seats: int) -> AsyncIterator[tuple[PeerRelay, int]]:
    """The relay, and its process that carries packets; it ends with the block."""
    with tempfile.TemporaryDirectory(prefix="attune-bench-") as folder:
        async with asyncio.TaskGroup() as tasks:
            peer = kind(Path(folder), tasks, seats)
            try:
                yield peer, await peer.start()
            finally:
                await peer.stop()


async def _join(peer: PeerRelay, seats: Sequence[Seat], clients: Clients) -> None:
    """Let everyone join at the same moment; returns when everyone has media from everyone."""
    sent_ns = {ssrc: times for seat in seats for ssrc, times in seat.sent_ns.items()}
    heard: dict[int, list[Endpoint]] = {seat.number: [] for seat in seats}

    async def send(seat: Seat) -> None:
        await peer.join(seat)
        clients.send(seat)

    async def receive(seat: Seat) -> None:
        async for client in peer.receive(seat):
            heard[seat.number].append(clients.listen(client))
            heard[seat.number][0].sample_first(sent_ns)

    for step in (send, receive):
        async with asyncio.TaskGroup() as joining:
            for seat in seats:
                joining.create_task(step(seat), name=f"bench:join:{seat.number}")
    wanted = len(CODECS) * (len(seats) - 1)
    if not await until(lambda: all(_streams(some) >= wanted for some in heard.values()), _ARRIVE_S):
        raise PeerFailed("media of everyone did not arrive at everyone")


def _streams(endpoints: Iterable[Endpoint]) -> int:
    return sum(len(endpoint.latest) for endpoint in endpoints)


def main() -> None:
    """Set up the namespace's network, start the relay, measure it, print the figures."""
    parser = argparse.ArgumentParser(prog="bench.relay.peers.room")
    parser.add_argument("relay", choices=list(PEERS))
    parser.add_argument("--seats", type=int, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    options = parser.parse_args()
    for command in _NETWORK:
        subprocess.run(command.split(), check=True)
    try:
        figures = run_alone(_measure(options.relay, options.seats, options.seconds))
    except PeerFailed as failed:
        sys.exit(str(failed))
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()

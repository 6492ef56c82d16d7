"""Measures Janus VideoRoom under the same room load, for comparison.

Janus runs in a network namespace of its own, with this module beside it as a process (`python -m bench.relay.janus`):
nothing leaves the machine, and the namespace ends with them. Needs Debian's packages `janus` and `iproute2`, and root
or user namespaces.
"""

import argparse
import asyncio
import itertools
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import websockets
from aiortc.sdp import SessionDescription

from bench.figures import Measured, cpu_seconds, load_figures
from bench.relay.client import LightClient
from bench.relay.endpoint import Endpoint, sweep
from bench.relay.load import expected_pps
from bench.relay.own import WARM_UP_S
from bench.relay.seat import CAMERA, MICROPHONE, Seat
from bench.relay.single import run_alone
from media.sdp.profile import OPUS, VP8

__all__ = ["JanusFailed", "main", "measure_janus", "missing_programs"]

_PROGRAMS = ("janus", "ip", "unshare")
_ROOT = Path(__file__).resolve().parents[2]
_ROOM = 4711
_CALL_TIMEOUT_S = 20.0
_UP_TRIES, _UP_PAUSE_S = 50, 0.2
_KEEP_ALIVE_S = 20.0
# Janus gathers no loopback addresses, so it gets a dummy interface.
_ADDRESS = "10.77.0.1"
_NETWORK = (
    "ip link set lo up",
    "ip link add peer0 type veth peer name peer1",
    f"ip addr add {_ADDRESS}/24 dev peer0",
    "ip link set peer0 up",
    "ip link set peer1 up",
)
_CODECS = {
    MICROPHONE: ("audio", OPUS, "opus/48000/2"),
    CAMERA: ("video", VP8, "VP8/90000"),
}


class JanusFailed(Exception):
    """Janus could not be started or refused a request; the text says which."""


def missing_programs() -> list[str]:
    """The programs missing for measuring Janus."""
    return [program for program in _PROGRAMS if shutil.which(program) is None]


def measure_janus(seats: int, seconds: float) -> Measured:
    """Measure Janus in a namespace of its own.

    Raises:
        JanusFailed: it failed.
    """
    unshare = ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--net", "--map-root-user"]
    options = ["--seats", str(seats), "--seconds", str(seconds)]
    done = subprocess.run(
        [*unshare, sys.executable, "-m", "bench.relay.janus", *options],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        timeout=seconds + 180,
        check=False,
    )
    if done.returncode != 0:
        raise JanusFailed((done.stderr.strip().splitlines() or ["no reason given"])[-1])
    figures: Measured = json.loads(done.stdout.splitlines()[-1])
    return figures


class _Api:
    """The few calls of Janus's websocket API a VideoRoom client needs; one session, replies in any order."""

    def __init__(self, socket: websockets.ClientConnection) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self._waiting: dict[str, asyncio.Future[Measured]] = {}
        self._session = 0

    async def read(self) -> None:
        """Dispatch replies until cancelled."""
        async for text in self._socket:
            message = json.loads(text)
            if message["janus"] != "ack":
                waiting = self._waiting.pop(message.get("transaction", ""), None)
                if waiting is not None:
                    waiting.set_result(message)

    async def keep_alive(self) -> None:
        """Keep the session alive until cancelled: Janus drops one that is silent for a minute."""
        while True:
            await asyncio.sleep(_KEEP_ALIVE_S)
            await self._send({"janus": "keepalive", "session_id": self._session})

    async def open(self) -> None:
        """Create a session."""
        self._session = (await self._request({"janus": "create"}))["data"]["id"]  # type: ignore[index]

    async def attach(self) -> int:
        """A new handle of the VideoRoom plugin."""
        request = {"janus": "attach", "session_id": self._session, "plugin": "janus.plugin.videoroom"}
        handle: int = (await self._request(request))["data"]["id"]  # type: ignore[index]
        return handle

    async def call(self, handle: int, body: Measured, jsep: Measured | None = None) -> Measured:
        """Send a request to the plugin."""
        message: Measured = {
            "janus": "message",
            "session_id": self._session,
            "handle_id": handle,
            "body": body,
        }
        reply = await self._request(message | ({"jsep": jsep} if jsep else {}))
        data = reply["plugindata"]["data"]  # type: ignore[index]
        if "error" in data:
            raise JanusFailed(data["error"])
        return reply

    async def _request(self, message: Measured) -> Measured:
        future: asyncio.Future[Measured] = asyncio.get_running_loop().create_future()
        self._waiting[await self._send(message)] = future
        async with asyncio.timeout(_CALL_TIMEOUT_S):
            reply = await future
        if reply["janus"] == "error":
            raise JanusFailed(str(reply["error"]))
        return reply

    async def _send(self, message: Measured) -> str:
        transaction = str(next(self._numbers))
        await self._socket.send(json.dumps(message | {"transaction": transaction}))
        return transaction


async def _publish(api: _Api, seat: Seat) -> tuple[int, Endpoint]:
    """Join the room and publish the seat's streams; returns the publisher id Janus assigns."""
    handle, client = await api.attach(), seat.client
    joined = await api.call(
        handle, {"request": "join", "ptype": "publisher", "room": _ROOM, "display": f"seat{seat.number}"}
    )
    await client.gather()
    offer = _publisher_offer(seat)
    answered = await api.call(handle, {"request": "publish"}, {"type": "offer", "sdp": offer})
    await client.connect_to(SessionDescription.parse(answered["jsep"]["sdp"]))  # type: ignore[index]
    feed: int = joined["plugindata"]["data"]["id"]  # type: ignore[index]
    return feed, Endpoint(client, list(seat.sources.values()))


async def _subscribe(api: _Api, feeds: list[int]) -> Endpoint:
    """Subscribe to these feeds on a second connection, as VideoRoom requires."""
    handle, client = await api.attach(), LightClient(controlling=False, address=_ADDRESS)
    streams = [{"feed": feed} for feed in feeds]
    offered = await api.call(
        handle, {"request": "join", "ptype": "subscriber", "room": _ROOM, "streams": streams}
    )
    offer = SessionDescription.parse(offered["jsep"]["sdp"])  # type: ignore[index]
    await client.gather()
    answer = client.answer_to(offer)
    await api.call(handle, {"request": "start"}, {"type": "answer", "sdp": answer})
    await client.connect_to(offer)
    return Endpoint(client)


def _publisher_offer(seat: Seat) -> str:
    lines = ["v=0", "o=- 1 1 IN IP4 127.0.0.1", "s=-", "t=0 0", "a=group:BUNDLE 0 1"]
    for mid, (name, (kind, payload_type, codec)) in enumerate(_CODECS.items()):
        lines += [
            f"m={kind} 9 UDP/TLS/RTP/SAVPF {payload_type}",
            "c=IN IP4 127.0.0.1",
            f"a=mid:{mid}",
            "a=sendonly",
            *seat.client.transport_lines(),
            f"a=rtpmap:{payload_type} {codec}",
            f"a=ssrc:{seat.sources[name].ssrc} cname:seat{seat.number}",
        ]
    return "\r\n".join(lines) + "\r\n"


async def _open_socket() -> websockets.ClientConnection:
    for _ in range(_UP_TRIES):
        try:
            return await websockets.connect(
                "ws://127.0.0.1:8188",
                subprotocols=[websockets.Subprotocol("janus-protocol")],
                max_size=None,
                proxy=None,
            )
        except OSError:
            await asyncio.sleep(_UP_PAUSE_S)
    raise JanusFailed("Janus does not answer on its websocket")


async def _measure(pid: int, count: int, seconds: float) -> Measured:
    """Fill a room of the running Janus, apply the load, collect the figures."""
    api = _Api(await _open_socket())
    async with asyncio.TaskGroup() as tasks:
        running = [
            tasks.create_task(api.read(), name="bench:read"),
            tasks.create_task(api.keep_alive(), name="bench:alive"),
        ]
        try:
            await api.open()
            room: Measured = {"room": _ROOM, "publishers": 200, "bitrate": 5_000_000, "videocodec": "vp8"}
            await api.call(await api.attach(), {"request": "create", **room})
            seats = [Seat(number, extended=False, address=_ADDRESS) for number in range(count)]
            published = [await _publish(api, seat) for seat in seats]
            feeds = [feed for feed, _ in published]
            receivers = [await _subscribe(api, [other for other in feeds if other != feed]) for feed in feeds]
            endpoints = [*(endpoint for _, endpoint in published), *receivers]
            running += _start(tasks, seats, endpoints)
            await asyncio.sleep(WARM_UP_S)
            cpu_s, packets, start = cpu_seconds(pid), _packets(receivers), time.monotonic()
            await asyncio.sleep(seconds)
            cpu_s, packets = cpu_seconds(pid) - cpu_s, _packets(receivers) - packets
            figures = load_figures(packets, time.monotonic() - start, cpu_s)
        finally:
            for task in running:
                task.cancel()
    return {"relay": "janus", "seats": count, "expected_pps": expected_pps(count), **figures}


def _start(
    tasks: asyncio.TaskGroup, seats: Sequence[Seat], endpoints: Sequence[Endpoint]
) -> list[asyncio.Task[None]]:
    """Apply the load to the room and collect the results."""
    for endpoint in endpoints:
        endpoint.client.pace()
    return [
        tasks.create_task(sweep(endpoints), name="bench:sweep"),
        *(tasks.create_task(endpoint.report(), name="bench:report") for endpoint in endpoints),
        *(
            tasks.create_task(seat.send(name), name=f"bench:send:{seat.number}")
            for seat in seats
            for name in seat.sources
        ),
    ]


def _packets(receivers: Sequence[Endpoint]) -> int:
    return sum(receiver.packets for receiver in receivers)


def main() -> None:
    """Run inside the namespace: set up its network, start Janus, measure it, print the figures."""
    parser = argparse.ArgumentParser(prog="bench.relay.janus")
    parser.add_argument("--seats", type=int, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    options = parser.parse_args()
    for command in _NETWORK:
        subprocess.run(command.split(), check=True)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    janus = subprocess.Popen(["janus", "-F", "/etc/janus", "-o", "-d", "2"], **quiet)  # type: ignore[call-overload]
    try:
        figures = run_alone(_measure(janus.pid, options.seats, options.seconds))
        sys.stdout.write(json.dumps(figures) + "\n")
    finally:
        janus.terminate()
        janus.wait()


if __name__ == "__main__":
    main()

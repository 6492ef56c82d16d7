"""Drives mediasoup: its npm package in a process of Node beside it (mediasoup.mjs), and two connections for everyone."""

import asyncio
import json
import os
import shutil
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiortc.sdp import SessionDescription

from bench.relay.client import LightClient
from bench.relay.peers.peer import ADDRESS, PeerRelay
from bench.relay.peers.program import PeerFailed, Program
from bench.relay.peers.sdp import CODECS
from bench.relay.seat import Seat
from media.sdp.profile import OPUS, VP8

__all__ = ["Mediasoup", "describe"]

_CALL_TIMEOUT_S = 20.0
_SERVER = Path(__file__).with_name("mediasoup.mjs")


@dataclass(frozen=True, slots=True)
class _Package(Program):
    """The folder where npm installed the package, and Node."""

    def find(self) -> str | None:
        """The folder; None if the package or Node is not there."""
        folder = Path(os.environ.get(self.variable) or ".").resolve()
        return str(folder) if (folder / "node_modules" / self.usual).is_dir() and _node() else None

    @property
    def how_to(self) -> str:
        """What to do where it is missing."""
        return f"{self.usual} is not there; set {self.variable} to the folder where npm installed it"


class Mediasoup(PeerRelay):
    """One router on one worker."""

    program = _Package("mediasoup", "mediasoup", "MEDIASOUP_HOME")

    async def start(self) -> int:
        """Start Node with the package, and the worker with it."""
        self._lock = asyncio.Lock()
        home, node = self.program.path, _node()
        assert node is not None, "the package is not found without"
        command = [node, str(_SERVER), ADDRESS, str(OPUS), str(VP8)]
        await self.launch(command, where=Path(home), talks=True)
        pid: int = (await self._call("start"))["pid"]
        return pid

    async def join(self, seat: Seat) -> None:
        """Connect a transport and produce both streams."""
        name = f"send{seat.number}"
        await self._connect(name, seat.client)
        for source, (kind, _, _) in CODECS.items():
            ssrc = seat.sources[source].ssrc
            await self._call("produce", id=name, seat=seat.number, kind=kind, ssrc=ssrc)

    async def receive(self, seat: Seat) -> AsyncIterator[LightClient]:
        """Consume everyone else on a second transport."""
        name, client = f"receive{seat.number}", LightClient(address=ADDRESS)
        await self._connect(name, client)
        consumed = (await self._call("consume", id=name, seat=seat.number))["consumed"]
        if consumed != len(CODECS) * (self.seats - 1):
            raise PeerFailed(f"it has {consumed} streams of others for one of {self.seats}")
        yield client

    async def _connect(self, name: str, client: LightClient) -> None:
        transport = await self._call("transport", id=name)
        await client.gather()
        await self._call("connect", id=name, fingerprint=client.fingerprint)
        await client.connect_to(describe(transport))

    async def _call(self, call: str, **what: object) -> dict[str, Any]:
        """Ask the process beside it; one at a time."""
        process = self.process.raw
        assert process.stdin is not None
        assert process.stdout is not None
        async with self._lock, asyncio.timeout(_CALL_TIMEOUT_S):
            process.stdin.write(json.dumps({"call": call, **what}).encode() + b"\n")
            line = await process.stdout.readline()
        if not line:
            raise self.process.failed("Node ended")
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise PeerFailed(answer["error"])
        return answer


def describe(transport: dict[str, Any]) -> SessionDescription:
    """A transport of mediasoup's as a description that a client can connect to."""
    ice = transport["ice"]
    candidate = next(one for one in transport["candidates"] if one["protocol"] == "udp")
    fingerprint = next(one["value"] for one in transport["fingerprints"] if one["algorithm"] == "sha-256")
    address = f"{candidate['address']} {candidate['port']}"
    lines = [
        "v=0",
        "o=- 1 1 IN IP4 127.0.0.1",
        "s=-",
        "t=0 0",
        "a=ice-lite",
        f"m=audio 9 UDP/TLS/RTP/SAVPF {OPUS}",
        "c=IN IP4 0.0.0.0",
        "a=mid:0",
        "a=sendrecv",
        f"a=ice-ufrag:{ice['usernameFragment']}",
        f"a=ice-pwd:{ice['password']}",
        f"a=fingerprint:sha-256 {fingerprint}",
        "a=setup:passive",
        "a=rtcp-mux",
        f"a=rtpmap:{OPUS} opus/48000/2",
        f"a=candidate:{candidate['foundation']} 1 udp {candidate['priority']} {address} typ host",
    ]
    return SessionDescription.parse("\r\n".join(lines) + "\r\n")


def _node() -> str | None:
    """Node: the one of this environment, or the machine's."""
    return shutil.which("node", path=str(Path(sys.executable).parent)) or shutil.which("node")

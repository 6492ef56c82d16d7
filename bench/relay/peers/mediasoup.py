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
from bench.relay.peers.program import PeerFailed, Process, Program
from bench.relay.peers.sdp import CODECS
from bench.relay.seat import Seat
from media.sdp.profile import OPUS, VP8

__all__ = ["Mediasoup", "Router", "describe"]

_CALL_TIMEOUT_S = 20.0
_SERVER = Path(__file__).with_name("mediasoup.mjs")
# What light clients send and take. mediasoup's capabilities have another name for the payload type than its streams.
_CODECS: dict[str, dict[str, object]] = {
    "audio": {
        "kind": "audio",
        "mimeType": "audio/opus",
        "clockRate": 48000,
        "channels": 2,
        "payloadType": OPUS,
        "preferredPayloadType": OPUS,
        "rtcpFeedback": [],
    },
    "video": {
        "kind": "video",
        "mimeType": "video/VP8",
        "clockRate": 90000,
        "payloadType": VP8,
        "preferredPayloadType": VP8,
        # What a browser without transport-wide feedback has in common with it.
        "rtcpFeedback": [
            {"type": "nack"},
            {"type": "nack", "parameter": "pli"},
            {"type": "ccm", "parameter": "fir"},
            {"type": "goog-remb"},
        ],
    },
}
_CAPABILITIES = {"codecs": list(_CODECS.values()), "headerExtensions": []}


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


class Router:
    """A router on one worker of its own, asked one thing at a time.

    Args:
        process: started with `command`, in the folder of the package; it talks.
    """

    def __init__(self, process: Process) -> None:
        self._process = process
        self._lock = asyncio.Lock()

    @staticmethod
    def command(address: str) -> list[str]:
        """What starts it: Node, and its arguments.

        Args:
            address: where it is reached.
        """
        node = _node()
        assert node is not None, "the package is not found without"
        return [node, str(_SERVER), address]

    async def ask(self, call: str, **what: object) -> dict[str, Any]:
        """Ask for one of the things that mediasoup.mjs can do; returns its answer.

        Raises:
            PeerFailed: it was refused, or Node ended.
        """
        raw = self._process.raw
        assert raw.stdin is not None
        assert raw.stdout is not None
        async with self._lock, asyncio.timeout(_CALL_TIMEOUT_S):
            raw.stdin.write(json.dumps({"call": call, **what}).encode() + b"\n")
            line = await raw.stdout.readline()
        if not line:
            raise self._process.failed("Node ended")
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise PeerFailed(answer["error"])
        return answer


class Mediasoup(PeerRelay):
    """One router on one worker."""

    program = _Package("mediasoup", "mediasoup", "MEDIASOUP_HOME")

    async def start(self) -> int:
        """Start Node with the package, and the worker with it."""
        await self.launch(Router.command(ADDRESS), where=Path(self.program.path), talks=True)
        self._router = Router(self.process)
        pid: int = (await self._router.ask("start", mediaCodecs=list(_CODECS.values())))["pid"]
        return pid

    async def join(self, seat: Seat) -> None:
        """Connect a transport and produce both streams."""
        name = f"send{seat.number}"
        await self._connect(name, seat.client)
        for source, (kind, _, _) in CODECS.items():
            rtp = {
                "codecs": [_CODECS[kind]],
                "encodings": [{"ssrc": seat.sources[source].ssrc}],
                "rtcp": {"cname": f"seat{seat.number}"},
            }
            await self._router.ask("produce", id=name, seat=seat.number, kind=kind, rtpParameters=rtp)

    async def receive(self, seat: Seat) -> AsyncIterator[LightClient]:
        """Consume everyone else on a second transport."""
        name, client = f"receive{seat.number}", LightClient(address=ADDRESS)
        await self._connect(name, client)
        answer = await self._router.ask("consume", id=name, seat=seat.number, rtpCapabilities=_CAPABILITIES)
        consumed = len(answer["consumed"])
        if consumed != len(CODECS) * (self.seats - 1):
            raise PeerFailed(f"it has {consumed} streams of others for one of {self.seats}")
        yield client

    async def _connect(self, name: str, client: LightClient) -> None:
        transport = await self._router.ask("transport", id=name)
        await client.gather()
        fingerprints = [{"algorithm": "sha-256", "value": client.fingerprint}]
        dtls = {"role": "client", "fingerprints": fingerprints}
        await self._router.ask("connect", id=name, dtlsParameters=dtls)
        await client.connect_to(describe(transport))


def describe(transport: dict[str, Any]) -> SessionDescription:
    """A transport of mediasoup's as a description that a client can connect to."""
    ice = transport["iceParameters"]
    candidate = next(one for one in transport["iceCandidates"] if one["protocol"] == "udp")
    fingerprints = transport["dtlsParameters"]["fingerprints"]
    fingerprint = next(one["value"] for one in fingerprints if one["algorithm"] == "sha-256")
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

"""Drives LiveKit's server: one websocket for everyone, spoken in JSON, and two connections each.

Its own form is protobuf, and JSON as soon as a client has sent some. A client of protocol 2 need not open data channels,
and this one subscribes to every track by name.
"""

import asyncio
import base64
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator, Sequence
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import websockets

from bench.relay.client import LightClient
from bench.relay.peers.conversation import Conversation
from bench.relay.peers.peer import ADDRESS, PeerRelay
from bench.relay.peers.program import PeerFailed, Program, open_socket
from bench.relay.peers.sdp import CODECS, answer_offer, publishing_offer, track_name
from bench.relay.seat import CAMERA, MICROPHONE, Seat

__all__ = ["LiveKit", "access_token", "configuration"]

_KEY, _SECRET = "bench", "a secret of the benchmark that never leaves its namespace"
_ROOM = "bench"
_URL = "ws://127.0.0.1:7880/rtc?protocol=2&auto_subscribe=0&access_token="
_TRACKS: dict[str, dict[str, object]] = {
    MICROPHONE: {"type": "AUDIO", "source": "MICROPHONE", "disableRed": True},
    CAMERA: {"type": "VIDEO", "source": "CAMERA", "width": 1280, "height": 720},
}
# The first of its two targets goes unnamed in JSON.
_PUBLISHER, _SUBSCRIBER = "PUBLISHER", "SUBSCRIBER"
_PING_S = 5.0
_TOKEN_S = 3600


def configuration(address: str) -> str:
    """What the server is told: one port, one key, and the address at which its clients reach it."""
    # Beside other addresses those of loopback devices are in its way.
    loopback = str(ip_address(address).is_loopback).lower()
    return f"""
port: 7880
bind_addresses: [127.0.0.1]
rtc: {{udp_port: 7882, tcp_port: 0, node_ip: {address}, use_external_ip: false, enable_loopback_candidate: {loopback}}}
keys: {{{_KEY}: {_SECRET}}}
logging: {{level: error}}
"""


class LiveKit(PeerRelay):
    """One room.

    Args:
        address: where it and its clients are reached; by default in a namespace of their own.
    """

    program = Program("LiveKit", "livekit-server", "LIVEKIT_BIN")

    def __init__(self, folder: Path, tasks: asyncio.TaskGroup, seats: int, address: str = ADDRESS) -> None:
        super().__init__(folder, tasks, seats)
        self._address = address
        self._members: dict[int, _Member] = {}

    async def start(self) -> int:
        """Start it with one port and one key; the room is there once somebody joins."""
        return await self.launch([self.program.path, "--config-body", configuration(self._address)])

    async def join(self, seat: Seat) -> None:
        """Join and publish both tracks."""
        url = _URL + access_token(f"seat{seat.number}", time.clock_gettime(time.CLOCK_REALTIME))
        self._members[seat.number] = member = _Member(await open_socket(self.process, url))
        self.keep(member.read())
        self.keep(member.ping())
        await member.publish(seat)

    async def receive(self, seat: Seat) -> AsyncIterator[LightClient]:
        """Subscribe to everyone else's tracks on a second connection."""
        others = [member for number, member in self._members.items() if number != seat.number]
        tracks = [sid for member in others for sid in member.tracks.values()]
        yield await self._members[seat.number].subscribe(tracks)


class _Member(Conversation):
    """Somebody in the room.

    Attributes:
        tracks: the server's names for what was published, by ours.
    """

    def __init__(self, socket: websockets.ClientConnection) -> None:
        super().__init__(socket)
        self.tracks: dict[str, str] = {}
        self._receiver = LightClient(controlling=False, address=ADDRESS)

    async def ping(self) -> None:
        """Say that one is there, until cancelled."""
        while True:
            await self.send(ping=int(1000 * time.monotonic()))
            await asyncio.sleep(_PING_S)

    async def publish(self, seat: Seat) -> None:
        """Announce both tracks and connect the seat's client."""
        await seat.client.gather()
        for name in CODECS:
            track = {"cid": track_name(seat, name), "name": name, "stream": f"seat{seat.number}"}
            await self.send(addTrack=_TRACKS[name] | track)
        await self.until(lambda: len(self.tracks) == len(CODECS), "names for the tracks")
        await self.send(offer={"type": "offer", "sdp": publishing_offer(seat)})
        await self.connect(seat.client, _PUBLISHER)

    async def subscribe(self, tracks: Sequence[str]) -> LightClient:
        """Ask for these tracks and connect the client that receives them."""
        await self._receiver.gather()
        await self.send(subscription={"trackSids": tracks, "subscribe": True})
        await self.connect(self._receiver, _SUBSCRIBER)
        return self._receiver

    async def take(self, message: dict[str, Any]) -> None:
        """Take one message: exactly one field says what it is."""
        match message:
            case {"trackPublished": {"cid": cid, "track": {"sid": sid}}}:
                self.tracks[cid] = sid
            case {"answer": {"sdp": sdp}}:
                self.described[_PUBLISHER] = sdp
            case {"offer": {"sdp": sdp, **rest}}:
                answer = {"type": "answer", "sdp": answer_offer(sdp, self._receiver), "id": rest.get("id", 0)}
                await self.send(answer=answer)
                self.described.setdefault(_SUBSCRIBER, sdp)
            case {"trickle": {"candidateInit": init, **rest}}:
                candidate: str = json.loads(init).get("candidate") or ""
                self.take_candidate(str(rest.get("target", _PUBLISHER)), candidate)
            case {"leave": leave}:
                raise PeerFailed(f"it sent somebody away: {leave.get('reason', 'no reason given')}")


def access_token(identity: str, now: float) -> str:
    """A token to join the room, publish and subscribe (RFC 7519, HS256).

    Args:
        identity: of who joins. now: Unix time.
    """
    grant = {"room": _ROOM, "roomJoin": True, "canPublish": True, "canSubscribe": True}
    claims = {"iss": _KEY, "sub": identity, "exp": int(now) + _TOKEN_S, "video": grant}
    signed = ".".join(_encode(json.dumps(part).encode()) for part in ({"alg": "HS256", "typ": "JWT"}, claims))
    return f"{signed}.{_encode(hmac.digest(_SECRET.encode(), signed.encode(), hashlib.sha256))}"


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

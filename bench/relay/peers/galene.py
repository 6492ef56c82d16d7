"""Drives Galène: one websocket for everyone, one connection to send, and one more for each person received."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import websockets

from bench.relay.client import LightClient
from bench.relay.peers.conversation import Conversation
from bench.relay.peers.peer import ADDRESS, PeerRelay
from bench.relay.peers.program import PeerFailed, Program, open_socket
from bench.relay.peers.sdp import answer_offer, publishing_offer
from bench.relay.seat import Seat

__all__ = ["Galene"]

_SERVED = "127.0.0.1:8443"
_GROUP = "bench"
# Anybody may join and publish.
_RULES = {
    "wildcard-user": {"password": {"type": "wildcard"}, "permissions": "present"},
    "codecs": ["vp8", "opus"],
}
# A track is announced with its first packet; a connection that was asked for before is closed and offered again.
_SETTLE_S = 2.0
_FOLDERS = ("groups", "data", "recordings", "static")


class Galene(PeerRelay):
    """One group."""

    program = Program("Galène", "galene", "GALENE_BIN")

    async def start(self) -> int:
        """Start it with one group, without TLS and without its TURN server."""
        self._members: dict[int, _Member] = {}
        for name in _FOLDERS:
            (self.folder / name).mkdir()
        (self.folder / "groups" / f"{_GROUP}.json").write_text(json.dumps(_RULES))
        (self.folder / "data" / "config.json").write_text("{}")
        folders = [word for name in _FOLDERS for word in (f"-{name}", name)]
        return await self.launch([self.program.path, "-insecure", "-http", _SERVED, "-turn", "", *folders])

    async def join(self, seat: Seat) -> None:
        """Join and publish."""
        socket = await open_socket(self.process, f"ws://{_SERVED}/ws")
        self._members[seat.number] = member = _Member(socket, f"seat{seat.number}")
        self.keep(member.read())
        await member.publish(seat)

    async def receive(self, seat: Seat) -> AsyncIterator[LightClient]:
        """Ask for everything; a connection is offered for each of the others, once their packets arrive."""
        member = self._members[seat.number]
        await asyncio.sleep(_SETTLE_S)
        await member.send(type="request", request={"": ["audio", "video"]})
        for _ in range(self.seats - 1):
            yield await member.connect_next()


class _Member(Conversation):
    """Somebody in the group."""

    def __init__(self, socket: websockets.ClientConnection, name: str) -> None:
        super().__init__(socket)
        self._name = name
        self._is_in = False
        self._receivers: dict[str, LightClient] = {}
        self._offered: list[str] = []

    async def publish(self, seat: Seat) -> None:
        """Join the group and connect the seat's client."""
        name, stream = self._name, f"camera of {self._name}"
        await self.send(type="handshake", version=["2"], id=name)
        await self.send(type="join", kind="join", group=_GROUP, username=name, password="")
        await self.until(lambda: self._is_in, "a welcome")
        await seat.client.gather()
        sdp = publishing_offer(seat)
        await self.send(type="offer", id=stream, label="camera", source=name, username=name, sdp=sdp)
        await self.connect(seat.client, stream)

    async def connect_next(self) -> LightClient:
        """Connect to the next stream that is offered."""
        await self.until(lambda: bool(self._offered), "everyone's streams")
        name = self._offered.pop(0)
        await self.connect(self._receivers[name], name)
        return self._receivers[name]

    async def take(self, message: dict[str, Any]) -> None:
        """Take one message; offers for a stream are repeated when a track is added."""
        match message:
            case {"type": "ping"}:
                await self.send(type="pong")
            case {"type": "joined", "kind": "fail"}:
                raise PeerFailed(f"it let nobody in: {message.get('value')}")
            case {"type": "joined"}:
                self._is_in = True
            case {"type": "answer", "id": name, "sdp": sdp}:
                self.described[name] = sdp
            case {"type": "offer", "id": name, "sdp": sdp}:
                if name not in self._receivers:
                    self._receivers[name] = LightClient(controlling=False, address=ADDRESS)
                    await self._receivers[name].gather()
                    self.described[name] = sdp
                    self._offered.append(name)
                await self.send(type="answer", id=name, sdp=answer_offer(sdp, self._receivers[name]))
            case {"type": "ice", "id": name, "candidate": {"candidate": candidate}}:
                self.take_candidate(name, candidate)

"""Drives Janus VideoRoom: one session of its websocket API, and two connections for everyone, as the plugin requires."""

import asyncio
import itertools
import json
from collections.abc import AsyncIterator

import websockets
from aiortc.sdp import SessionDescription

from bench.figures import Measured
from bench.relay.client import LightClient
from bench.relay.peers.peer import ADDRESS, PeerRelay
from bench.relay.peers.program import PeerFailed, Program, open_socket
from bench.relay.peers.sdp import answer_offer, publishing_offer
from bench.relay.seat import Seat

__all__ = ["Janus"]

_URL, _PROTOCOL = "ws://127.0.0.1:8188", websockets.Subprotocol("janus-protocol")
_CONFIGURATION = "/etc/janus"
_ROOM = 4711
_PLUGIN = "janus.plugin.videoroom"
_CALL_TIMEOUT_S = 20.0
# It drops a session that is silent for a minute.
_KEEP_ALIVE_S = 20.0


class Janus(PeerRelay):
    """One VideoRoom."""

    program = Program("Janus", "janus", "JANUS_BIN")

    async def start(self) -> int:
        """Start it with its own configuration and create the room."""
        pid = await self.launch([self.program.path, "-F", _CONFIGURATION, "-o", "-d", "2"])
        self._feeds: dict[int, int] = {}
        self._api = api = _Api(await open_socket(self.process, _URL, [_PROTOCOL]))
        self.keep(api.read())
        self.keep(api.keep_alive())
        await api.open()
        room: Measured = {"room": _ROOM, "publishers": 200, "bitrate": 5_000_000, "videocodec": "vp8"}
        await api.call(await api.attach(), {"request": "create", **room})
        return pid

    async def join(self, seat: Seat) -> None:
        """Join as a publisher."""
        api, client = self._api, seat.client
        handle = await api.attach()
        joined = await api.call(handle, {"request": "join", "ptype": "publisher", "room": _ROOM})
        await client.gather()
        offer: Measured = {"type": "offer", "sdp": publishing_offer(seat)}
        answered = await api.call(handle, {"request": "publish"}, offer)
        await client.connect_to(SessionDescription.parse(answered["jsep"]["sdp"]))  # type: ignore[index]
        self._feeds[seat.number] = joined["plugindata"]["data"]["id"]  # type: ignore[index]

    async def receive(self, seat: Seat) -> AsyncIterator[LightClient]:
        """Subscribe to everyone else on a second connection."""
        api, client = self._api, LightClient(controlling=False, address=ADDRESS)
        handle = await api.attach()
        streams = [{"feed": feed} for number, feed in self._feeds.items() if number != seat.number]
        request: Measured = {"request": "join", "ptype": "subscriber", "room": _ROOM, "streams": streams}
        offered = await api.call(handle, request)
        offer: str = offered["jsep"]["sdp"]  # type: ignore[index]
        await client.gather()
        await api.call(handle, {"request": "start"}, {"type": "answer", "sdp": answer_offer(offer, client)})
        await client.connect_to(SessionDescription.parse(offer))
        yield client


class _Api:
    """The few calls of its API a VideoRoom client needs; replies come in any order."""

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
        """Keep the session alive until cancelled."""
        while True:
            await asyncio.sleep(_KEEP_ALIVE_S)
            await self._send({"janus": "keepalive", "session_id": self._session})

    async def open(self) -> None:
        """Create the session."""
        self._session = (await self._request({"janus": "create"}))["data"]["id"]  # type: ignore[index]

    async def attach(self) -> int:
        """A new handle of the plugin."""
        request: Measured = {"janus": "attach", "session_id": self._session, "plugin": _PLUGIN}
        handle: int = (await self._request(request))["data"]["id"]  # type: ignore[index]
        return handle

    async def call(self, handle: int, body: Measured, jsep: Measured | None = None) -> Measured:
        """Send a request to the plugin.

        Raises:
            PeerFailed: it refused.
        """
        message: Measured = {
            "janus": "message",
            "session_id": self._session,
            "handle_id": handle,
            "body": body,
        }
        reply = await self._request(message | ({"jsep": jsep} if jsep else {}))
        data = reply["plugindata"]["data"]  # type: ignore[index]
        if "error" in data:
            raise PeerFailed(data["error"])
        return reply

    async def _request(self, message: Measured) -> Measured:
        future: asyncio.Future[Measured] = asyncio.get_running_loop().create_future()
        self._waiting[await self._send(message)] = future
        async with asyncio.timeout(_CALL_TIMEOUT_S):
            reply = await future
        if reply["janus"] == "error":
            raise PeerFailed(str(reply["error"]))
        return reply

    async def _send(self, message: Measured) -> str:
        transaction = str(next(self._numbers))
        await self._socket.send(json.dumps(message | {"transaction": transaction}))
        return transaction

"""A client written from PROTOCOL.md alone, without a browser: tickets, the socket, merge patches on a view, resume.

With ``with_media`` it also answers offers with a light relay client, so that 14 seats fit on a small machine.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import websockets
from websockets.asyncio.client import ClientConnection, connect

from rooms.views.merge_patch import apply_patch
from tests.support.relay.client import RelayClient

__all__ = ["PATIENCE_S", "WireClient", "open_client", "resumed"]

PATIENCE_S = 30.0
Message = dict[str, Any]


class WireClient:
    """One seat's client.

    Attributes:
        view: The view with all patches applied.
        events: The events so far, in order.
        byes: The ``bye`` messages so far.
        media: The light relay client of the newest offer.
        has_media: Whether it is connected.
    """

    def __init__(self, link: str) -> None:
        self._base, self._invitation = link.split("/join#")
        self._socket: ClientConnection | None = None
        self._requests = 0
        self._answers: dict[int, asyncio.Future[Message]] = {}
        self._changed = asyncio.Event()
        self.view: Message = {}
        self.welcome: Message = {}
        self.seq = 0
        self.events: list[Message] = []
        self.byes: list[Message] = []
        self.errors: list[Message] = []
        self.offers: list[Message] = []
        self.media: RelayClient | None = None
        self.with_media = False
        self.has_media = False
        self.close_code: int | None = None

    async def ticket(self) -> str:
        """Exchange the invitation for a ticket."""
        async with httpx.AsyncClient(base_url=self._base, headers={"origin": self._base}) as http:
            answer = await http.post("/api/v1/tickets", json={"invitation": self._invitation})
            assert answer.status_code == 200, answer.text
            return str(answer.json()["ticket"])

    async def open(self, **hello: Any) -> None:
        """Open a socket and say hello; returns without waiting for the welcome."""
        url = self._base.replace("http", "ws", 1) + "/api/v1/room"
        self._socket = await connect(
            url, subprotocols=[websockets.Subprotocol("attune.v1")], origin=websockets.Origin(self._base)
        )
        await self.say({"type": "hello", "devices": {"mic": True, "camera": True}} | hello)

    async def join(self) -> None:
        """Join by ticket and wait for the welcome."""
        await self.open(ticket=await self.ticket())

    async def resume(self) -> None:
        """Resume after a lost socket."""
        token, self.welcome, self.close_code = self.welcome["resume"], {}, None
        await self.open(resume={"token": token, "seq": self.seq})

    async def say(self, message: Message | str) -> None:
        """Send one frame unchanged."""
        assert self._socket is not None, "no socket was opened"
        await self._socket.send(message if isinstance(message, str) else json.dumps(message))

    async def ask(self, kind: str, **fields: Any) -> Message:
        """Send a request and return its answer, ``ok`` or ``error``."""
        self._requests += 1
        answer: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
        self._answers[self._requests] = answer
        await self.say({"type": kind, "id": self._requests} | fields)
        async with asyncio.timeout(PATIENCE_S):
            await answer
        return answer.result()

    async def ask_and_go(self, kind: str, **fields: Any) -> None:
        """Send a request that ends the session."""
        self._requests += 1
        await self.say({"type": kind, "id": self._requests} | fields)

    async def floor(self, kind: str, **fields: Any) -> Message:
        """Send a floor request based on the current view."""
        return await self.ask(f"floor.{kind}", expected_seq=self.view["floor"]["seq"], **fields)

    async def read(self) -> None:
        """Read messages until the socket is closed."""
        assert self._socket is not None, "no socket was opened"
        try:
            async for text in self._socket:
                await self._take(json.loads(text))
        except websockets.ConnectionClosed:
            pass
        self.close_code = self._socket.close_code
        self._changed.set()

    async def _take(self, message: Message) -> None:
        match message["type"]:
            case "welcome":
                self.welcome, self.seq = message, message["seq"]
                self.view = message.get("view", self.view)
            case "room.changed":
                assert message["seq"] == self.seq + 1, "a change is missing"
                self.seq += 1
                self.view = apply_patch(self.view, message["patch"])
                self.events += message["events"]
            case "ok" | "error" | "media.snapshot" | "pong":
                future = self._answers.pop(message.get("re", 0), None)
                if future is not None:
                    future.set_result(message)
                elif message["type"] == "error":
                    self.errors.append(message)
            case "bye":
                self.byes.append(message)
            case "media.offer":
                self.offers.append(message)
                if self.with_media:
                    await self._answer(message)
        self._changed.set()

    async def _answer(self, offer: Message) -> None:
        self.has_media = False
        if self.media is not None:
            await self.media.vanish()
        self.media = RelayClient(offer["sdp"], seed=len(self.offers) * 50 + self._seat_number())
        await self.media.gather()
        self._requests += 1
        await self.say(
            {
                "type": "media.answer",
                "id": self._requests,
                "generation": offer["generation"],
                "sdp": self.media.answer(),
            }
        )
        await self.media.connect()
        self.has_media = True

    def _seat_number(self) -> int:
        return sum(map(ord, self.welcome["seat"])) % 50

    async def until(self, condition: Callable[["WireClient"], object], what: str) -> None:
        """Wait until the condition holds for this client."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                while not condition(self):
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            raise AssertionError(f"waited in vain: {what}; view: {json.dumps(self.view)[:2000]}") from None

    async def until_view(self, condition: Callable[[Message], object], what: str) -> None:
        """Wait until the condition holds for the view."""
        await self.until(lambda client: client.view and condition(client.view), what)

    async def drop(self) -> None:
        """Drop the socket silently, as a broken network would."""
        assert self._socket is not None, "no socket was opened"
        self._socket.transport.abort()

    async def close(self) -> None:
        """Leave for good."""
        if self.media is not None:
            await self.media.vanish()
        if self._socket is not None:
            await self._socket.close()


@asynccontextmanager
async def open_client(link: str, *, with_media: bool = False) -> AsyncIterator[WireClient]:
    """A client that has joined and reads until the end of the block."""
    client = WireClient(link)
    client.with_media = with_media
    await client.join()
    async with _reading(client):
        yield client


@asynccontextmanager
async def resumed(client: WireClient) -> AsyncIterator[None]:
    """The same client, resumed after its socket was lost."""
    await client.resume()
    async with _reading(client):
        yield


@asynccontextmanager
async def _reading(client: WireClient) -> AsyncIterator[None]:
    async with asyncio.TaskGroup() as tasks:
        reader = tasks.create_task(client.read())
        await client.until(lambda c: c.welcome, "welcome")
        try:
            yield
        finally:
            # An offer that arrives meanwhile would open another connection, which nobody closes.
            reader.cancel()
            await asyncio.wait([reader])
            await client.close()

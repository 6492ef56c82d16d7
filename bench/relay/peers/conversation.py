"""One websocket of a relay that tells descriptions and addresses piece by piece, as JSON: what both that do share."""

import abc
import asyncio
import json
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import websockets

from bench.relay.client import CONNECT_TIMEOUT_S, LightClient
from bench.relay.peers.program import PeerFailed
from bench.relay.peers.sdp import has_address, transport_of

__all__ = ["Conversation"]


class Conversation(abc.ABC):
    """Somebody's websocket.

    Attributes:
        described: the relay's description of each connection, by the connection's name.
    """

    def __init__(self, socket: websockets.ClientConnection) -> None:
        self.described: dict[str, str] = {}
        self._candidates: dict[str, list[str]] = defaultdict(list)
        self._socket = socket
        self._news = asyncio.Condition()

    async def read(self) -> None:
        """Take what the relay says until cancelled.

        Raises:
            PeerFailed: it sent somebody away.
        """
        async for text in self._socket:
            # LiveKit greets in protobuf, and goes on in JSON once it was sent some.
            if isinstance(text, str):
                await self.take(json.loads(text))
                async with self._news:
                    self._news.notify_all()

    @abc.abstractmethod
    async def take(self, message: dict[str, Any]) -> None:
        """Take one message; whoever waits looks again afterwards."""

    def take_candidate(self, name: str, candidate: str) -> None:
        """Take an address of the relay for this connection; an empty one ends the list, and other than UDP are left."""
        if " udp " in candidate:
            self._candidates[name].append(candidate)

    async def connect(self, client: LightClient, name: str) -> None:
        """Connect a client, which has gathered, once the relay has described this connection and told an address.

        Raises:
            PeerFailed: it did not.
        """
        await self.until(lambda: self._is_ready(name), "an address")
        await client.connect_to(transport_of(self.described[name], self._candidates[name]))

    async def until(self, condition: Callable[[], bool], what: str) -> None:
        """Wait until it holds.

        Raises:
            PeerFailed: it did not in time; `what` was missing.
        """
        try:
            async with asyncio.timeout(CONNECT_TIMEOUT_S), self._news:
                await self._news.wait_for(condition)
        except TimeoutError:
            raise PeerFailed(f"it did not send {what}") from None

    async def send(self, **message: object) -> None:
        """Say something."""
        await self._socket.send(json.dumps(message))

    def _is_ready(self, name: str) -> bool:
        described = self.described.get(name, "")
        return bool(described and self._candidates[name]) or has_address(described)

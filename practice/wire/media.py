"""The media of one page: a connection for the newest offer, and what is sent on it."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from practice.link.connection import Connection, NotConnected
from practice.wire.player import Player

__all__ = ["MediaLink"]

Message = Mapping[str, Any]


class MediaLink:
    """Answers offers, and keeps one connection while its page has one.

    Args:
        player: What is sent.
        say: Sends a request to the service: its type and fields.
    """

    def __init__(self, player: Player, say: Callable[..., None]) -> None:
        self._player = player
        self._say = say
        self._offers: asyncio.Queue[Message] = asyncio.Queue()
        self._connection: Connection | None = None
        self._generation = 0

    def offered(self, offer: Message) -> None:
        """Take an offer of the service."""
        self._offers.put_nowait(offer)

    async def run(self) -> None:
        """Connect for one offer after the other, until cancelled."""
        offer = await self._offers.get()
        while True:
            async with asyncio.TaskGroup() as tasks:
                serving = tasks.create_task(self._serve(offer), name="practice:media")
                offer = await self._next_offer()
                serving.cancel()

    async def _next_offer(self) -> Message:
        """Return the offer of another connection; those of this one restart it."""
        while True:
            offer = await self._offers.get()
            if not offer["restart"] or self._connection is None or offer["generation"] != self._generation:
                return offer
            self._connection.restart(offer["sdp"])
            self._answer(self._connection)

    async def _serve(self, offer: Message) -> None:
        self._generation = offer["generation"]
        self._connection = connection = Connection(offer["sdp"], self._player.on_control)
        self._answer(connection)
        connected = asyncio.Event()
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(connection.run(connected), name="practice:connection")
                await connected.wait()
                await self._player.play(connection)
        except* (NotConnected, OSError):
            self._say("media.restart", generation=self._generation, fresh=True)

    def _answer(self, connection: Connection) -> None:
        self._say("media.answer", generation=self._generation, sdp=connection.answer())

"""One page: a seat, or a phone beside one. It joins by its link, keeps its view, and lets its people decide.

It leaves a seat to whoever opens it, for good: a simulated person never argues with a real one.
"""

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from random import Random
from typing import Any

import websockets
from websockets.asyncio.client import ClientConnection, connect

from practice.cast.recording import Clip, Recording, clips_of
from practice.people.deeds import Ask, Speak
from practice.people.mind import Mind
from practice.wire.door import Door, Ticket
from practice.wire.media import MediaLink
from practice.wire.patch import patched
from practice.wire.player import Player

__all__ = ["Page"]

_LOOK_S = 0.25
"""How often people look at what has changed."""
_AGAIN_S = (0.5, 1.5, 3.0, 5.0, 10.0)
_TICKET_GONE = frozenset({"ticket.invalid", "resume.invalid", "hello.expected"})
_CLIENT = "attune-practice/1"
_NO_SOUND: Mapping[str, tuple[Clip, ...]] = {}

Message = dict[str, Any]


class Page:
    """A page and its people.

    Args:
        door: The service.
        recording: How the seat looks and sounds.
        library: The library of the service.
        language: What its people speak.
        rng: Makes them different from others.
    """

    def __init__(
        self,
        door: Door,
        recording: Recording,
        library: Mapping[str, Any],
        language: str,
        rng: Random,
    ) -> None:
        self._door = door
        self._recording = recording
        self._library = library
        self._language = language
        self._rng = rng
        self._socket: ClientConnection | None = None
        self._resume: Message | None = None
        self._view: Mapping[str, Any] = {}
        self._seq = 0
        self._requests = 0
        self._asked: dict[int, Mind] = {}
        self._minds: dict[str, Mind] = {}
        self._player = Player(recording.films)
        self._bye = ""
        self._welcomed = False

    async def stay(self, ticket: Ticket) -> None:
        """Join, and come back after every lost connection, until the seat is somebody else's or the session is over."""
        fresh: Ticket | None = ticket
        tries = 0
        while True:
            if fresh is None and self._resume is None:
                fresh = await self._door.ticket()
            began = time.monotonic()
            over = await self._visit(fresh)
            fresh = None
            if over:
                return
            tries = 0 if time.monotonic() - began > _AGAIN_S[-1] else tries + 1
            await asyncio.sleep(
                self._rng.uniform(0.8, 1.2) * _AGAIN_S[min(max(tries - 1, 0), len(_AGAIN_S) - 1)]
            )

    async def _visit(self, ticket: Ticket | None) -> bool:
        """Have one socket; return whether it was the last."""
        self._bye, self._welcomed = "", False
        self._asked.clear()
        for mind in self._minds.values():
            mind.lost()
        try:
            async with connect(
                self._door.socket_url,
                subprotocols=[websockets.Subprotocol("attune.v1")],
                origin=websockets.Origin(self._door.origin),
                compression=None,
            ) as self._socket:
                await self._say_hello(ticket)
                await self._live(self._socket)
        except* (OSError, websockets.WebSocketException):
            pass
        finally:
            self._socket = None
        if not self._welcomed:
            # A ticket or token opens one socket, whether that was answered or not.
            self._resume = None
        return bool(self._bye) and self._bye not in (*_TICKET_GONE, "server.restart", "too.slow")

    async def _say_hello(self, ticket: Ticket | None) -> None:
        proof: Message = {"ticket": ticket.ticket} if ticket else {"resume": self._resume}
        await self._send(
            {
                "type": "hello",
                "devices": {"mic": True, "camera": True},
                "client": _CLIENT,
                "simulated": True,
                **proof,
            }
        )

    async def _live(self, socket: ClientConnection) -> None:
        async with asyncio.TaskGroup() as tasks:
            media = MediaLink(self._player, self._later(tasks))
            owned = [
                tasks.create_task(media.run(), name="practice:link"),
                tasks.create_task(self._act(), name="practice:act"),
            ]
            try:
                async for text in socket:
                    self._take(json.loads(text), media)
            finally:
                for task in owned:
                    task.cancel()

    def _later(self, tasks: asyncio.TaskGroup) -> Callable[..., None]:
        """Return a function that sends a request without waiting for it."""

        def say(kind: str, **fields: object) -> None:
            self._requests += 1
            tasks.create_task(self._send({"type": kind, "id": self._requests, **fields}))

        return say

    async def _send(self, message: Message) -> None:
        assert self._socket is not None, "a visit has begun"
        await self._socket.send(json.dumps(message))

    def _take(self, message: Message, media: MediaLink) -> None:
        match message["type"]:
            case "welcome":
                self._welcome(message)
            case "room.changed":
                self._seq = message["seq"]
                self._view = patched(self._view, message["patch"])
            case "ok" | "error":
                mind = self._asked.pop(message.get("re", 0), None)
                if mind is not None:
                    mind.answered(time.monotonic(), ok=message["type"] == "ok")
            case "media.offer":
                self._player.want(wanted=True)
                media.offered(message)
            case "media.layers":
                self._player.want(wanted=bool(message["rids"]))
            case "bye":
                self._bye = message["code"]
            case _:
                pass
        if self._resume is not None:
            self._resume["seq"] = self._seq

    def _welcome(self, message: Message) -> None:
        self._welcomed, self._seq = True, message["seq"]
        self._view = message.get("view", self._view)
        self._resume = {"token": message["resume"], "seq": self._seq}
        you = self._view["you"]
        for place, person in enumerate(you["people"]):
            if person not in self._minds:
                self._minds[person] = self._new_mind(person, place)

    def _new_mind(self, person: str, place: int) -> Mind:
        is_phone = self._view["you"]["space"] == "companion"
        clips = _NO_SOUND if is_phone else clips_of(self._recording, self._language, place)
        lengths = {occasion: [clip.seconds for clip in some] for occasion, some in clips.items()}
        return Mind(person, lengths, self._library, Random(self._rng.random()))

    def _hush(self, now: float) -> None:
        self._player.hush()
        for mind in self._minds.values():
            mind.hush(now)

    async def _act(self) -> None:
        """Let the people decide, again and again."""
        while True:
            await asyncio.sleep(_LOOK_S)
            if not self._view:
                continue
            now = time.monotonic()
            if self._view["you"]["audio"] != "on":
                self._hush(now)
            for place, mind in enumerate(self._minds.values()):
                match mind.decide(self._view, now):
                    case Ask(kind=kind, fields=fields):
                        self._requests += 1
                        self._asked[self._requests] = mind
                        await self._send({"type": kind, "id": self._requests, **fields})
                    case Speak(occasion=occasion, clips=clips):
                        said = clips_of(self._recording, self._language, place)[occasion]
                        self._player.say(place, [said[clip] for clip in clips])
                    case None:
                        pass

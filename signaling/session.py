"""One client session, from hello to bye: reads requests, passes them to the room, sends what the room reports.

Owns a reader task and, while there is work, a writer and a task that connects the seat's media. Whoever first knows that
the session has ended sets ``_over``, once. The meaning of messages is in ``protocol`` (when), ``translate`` (what) and
the room (whether).
"""

import asyncio
import logging
from collections.abc import Callable

from rooms.model import commands as cmd
from rooms.model.errors import Refused
from rooms.runtime.actor import RoomActor
from rooms.runtime.audience import Change
from rooms.runtime.ports import JournalUnavailable
from rooms.runtime.viewers import Arrival
from signaling import messages as wire
from signaling.heartbeat import HEARTBEAT_S, Heartbeat, together
from signaling.ports import (
    FormatsMissing,
    LayersChosen,
    Media,
    MediaEvent,
    MediaRefused,
    OfferMade,
    ResumeGrant,
    SessionServices,
    SlotsPaused,
    Socket,
    SocketClosed,
)
from signaling.protocol import BYES, HELLO_TIMEOUT_S, Closing, InboundRules, retryable
from signaling.send_queue import SendQueue, TooSlow
from signaling.translate import Sender, to_command

__all__ = ["FAREWELL_S", "SEND_TIMEOUT_S", "ClientSession"]

SEND_TIMEOUT_S = 10.0
"""A client that does not take a frame within this time is not reading."""
FAREWELL_S = 2.0
"""How long the last messages may take."""

_log = logging.getLogger(__name__)

_REFUSED_ARRIVALS = {
    "room.full": "room.full",
    "room.ended": "session.ended",
    "resume.invalid": "resume.invalid",
    "link.withdrawn": "link.withdrawn",
    "room.busy": "server.restart",
    "seat.taken": "seat.taken",
}


class ClientSession:
    """The session on one socket; also the room's viewer for its seat."""

    def __init__(
        self,
        socket: Socket,
        services: SessionServices,
        media: Media,
        monotonic: Callable[[], float],
        *,
        heartbeat_s: float = HEARTBEAT_S,
    ) -> None:
        self._socket = socket
        self._services = services
        self._media = media
        self._monotonic = monotonic
        self._rules = InboundRules(monotonic())
        self._send_queue = SendQueue()
        self._heartbeat = Heartbeat(monotonic(), heartbeat_s)
        self._beats: asyncio.TimerHandle | None = None
        self._over: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
        self._actor: RoomActor | None = None
        self._hello: wire.Hello | None = None
        self._grant: ResumeGrant | None = None
        self._slot: int | None = None
        self._keep = False
        self._admitted: bool | None = None
        """Whether the socket was last marked as in the room; None until the client is identified."""
        self._is_seated_anew = False
        self._tasks: asyncio.TaskGroup | None = None
        """None while no task can be started: before the session runs, and once it has ended."""
        self._writing: asyncio.Task[None] | None = None
        self._linking: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Run the session; returns when it has ended and the socket is closed."""
        try:
            async with asyncio.TaskGroup() as tasks:
                self._tasks = tasks
                reading = tasks.create_task(self._read(), name="session:read")
                try:
                    code = await self._over
                finally:
                    self._tasks = None
                for child in (reading, self._writing, self._linking):
                    if child is not None:
                        child.cancel()
            await self._say_goodbye(code)
        finally:
            if self._beats:
                self._beats.cancel()
            if self._actor and self._grant:
                self._actor.detach(self._grant.seat, self)

    # Called by the room: never blocks.

    def welcome(self, arrival: Arrival) -> None:
        """Answer the client's hello, and connect its media."""
        assert self._hello is not None, "it said hello"
        assert self._grant is not None, "it was let in"
        assert self._actor is not None, "it calls"
        resume, grant = self._hello.resume, self._grant
        self._send(
            wire.Welcome(
                seq=arrival.seq if arrival.view is not None or not resume else resume.seq,
                resume=self._services.mint_resume(grant),
                resume_within_s=self._actor.resume_within_s,
                server_time=self._actor.now(),
                seat=grant.seat,
                view=arrival.view,
            )
        )
        for change in arrival.missed:
            self.deliver(change)
        self._beat()
        _log.info(
            "session.open", extra={"room": grant.room, "seat": grant.seat, "resumed": resume is not None}
        )
        self._keep = resume is not None
        self._hello = None
        self.seated(arrival.slot)

    def deliver(self, change: Change) -> None:
        """Send one change to the client."""
        # The room has serialized it once for everybody who gets the same; the message is ``wire.RoomChanged``.
        self._put(f'{{"type":"room.changed","seq":{change.seq},{change.told[1:]}')

    def seated(self, slot: int | None) -> None:
        """Connect media in this slot. Without a slot there is nothing to do: the plan closes the connection."""
        self._slot = slot
        self._admit(in_room=slot is not None)
        self._is_seated_anew = True
        if self._linking is None and self._tasks is not None:
            self._linking = self._tasks.create_task(self._link_media(), name="session:media")

    def _admit(self, *, in_room: bool) -> None:
        if in_room is not self._admitted:
            self._admitted = self._rules.in_room = in_room
            self._socket.admit(in_room=in_room)

    def dismiss(self, code: str) -> None:
        """End the session with this ``bye`` code."""
        if not self._over.done():
            self._over.set_result(code)

    # Reading.

    async def _read(self) -> None:
        try:
            async with asyncio.timeout(HELLO_TIMEOUT_S):
                first = self._judge(await self._socket.receive())
        except TimeoutError:
            self.dismiss("hello.expected")
            return
        except SocketClosed:
            self._vanish()
            return
        if isinstance(first, wire.Hello):
            await self._greet(first)
            del first
            await self._serve()

    async def _serve(self) -> None:
        try:
            while not self._over.done():
                await self._take(await self._socket.receive())
        except SocketClosed:
            self._vanish()

    async def _take(self, text: str) -> None:
        request = self._judge(text)
        if isinstance(request, wire.Request):
            await self._answer(request)

    def _judge(self, text: str) -> wire.Hello | wire.Request | None:
        verdict = self._rules.on_text(text, self._monotonic())
        if isinstance(verdict, Closing):
            self.dismiss(verdict.code)
            return None
        if isinstance(verdict, wire.ErrorMessage):
            self._send(verdict)
            return None
        return verdict

    # Hello.

    async def _greet(self, hello: wire.Hello) -> None:
        resume = self._services.read_resume(hello.resume.token) if hello.resume else None
        grant = resume if hello.resume else self._services.redeem_ticket(hello.ticket or "")
        if grant is None:
            self.dismiss("resume.invalid" if hello.resume else "ticket.invalid")
            return
        if resume is None:
            # A ticket works once, so it identifies the client even before the room answers. A token can be presented
            # again after it is void: only the room knows.
            self._admit(in_room=False)
        # Every welcome brings a new token, and voids the one before.
        nonce = self._services.mint_nonce()
        self._hello, self._grant = hello, ResumeGrant(grant.room, grant.seat, grant.link, nonce)
        try:
            self._actor = await self._services.find_room(grant.room)
            if self._actor is None:
                self.dismiss("session.ended")
                return
            await self._actor.attach(
                cmd.Attach(
                    grant.seat,
                    hello.devices.mic,
                    hello.devices.camera,
                    nonce,
                    resume.nonce if resume else None,
                    grant.link,
                    hello.simulated,
                ),
                self,
                resume_from=hello.resume.seq if hello.resume else None,
            )
        except Refused as refused:
            self.dismiss(_REFUSED_ARRIVALS.get(refused.code, "ticket.invalid"))
        except JournalUnavailable:
            self.dismiss("server.restart")

    async def _link_media(self) -> None:
        """Connect the seat's media in its current slot; only the newest slot counts."""
        while self._is_seated_anew:
            self._is_seated_anew = False
            keep, self._keep = self._keep, False
            if self._slot is None:
                continue
            assert self._grant is not None, "greeted"
            await self._media.connect(
                self._grant.room, self._grant.seat, self._slot, self._send_media, keep=keep
            )
        self._linking = None

    def _send_media(self, news: MediaEvent) -> None:
        match news:
            case OfferMade():
                layers = [
                    wire.VideoLayer(rid=layer.rid, height=layer.height, max_bps=layer.max_bps)
                    for layer in news.layers
                ]
                assert self._grant is not None, "greeted"
                # Every offer has its own: they are short-lived, and clients that only wait get none.
                servers = self._services.ice_servers(self._grant.seat)
                self._send(
                    wire.MediaOffer(
                        generation=news.generation,
                        sdp=news.sdp,
                        layers=layers,
                        restart=news.restart,
                        ice_servers=servers,
                    )
                )
            case LayersChosen():
                self._send(wire.MediaLayers(generation=news.generation, rids=list(news.rids)))
            case SlotsPaused():
                self._send(wire.MediaPaused(generation=news.generation, slots=list(news.slots)))
            case FormatsMissing():
                self._send(wire.MediaUnsupported(generation=news.generation, cannot=list(news.cannot)))

    # Requests.

    async def _answer(self, request: wire.Request) -> None:
        assert self._actor is not None, "greeted"
        assert self._grant is not None, "greeted"
        try:
            answer = await self._do(request)
        except Refused as refused:
            floor = self._actor.floor(self._grant.seat) if refused.code == "floor.stale" else None
            self._refuse(request, refused.code, reason=refused.reason, floor=floor)
        except MediaRefused as refused:
            self._refuse(request, refused.code, reason=refused.reason)
            is_abuse = refused.code == "media.answer_refused" and self._rules.on_refused_answer(
                self._monotonic()
            )
            if is_abuse:
                self.dismiss("abuse")
        else:
            self._send(answer)

    async def _do(self, request: wire.Request) -> wire.Ok | wire.Snapshot | wire.Pong:
        """Carry out the request; returns the response. Raises Refused, MediaRefused."""
        assert self._actor is not None, "greeted"
        assert self._grant is not None, "greeted"
        room, seat = self._grant.room, self._grant.seat
        match request:
            case wire.Ping():
                return wire.Pong(re=request.id, server_time=self._actor.now())
            case wire.MediaAnswer(generation=generation, sdp=sdp):
                await self._media.answer(room, seat, generation, sdp)
            case wire.MediaRestart(generation=generation, fresh=fresh):
                await self._media.restart(room, seat, generation, fresh=fresh)
            case wire.MediaTiles(heights=heights):
                await self._media.set_tiles(room, seat, {int(slot): px for slot, px in heights.items()})
            case wire.MediaSnapshot():
                support_view = await self._actor.support_view(seat)
                relay = await self._media.stats(room)
                shown = support_view["seats"]
                relay["peers"] = {peer: told for peer, told in relay["peers"].items() if peer in shown}
                return wire.Snapshot(re=request.id, room=support_view, relay=relay)
            case _:
                stored = await self._actor.do(to_command(request, Sender(seat, self._actor.people_on(seat))))
                return wire.Ok(re=request.id, stored=None if stored else False)
        return wire.Ok(re=request.id)

    def _refuse(
        self,
        request: wire.Request,
        code: str,
        *,
        reason: str | None = None,
        floor: dict[str, object] | None = None,
    ) -> None:
        self._send(
            wire.ErrorMessage(re=request.id, code=code, retryable=retryable(code), reason=reason, floor=floor)
        )

    # Writing.

    def _send(self, message: wire.ServerMessage) -> None:
        self._put(_encode(message))

    def _beat(self) -> None:
        """Send a heartbeat if it is due, and schedule the next check."""
        wait_s = self._heartbeat.wait_s(self._monotonic())
        if not wait_s:
            self._put(_HEARTBEAT)
            wait_s = self._heartbeat.every_s
        loop = asyncio.get_running_loop()
        self._beats = loop.call_at(together(loop.time() + wait_s), self._beat)

    def _put(self, text: str) -> None:
        self._heartbeat.sent(self._monotonic())
        try:
            self._send_queue.put(text)
        except TooSlow:
            self.dismiss("too.slow")
            return
        if self._writing is None and self._tasks is not None:
            self._writing = self._tasks.create_task(self._write(), name="session:write")

    async def _write(self) -> None:
        """Send everything in the queue."""
        try:
            while (text := self._send_queue.take()) is not None:
                async with asyncio.timeout(SEND_TIMEOUT_S):
                    await self._socket.send(text)
            self._writing = None
        except TimeoutError:
            self.dismiss("too.slow")
        except SocketClosed:
            self._vanish()

    def _vanish(self) -> None:
        if not self._over.done():
            self._over.set_result(None)

    async def _say_goodbye(self, code: str | None) -> None:
        close_code, retry = BYES[code] if code else (1000, False)
        try:
            async with asyncio.timeout(FAREWELL_S):
                if code:
                    last = [] if code == "too.slow" else self._send_queue.drain()
                    for text in [*last, _encode(wire.Bye(code=code, retry=retry))]:
                        await self._socket.send(text)
                await self._socket.close(close_code)
        except (TimeoutError, SocketClosed):
            pass


def _encode(message: wire.ServerMessage) -> str:
    """Encode without absent fields; keep the nulls inside a patch, which a merge patch needs."""
    return message.model_dump_json(exclude_none=True)


_HEARTBEAT = _encode(wire.Heartbeat())

"""All rooms of one worker: handles the calls of the web process and owns the life cycle of connections.

It knows nothing of processes or the control stream: calls arrive as messages, replies are returned, events go to `emit`.
"""

import asyncio
import contextlib
import logging
import secrets
import time
from collections import Counter, deque
from collections.abc import Callable
from functools import partial

from media import control
from media.counters import RoomStats
from media.net.dtls import Certificate, DtlsFailed, DtlsSession
from media.net.ice import Credentials, IceState
from media.peer.peer import Peer
from media.room.router import SETUP_S, PlanRejected, RoomRouter
from media.sdp.answer import ParsedAnswer
from media.sdp.offer import OfferFacts, build_offer
from media.sdp.profile import MAX_SLOTS
from media.worker.garbage import Garbage
from media.worker.slices import Slice
from media.worker.transport import Transport
from media.worker.vitals import Vitals

__all__ = ["WorkerRooms"]

_logger = logging.getLogger(__name__)

_TICK_S = 0.02
# Rooms with a new plan whose video is allocated before the next tick, as far as that is one piece of work.
_SHARED_AT_ONCE = 2
# Connections whose goodbye is said in one tick: each costs up to 1 ms, and nothing passes through them any more.
_GOODBYES_PER_TICK = 8
_CONSENT_CHECK_S = 0.5
_MAX_PEERS_PER_ROOM = 64
_MAX_LAYERS = 3


class WorkerRooms:
    """The rooms of one worker.

    Args:
        transport: the worker's socket.
        announce: addresses to put into offers.
        drops: the worker's counters.
        emit: takes events for the web process.
    """

    def __init__(
        self,
        transport: Transport,
        announce: tuple[str, ...],
        drops: Counter[str],
        emit: Callable[[control.Event], None],
    ) -> None:
        self._transport = transport
        self._announce = announce
        self._drops = drops
        self._emit = emit
        self._certificate = Certificate()
        self._rooms: dict[str, RoomRouter] = {}
        self._connections = 0
        self._vitals = Vitals()
        self._tasks: asyncio.TaskGroup | None = None
        self._running: dict[int, asyncio.Task[None]] = {}
        self._to_share: list[RoomRouter] = []
        self._ending: deque[Peer] = deque()
        self._garbage = Garbage()

    async def run(self) -> None:
        """Run the timers and the connections' tasks until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            self._tasks = tasks
            consent_due = 0.0
            slice_ = Slice()
            while True:
                due = time.monotonic() + _TICK_S
                await asyncio.sleep(_TICK_S)
                now = time.monotonic()
                self._vitals.on_tick(now - due)
                slice_.begin()
                for room in list(self._rooms.values()):
                    # It may have been closed while packets passed.
                    if self._rooms.get(room.name) is room and room.is_due(now):
                        await self._run_timers(room, now, slice_)
                self._transport.on_timer(now)
                if now >= consent_due:
                    consent_due = now + _CONSENT_CHECK_S
                    self._check_consent(now)
                    self._collect_garbage()
                await self._say_goodbyes(slice_)

    def _check_consent(self, now: float) -> None:
        for room in self._rooms.values():
            for peer, reason in room.lost_peers(now):
                self._lose(room, peer, reason)

    def _collect_garbage(self) -> None:
        if self._garbage.is_due(sum(room.connected for room in self._rooms.values())):
            self._garbage.collect()

    async def _say_goodbyes(self, slice_: Slice) -> None:
        """End some of the connections of rooms that were closed."""
        for _ in range(min(len(self._ending), _GOODBYES_PER_TICK)):
            peer = self._ending.popleft()
            peer.disconnect()
            self._end(peer)
            await slice_.breathe()

    async def _run_timers(self, room: RoomRouter, now: float, slice_: Slice) -> None:
        self._run(room, room.on_timer, now)
        await slice_.breathe()
        while room.is_behind and self._rooms.get(room.name) is room:
            self._run(room, room.catch_up, now)
            await slice_.breathe()

    def _run(self, room: RoomRouter, work: Callable[[float], None], now: float) -> None:
        """Do a piece of a room's work and send what comes of it; an error in it closes that room and no other."""
        try:
            work(now)
        except Exception:
            _logger.exception("room.failed", extra={"room": room.name})
            for peer in self._close_room(room):
                self._emit(control.PeerLost(room.name, peer.name, peer.connection, "fault"))
        self._transport.flush()

    async def read(self, request: control.Counters) -> control.Body:
        """Read counters, peer by peer: those of a full room take 10 ms altogether."""
        slice_ = Slice()
        if isinstance(request, control.Ping):
            return control.Pong(await self._vitals.read(self._rooms, self._drops, slice_))
        room = self._rooms.get(request.room)
        if room is None:
            return control.Refused("room.unknown")
        peers = {}
        for name, peer in list(room.peers.items()):
            peers[name] = room.peer_stats(peer, time.monotonic())
            await slice_.breathe()
        return control.Stats(RoomStats(peers, dict(self._drops)))

    def handle(self, request: control.Change) -> control.Body:
        """Handle one call; its effect is in force when this returns."""
        if isinstance(request, control.OpenRoom):
            return self._open_room(request)
        room = self._rooms.get(request.room)
        if room is None:
            done = isinstance(request, control.CloseRoom | control.RemovePeer)
            return control.Ok() if done else control.Refused("room.unknown")
        return self._handle_in_room(room, request)

    def share(self) -> None:
        """Allocate video under the newly applied plans; called after they are confirmed.

        So a closed gate is confirmed first, and nobody waits for the next tick to get video.
        """
        now = time.monotonic()
        rooms, self._to_share = self._to_share[:_SHARED_AT_ONCE], []
        for room in rooms:
            self._run(room, room.on_timer, now)

    def _handle_in_room(
        self,
        room: RoomRouter,
        request: control.CloseRoom
        | control.AddPeer
        | control.Answer
        | control.RestartIce
        | control.SetTiles
        | control.RemovePeer
        | control.ApplyPlan,
    ) -> control.Body:
        if isinstance(request, control.ApplyPlan):
            try:
                room.apply_plan(request.plan)
            except PlanRejected as error:
                return control.Refused(error.code)
            self._to_share.append(room)
            return control.Ok()
        if isinstance(request, control.AddPeer):
            return self._add_peer(room, request)
        if isinstance(request, control.Answer):
            return self._answer(room, request)
        if isinstance(request, control.RestartIce | control.SetTiles):
            return self._handle_for_peer(room, request)
        if isinstance(request, control.RemovePeer):
            self._close(room.remove(request.peer))
        else:
            self._close_room(room)
        return control.Ok()

    def _open_room(self, request: control.OpenRoom) -> control.Body:
        if not _fits(request.options):
            return control.Refused("room.options")
        room = self._rooms.get(request.room)
        if room is None:
            self._rooms[request.room] = RoomRouter(
                request.room, request.options, self._emit, time.monotonic()
            )
        elif room.options != request.options:
            return control.Refused("room.options_differ")
        return control.Ok()

    def _add_peer(self, room: RoomRouter, request: control.AddPeer) -> control.Body:
        if not 0 <= request.slot < room.options.slots:
            return control.Refused("peer.slot_unknown")
        if request.peer not in room.peers and len(room.peers) >= _MAX_PEERS_PER_ROOM:
            return control.Refused("room.full")
        self._connections += 1
        peer = Peer(
            request.peer,
            self._connections,
            IceState([Credentials(*_credentials())]),
            secrets.randbits(62),
            room.options.layers,
            time.monotonic(),
            self._transport,
            partial(DtlsSession, self._certificate),
        )
        self._close(room.add(peer))
        self._transport.register(peer)
        return self._offer(room, peer)

    def _handle_for_peer(
        self, room: RoomRouter, request: control.RestartIce | control.SetTiles
    ) -> control.Body:
        peer = room.peers.get(request.peer)
        if peer is None:
            return control.Refused("peer.unknown")
        if isinstance(request, control.SetTiles):
            if len(request.heights) > MAX_SLOTS:
                return control.Refused("tiles.too_many")
            room.set_tiles(peer, request.heights)
            return control.Ok()
        if peer.connection != request.connection:
            return control.Refused("peer.replaced")
        if not peer.connected:
            return control.Refused("peer.not_connected")
        self._transport.renew(peer, *_credentials())
        return self._offer(room, peer)

    def _offer(self, room: RoomRouter, peer: Peer) -> control.Offered:
        peer.offers += 1
        facts = OfferFacts(
            session=peer.session,
            version=peer.offers,
            slots=room.options.slots,
            rids=tuple(layer.rid for layer in room.options.layers),
            ufrag=peer.ice.newest.ufrag,
            password=peer.ice.newest.password,
            fingerprint=self._certificate.fingerprint,
            addresses=self._announce,
            port=self._transport.port,
        )
        return control.Offered(build_offer(facts), peer.connection)

    def _answer(self, room: RoomRouter, request: control.Answer) -> control.Body:
        peer = room.peers.get(request.peer)
        if peer is None:
            return control.Refused("peer.unknown")
        if peer.connection != request.connection:
            return control.Refused("peer.replaced")
        if peer.answers >= peer.offers:
            return control.Refused("answer.repeated")
        answer = request.answer
        if len(answer.sections) != 2 + 2 * room.options.slots:
            return control.Refused("answer.sections")
        if peer.fingerprints is not None and answer.fingerprints != peer.fingerprints:
            # An ICE restart continues the existing DTLS connection (RFC 8842 §4).
            return control.Refused("answer.fingerprint")
        if self._tasks is None:
            return control.Refused("relay.not_ready")
        peer.answers += 1
        peer.fingerprints = answer.fingerprints
        peer.ice.newest.remote = answer.ice
        if peer.connection in self._running:
            room.take_formats(peer, answer.sections)
            return control.Ok()
        self._running[peer.connection] = self._tasks.create_task(
            self._supervise(room, peer, answer), name=f"peer:{peer.connection}"
        )
        return control.Ok()

    async def _supervise(self, room: RoomRouter, peer: Peer, answer: ParsedAnswer) -> None:
        """Run one connection; whatever happens in here ends this connection and no other."""
        reason = "dtls"
        try:
            async with asyncio.timeout(SETUP_S):
                keys = await peer.dtls.handshake(answer.fingerprints)
            self._transport.handshakes.finish(peer.connection)
            peer.connect(keys, answer.sections)
            room.apply_routes()
            self._emit(control.PeerConnected(room.name, peer.name, peer.connection))
            reason = "closed"
            await peer.dtls.wait_closed()
        except (DtlsFailed, TimeoutError):
            pass
        except Exception:
            _logger.exception("peer.failed", extra={"connection": peer.connection})
        finally:
            self._running.pop(peer.connection, None)
            self._transport.handshakes.finish(peer.connection)
            self._lose(room, peer, reason)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(1):
                    await peer.dtls.close()
            self._forget(peer)

    def _lose(self, room: RoomRouter, peer: Peer, reason: str) -> None:
        """Remove a lost connection and report it; does nothing for one that was removed or replaced."""
        if room.peers.get(peer.name) is peer:
            self._close(room.remove(peer.name))
            self._emit(control.PeerLost(room.name, peer.name, peer.connection, reason))

    def _close_room(self, room: RoomRouter) -> list[Peer]:
        """Forget a room: nothing passes any more when this returns. Its connections end in the next ticks."""
        self._rooms.pop(room.name, None)
        peers = room.close()
        for peer in peers:
            self._vitals.on_ended(peer)
        self._ending.extend(peers)
        return peers

    def _close(self, peer: Peer | None) -> None:
        """Count and end a connection that is no longer in any room."""
        if peer is not None:
            self._vitals.on_ended(peer)
            self._end(peer)

    def _end(self, peer: Peer) -> None:
        """End a connection; its task sends the DTLS close."""
        self._garbage.on_ended()
        task = self._running.get(peer.connection)
        if task is None:
            self._forget(peer)
        else:
            task.cancel()

    def _forget(self, peer: Peer) -> None:
        self._transport.forget(peer)
        peer.release()


def _credentials() -> tuple[str, str]:
    """An ICE ufrag and password (RFC 8445 §5.3)."""
    return secrets.token_urlsafe(6).replace("-", "a").replace("_", "b"), secrets.token_hex(16)


def _fits(options: control.RoomOptions) -> bool:
    rids = [layer.rid for layer in options.layers]
    return (
        0 <= options.slots <= MAX_SLOTS
        and 1 <= len(rids) <= _MAX_LAYERS
        and len(set(rids)) == len(rids)
        and all(rid.isalnum() and rid.isascii() for rid in rids)
        and all(layer.height > 0 and layer.max_bps > 0 for layer in options.layers)
    )

"""The calls to one worker's rooms, without a process around them."""

import asyncio
import gc
import weakref
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest
from aioice import stun

from app.observability.logging import JsonLines
from media import control
from media.counters import WorkerStats
from media.peer.peer import Peer
from media.room.router import RoomRouter
from media.sdp.answer import ParsedAnswer, parse_answer
from media.sdp.profile import Kind, slot_ssrc
from media.worker.rooms import WorkerRooms
from media.worker.slices import Slice
from media.worker.transport import Transport
from tests.support.relay.client import PATIENCE_S, RelayClient, parse_received, poll
from tests.support.relay.parts import check_success, plain_keys, rtp_bytes

NO_SECTIONS = ParsedAnswer((":".join(["AB"] * 32),), ("ufrag", "password"), ())


class Bare:
    """Rooms of a worker whose loop does not run."""

    def __init__(self) -> None:
        self.drops: Counter[str] = Counter()
        self.events: list[control.Event] = []
        self.transport = Transport(["127.0.0.1"], 0, self.drops)
        self.relay = WorkerRooms(self.transport, ("127.0.0.1",), self.drops, self.events.append)
        self.relay.handle(OPEN)

    def join(self, peer: str = "p", room: str = "r") -> control.Offered:
        return offered(self.relay.handle(control.AddPeer(room, peer, 0)))

    def peer(self, peer: str = "p", room: str = "r") -> Peer:
        return self.relay._rooms[room].peers[peer]

    def read(self) -> WorkerStats:
        reply = asyncio.run(self.relay.read(control.Ping()))
        assert isinstance(reply, control.Pong)
        return reply.stats


OPEN = control.OpenRoom("r", control.RoomOptions(2))


def offered(reply: control.Body) -> control.Offered:
    assert isinstance(reply, control.Offered)
    return reply


def fan_out(sdp: str, *starts: str) -> set[str]:
    return {group for group in sdp.splitlines() if group.startswith(starts)}


def layers(*rids: str) -> control.RoomOptions:
    return control.RoomOptions(1, tuple(control.VideoLayer(rid, 180, 100_000) for rid in rids))


@pytest.fixture
def bare() -> Iterator[Bare]:
    made = Bare()
    yield made
    made.transport.close()


@pytest.mark.parametrize(
    ("request_", "reply"),
    [
        (control.CloseRoom("nowhere"), control.Ok()),
        (control.RemovePeer("nowhere", "p"), control.Ok()),
        (control.AddPeer("nowhere", "p", 0), control.Refused("room.unknown")),
        (control.SetTiles("nowhere", "p", {}), control.Refused("room.unknown")),
        (control.RestartIce("nowhere", "p", 1), control.Refused("room.unknown")),
        (OPEN, control.Ok()),
        (control.OpenRoom("r", control.RoomOptions(3)), control.Refused("room.options_differ")),
        (control.OpenRoom("r", layers("q")), control.Refused("room.options_differ")),
        (control.OpenRoom("s", control.RoomOptions(33)), control.Refused("room.options")),
        (control.OpenRoom("s", layers()), control.Refused("room.options")),
        (control.OpenRoom("s", layers("q", "q")), control.Refused("room.options")),
        (control.OpenRoom("s", layers("q", "h", "f", "x")), control.Refused("room.options")),
        (control.OpenRoom("s", layers("q send\r\na=evil")), control.Refused("room.options")),
        (control.OpenRoom("s", layers("")), control.Refused("room.options")),
        (
            control.OpenRoom("s", control.RoomOptions(1, (control.VideoLayer("q", 180, 0),))),
            control.Refused("room.options"),
        ),
        (control.OpenRoom("s", layers("q", "h", "f")), control.Ok()),
        (control.AddPeer("r", "p", 2), control.Refused("peer.slot_unknown")),
        (control.Answer("r", "p", 1, NO_SECTIONS), control.Refused("peer.unknown")),
        (control.SetTiles("r", "p", {0: 180}), control.Refused("peer.unknown")),
        (control.RestartIce("r", "p", 1), control.Refused("peer.unknown")),
        (control.RemovePeer("r", "p"), control.Ok()),
        (control.ApplyPlan("r", control.RelayPlan(1, {})), control.Ok()),
    ],
)
def test_each_call_has_its_reply(bare: Bare, request_: control.Request, reply: control.Body) -> None:
    assert bare.relay.handle(request_) == reply


def test_the_counters_of_a_room_and_of_the_worker_are_returned(bare: Bare) -> None:
    bare.join()
    reply = asyncio.run(bare.relay.read(control.GetStats("r")))
    assert isinstance(reply, control.Stats)
    assert set(reply.stats.peers) == {"p"}
    assert not reply.stats.peers["p"].connected
    stats = bare.read()
    assert (stats.rooms, stats.peers) == (1, 1)


def test_connections_are_numbered_and_an_answer_must_name_the_present_one(bare: Bare) -> None:
    assert [bare.join().connection for _ in range(2)] == [1, 2]
    assert bare.relay.handle(control.Answer("r", "p", 1, NO_SECTIONS)) == control.Refused("peer.replaced")
    assert bare.relay.handle(control.Answer("r", "p", 2, NO_SECTIONS)) == control.Refused("answer.sections")


def test_every_connection_has_its_own_credentials(bare: Bare) -> None:
    secrets = set()
    for number in range(20):
        secrets |= fan_out(bare.join(f"p{number}").sdp, "a=ice-ufrag", "a=ice-pwd")
    assert len(secrets) == 40


def test_a_room_is_bounded(bare: Bare) -> None:
    replies = [bare.relay.handle(control.AddPeer("r", f"p{number}", 0)) for number in range(65)]
    assert replies[-1] == control.Refused("room.full")
    bare.relay.handle(control.CloseRoom("r"))
    assert asyncio.run(bare.relay.read(control.GetStats("r"))) == control.Refused("room.unknown")


def test_tiles_are_taken_and_bounded(bare: Bare) -> None:
    bare.join()
    assert bare.peer().tiles is None
    assert bare.relay.handle(control.SetTiles("r", "p", {0: 180, 1: 0})) == control.Ok()
    assert bare.peer().tiles == {0: 180, 1: 0}
    many = control.SetTiles("r", "p", dict.fromkeys(range(33), 180))
    assert bare.relay.handle(many) == control.Refused("tiles.too_many")
    assert bare.peer().tiles == {0: 180, 1: 0}


# ICE restarts.


def test_a_restart_offers_the_same_session_with_new_credentials(bare: Bare) -> None:
    first = bare.join()
    assert bare.relay.handle(control.RestartIce("r", "p", 1)) == control.Refused("peer.not_connected")
    bare.peer().connect(plain_keys(), ())
    assert bare.relay.handle(control.RestartIce("r", "p", 9)) == control.Refused("peer.replaced")
    second = offered(bare.relay.handle(control.RestartIce("r", "p", 1)))
    assert second.connection == first.connection
    secrets = ("a=ice-ufrag", "a=ice-pwd")
    assert not fan_out(first.sdp, *secrets) & fan_out(second.sdp, *secrets)
    session, version = first.sdp.splitlines()[1].split()[1:3]
    assert second.sdp.splitlines()[1].split()[1:3] == [session, str(int(version) + 1)]

    def rest(sdp: str) -> list[str]:
        return [group for group in sdp.splitlines() if not group.startswith(("o=", *secrets))]

    assert rest(first.sdp) == rest(second.sdp)


def test_a_changed_fingerprint_is_refused(bare: Bare) -> None:
    offer = bare.join().sdp
    client = RelayClient(offer)
    good, other = client.answer(), client.answer(fingerprint=":".join(["AB"] * 32))
    bare.peer().connect(plain_keys(), ())
    bare.peer().fingerprints = tuple(group.split()[1] for group in fan_out(good, "a=fingerprint:sha-256"))
    bare.relay.handle(control.RestartIce("r", "p", 1))
    assert bare.relay.handle(control.Answer("r", "p", 1, parse_answer(other))) == control.Refused(
        "answer.fingerprint"
    )
    # The same fingerprint is accepted: only the loop is missing here.
    assert bare.relay.handle(control.Answer("r", "p", 1, parse_answer(good))) == control.Refused(
        "relay.not_ready"
    )


@asynccontextmanager
async def running() -> AsyncIterator[Bare]:
    made = Bare()
    made.transport.open(asyncio.get_running_loop())
    async with asyncio.timeout(PATIENCE_S), asyncio.TaskGroup() as tasks:
        task = tasks.create_task(made.relay.run())
        try:
            yield made
        finally:
            made.transport.close()
            task.cancel()


def signed(peer: Peer, password: str) -> bytes:
    message = stun.Message(stun.Method.BINDING, stun.Class.REQUEST)
    message.attributes["USERNAME"] = f"{peer.ice.newest.ufrag}:theirs"
    message.attributes["USE-CANDIDATE"] = None
    message.add_message_integrity(password.encode())
    return bytes(message)


def send(peer: Peer, plain: bytes) -> None:
    assert peer.send_buffer is not None
    peer.send_buffer.add(plain)
    peer.flush()


@pytest.mark.asyncio
async def test_a_restart_keeps_dtls_and_moves_media_to_where_the_new_check_came_from() -> None:
    async with running() as bare:
        offer = bare.join()
        client = RelayClient(offer.sdp)
        await client.gather()
        assert bare.relay.handle(control.Answer("r", "p", 1, parse_answer(client.answer()))) == control.Ok()
        assert bare.relay.handle(
            control.Answer("r", "p", 1, parse_answer(client.answer()))
        ) == control.Refused("answer.repeated")
        await client.connect()
        await poll(lambda: control.PeerConnected("r", "p", 1) in bare.events, "connected")
        peer = bare.peer()
        dtls, task = peer.dtls, bare.relay._running[1]
        # Twice, before the client answers: it answers both, and no more than that.
        for _ in range(2):
            offered(bare.relay.handle(control.RestartIce("r", "p", 1)))
        replies = [
            bare.relay.handle(control.Answer("r", "p", 1, parse_answer(client.answer()))) for _ in range(3)
        ]
        assert replies == [control.Ok(), control.Ok(), control.Refused("answer.repeated")]
        plain = rtp_bytes(111, 1, 1, slot_ssrc(0, Kind.AUDIO), b"before")
        send(peer, plain)
        await poll(lambda: client.rtp, "media on the old path, before the new one is proven")
        async with asyncio.timeout(PATIENCE_S):
            moved = _Moved()
            wire, _ = await asyncio.get_running_loop().create_datagram_endpoint(
                lambda: moved, local_addr=("127.0.0.1", 0)
            )
            wire.sendto(signed(peer, peer.ice.newest.password), ("127.0.0.1", bare.transport.port))
            # A check whether this address receives, and the response to the client's check.
            await moved.wait(2)
            question = stun.parse_message(moved.came[0])
            assert peer.ice.path.address != wire.get_extra_info("sockname")
            wire.sendto(
                check_success(question, client.ice.local_password), ("127.0.0.1", bare.transport.port)
            )
            await poll(lambda: peer.ice.trial is None, "moved")
            assert peer.ice.path.address == wire.get_extra_info("sockname")
            assert len(peer.ice.credentials) == 1
            send(peer, rtp_bytes(111, 2, 1, slot_ssrc(0, Kind.AUDIO), b"after"))
            await moved.wait(3)
        # The keys from before the restart are still valid.
        assert parse_received(client.unprotect(moved.came[2])).payload == b"after"
        assert (peer.dtls, bare.relay._running[1]) == (dtls, task)
        assert bare.events == [control.PeerConnected("r", "p", 1)]
        wire.close()
        await client.vanish()


@pytest.mark.asyncio
async def test_a_connection_that_ends_is_freed_without_the_garbage_collector() -> None:
    gc.disable()
    try:
        async with running() as bare:
            clients = []
            for number in range(2):
                offer = offered(bare.relay.handle(control.AddPeer("r", f"p{number}", number)))
                client = RelayClient(offer.sdp, seed=number + 1)
                clients.append(client)
                await client.gather()
                answer = parse_answer(client.answer())
                bare.relay.handle(control.Answer("r", f"p{number}", offer.connection, answer))
                await client.connect()
            plan = {f"p{number}": control.PeerPlan(number, "main", True, True) for number in range(2)}
            bare.relay.handle(control.ApplyPlan("r", control.RelayPlan(1, plan)))
            await clients[0].send_audio(5)
            await poll(lambda: clients[1].rtp, "sound")
            gone = weakref.ref(bare.peer("p0"))
            session = weakref.ref(bare.peer("p0").dtls)
            bare.relay.handle(control.RemovePeer("r", "p0"))
            await poll(lambda: gone() is None and session() is None, "freed")
            for client in clients:
                await client.vanish()
    finally:
        gc.enable()


class _Moved(asyncio.DatagramProtocol):
    """The client's end after it moved: keeps what it receives."""

    def __init__(self) -> None:
        self.came: list[bytes] = []
        self._more = asyncio.Event()

    def datagram_received(self, data: bytes, addr: object) -> None:
        self.came.append(data)
        self._more.set()

    async def wait(self, count: int) -> None:
        while len(self.came) < count:
            self._more.clear()
            await self._more.wait()


# Faults and counters.


def test_a_fault_in_one_room_closes_that_room_and_no_other(
    bare: Bare, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    bare.relay.handle(control.OpenRoom("s", control.RoomOptions(2)))
    for room, peer in (("r", "p1"), ("r", "p2"), ("s", "p3")):
        bare.join(peer, room)
    rooms = bare.relay._rooms
    healthy = RoomRouter.on_timer

    def on_timer(room: RoomRouter, now: float) -> None:
        if room.name == "r":
            raise LookupError("private")
        healthy(room, now)

    monkeypatch.setattr(RoomRouter, "on_timer", on_timer)
    for room in list(rooms.values()):
        asyncio.run(bare.relay._run_timers(room, 1.0, Slice()))
    assert bare.events == [control.PeerLost("r", "p1", 1, "fault"), control.PeerLost("r", "p2", 2, "fault")]
    assert asyncio.run(bare.relay.read(control.GetStats("r"))) == control.Refused("room.unknown")
    assert isinstance(asyncio.run(bare.relay.read(control.GetStats("s"))), control.Stats)
    assert bare.relay.handle(OPEN) == control.Ok()
    (group,) = [JsonLines().format(record) for record in caplog.records]
    assert "LookupError" in group
    assert "private" not in group


def test_the_counters_of_a_worker_never_fall(bare: Bare) -> None:
    seen = []
    for peer in ("p", "p", "other"):
        bare.join(peer)
        bare.peer(peer).connect(plain_keys(), ())
        for sequence in range(3):
            bare.peer(peer).handle_srtp(rtp_bytes(111, sequence, 1, 50, b"x", mid="mic"), 0.0)
        seen.append(bare.read())
    bare.relay.handle(control.RemovePeer("r", "other"))
    seen.append(bare.read())
    bare.relay.handle(control.CloseRoom("r"))
    seen.append(bare.read())
    assert [one.packets_in for one in seen] == [3, 6, 9, 9, 9]
    assert [one.gated for one in seen] == [3, 6, 9, 9, 9]
    assert (seen[-1].rooms, seen[-1].peers) == (0, 0)


def test_a_room_that_is_closed_is_gone_at_once_and_its_people_are_counted_on(bare: Bare) -> None:
    for number in range(20):
        bare.join(f"p{number}")
        bare.peer(f"p{number}").upstream.packets = 5
    assert bare.relay.handle(control.CloseRoom("r")) == control.Ok()
    stats = bare.read()
    assert (stats.rooms, stats.peers, stats.packets_in) == (0, 0, 100)

"""The whole worker: its counters never fall."""

from collections import Counter

import pytest

from media.control import RoomOptions
from media.net.native import find_native
from media.room.router import RoomRouter
from media.sdp.profile import Kind
from media.worker.slices import Slice
from media.worker.vitals import Vitals
from tests.support.relay.parts import Wire, make_peer, rtp_bytes

pytestmark = pytest.mark.asyncio


async def test_counters_of_connections_that_ended_are_kept() -> None:
    vitals, wire = Vitals(), Wire()
    room = RoomRouter("room", RoomOptions(2), lambda event: None, 0.0)
    peers = [make_peer(name, number, wire) for number, name in enumerate(("ann", "ben"))]
    for peer in peers:
        room.add(peer)
        peer.handle_srtp(rtp_bytes(111, 1, 1, 50, b"x", mid="mic"), 0.0)
        peer.outlet(0, Kind.VIDEO).pad(10, 0.0)
    wire.flush()
    before = await vitals.read({"room": room}, Counter(flood=3), Slice())
    assert (before.rooms, before.peers) == (1, 2)
    assert (before.packets_in, before.packets_out, before.gated) == (2, 2, 2)
    assert before.bytes_in > 0 < before.bytes_out
    assert before.drops == {"flood": 3}
    room.remove("ann")
    vitals.on_ended(peers[0])
    after = await vitals.read({"room": room}, Counter(), Slice())
    assert (after.peers, after.packets_in, after.packets_out, after.gated) == (1, 2, 2, 2)
    assert (await vitals.read({}, Counter(), Slice())).packets_in == 1


async def test_packets_that_could_not_leave_are_among_the_drops_and_kept_too() -> None:
    vitals, wire = Vitals(), Wire()
    room = RoomRouter("room", RoomOptions(2), lambda event: None, 0.0)
    peer = make_peer("ann", 1, wire)
    room.add(peer)
    assert peer.send_buffer is not None
    peer.send_buffer.refused, peer.send_buffer.failed = 4, 2
    wanted = {"flood": 1, "send_refused": 4 + 3, "protect_failed": 2}
    assert (await vitals.read({"room": room}, Counter(flood=1, send_refused=3), Slice())).drops == wanted
    room.remove("ann")
    vitals.on_ended(peer)
    assert (await vitals.read({"room": room}, Counter(flood=1, send_refused=3), Slice())).drops == wanted


async def test_the_lag_is_the_worst_since_the_last_reading() -> None:
    vitals = Vitals()
    for late_s in (0.001, 0.05, -0.001):
        vitals.on_tick(late_s)
    assert (await vitals.read({}, Counter(), Slice())).lag_ms == 50.0
    assert (await vitals.read({}, Counter(), Slice())).lag_ms == 0.0


async def test_the_process_is_measured() -> None:
    stats = await Vitals().read({}, Counter(), Slice())
    assert stats.native is (find_native() is not None)
    assert stats.cpu_s > 0
    assert 1_000_000 < stats.rss_bytes < 10_000_000_000


async def test_a_connection_that_ends_while_counters_are_read_is_counted_once() -> None:
    class Interrupted(Slice):
        async def breathe(self) -> None:
            if room.remove("ann") is not None:
                vitals.on_ended(peers[0])

    vitals, wire = Vitals(), Wire()
    room = RoomRouter("room", RoomOptions(2), lambda event: None, 0.0)
    peers = [make_peer(name, number, wire) for number, name in enumerate(("ann", "ben"))]
    for peer in peers:
        room.add(peer)
        peer.handle_srtp(rtp_bytes(111, 1, 1, 50, b"x", mid="mic"), 0.0)
    stats = await vitals.read({"room": room}, Counter(), Interrupted())
    assert (stats.peers, stats.packets_in) == (1, 2)

"""The whole relay: real worker processes behind the pool, light clients with real ICE, DTLS and SRTP."""

import os
import signal
import socket
from collections.abc import AsyncIterator
from itertools import pairwise

import pytest
import pytest_asyncio

from media.control import PeerLost, PeerPlan, RelayPlan, RoomOptions, Speaking
from media.errors import AnswerRefused, RelayUnavailable
from media.pool.pool import RoomLost
from media.sdp.profile import Kind, slot_ssrc
from tests.support.relay.client import RelayClient, poll
from tests.support.relay.world import ROOM, RelayWorld, both_open, cam, mic, running

pytestmark = pytest.mark.asyncio


@pytest_asyncio.fixture
async def world() -> AsyncIterator[RelayWorld]:
    async with running() as made:
        yield made


AUDIO_0, VIDEO_0 = slot_ssrc(0, Kind.AUDIO), slot_ssrc(0, Kind.VIDEO)
AUDIO_1, VIDEO_1 = slot_ssrc(1, Kind.AUDIO), slot_ssrc(1, Kind.VIDEO)


async def test_two_peers_receive_each_other_in_the_senders_slot(world: RelayWorld) -> None:
    ann, ben = await world.join("ann", 0), await world.join("ben", 1)
    await world.plan(**both_open())
    for client in (ann, ben):
        await client.start_video()
        await client.send_audio(5)
        await client.send_video(5, key=True)
    await poll(lambda: len(ben.rtp) == 10 and len(ann.rtp) == 10, "all packets")
    assert len(ben.on(AUDIO_0)) == len(ben.on(VIDEO_0)) == 5
    assert len(ann.on(AUDIO_1)) == len(ann.on(VIDEO_1)) == 5
    # The mid of the sender's own m-line must not be forwarded; its level must be.
    assert all(b"mic" not in packet.extension for packet in ben.rtp)
    assert all(bytes([0x20, 20]) in packet.extension for packet in ben.on(AUDIO_0))


async def test_nothing_is_forwarded_without_a_plan(world: RelayWorld) -> None:
    ann, ben = await world.join("ann", 0), await world.join("ben", 1)
    await ann.send_audio(5)
    await ann.send_video(5, key=True)
    stats = await world.stats_until(lambda s: s.peers["ann"].packets_in == 10, "packets in")
    assert (mic(stats, "ann").gated, cam(stats, "ann").gated) == (5, 5)
    assert ben.rtp == []


async def test_nothing_is_forwarded_between_spaces_or_without_one(world: RelayWorld) -> None:
    ann, ben = await world.join("ann", 0), await world.join("ben", 1)
    cat = await world.join("cat", 2)
    await world.plan(
        ann=PeerPlan(0, "main", True, True),
        ben=PeerPlan(1, "private", True, True),
        cat=PeerPlan(2, None, True, True),
    )
    for client in (ann, ben, cat):
        await client.send_audio(3)
        await client.send_video(3, key=True)
    stats = await world.stats_until(lambda s: all(p.packets_in == 6 for p in s.peers.values()), "packets in")
    assert not ann.rtp
    assert not ben.rtp
    assert not cat.rtp
    assert mic(stats, "cat").gated == 3
    assert mic(stats, "ann").forwarded == 0


async def test_a_closed_gate_forwards_nothing_and_reopening_continues_the_numbers(world: RelayWorld) -> None:
    ann, ben = await world.join("ann", 0), await world.join("ben", 1)
    await world.plan(**both_open())
    await ann.start_video()
    await ann.send_audio(4)
    await ann.send_video(4, key=True)
    await poll(lambda: len(ben.rtp) == 8, "first packets")
    before = (await world.pool.stats(ROOM)).peers["ann"].packets_in
    await world.plan(**(both_open() | {"ann": PeerPlan(0, "main", False, False)}))
    await ann.send_audio(50)
    await ann.send_video(50, key=True)
    stats = await world.stats_until(lambda s: s.peers["ann"].packets_in == before + 100, "packets in")
    assert (mic(stats, "ann").gated, cam(stats, "ann").gated) == (50, 50)
    assert mic(stats, "ann").nacked == cam(stats, "ann").nacked == 0
    assert len(ben.rtp) == 8
    await world.plan(**both_open())
    await ann.start_video()
    await ann.send_video(3, key=True)
    await ann.send_audio(4)
    await poll(lambda: len(ben.rtp) == 15, "packets after opening")
    for ssrc in (AUDIO_0, VIDEO_0):
        numbers = [packet.sequence for packet in ben.on(ssrc)]
        assert [(b - a) & 0xFFFF for a, b in pairwise(numbers)] == [1] * (len(numbers) - 1)
    pictures = [packet.payload[2:4] for packet in ben.on(VIDEO_0)]
    numbers = [int.from_bytes(picture) & 0x7FFF for picture in pictures]
    assert numbers == list(range(numbers[0], numbers[0] + 7))


async def test_a_sender_who_comes_back_continues_its_slot(world: RelayWorld) -> None:
    ann, ben = await world.join("ann", 0), await world.join("ben", 1)
    await world.plan(**both_open())
    await ann.start_video()
    await ann.send_video(4, key=True)
    await poll(lambda: len(ben.on(VIDEO_0)) == 4, "first packets")
    again = await world.join("ann", 0, seed=7)
    assert not any(isinstance(event, PeerLost) for event in world.events)
    await again.start_video()
    await again.send_video(4, key=True)
    await poll(lambda: len(ben.on(VIDEO_0)) == 8, "packets of the second connection")
    numbers = [packet.sequence for packet in ben.on(VIDEO_0)]
    assert [(b - a) & 0xFFFF for a, b in pairwise(numbers)] == [1] * 7


async def test_speaking_is_reported_only_while_the_gate_is_open(world: RelayWorld) -> None:
    ann, _ = await world.join("ann", 0), await world.join("ben", 1)
    await ann.send_audio(20, level=10)
    await world.stats_until(lambda s: mic(s, "ann").gated == 20, "gated")
    await world.plan(**both_open())
    assert not any(isinstance(event, Speaking) for event in world.events)
    await ann.send_audio(20, level=10)
    await poll(lambda: ("ann",) in world.speakers(), "ann speaks")
    await poll(lambda: world.speakers()[-1] == (), "ann falls silent")


async def test_a_client_with_another_certificate_is_lost_alone(world: RelayWorld) -> None:
    ann, ben = await world.join("ann", 0), await world.join("ben", 1)
    await world.plan(**both_open())
    offered = await world.pool.add_peer(ROOM, "eve", 2)
    eve = RelayClient(offered.sdp, seed=9)
    world.clients.append(eve)
    await eve.gather()
    wrong = ":".join(["AB"] * 32)
    await world.pool.answer(ROOM, "eve", offered.connection, eve.answer(fingerprint=wrong))
    await eve.connect()
    lost = PeerLost(ROOM, "eve", offered.connection, "dtls")
    await poll(lambda: lost in world.events, "eve lost")
    await ann.send_audio(2)
    await poll(lambda: len(ben.rtp) == 2, "others unharmed")
    assert not eve.rtp


async def test_datagrams_from_unknown_sources_are_counted_and_dropped(world: RelayWorld) -> None:
    ann, ben = await world.join("ann", 0), await world.join("ben", 1)
    await world.plan(**both_open())
    port = ann.offer.media[0].ice_candidates[0].port
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as noise:
        for data in (
            b"\x80" + bytes(40),
            b"\x16" + bytes(40),
            bytes(40),
            b"",
            b"\x00\x01\x00\x00",
            b"\xff" * 9,
        ):
            noise.sendto(data, ("127.0.0.1", port))
    await ann.send(b"\x80" + bytes(40))
    await ann.send(b"\x80\xc8" + bytes(40))
    await ann.send(b"\x80" + bytes(1450))
    stats = await world.stats_until(lambda s: s.drops.get("jumbo", 0) == 1, "drops")
    assert stats.drops["unvalidated_source"] == 3
    assert stats.drops["bad_stun"] == 2
    assert stats.drops["bad_srtp"] == 2
    await ann.send_audio(2)
    await poll(lambda: len(ben.rtp) == 2, "others unharmed")


async def test_a_broken_answer_is_refused_with_a_code(world: RelayWorld) -> None:
    offered = await world.pool.add_peer(ROOM, "ann", 0)
    client = RelayClient(offered.sdp)
    good = client.answer()
    no_fingerprint = "".join(line for line in good.splitlines(keepends=True) if "fingerprint" not in line)
    cases = {
        "not sdp at all": "answer.malformed",
        "m=\r\n": "answer.malformed",
        no_fingerprint: "answer.no_fingerprint",
        good[: good.rindex("m=video")]: "answer.sections",
        client.answer(setup="passive"): "answer.setup",
        client.answer(setup="actpass"): "answer.setup",
        client.answer(setup="nonsense"): "answer.setup",
        good + "x" * 65536: "answer.too_large",
    }
    for sdp, code in cases.items():
        with pytest.raises(AnswerRefused) as refused:
            await world.pool.answer(ROOM, "ann", offered.connection, sdp)
        assert refused.value.code == code
    await world.pool.answer(ROOM, "ann", offered.connection, good)
    with pytest.raises(AnswerRefused, match="repeated"):
        await world.pool.answer(ROOM, "ann", offered.connection, good)


async def test_a_client_that_closes_dtls_is_lost_as_closed(world: RelayWorld) -> None:
    ann, _ = await world.join("ann", 0), await world.join("ben", 1)
    await ann.close()
    await poll(lambda: any(isinstance(e, PeerLost) and e.reason == "closed" for e in world.events), "lost")
    assert set((await world.pool.stats(ROOM)).peers) == {"ben"}


async def test_a_removed_peer_is_gone_without_an_event(world: RelayWorld) -> None:
    await world.join("ann", 0)
    await world.join("ben", 1)
    await world.pool.remove_peer(ROOM, "ann")
    await world.pool.remove_peer(ROOM, "ann")
    assert set((await world.pool.stats(ROOM)).peers) == {"ben"}
    assert not any(isinstance(event, PeerLost) for event in world.events)


async def test_a_plan_that_gives_a_slot_twice_closes_the_room(world: RelayWorld) -> None:
    ann, ben = await world.join("ann", 0), await world.join("ben", 1)
    await world.plan(**both_open())
    with pytest.raises(RelayUnavailable, match="slot_twice"):
        await world.plan(**(both_open() | {"ben": PeerPlan(0, "main", True, True)}))
    await ann.send_audio(3)
    await world.stats_until(lambda s: mic(s, "ann").gated == 3, "gated")
    assert ben.rtp == []


async def test_an_older_plan_is_ignored(world: RelayWorld) -> None:
    ann, ben = await world.join("ann", 0), await world.join("ben", 1)
    world.version = 5
    await world.plan(**both_open())
    await world.pool.apply_plan(ROOM, RelayPlan(2, {}))
    await ann.send_audio(3)
    await poll(lambda: len(ben.rtp) == 3, "audio")
    assert mic(await world.pool.stats(ROOM), "ann").gated == 0


async def test_a_dead_worker_is_replaced_and_the_room_works_after_readding(world: RelayWorld) -> None:
    await world.join("ann", 0)
    (pid,) = world.pool.worker_pids()
    os.kill(pid, signal.SIGKILL)
    await poll(lambda: RoomLost(ROOM) in world.events, "room lost")
    assert world.pool.worker_pids() != (pid,)
    with pytest.raises(RelayUnavailable):
        await world.pool.stats(ROOM)
    await world.pool.open_room(ROOM, RoomOptions(slots=3))
    ann, ben = await world.join("ann", 0), await world.join("ben", 1)
    await world.plan(**both_open())
    await ann.send_audio(3)
    await poll(lambda: len(ben.rtp) == 3, "audio")


async def test_rooms_spread_over_workers_and_unknown_rooms_are_unavailable() -> None:
    async with running(workers=2) as world:
        await world.pool.open_room("other", RoomOptions(slots=1))
        first = await world.pool.add_peer(ROOM, "ann", 0)
        second = await world.pool.add_peer("other", "ann", 0)
        assert first.sdp.count("m=") == 8
        assert second.sdp.count("m=") == 4
        assert first.connection == second.connection == 1
        with pytest.raises(RelayUnavailable, match="unknown"):
            await world.pool.stats("nowhere")
        with pytest.raises(RelayUnavailable, match="options_differ"):
            await world.pool.open_room(ROOM, RoomOptions(slots=2))
        await world.pool.close_room("other")
        await world.pool.close_room("other")
        with pytest.raises(RelayUnavailable, match="unknown"):
            await world.pool.add_peer("other", "ann", 0)

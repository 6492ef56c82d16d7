"""Layers, repair and reports through a real worker, with real ICE, DTLS and SRTP."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from aiortc.rtp import (
    RtcpPsfbPacket,
    RtcpRrPacket,
    RtcpRtpfbPacket,
    RtcpSenderInfo,
    RtcpSrPacket,
)

from media.control import PeerPlan
from media.sdp.profile import RTX, Kind, rtx_ssrc, slot_ssrc
from tests.support.relay.client import PATIENCE_S, poll
from tests.support.relay.world import ROOM, RelayWorld, both_open, cam, picture, running

pytestmark = pytest.mark.asyncio


@pytest_asyncio.fixture
async def world() -> AsyncIterator[RelayWorld]:
    async with running() as made:
        yield made


AUDIO_0, VIDEO_0 = slot_ssrc(0, Kind.AUDIO), slot_ssrc(0, Kind.VIDEO)


async def test_a_key_frame_is_requested_before_the_video_starts(world: RelayWorld) -> None:
    ann, ben = await world.join("ann", 0), await world.join("ben", 1)
    await world.plan(**both_open())
    await ann.start_video()
    assert ben.rtp == []
    await ann.send_video(2, key=True)
    await poll(lambda: len(ben.rtp) == 2, "key frame")


async def test_each_receiver_gets_the_layer_that_its_tile_wants(world: RelayWorld) -> None:
    ann, ben, cat = await world.join("ann", 0), await world.join("ben", 1), await world.join("cat", 2)
    await world.pool.set_tiles(ROOM, "ben", {0: 720})
    await world.pool.set_tiles(ROOM, "cat", {0: 180})
    await world.plan(**both_open(), cat=PeerPlan(2, "main", True, True))
    asked = {ann.layers[rid].ssrc for rid in "qf"}

    async def all_asked() -> None:
        async with asyncio.timeout(PATIENCE_S):
            while not all(ann.key_requests(ssrc) for ssrc in asked):
                # Those that are wanted first: while "f" has not come, "h" is the best there is.
                for rid in "fqh":
                    await ann.send_video(rid=rid)
                await asyncio.sleep(0.02)

    await all_asked()
    assert not ann.key_requests(ann.layers["h"].ssrc)
    for rid in "qhf":
        await ann.send_video(1 + "qhf".index(rid), key=True, rid=rid)
    await poll(lambda: len(ben.rtp) == 3 and len(cat.rtp) == 1, "the layers")
    stats = await world.pool.stats(ROOM)
    assert [picture(stats, peer, 0).layer for peer in ("ben", "cat")] == ["f", "q"]
    await world.pool.set_tiles(ROOM, "cat", {})
    await ann.send_video(3, rid="q")
    await ann.send_video(3, rid="f")
    await poll(lambda: len(ben.rtp) == 6, "more of the top layer")
    assert len(cat.rtp) <= 4
    await world.stats_until(lambda s: picture(s, "cat", 0).layer == "", "paused")


async def test_a_receivers_nack_is_answered_from_the_ring(world: RelayWorld) -> None:
    ann, ben = await world.join("ann", 0), await world.join("ben", 1)
    await world.plan(**both_open())
    await ann.start_video()
    await ann.send_video(5, key=True)
    await poll(lambda: len(ben.rtp) == 5, "packets")
    wanted = ben.on(VIDEO_0)[3]
    await ben.send_rtcp(RtcpRtpfbPacket(1, 1, VIDEO_0, lost=[wanted.sequence]))
    await ben.send_rtcp(RtcpRtpfbPacket(1, 1, VIDEO_0, lost=[wanted.sequence]))
    stats = await world.stats_until(lambda s: picture(s, "ben", 0).nacked == 2, "nacks")
    assert picture(stats, "ben", 0).resent == 1
    await poll(lambda: ben.on(rtx_ssrc(0)), "the repeat")
    (repeat,) = ben.on(rtx_ssrc(0))
    assert repeat.payload_type == RTX
    assert repeat.payload == wanted.sequence.to_bytes(2) + wanted.payload
    assert repeat.timestamp == wanted.timestamp


async def test_missing_audio_is_retransmitted_as_the_same_packet(world: RelayWorld) -> None:
    ann, ben = await world.join("ann", 0), await world.join("ben", 1)
    await world.plan(**both_open())
    await ann.send_audio(5)
    await poll(lambda: len(ben.rtp) == 5, "packets")
    await ben.send_rtcp(RtcpRtpfbPacket(1, 1, AUDIO_0, lost=[ben.rtp[3].sequence]))
    # The client's SRTP drops what it has seen, so we check the relay's counter.
    await world.stats_until(lambda s: s.peers["ben"].slots[0].resent == 1, "the repeat")
    await ann.send_audio(1)
    await poll(lambda: len(ben.rtp) == 6, "sound goes on")
    assert len({packet.sequence for packet in ben.rtp}) == 6


async def test_a_gap_is_requested_and_its_retransmission_forwarded(world: RelayWorld) -> None:
    ann, ben = await world.join("ann", 0), await world.join("ben", 1)
    await world.plan(**both_open())
    await ann.start_video()
    await ann.send_video(6, key=True, lose=[3])
    await poll(lambda: any(isinstance(p, RtcpRtpfbPacket) and p.fmt == 1 for p in ann.rtcp), "a NACK")
    nack = next(p for p in ann.rtcp if isinstance(p, RtcpRtpfbPacket))
    assert nack.media_ssrc == ann.video.ssrc
    assert nack.lost == [(ann.video.sequence - 2) & 0xFFFF]
    before = (await world.pool.stats(ROOM)).peers["ann"].packets_in
    await ann.send_rtx(nack.lost[0])
    await ann.send_rtx(nack.lost[0])
    await poll(lambda: len(ben.on(VIDEO_0)) == 6, "the recovered packet")
    stats = await world.stats_until(lambda s: s.peers["ann"].packets_in == before + 2, "both repeats")
    assert cam(stats, "ann").recovered == 1
    numbers = sorted(p.sequence for p in ben.on(VIDEO_0))
    assert len(set(numbers)) == 6


async def test_senders_get_reports_and_a_rate_limit(world: RelayWorld) -> None:
    ann, _ = await world.join("ann", 0), await world.join("ben", 1)
    await ann.send_video(3, key=True)
    await poll(lambda: any(isinstance(p, RtcpPsfbPacket) and p.fmt == 15 for p in ann.rtcp), "a REMB")
    reports = [r for p in ann.rtcp if isinstance(p, RtcpRrPacket) for r in p.reports]
    assert {report.ssrc for report in reports} == {ann.video.ssrc}
    assert all(report.packets_lost == 0 for report in reports)


async def test_sender_reports_arrive_on_the_slots_timeline(world: RelayWorld) -> None:
    ann, ben = await world.join("ann", 0), await world.join("ben", 1)
    await world.plan(**both_open())
    await ann.start_video()
    await ann.send_video(2, key=True)
    await poll(lambda: len(ben.rtp) == 2, "packets")
    info = RtcpSenderInfo(0x0102030405060708, ann.video.timestamp, 2, 80)
    await ann.send_rtcp(RtcpSrPacket(ann.video.ssrc, info))
    await poll(lambda: any(isinstance(p, RtcpSrPacket) for p in ben.rtcp), "a sender report")
    report = next(p for p in ben.rtcp if isinstance(p, RtcpSrPacket))
    assert report.ssrc == VIDEO_0
    assert report.sender_info.ntp_timestamp == info.ntp_timestamp
    assert report.sender_info.rtp_timestamp == ben.rtp[-1].timestamp
    assert report.sender_info.packet_count == 2

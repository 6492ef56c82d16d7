"""Clients that support less than the relay offers hear and see through a real worker, and are sent nothing else."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from aiortc.rtp import RTCP_PSFB_APP, RTCP_RTPFB_NACK, RtcpPsfbPacket, RtcpRtpfbPacket

from media.control import PeerPlan
from media.sdp.answer import parse_answer
from media.sdp.profile import OPUS, RED, VP8, Kind, rtx_ssrc, slot_ssrc
from tests.support.relay.client import RelayClient, poll
from tests.support.relay.parts import red
from tests.support.relay.world import ROOM, RelayWorld, both_open, picture, running

pytestmark = pytest.mark.asyncio
ANN_SOUND, ANN_PICTURE = slot_ssrc(0, Kind.AUDIO), slot_ssrc(0, Kind.VIDEO)


@pytest_asyncio.fixture
async def world() -> AsyncIterator[RelayWorld]:
    async with running() as made:
        yield made


async def meet(world: RelayWorld, *without: str) -> tuple[RelayClient, RelayClient]:
    """Ann, who supports everything, and Ben, who does not support these."""
    ann = await world.join("ann", 0)
    ben = await world.join("ben", 1, without=without)
    await world.plan(**both_open())
    return ann, ben


async def speak_red(client: RelayClient, count: int) -> None:
    """Audio as a browser sends it: each packet also carries the one before."""
    for _ in range(count):
        await client.send_audio(payload_type=RED, payload=red(b"\xf8now", (960, b"\xf8before")))


async def film(sender: RelayClient, count: int) -> None:
    await sender.start_video()
    await sender.send_video(count, key=True)


async def test_a_receiver_without_red_gets_opus_and_one_with_red_keeps_it(world: RelayWorld) -> None:
    ann, ben = await meet(world, "red")
    cem = await world.join("cem", 2)
    await world.plan(**both_open(), cem=PeerPlan(2, "main", True, True))
    await speak_red(ann, 40)
    await poll(lambda: len(ben.on(ANN_SOUND)) == len(cem.on(ANN_SOUND)) == 40, "sound at both")
    assert {packet.payload_type for packet in ben.on(ANN_SOUND)} == {OPUS}
    assert {packet.payload for packet in ben.on(ANN_SOUND)} == {b"\xf8now"}
    assert cem.on(ANN_SOUND)[-1].payload_type == RED
    assert [packet.sequence for packet in ben.on(ANN_SOUND)] == [
        packet.sequence for packet in cem.on(ANN_SOUND)
    ]
    # The other direction: a microphone without RED.
    await ben.send_audio(5)
    await poll(lambda: len(ann.on(slot_ssrc(1, Kind.AUDIO))) == 5, "plain Opus at who has RED")


async def test_a_receiver_without_rtx_gets_lost_video_unchanged(world: RelayWorld) -> None:
    ann, ben = await meet(world, "rtx")
    await film(ann, 10)
    await poll(lambda: len(ben.on(ANN_PICTURE)) == 10, "pictures")
    lost = ben.on(ANN_PICTURE)[6]
    await ben.send_rtcp(RtcpRtpfbPacket(RTCP_RTPFB_NACK, 1, ANN_PICTURE, lost=[lost.sequence]))
    # The client's own SRTP drops what it has had.
    await world.stats_until(lambda stats: picture(stats, "ben", 0).resent == 1, "it is repeated")
    assert ben.on(rtx_ssrc(0)) == []
    assert {packet.payload_type for packet in ben.rtp} == {VP8}


async def test_a_sender_without_layers_is_seen(world: RelayWorld) -> None:
    ann, ben = await meet(world, "rtp-stream-id", "repaired-rtp-stream-id")
    await film(ben, 10)
    await poll(lambda: len(ann.on(slot_ssrc(1, Kind.VIDEO))) == 10, "the one picture there is")


async def test_a_client_without_remb_is_sent_none_and_hears_and_sees(world: RelayWorld) -> None:
    ann, ben = await meet(world, "goog-remb")
    await film(ann, 10)
    await film(ben, 10)
    await ann.send_audio(5)
    await poll(lambda: len(ben.on(ANN_PICTURE)) == 10 and len(ben.on(ANN_SOUND)) == 5, "both at Ben")

    def bounds(client: RelayClient) -> int:
        return sum(isinstance(p, RtcpPsfbPacket) and p.fmt == RTCP_PSFB_APP for p in client.rtcp)

    await poll(lambda: bounds(ann), "Ann is told how much to send")
    assert bounds(ben) == 0


async def test_a_sender_without_nack_is_sent_none(world: RelayWorld) -> None:
    ann, ben = await meet(world, "nack")
    for client in (ann, ben):
        await film(client, 3)
        await client.send_video(3, lose=[1])
        await client.send_audio(3)

    def asked(client: RelayClient) -> int:
        return sum(isinstance(p, RtcpRtpfbPacket) and p.fmt == RTCP_RTPFB_NACK for p in client.rtcp)

    await poll(lambda: asked(ann), "Ann is asked for what was lost")
    assert asked(ben) == 0


@pytest.mark.parametrize(("without", "kind"), [(("vp8", "rtx"), Kind.VIDEO), (("opus", "red"), Kind.AUDIO)])
async def test_a_client_that_cannot_play_one_kind_gets_the_other(
    world: RelayWorld, without: tuple[str, ...], kind: Kind
) -> None:
    ann, ben = await meet(world, *without)
    cem = await world.join("cem", 2)
    await world.plan(**both_open(), cem=PeerPlan(2, "main", True, True))
    await film(ann, 10)
    await ann.send_audio(10)
    await poll(lambda: len(cem.on(ANN_PICTURE)) == len(cem.on(ANN_SOUND)) == 10, "both at Cem")
    playable = ANN_SOUND if kind is Kind.VIDEO else ANN_PICTURE
    await poll(lambda: len(ben.on(playable)) == 10, "the other at Ben")
    assert {packet.ssrc for packet in ben.rtp} == {playable}


async def test_a_further_answer_that_accepts_less_is_honoured(world: RelayWorld) -> None:
    ann, ben = await meet(world)
    await speak_red(ann, 40)
    await poll(lambda: len(ben.on(ANN_SOUND)) == 40, "sound")
    assert ben.on(ANN_SOUND)[-1].payload_type == RED
    offered = await world.pool.restart_ice(ROOM, "ben", 2)
    ben.without = ("red",)
    assert parse_answer(ben.answer()).sections[2].types == {OPUS}
    await world.pool.answer(ROOM, "ben", offered.connection, ben.answer())
    await speak_red(ann, 40)
    await poll(lambda: len(ben.on(ANN_SOUND)) == 80, "sound goes on")
    after = ben.on(ANN_SOUND)[40:]
    assert {packet.payload_type for packet in after} == {OPUS}
    assert [packet.sequence for packet in ben.on(ANN_SOUND)] == [
        (ben.on(ANN_SOUND)[0].sequence + index) & 0xFFFF for index in range(80)
    ]


async def test_a_client_that_accepts_the_minimum_hears_and_sees(world: RelayWorld) -> None:
    words = (
        "red",
        "rtx",
        "goog-remb",
        "nack",
        "nack pli",
        "abs-send-time",
        "ssrc-audio-level",
        "transport-cc",
    )
    words += ("draft-holmer-rmcat-transport-wide-cc-extensions-01",)
    ann, ben = await meet(world, *words)
    await film(ann, 10)
    await speak_red(ann, 10)
    await poll(lambda: len(ben.on(ANN_PICTURE)) == 10 and len(ben.on(ANN_SOUND)) == 10, "both at Ben")
    assert all(packet.extension == b"" for packet in ben.rtp)

"""A client without UDP hears and sees through a real worker, and what happens when its connection breaks."""

import pytest

from media.control import PeerPlan
from media.sdp.profile import Kind, slot_ssrc
from tests.support.relay.client import poll
from tests.support.relay.tcp_carrier import TcpCarrier
from tests.support.relay.world import both_open, running

pytestmark = pytest.mark.asyncio


async def test_sound_and_pictures_pass_between_tcp_and_udp_and_others_outlive_a_broken_connection() -> None:
    async with running() as world:
        carrier = TcpCarrier()
        try:
            ann = await world.join("ann", 0, through=carrier.open)
            ben = await world.join("ben", 1)
            await world.plan(**both_open())
            for sender, receiver, slot in ((ann, ben, 0), (ben, ann, 1)):
                await sender.start_video()
                await sender.send_video(20, key=True)
                await sender.send_audio(20)
                for kind in (Kind.AUDIO, Kind.VIDEO):
                    ssrc = slot_ssrc(slot, kind)
                    await poll(lambda on=receiver.on, ssrc=ssrc: len(on(ssrc)) >= 20, "all of it")
            assert min(carrier.packets) > 40
            # It breaks in the middle of a batch that goes to both.
            cem = await world.join("cem", 2)
            await world.plan(**both_open(), cem=PeerPlan(2, "main", True, True))
            await cem.send_audio(10)
            await carrier.close()
            await cem.send_audio(30)
            voice = slot_ssrc(2, Kind.AUDIO)
            await poll(lambda: len(ben.on(voice)) == 40, "cem goes on for ben")
        finally:
            await carrier.close()

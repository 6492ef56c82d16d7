"""A client without UDP hears and sees through a real worker, and what happens when its connection breaks."""

import asyncio
from functools import partial
from struct import pack

import pytest

from media.control import PeerPlan
from media.sdp.profile import Kind, slot_ssrc
from tests.support.relay.client import RelayClient, poll
from tests.support.relay.world import both_open, running

pytestmark = pytest.mark.asyncio


class TcpCarrier(asyncio.DatagramProtocol):
    """Carries a light client's datagrams over one TCP connection; use `open`, which says what the offer becomes.

    Attributes:
        packets: carried so far, to the relay and from it.
    """

    def __init__(self) -> None:
        self.packets = [0, 0]
        self._client: tuple[str, int] | None = None

    async def open(self, offer: str) -> str:
        """Connect to the offer's TCP candidate; returns the offer with the carrier's own address instead."""
        fields = next(line for line in offer.splitlines() if line.endswith("tcptype passive")).split()
        host, port = fields[4], int(fields[5])
        self._reader, self._writer = await asyncio.open_connection(host, port)
        self._socket, _ = await asyncio.get_running_loop().create_datagram_endpoint(
            lambda: self, local_addr=("127.0.0.1", 0)
        )
        self._back = asyncio.create_task(self._carry_back())
        own: int = self._socket.get_extra_info("sockname")[1]
        return offer.replace(f" {host} {port} typ host", f" 127.0.0.1 {own} typ host")

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self._client = addr
        self.packets[0] += 1
        self._writer.write(pack("!H", len(data)) + data)

    async def _carry_back(self) -> None:
        while True:
            size = int.from_bytes(await self._reader.readexactly(2), "big")
            data = await self._reader.readexactly(size)
            self.packets[1] += 1
            self._socket.sendto(data, self._client)

    async def close(self) -> None:
        """End the connection, in the middle of whatever it carries."""
        self._back.cancel()
        await asyncio.gather(self._back, return_exceptions=True)
        self._socket.close()
        self._writer.transport.abort()


def got(client: RelayClient, ssrc: int, packets: int) -> bool:
    """Whether so many packets of this stream came, or more."""
    return len(client.on(ssrc)) >= packets


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
                    await poll(partial(got, receiver, slot_ssrc(slot, kind), 20), "all of it")
            assert min(carrier.packets) > 40
            # It breaks in the middle of a batch that goes to both.
            cem = await world.join("cem", 2)
            await world.plan(**both_open(), cem=PeerPlan(2, "main", True, True))
            await cem.send_audio(10)
            await carrier.close()
            await cem.send_audio(30)
            voice = slot_ssrc(2, Kind.AUDIO)
            await poll(partial(got, ben, voice, 40), "cem goes on for ben")
        finally:
            await carrier.close()

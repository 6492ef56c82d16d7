"""One seat of a measured room: sends its streams at their pace, on a light client."""

import asyncio
import itertools
import os
import random
import time
from array import array

from bench.relay.client import LightClient
from bench.relay.load import LAYER_PACES, PacketSource, build_extension
from media.sdp.profile import OPUS, VP8, Kind

__all__ = ["CAMERA", "MICROPHONE", "Seat"]

MICROPHONE, CAMERA = "mic", "cam"
_MAX_PAYLOAD_BYTES = 1200


class Seat:
    """One seat; its streams start with `send`.

    Args:
        number: the seat's, from 0.
        extended: whether its packets carry the header extensions of our relay.
        rid_id: the id of the rid header extension; if given, the camera sends layers, named by rid.
        address: the local address of its connection.
        share: which part of the load it sends, 0 to 1: the same bursts, further apart.
        numbered: whether its packets have transport-wide numbers, and it reports on those of others.

    Attributes:
        client: the connection it sends on. numbered: as above.
        sources: its streams, by name: the microphone, and the camera or its layers.
        silenced: names of sources that nobody wants at the moment.
        sent_ns: send time of each packet, wall clock, by SSRC and sequence number.
    """

    def __init__(
        self,
        number: int,
        *,
        extended: bool = True,
        rid_id: int = 0,
        address: str = "127.0.0.1",
        share: float = 1.0,
        numbered: bool = False,
    ) -> None:
        self.number = number
        self.client = LightClient(address=address)
        self.silenced: frozenset[str] = frozenset()
        self.numbered = numbered
        self._share = share
        filler = os.urandom(_MAX_PAYLOAD_BYTES)

        def extension(kind: Kind) -> bytes:
            return build_extension(kind, numbered=numbered) if extended else b""

        # One counter runs over all sources of a connection.
        numbers = itertools.count() if numbered else None
        first = 1000 * (number + 1)
        self.sources = {
            MICROPHONE: PacketSource(
                Kind.AUDIO, OPUS, first + 1, filler, extension(Kind.AUDIO), numbers=numbers
            )
        }
        if rid_id:
            plain = build_extension(Kind.VIDEO, mid=False, numbered=numbered)
            for index, (rid, pace) in enumerate(LAYER_PACES.items()):
                named = build_extension(Kind.VIDEO, rid=rid, rid_id=rid_id, numbered=numbered)
                self.sources[rid] = PacketSource(
                    Kind.VIDEO, VP8, first + 2 + index, filler, plain, pace=pace, named=named, numbers=numbers
                )
        else:
            self.sources[CAMERA] = PacketSource(
                Kind.VIDEO, VP8, first + 2, filler, extension(Kind.VIDEO), numbers=numbers
            )
        self.sent_ns = {source.ssrc: array("q", bytes(8 * 65536)) for source in self.sources.values()}

    def interval_s(self, name: str) -> float:
        """Seconds from one burst of a source to the next."""
        return self.sources[name].pace.interval_s / self._share

    def send_burst(self, name: str) -> None:
        """Send the next burst of a source, or skip it if nobody wants it."""
        source = self.sources[name]
        if name in self.silenced:
            source.skip_burst()
            return
        sent_ns, send = self.sent_ns[source.ssrc], self.client.send_media
        for sequence, plain in source.build_burst():
            sent_ns[sequence] = send(plain)

    async def send(self, name: str) -> None:
        """Send one source at its pace until cancelled, starting at a random moment within its first interval."""
        interval_s = self.interval_s(name)
        due = time.monotonic() + random.random() * interval_s
        while True:
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            self.send_burst(name)
            due += interval_s

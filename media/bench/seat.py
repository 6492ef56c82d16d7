"""One seat of a measured room: sends the room load and counts what arrives, undecoded."""

import asyncio
import os
import random
import time

from media.bench.client import LightClient
from media.bench.load import PacketSource, build_extension, read_original_sequence
from media.profile import OPUS, VP8, Kind

__all__ = ["Seat"]

_RTCP_TYPES = range(64, 96)
_MAX_PAYLOAD_BYTES = 1200


class Seat:
    """One seat; what it sends starts with `send`.

    Args:
        number: the seat's, from 0.
        extended: whether its packets carry the header extensions of our relay.
        address: the local address of its connection.

    Attributes:
        client: the connection it sends on, and with our relay also receives on.
        sources: what it sends.
        packets: RTP packets that arrived.
        latencies_ns: of the packets of those that `sample` named.
        per_source: while a gate is watched, packets that arrived since, by SSRC; else None.
    """

    def __init__(self, number: int, *, extended: bool = True, address: str = "127.0.0.1") -> None:
        self.number = number
        self.client = LightClient(address=address)
        filler = os.urandom(_MAX_PAYLOAD_BYTES)
        self.sources = {
            kind: PacketSource(
                kind, payload_type, self.ssrc(kind), filler, build_extension(kind) if extended else b""
            )
            for kind, payload_type in ((Kind.AUDIO, OPUS), (Kind.VIDEO, VP8))
        }
        self.packets = 0
        self.latencies_ns: list[int] = []
        self.per_source: dict[bytes, int] | None = None
        self._sent_ns = {kind: [0] * 65536 for kind in Kind}
        self._sampled: dict[bytes, list[int]] = {}

    def ssrc(self, kind: Kind) -> int:
        """On what it sends."""
        return 1000 * (self.number + 1) + (1 if kind is Kind.AUDIO else 2)

    def sample(self, other: "Seat", ssrcs: dict[Kind, int]) -> None:
        """Take the latency of every packet of `other`, which arrives on these SSRCs."""
        self._sampled = {ssrc.to_bytes(4, "big"): other._sent_ns[kind] for kind, ssrc in ssrcs.items()}  # noqa: SLF001 (its own class)
        self.client.arrival_ns()

    def handle_packet(self, data: bytes) -> None:
        """Count one packet as it came from the socket."""
        if data[1] & 0x7F in _RTCP_TYPES:
            return
        self.packets += 1
        ssrc = data[8:12]
        sent_ns = self._sampled.get(ssrc)
        if sent_ns is not None:
            arrival_ns = self.client.arrival_ns()
            sequence = read_original_sequence(self.client.unprotect(data))
            self.latencies_ns.append(arrival_ns - sent_ns[sequence])
        if self.per_source is not None:
            self.per_source[ssrc] = self.per_source.get(ssrc, 0) + 1

    def take_waiting(self) -> None:
        """Count what already lies in the socket."""
        for data in self.client.read_waiting():
            if 127 < data[0] < 192:
                self.handle_packet(data)

    async def send(self, kind: Kind) -> None:
        """Send one stream at its pace until cancelled, beginning at a random moment of its first interval."""
        source, sent_ns = self.sources[kind], self._sent_ns[kind]
        protect, send = self.client.protect, self.client.send
        due = time.monotonic() + random.random() * source.pace.interval_s
        while True:
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            for sequence, plain in source.build_burst():
                data = protect(plain)
                sent_ns[sequence] = time.clock_gettime_ns(time.CLOCK_REALTIME)
                await send(data)
            due += source.pace.interval_s

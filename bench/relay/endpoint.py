"""One connection of a seat under load: counts what arrives, undecoded, and sends the feedback a browser would."""

import asyncio
import time
from collections.abc import Mapping, Sequence

from bench.relay.batch import DatagramBatch
from bench.relay.client import LightClient
from bench.relay.load import PacketSource, read_origin
from bench.relay.rtcp_reporter import ESTIMATE_S, REPORT_S, ArrivalReporter, RtcpReporter
from media.sdp.profile import OPUS, RTX, VP8

__all__ = ["SWEEP_S", "Endpoint", "sweep"]

# How often sockets are read under load: with 14 seats each then has some 10 packets.
SWEEP_S = 0.004
_RTCP_TYPES = range(64, 96)
# Of a measured stream one packet in five is decrypted: it shares no factor with the four of a picture, so each place in
# a burst is measured as often.
_SAMPLED_EACH = 5
# The reporter SSRC of a connection that sends nothing.
_OWN_SSRC = 1
_ESTIMATES = round(REPORT_S / ESTIMATE_S)


class Endpoint:
    """One connected client.

    Args:
        client: connected. sources: the streams sent on it.
        numbered: whether to report on every packet that arrives, by its transport-wide number.

    Attributes:
        packets: RTP packets received, retransmissions excluded.
        latest: the last sequence number received, by SSRC; may be cleared to see what arrives from then on.
        latencies_ns: of the packets selected by `sample` or `sample_first`.
    """

    def __init__(
        self, client: LightClient, sources: Sequence[PacketSource] = (), *, numbered: bool = False
    ) -> None:
        self.client = client
        self.packets = 0
        self.latest: dict[int, int] = {}
        self.latencies_ns: list[int] = []
        self._reporter = RtcpReporter(_OWN_SSRC, sources)
        self._log = ArrivalReporter() if numbered else None
        self._sent_ns: Mapping[int, Sequence[int]] = {}
        self._sampled: set[int] = set()
        self._unsampled_types: set[int] = set()
        client.take_media(self.handle_packets)

    def sample(self, ssrcs: Sequence[int], sent_ns: Mapping[int, Sequence[int]]) -> None:
        """Measure the latency of one in `_SAMPLED_EACH` packets that arrive on these SSRCs.

        Args:
            ssrcs: the incoming ones.
            sent_ns: send time of each packet, wall clock, by its original SSRC and sequence number.
        """
        self._sampled, self._sent_ns = set(ssrcs), sent_ns

    def sample_first(self, sent_ns: Mapping[int, Sequence[int]]) -> None:
        """The same for the first microphone and the first camera that arrive: other relays choose SSRCs as they like."""
        self._unsampled_types, self._sent_ns = {OPUS, VP8}, sent_ns

    def handle_packets(self, batch: DatagramBatch, indexes: Sequence[int]) -> None:
        """Count received packets: everything that arrives at a relay's clients comes by here, so it is short."""
        latest, packets = self.latest, 0
        for index, (second, sequence, ssrc) in zip(indexes, batch.heads(indexes), strict=True):
            payload_type = second & 0x7F
            if payload_type in _RTCP_TYPES:
                self._reporter.handle(self.client.unprotect_rtcp(batch.data(index)), time.monotonic())
                continue
            if self._log is not None:
                self._report_arrival(self._log, batch.data(index))
            if payload_type == RTX:
                continue
            packets += 1
            latest[ssrc] = sequence
            if payload_type in self._unsampled_types:
                self._unsampled_types.remove(payload_type)
                self._sampled.add(ssrc)
            if ssrc in self._sampled and sequence % _SAMPLED_EACH == 0:
                origin, number = read_origin(self.client.unprotect(batch.data(index)))
                self.latencies_ns.append(batch.arrival_ns(index) - self._sent_ns[origin][number])
        self.packets += packets

    def _report_arrival(self, log: ArrivalReporter, packet: bytes) -> None:
        feedback = log.take_packet(packet, time.monotonic())
        if feedback:
            self.client.send_now(self.client.protect_rtcp(feedback))

    async def report(self) -> None:
        """Send reports and estimates until cancelled."""
        send, protect, due = self.client.send_now, self.client.protect_rtcp, time.monotonic()
        turn = 0
        while True:
            due += ESTIMATE_S
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            turn = (turn + 1) % _ESTIMATES
            if turn == 0:
                for compound in self._reporter.build_reports(self.latest, time.monotonic()):
                    send(protect(compound))
            # Whoever reports on every packet leaves the estimate to the other side.
            estimate = b"" if self._log else self._reporter.build_estimate(self.latest)
            if estimate:
                send(protect(estimate))


async def sweep(endpoints: Sequence[Endpoint]) -> None:
    """Read all sockets at a fixed pace until cancelled.

    Waking up for each packet would compete with the relay for its processor. That is no cost of a relay: on a real
    network its receivers are other machines.
    """
    while True:
        await asyncio.sleep(SWEEP_S)
        for endpoint in endpoints:
            endpoint.client.read()

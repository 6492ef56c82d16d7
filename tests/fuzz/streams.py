"""The target that reads a client's TCP stream: packets with their length in front, cut anywhere."""

from struct import pack

from media.net.paths.framing import MAX_FRAME_BYTES, BadFrame, Deframer
from media.sdp.profile import OPUS, VP8
from tests.fuzz.mutation import Mutator
from tests.support.relay.parts import rtp_bytes
from tests.support.relay.transports import MEDIA, FakePeer

__all__ = ["StreamTarget"]


def _framed(*packets: bytes) -> bytes:
    return b"".join(pack("!H", len(packet)) + packet for packet in packets)


class StreamTarget:
    """A stream read in pieces of different size, as it would come from the system."""

    corpus = (
        _framed(FakePeer(1).check(), MEDIA, b"\x16record"),
        _framed(*(rtp_bytes(OPUS, number, number * 960, 7, bytes(80)) for number in range(5))),
        _framed(rtp_bytes(VP8, 1, 3000, 8, bytes(1200)), rtp_bytes(VP8, 2, 3000, 8, bytes(700))),
    )
    tokens = (b"\x00\x00", b"\xff\xff", pack("!H", MAX_FRAME_BYTES), pack("!H", MAX_FRAME_BYTES + 1))

    def __init__(self) -> None:
        self._reader = Deframer()
        self._now = 0.0

    def make(self, mutator: Mutator) -> bytes:
        return mutator.mutate(self.corpus)

    def feed(self, data: bytes) -> str:
        self._now += 1
        reader, piece, packets = self._reader, 1 + len(data) % 700, 0
        try:
            for at in range(0, len(data), piece):
                came = reader.feed(data[at : at + piece], self._now)
                assert all(0 < len(packet) <= MAX_FRAME_BYTES for packet in came)
                packets += len(came)
        except BadFrame:
            self._reader = Deframer()
            return "refused"
        return f"{min(packets, 3)} packets, {'cut' if reader.since is not None else 'whole'}"

    def check(self) -> None:
        assert len(self._reader._held) < MAX_FRAME_BYTES + 2
        assert (self._reader.since is None) == (not self._reader._held)

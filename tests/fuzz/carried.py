"""The target of the packet path in C: damaged packets of a running room, carried by both parts side by side."""

import struct

from media.control import PeerPlan
from media.sdp.profile import OPUS, RED, VP8
from tests.fuzz.engine import largest_table
from tests.fuzz.mutation import Mutator
from tests.fuzz.packets import RTCP_SAMPLES, damaged_rtcp
from tests.fuzz.side_by_side import NAMES, SideBySide
from tests.support.relay.parts import red, rtp_bytes, vp8

__all__ = ["NativeTarget"]

_RIDS = "qhf"
_LARGEST_TABLE = 512


class NativeTarget:
    """A room of four; after each input both must have sent the same, and at the end know the same."""

    tokens = (
        b"\xbe\xde",
        b"\x90",
        b"\x12mic",
        b"\x32\x01\x02\x03",
        b"\x20\x94",
        bytes([RED]),
        bytes([OPUS]),
        bytes([VP8]),
    )

    def __init__(self) -> None:
        self._both = SideBySide()
        self._numbers: dict[int, int] = {}
        self._who = 0
        for key in (False, True):
            for who in range(len(NAMES)):
                for stream in range(4):
                    self._both.take(who, self._packet(who, stream, key=key))
            self._both.wait(0.6)

    def _packet(self, who: int, stream: int, *, key: bool = False) -> bytes:
        source = 100 * (who + 1) + stream
        number = self._numbers[source] = (self._numbers.get(source, 65_400) + 1) & 0xFFFF
        # Half of them number what they send over all of their streams.
        marked = (4 * number + stream) & 0xFFFF if who % 2 else None
        if stream:
            payload = vp8(key=key, picture=number & 0x7FFF) + bytes(40)
            return rtp_bytes(
                VP8, number, number * 3000, source, payload, mid="cam", rid=_RIDS[stream - 1], number=marked
            )
        sound = b"\x78" + bytes(60)
        payload = red(sound, (960, b"\x78older")) if number % 8 < 4 else sound
        return rtp_bytes(
            RED if number % 8 < 4 else OPUS,
            number,
            number * 960,
            source,
            payload,
            mid="mic",
            level=number & 0x7F,
            number=marked,
        )

    def make(self, mutator: Mutator) -> bytes:
        """A packet of one of the streams, usually damaged behind its header, so that its source stays known."""
        self._who = mutator.below(len(NAMES))
        way = mutator.below(20)
        if way == 0:
            return damaged_rtcp(mutator, RTCP_SAMPLES)
        packet = self._packet(self._who, mutator.below(4), key=way == 1)
        if way < 8:
            return packet
        if way < 10:
            return mutator.mutate((packet,))
        rest = mutator.mutate((packet[12:],))
        first = mutator.pick((0x90, 0x90, 0x80, 0xB0, 0x91, 0xA0))
        return struct.pack("!B", first) + packet[1:12] + rest

    def feed(self, data: bytes) -> str:
        """Both take it, some time passes, and both must have sent the same."""
        before, sent = self._both.carried, self._both.sent
        self._both.take(self._who, data)
        self._both.compare()
        self._both.wait(0.003)
        way = "up" if self._both.carried == before else "carried"
        return way if self._both.sent == sent else f"{way}, sent on"

    def check(self) -> None:
        """Both know the same, and a plan that closes every gate stops both."""
        self._both.compare_state()
        sent = self._both.sent
        self._both.plan({who: PeerPlan(who, "main", audio=False, video=False) for who in range(len(NAMES))})
        for who in range(len(NAMES)):
            for stream in range(4):
                self._both.take(who, self._packet(who, stream, key=True))
        self._both.compare()
        assert self._both.sent == sent, "something passed a closed gate"
        assert max(largest_table(one) for one in self._both.tables) <= _LARGEST_TABLE

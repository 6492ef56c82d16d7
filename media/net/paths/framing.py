"""Packets on a stream: each with its length in front (RFC 4571), in bounded memory. Pure.

A stream that does not drain loses what is old, and pictures before sound: speech that comes late is worse than speech
that is missing, and a picture that is late is replaced by the next one.
"""

from collections import deque
from struct import Struct

from media.sdp.profile import RTX, VP8

__all__ = [
    "MAX_FRAME_BYTES",
    "MAX_PICTURE_BYTES",
    "MAX_SOUND_BYTES",
    "MAX_WAIT_S",
    "BadFrame",
    "Deframer",
    "SendQueue",
]

_LENGTH = Struct("!H")
# No packet of ours or of a browser is longer.
MAX_FRAME_BYTES = 1500
# What may wait for one client. A large key frame fits; the time bounds it on slow links.
MAX_PICTURE_BYTES = 256 * 1024
MAX_SOUND_BYTES = 32 * 1024
MAX_WAIT_S = 1.0
_PICTURE_TYPES = (VP8, RTX)


class BadFrame(Exception):
    """The stream is not framed packets; nothing after this can be read."""


class Deframer:
    """Splits what arrives into packets.

    Attributes:
        since: when the unfinished packet began, monotonic seconds; None without one.
    """

    __slots__ = ("_held", "since")

    def __init__(self) -> None:
        self._held = b""
        self.since: float | None = None

    def feed(self, data: bytes, now: float) -> list[bytes]:
        """The packets that are complete now. It holds less than one packet between two calls.

        Raises:
            BadFrame: a packet without bytes, or longer than `MAX_FRAME_BYTES`.
        """
        held, at, packets = self._held + data, 0, []
        while len(held) - at >= _LENGTH.size:
            (size,) = _LENGTH.unpack_from(held, at)
            if not 0 < size <= MAX_FRAME_BYTES:
                raise BadFrame
            end = at + _LENGTH.size + size
            if end > len(held):
                break
            packets.append(held[at + _LENGTH.size : end])
            at = end
        self._held = held[at:]
        if not self._held:
            self.since = None
        elif packets or self.since is None:
            self.since = now
        return packets


class SendQueue:
    """What waits to be written to one stream: sound and control first, then pictures, each oldest first."""

    __slots__ = ("_begun", "_pictures", "_sound")

    def __init__(self) -> None:
        self._begun = b""
        self._sound = _Lane(MAX_SOUND_BYTES)
        self._pictures = _Lane(MAX_PICTURE_BYTES)

    def __bool__(self) -> bool:
        return bool(self._begun or self._sound.waiting or self._pictures.waiting)

    def push(self, packet: bytes, now: float) -> int:
        """Add one packet; returns how many older ones were given up, for their age or for lack of room."""
        lane = self._pictures if _is_picture(packet) else self._sound
        return lane.push(_LENGTH.pack(len(packet)) + packet, now)

    def expire(self, now: float) -> int:
        """Give up what has waited longer than `MAX_WAIT_S`; returns how many packets."""
        return self._sound.expire(now) + self._pictures.expire(now)

    def next_parts(self, most: int) -> list[bytes]:
        """What to write next: at most so many parts. They stay until `take` says how much was written."""
        parts = [self._begun] if self._begun else []
        for lane in (self._sound, self._pictures):
            for _, frame in lane.waiting:
                if len(parts) == most:
                    return parts
                parts.append(frame)
        return parts

    def take(self, written: int) -> None:
        """So many bytes of the last `next_parts` were written."""
        if self._begun:
            begun, self._begun = self._begun, self._begun[written:]
            written -= min(written, len(begun))
        while written > 0:
            frame = (self._sound if self._sound.waiting else self._pictures).pop()
            # What has begun must be finished, or the other side cannot read on.
            self._begun = frame[written:]
            written -= min(written, len(frame))


class _Lane:
    """Framed packets of one kind, with when they came."""

    __slots__ = ("_bytes", "_most", "waiting")

    def __init__(self, most: int) -> None:
        self._most = most
        self._bytes = 0
        self.waiting: deque[tuple[float, bytes]] = deque()

    def push(self, frame: bytes, now: float) -> int:
        """Add one; returns how many older ones were given up for it."""
        self.waiting.append((now, frame))
        self._bytes += len(frame)
        given_up = self.expire(now)
        while self._bytes > self._most:
            self.pop()
            given_up += 1
        return given_up

    def expire(self, now: float) -> int:
        """Give up what waits longer than it may; returns how many."""
        given_up = 0
        while self.waiting and now - self.waiting[0][0] > MAX_WAIT_S:
            self.pop()
            given_up += 1
        return given_up

    def pop(self) -> bytes:
        """Remove the oldest one."""
        frame = self.waiting.popleft()[1]
        self._bytes -= len(frame)
        return frame


def _is_picture(packet: bytes) -> bool:
    """Whether it is RTP with a picture in it: the type is in the clear (RFC 3711 §3.1)."""
    return len(packet) > 1 and 127 < packet[0] < 192 and packet[1] & 0x7F in _PICTURE_TYPES

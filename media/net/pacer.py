"""Video on its way to a narrow link: bursts are spread over time, so that they wait here and not in the link's queue.

A key frame sent at once fills the queue of a narrow link, and sound behind it is late or lost. Only video comes here:
sound, repairs and padding pass it. What a wide link gets does not wait at all.
"""

from collections import deque

from media.net.send_buffer import SendBuffer

__all__ = ["BURST_S", "MAX_HELD_BYTES", "Pacer"]

# Beyond it the oldest leave: of a larger burst than that some may be lost, and memory has a bound.
MAX_HELD_BYTES = 96 * 1024
# What may leave at once, at the rate: a round of the worker's timer, and at least a packet.
BURST_S = 0.02
_LEAST_BYTES = 1500.0


class Pacer:
    """Holds video back so that it leaves at a rate.

    Args:
        send_buffer: takes what leaves. bps: bits per second, may be changed.

    Attributes:
        held_bytes: of packets that wait.
    """

    __slots__ = ("_at", "_credit", "_held", "_send_buffer", "bps", "held_bytes")

    def __init__(self, send_buffer: SendBuffer, bps: float) -> None:
        self.bps = bps
        self.held_bytes = 0
        self._send_buffer = send_buffer
        self._held: deque[bytes] = deque()
        self._credit = 0.0
        self._at = float("-inf")

    def add(self, plain: bytes) -> None:
        """Take one packet; it leaves at this wake-up's flush or a later one."""
        self._held.append(plain)
        self.held_bytes += len(plain)
        while self.held_bytes > MAX_HELD_BYTES:
            self._let_go()

    def on_round(self, now: float) -> None:
        """Allow what the rate allows since the last round of the worker's timer; `now` in monotonic seconds."""
        most = max(_LEAST_BYTES, self.bps / 8 * BURST_S)
        self._credit = min(most, self._credit + self.bps / 8 * (now - self._at))
        self._at = now

    def flush(self) -> None:
        """Send what is allowed by now."""
        while self._held and self._credit > 0:
            self._credit -= len(self._held[0])
            self._let_go()
        self._send_buffer.flush()

    def release(self) -> None:
        """Send everything now."""
        while self._held:
            self._let_go()
        self._send_buffer.flush()

    def drop(self, ssrc: int) -> None:
        """Forget what waits of one source: its receiver may not have it any more."""
        name = ssrc.to_bytes(4, "big")
        self._held = deque(plain for plain in self._held if plain[8:12] != name)
        self.held_bytes = sum(map(len, self._held))

    def _let_go(self) -> None:
        plain = self._held.popleft()
        self.held_bytes -= len(plain)
        self._send_buffer.add(plain)

"""Sequence numbers and timestamps of one slot at one receiver: one continuous stream whatever its source.

A run is an uninterrupted stretch of forwarded packets of one source. Within a run outgoing numbers are the incoming ones
plus an offset, so mapping back (for a NACK) is a subtraction. No two different packets are ever sent under the same
number: that would reuse an SRTP nonce. Sequence numbers in here are extended (they do not wrap).
"""

from dataclasses import dataclass

from media.rtp.packet import sequence_delta

__all__ = ["Rewriter"]

_TIMESTAMP = 0xFFFFFFFF
# When the source changes, the timestamp jumps at least this far, so that frames never share one.
_MIN_STEP_S = 0.02
# A longer step between sender clocks is not believed.
_MAX_STEP_S = 10.0


@dataclass(slots=True)
class Rewriter:
    """The numbering of one slot at one receiver.

    Attributes:
        clock_rate: RTP ticks per second.
    """

    clock_rate: int
    _source: int | None = None
    _running: bool = False
    _ever: bool = False
    _first: int = 0
    _offset: int = 0
    _shift_rtp: int = 0
    _highest: int = 0
    _last_rtp: int = 0
    _last_at: float = 0.0

    def copy(self) -> "Rewriter":
        """The same numbering, to be continued elsewhere."""
        return Rewriter(
            self.clock_rate,
            self._source,
            self._running,
            self._ever,
            self._first,
            self._offset,
            self._shift_rtp,
            self._highest,
            self._last_rtp,
            self._last_at,
        )

    @property
    def running(self) -> bool:
        """Whether a run is in progress; if not, call `start` before `rewrite`."""
        return self._running

    @property
    def numbering(self) -> tuple[int, int]:
        """The offsets of sequence number and timestamp: equal offsets give equal numbers."""
        return self._offset, self._shift_rtp

    def start(
        self, source: int, extended: int, timestamp: int, now: float, elapsed_s: float | None = None
    ) -> None:
        """Start a run with this packet: it follows the last one sent.

        Args:
            source: the incoming SSRC.
            extended: its extended sequence number.
            timestamp: its RTP timestamp.
            now: monotonic seconds.
            elapsed_s: time since the last packet sent, if both senders' clocks are known; otherwise the arrival
                times decide.
        """
        if not self._ever:
            self._highest = extended - 1
        elif source != self._source:
            if elapsed_s is None or not 0 <= elapsed_s < _MAX_STEP_S:
                elapsed_s = now - self._last_at
            elapsed = max(elapsed_s, _MIN_STEP_S)
            following = self._last_rtp + int(elapsed * self.clock_rate)
            self._shift_rtp = (following - timestamp) & _TIMESTAMP
        # The same source keeps its offset: its own clock already says how long it was away.
        self._ever = self._running = True
        self._source = source
        self._first = extended
        self._offset = self._highest + 1 - extended

    def stop(self) -> None:
        """End the run: the gate closed, the source left or changed."""
        self._running = False

    def rewrite(self, extended: int, timestamp: int, now: float) -> tuple[int, int] | None:
        """The outgoing sequence number and timestamp; None for a packet from before the run."""
        if not self._running or extended < self._first:
            return None
        out = extended + self._offset
        rtp = (timestamp + self._shift_rtp) & _TIMESTAMP
        if out > self._highest:
            self._highest = out
            self._last_rtp = rtp
            self._last_at = now
        return out & 0xFFFF, rtp

    @property
    def highest(self) -> int:
        """The newest outgoing number, without wrap-around."""
        return self._highest

    def last_source_timestamp(self) -> int | None:
        """The incoming timestamp of the newest packet sent; None before the first."""
        return (self._last_rtp - self._shift_rtp) & _TIMESTAMP if self._ever else None

    def is_newest(self, extended: int) -> bool:
        """Whether this packet is the newest one sent."""
        return extended + self._offset == self._highest

    def next_source_number(self) -> int:
        """The incoming extended number that follows all that were sent: nothing was ever sent under it."""
        return self._highest + 1 - self._offset

    def source_number(self, sequence: int) -> int | None:
        """The incoming extended number of an outgoing 16-bit one; None when it is not of this run."""
        if not self._running:
            return None
        out = self._highest + sequence_delta(sequence, self._highest & 0xFFFF)
        extended = out - self._offset
        return extended if out <= self._highest and extended >= self._first else None

    def shift(self, timestamp: int) -> int | None:
        """An incoming timestamp on the slot's timeline; None outside a run."""
        return (timestamp + self._shift_rtp) & _TIMESTAMP if self._running else None

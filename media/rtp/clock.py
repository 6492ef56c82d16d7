"""A sender's clock, from its sender reports: converts RTP timestamps to its own time (RFC 3550 §6.4.1)."""

from dataclasses import dataclass

__all__ = ["SenderClock"]


@dataclass(slots=True)
class SenderClock:
    """The newest report of one stream. All streams of a sender share one clock.

    Attributes:
        rate: RTP ticks per second.
    """

    rate: int
    _ntp_s: float | None = None
    _timestamp: int = 0

    def on_report(self, ntp: int, timestamp: int) -> None:
        """Take a sender report: NTP time in 32.32 fixed point, and the RTP timestamp of that moment."""
        self._ntp_s = ntp / 2**32
        self._timestamp = timestamp

    def moment(self, timestamp: int) -> float | None:
        """A timestamp near the report's, in seconds of the sender's clock; None before any report."""
        if self._ntp_s is None:
            return None
        ahead = (timestamp - self._timestamp + 0x80000000) % 0x100000000 - 0x80000000
        return self._ntp_s + ahead / self.rate

"""How good a connection is, in words that a person can be shown; from plain numbers, without flicker."""

from dataclasses import dataclass

from media.counters import PeerQuality

__all__ = ["ConnectionQuality", "Reading"]


@dataclass(frozen=True, slots=True)
class Reading:
    """How a connection is doing, over the last two seconds or so.

    Attributes:
        up_loss, down_loss: 0..1. up_jitter_ms, down_jitter_ms: the worst of its streams.
        up_narrow, down_narrow: the link is why less is sent (received) than is of use.
        rtt_ms: round trip; None while unknown.
        silent: no connectivity check for too long.
    """

    up_loss: float = 0.0
    up_jitter_ms: float = 0.0
    up_narrow: bool = False
    down_loss: float = 0.0
    down_jitter_ms: float = 0.0
    down_narrow: bool = False
    rtt_ms: float | None = None
    silent: bool = False


@dataclass(slots=True)
class ConnectionQuality:
    """The grades of one connection."""

    def on_reading(self, reading: Reading) -> PeerQuality:
        """Take a reading, about every two seconds; returns the grades that hold now (compare with the last to tell)."""
        raise NotImplementedError

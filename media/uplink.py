"""What each sender is told it may send (REMB, draft-alvestrand-rmcat-remb): what arrives well, and what is of use."""

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Uplink", "useful_bps"]


def useful_bps(wanted_bps: Iterable[int], audio_bps: int) -> int:
    """The cap of a sender, from the `max_bps` of the layers wanted of it and of its sound."""
    raise NotImplementedError


@dataclass(slots=True)
class Uplink:
    """One sender's way up.

    Attributes:
        told_bps: what it was told last; None before the first.
    """

    told_bps: int | None = None

    def on_packet(self, send_time: int, size: int, now: float) -> None:
        """Count an incoming packet (sound, picture, padding, repeats).

        Args:
            send_time: abs-send-time, 24 bits, 1/2**18 s.
            size: of the UDP payload, bytes.
            now: monotonic seconds.
        """
        raise NotImplementedError

    def on_loss(self, fraction: float, now: float) -> None:
        """Take what we report to the sender, once per report: lost of all its streams, 0..1 of expected."""
        raise NotImplementedError

    def due(self, cap_bps: int, now: float) -> int | None:
        """The REMB to send now, bits per second; None when none is due. `cap_bps` is of `useful_bps`."""
        raise NotImplementedError

    def is_narrow(self, cap_bps: int) -> bool:
        """Whether the way up carries clearly less than is of use."""
        raise NotImplementedError

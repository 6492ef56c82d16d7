"""What a connection's connectivity checks proved: its addresses and its consent (RFC 8445 §2.5, RFC 7675)."""

from dataclasses import dataclass, field
from typing import Any, Protocol

__all__ = ["CONSENT_S", "Address", "IcePeer", "IceState"]

# (host, port) for IPv4, with flow and scope for IPv6: as the socket gives it.
Address = tuple[Any, ...]

# Without a check for this long a connection is lost.
CONSENT_S = 10.0


@dataclass(slots=True)
class IceState:
    """Our credentials for one connection, and what its checks proved.

    Attributes:
        ufrag, password: as in the offer.
        address: where to send, None before the first check.
        heard: when the last valid check came, monotonic seconds; None before the first.
    """

    ufrag: str
    password: str
    address: Address | None = None
    heard: float | None = None
    validated: list[Address] = field(default_factory=list)

    def is_alive(self, now: float) -> bool:
        """Whether the other side consented lately (RFC 7675)."""
        return self.heard is not None and now - self.heard < CONSENT_S


class IcePeer(Protocol):
    """What the transport needs of a connection."""

    @property
    def ice(self) -> IceState:
        """Its credentials and addresses."""

    def handle_dtls(self, data: bytes) -> None:
        """Take a DTLS record from a validated address."""

    def handle_srtp(self, data: bytes, now: float) -> None:
        """Take an SRTP or SRTCP packet from a validated address."""

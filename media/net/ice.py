"""What a connection's connectivity checks proved: its addresses and its consent (RFC 8445 §2.5, RFC 7675)."""

from dataclasses import dataclass, field
from typing import Any, Protocol

from media.net.floods import CheckMeter

__all__ = ["CONSENT_S", "Address", "IcePeer", "IceState", "Trial"]

# (host, port) for IPv4, with flow and scope for IPv6: as the socket gives it.
Address = tuple[Any, ...]

# Without a check for this long a connection is silent.
CONSENT_S = 10.0


@dataclass(frozen=True, slots=True)
class Trial:
    """An address to move to once it answers: a check can be caught and sent again from a source that is not its own.

    Attributes:
        address: where our question went. transaction: of the question, 12 bytes.
    """

    address: Address
    transaction: bytes


@dataclass(slots=True)
class IceState:
    """Our credentials for one connection, and what its checks proved.

    Attributes:
        ufrag, password: of the newest offer.
        former: those of the offer before, good until a check proves the newest (RFC 8445 §9: a restart goes on with
            the old pair until the new one is there).
        remote: the other side's ufrag and password, from its newest answer; None before it.
        address: where to send, None before the first check.
        trial: the address that is asked whether it receives, before it takes the place of `address`.
        heard: when the last valid check came, monotonic seconds; None before the first.
        validated: every address that a check proved, oldest first.
        checks: those from `address`. checks_elsewhere: those from anywhere else; one that was caught and is sent again
            without end must not use up what the client itself may send.
    """

    ufrag: str
    password: str
    former: tuple[str, str] | None = None
    remote: tuple[str, str] | None = None
    address: Address | None = None
    trial: Trial | None = None
    heard: float | None = None
    validated: list[Address] = field(default_factory=list)
    checks: CheckMeter = field(default_factory=CheckMeter)
    checks_elsewhere: CheckMeter = field(default_factory=CheckMeter)

    def is_alive(self, now: float) -> bool:
        """Whether the other side consented lately (RFC 7675)."""
        return self.heard is not None and now - self.heard < CONSENT_S

    def password_of(self, ufrag: str) -> str | None:
        """The password that belongs to one of our ufrags, None to a foreign one."""
        if ufrag == self.ufrag:
            return self.password
        return self.former[1] if self.former is not None and ufrag == self.former[0] else None

    def renew(self, ufrag: str, password: str) -> str | None:
        """Take new credentials; returns a ufrag that nobody may use any more, if there is one."""
        expired = None if self.former is None else self.former[0]
        self.former = (self.ufrag, self.password)
        self.ufrag, self.password = ufrag, password
        return expired

    def ufrags(self) -> tuple[str, ...]:
        """Ours, the newest first."""
        return (self.ufrag,) if self.former is None else (self.ufrag, self.former[0])


class IcePeer(Protocol):
    """What the transport needs of a connection."""

    @property
    def ice(self) -> IceState:
        """Its credentials and addresses."""

    def handle_dtls(self, data: bytes, now: float) -> None:
        """Take a DTLS record from a validated address."""

    def handle_srtp(self, data: bytes, now: float) -> None:
        """Take an SRTP or SRTCP packet from a validated address."""

    def aim(self) -> None:
        """Its address changed."""

    def on_moved(self, now: float) -> None:
        """Its media go another way from now on: it had another address before."""

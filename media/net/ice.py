"""What connectivity checks have proved about a connection: its addresses and its consent (RFC 8445 §2.5, RFC 7675)."""

from dataclasses import dataclass, field
from typing import Any, Protocol

from media.net.floods import CheckMeter

__all__ = ["CONSENT_S", "Address", "IcePeer", "IceState", "Trial"]

# As the socket gives it: (host, port) for IPv4, with flow info and scope id for IPv6.
Address = tuple[Any, ...]

# A connection without a check for this long is silent.
CONSENT_S = 10.0


@dataclass(frozen=True, slots=True)
class Trial:
    """A new address that must answer before we move to it: a check can be captured and replayed from a spoofed source.

    Attributes:
        address: where we sent our check. transaction: of that check, 12 bytes.
    """

    address: Address
    transaction: bytes


@dataclass(slots=True)
class IceState:
    """Our credentials for one connection, and what its checks have proved.

    Attributes:
        ufrag, password: of the newest offer.
        former: those of the offer before, valid until a check proves the newest (RFC 8445 §9: a restart keeps the old
            pair until the new one works).
        remote: the other side's ufrag and password, from its newest answer; None before it.
        address: where to send; None before the first check.
        trial: the address being verified before it replaces `address`.
        heard: when the last valid check arrived, monotonic seconds; None before the first.
        validated: every address proved by a check, oldest first.
        checks: meter for checks from `address`.
        checks_elsewhere: meter for checks from any other address, kept apart so that endless replays of a captured
            check cannot use up the client's own allowance.
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
        """Whether the other side has given consent recently (RFC 7675)."""
        return self.heard is not None and now - self.heard < CONSENT_S

    def password_of(self, ufrag: str) -> str | None:
        """The password for one of our ufrags; None for any other."""
        if ufrag == self.ufrag:
            return self.password
        return self.former[1] if self.former is not None and ufrag == self.former[0] else None

    def renew(self, ufrag: str, password: str) -> str | None:
        """Use new credentials; returns the ufrag that is no longer valid, if there is one."""
        expired = None if self.former is None else self.former[0]
        self.former = (self.ufrag, self.password)
        self.ufrag, self.password = ufrag, password
        return expired

    def ufrags(self) -> tuple[str, ...]:
        """Our ufrags, newest first."""
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
        """Send to the current `ice.address` from now on."""

    def on_moved(self, now: float) -> None:
        """The media path has changed: the connection had another address before."""

"""What connectivity checks have proved about a connection: its paths and its consent (RFC 8445 §2.5, RFC 7675)."""

from dataclasses import dataclass, field
from typing import Any, Protocol

from media.net.floods import CheckMeter

__all__ = [
    "CONSENT_S",
    "MAX_CREDENTIALS",
    "Address",
    "Credentials",
    "Datagrams",
    "IcePeer",
    "IceState",
    "Path",
    "Trial",
]

# As the socket gives it: (host, port) for IPv4, with flow info and scope id for IPv6.
Address = tuple[Any, ...]
# Back to back in one piece of memory.
Datagrams = bytes | memoryview

# A connection without a check for this long is silent.
CONSENT_S = 10.0
# The proven credentials, and those of the two newest restarts.
MAX_CREDENTIALS = 3


class Path(Protocol):
    """A way to a client: one of our sockets and the client's address, or one TCP connection. There is one of each.

    Attributes:
        address: the client's.
        owner: the connection whose check proved the path; None before.
    """

    owner: "IcePeer | None"

    @property
    def address(self) -> Address:
        """The client's address."""

    def send(self, data: bytes) -> None:
        """Send one datagram at once; what the system refuses is counted."""

    def send_all(self, datagrams: Datagrams, sizes: list[int]) -> None:
        """Send datagrams that lie back to back, in order. Raises OSError when the system refuses."""

    def keep(self, owner: "IcePeer") -> None:
        """It belongs to this connection from now on."""

    def drop(self) -> None:
        """It belongs to nobody any more; idempotent."""


@dataclass(slots=True)
class Credentials:
    """Our ICE credentials of one offer.

    Attributes:
        ufrag, password: ours.
        remote: the other side's ufrag and password, from its answer; None before it.
    """

    ufrag: str
    password: str
    remote: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Trial:
    """A new path that must answer before we move to it: a check can be captured and replayed from a spoofed source.

    Attributes:
        path: where we sent our check. transaction: of that check, 12 bytes. password: what signs the answer.
    """

    path: Path
    transaction: bytes
    password: str


@dataclass(slots=True)
class IceState:
    """Our credentials for one connection, and what its checks have proved.

    Attributes:
        credentials: of its offers, oldest first, at most `MAX_CREDENTIALS`. The first are proven, or were there before
            any check; the later ones are of restarts that no check has proved yet. A restart keeps the old pair until
            the new one works (RFC 8445 §9), however many restarts follow one another.
        path: where to send; None before the first check, and once the path has ended.
        settled: it has had a path: any later one must answer a check of ours first.
        trial: the path being verified before it replaces `path`.
        heard: when the last valid check arrived, monotonic seconds; None before the first.
        validated: every path proved by a check, oldest first.
        checks: meter for checks on `path`.
        checks_elsewhere: meter for checks on any other path, kept apart so that endless replays of a captured check
            cannot use up the client's own allowance.
    """

    credentials: list[Credentials]
    path: Path | None = None
    settled: bool = False
    trial: Trial | None = None
    heard: float | None = None
    validated: list[Path] = field(default_factory=list)
    checks: CheckMeter = field(default_factory=CheckMeter)
    checks_elsewhere: CheckMeter = field(default_factory=CheckMeter)

    @property
    def newest(self) -> Credentials:
        """Those of the newest offer."""
        return self.credentials[-1]

    def is_alive(self, now: float) -> bool:
        """Whether the other side has given consent recently (RFC 7675)."""
        return self.heard is not None and now - self.heard < CONSENT_S

    def find(self, ufrag: str) -> Credentials | None:
        """The credentials with this ufrag of ours."""
        return next((one for one in self.credentials if one.ufrag == ufrag), None)

    def renew(self, ufrag: str, password: str) -> str | None:
        """Use new credentials; returns the ufrag that is no longer valid, if there is one."""
        self.credentials.append(Credentials(ufrag, password))
        # The first are those that work now.
        return self.credentials.pop(1).ufrag if len(self.credentials) > MAX_CREDENTIALS else None

    def prove(self, proven: Credentials) -> list[str]:
        """A check used these, so older ones are void (RFC 8445 §9); returns the ufrags of those."""
        at = next(index for index, one in enumerate(self.credentials) if one is proven)
        expired = [one.ufrag for one in self.credentials[:at]]
        del self.credentials[:at]
        return expired


class IcePeer(Protocol):
    """What the transport needs of a connection."""

    @property
    def ice(self) -> IceState:
        """Its credentials and paths."""

    def handle_dtls(self, data: bytes, now: float) -> None:
        """Take a DTLS record from a validated path."""

    def handle_srtp(self, data: bytes, now: float) -> None:
        """Take an SRTP or SRTCP packet from a validated path."""

    def aim(self) -> None:
        """Send to the current `ice.path` from now on."""

    def on_moved(self, now: float) -> None:
        """The media path has changed: the connection had another before."""

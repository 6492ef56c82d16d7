"""The relay's transport without a wire: peers that record what they receive, and what was sent."""

from collections import Counter

from aioice import stun

from media.net.ice import Address, Credentials, IcePeer, IceState
from media.worker.transport import Transport
from tests.support.relay.parts import check_success

__all__ = [
    "AWAY",
    "FOREIGN",
    "HOME",
    "MEDIA",
    "OTHER",
    "THEIR_PASSWORD",
    "FakePeer",
    "RecordingTransport",
    "move",
]

HOME, AWAY, OTHER = ("127.0.0.1", 1001), ("127.0.0.1", 1002), ("127.0.0.1", 1003)
FOREIGN = ("192.0.2.9", 1004)
MEDIA = b"\x80media"
THEIR_PASSWORD = "their password"


class FakePeer:
    """A connection that records what the transport passes to it."""

    def __init__(self, number: int) -> None:
        first = Credentials(f"ufrag{number}", f"password{number}", ("theirs", THEIR_PASSWORD))
        self.ice = IceState([first])
        self.srtp: list[bytes] = []
        self.dtls: list[bytes] = []
        self.aimed: list[Address | None] = []
        self.moves: list[float] = []

    def handle_srtp(self, data: bytes, now: float) -> None:
        self.srtp.append(data)

    def handle_dtls(self, data: bytes, now: float) -> None:
        self.dtls.append(data)

    @property
    def at(self) -> Address | None:
        """Where it is sent to."""
        return None if self.ice.path is None else self.ice.path.address

    @property
    def proved(self) -> list[Address]:
        """Where its checks came from."""
        return [path.address for path in self.ice.validated]

    def aim(self) -> None:
        self.aimed.append(self.at)

    def on_moved(self, now: float) -> None:
        self.moves.append(now)

    def check(self, *, nominate: bool = True, password: str | None = None, ufrag: str | None = None) -> bytes:
        message = stun.Message(stun.Method.BINDING, stun.Class.REQUEST)
        message.attributes["USERNAME"] = f"{ufrag or self.ice.newest.ufrag}:theirs"
        if nominate:
            message.attributes["USE-CANDIDATE"] = None
        message.add_message_integrity((password or self.ice.newest.password).encode())
        return bytes(message)


class RecordedPath:
    """A path that keeps what it would send."""

    def __init__(self, address: Address, sent: list[tuple[bytes, Address]]) -> None:
        self.address = address
        self.owner: IcePeer | None = None
        self.dropped = 0
        self._sent = sent

    def send(self, data: bytes) -> None:
        self._sent.append((data, self.address))

    def send_all(self, datagrams: bytes | memoryview, sizes: list[int]) -> None:
        raise NotImplementedError

    def keep(self, owner: IcePeer) -> None:
        self.owner = owner

    def drop(self) -> None:
        self.owner = None
        self.dropped += 1


class RecordingTransport(Transport):
    """A transport that keeps what it would send; use `close`."""

    def __init__(self) -> None:
        self.counted: Counter[str] = Counter()
        super().__init__(["127.0.0.1"], 0, self.counted)
        self.sent: list[tuple[bytes, Address]] = []
        self.paths: dict[Address, RecordedPath] = {}

    def path(self, address: Address) -> RecordedPath:
        """The path to this address."""
        return self.paths.setdefault(address, RecordedPath(address, self.sent))

    def handle_datagram(self, data: bytes, address: Address, now: float) -> None:
        """Let a packet arrive from this address."""
        self.take(data, self.path(address), now)

    def answered(self) -> list[Address]:
        """The addresses to which responses to checks were sent."""
        return [to for data, to in self.sent if data[:2] == b"\x01\x01"]

    def questions(self, address: Address) -> list[stun.Message]:
        """Our own checks sent to that address."""
        sent = [stun.parse_message(data) for data, to in self.sent if to == address and data[0] < 4]
        return [message for message in sent if message.message_class is stun.Class.REQUEST]


def move(transport: RecordingTransport, peer: FakePeer, address: Address, now: float) -> None:
    """Let a client nominate another address and answer from there."""
    transport.handle_datagram(peer.check(), address, now)
    transport.handle_datagram(check_success(transport.questions(address)[-1], THEIR_PASSWORD), address, now)

"""The relay's transport without a wire: peers that record what they receive, and what was sent."""

from collections import Counter

from aioice import stun

from media.net.ice import Address, IceState
from media.worker.transport import UdpTransport
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
        self.ice = IceState(f"ufrag{number}", f"password{number}", remote=("theirs", THEIR_PASSWORD))
        self.srtp: list[bytes] = []
        self.dtls: list[bytes] = []
        self.aimed: list[Address | None] = []
        self.moves: list[float] = []

    def handle_srtp(self, data: bytes, now: float) -> None:
        self.srtp.append(data)

    def handle_dtls(self, data: bytes, now: float) -> None:
        self.dtls.append(data)

    def aim(self) -> None:
        self.aimed.append(self.ice.address)

    def on_moved(self, now: float) -> None:
        self.moves.append(now)

    def check(self, *, nominate: bool = True, password: str | None = None, ufrag: str | None = None) -> bytes:
        message = stun.Message(stun.Method.BINDING, stun.Class.REQUEST)
        message.attributes["USERNAME"] = f"{ufrag or self.ice.ufrag}:theirs"
        if nominate:
            message.attributes["USE-CANDIDATE"] = None
        message.add_message_integrity((password or self.ice.password).encode())
        return bytes(message)


class RecordingTransport(UdpTransport):
    """A transport that keeps what it would send."""

    def __init__(self) -> None:
        self.counted: Counter[str] = Counter()
        super().__init__("127.0.0.1", 0, self.counted)
        self.sent: list[tuple[bytes, Address]] = []

    def send(self, data: bytes, address: Address) -> bool:
        self.sent.append((data, address))
        return True

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

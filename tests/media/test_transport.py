"""First-byte demultiplexing and ICE-lite, without a wire: datagrams go in by hand, answers are counted."""

from collections import Counter
from collections.abc import Iterator

import pytest
from aioice import stun

from media.ice import CONSENT_S, Address, IceState
from media.transport import UdpTransport

HOME, AWAY, OTHER = ("127.0.0.1", 1001), ("127.0.0.1", 1002), ("127.0.0.1", 1003)


class FakePeer:
    def __init__(self, number: int) -> None:
        self.ice = IceState(f"ufrag{number}", f"password{number}")
        self.srtp: list[bytes] = []
        self.dtls: list[bytes] = []

    def handle_srtp(self, data: bytes, now: float) -> None:
        self.srtp.append(data)

    def handle_dtls(self, data: bytes) -> None:
        self.dtls.append(data)

    def check(self, *, nominate: bool = True, password: str | None = None) -> bytes:
        message = stun.Message(stun.Method.BINDING, stun.Class.REQUEST)
        message.attributes["USERNAME"] = f"{self.ice.ufrag}:theirs"
        if nominate:
            message.attributes["USE-CANDIDATE"] = None
        message.add_message_integrity((password or self.ice.password).encode())
        return bytes(message)


class RecordingTransport(UdpTransport):
    def __init__(self) -> None:
        self.counted: Counter[str] = Counter()
        super().__init__("127.0.0.1", 0, self.counted)
        self.sent: list[tuple[bytes, Address]] = []

    def send(self, data: bytes, address: Address) -> bool:
        self.sent.append((data, address))
        return True


@pytest.fixture
def transport() -> Iterator[RecordingTransport]:
    made = RecordingTransport()
    yield made
    made._socket.close()


def test_media_passes_only_after_a_signed_check(transport: RecordingTransport) -> None:
    peer = FakePeer(1)
    transport.register(peer)
    transport.handle_datagram(b"\x80media", HOME, 0.0)
    transport.handle_datagram(peer.check(password="wrong"), HOME, 0.0)
    transport.handle_datagram(b"\x80media", HOME, 0.0)
    assert peer.srtp == []
    assert transport.counted == {"unvalidated_source": 2, "stun_bad_integrity": 1}
    transport.handle_datagram(peer.check(), HOME, 0.0)
    transport.handle_datagram(b"\x80media", HOME, 0.0)
    transport.handle_datagram(b"\x16record", HOME, 0.0)
    transport.handle_datagram(b"\x40turn", HOME, 0.0)
    assert (peer.srtp, peer.dtls) == ([b"\x80media"], [b"\x16record"])
    assert transport.counted["unknown_protocol"] == 1
    answer = stun.parse_message(transport.sent[0][0])
    assert answer.attributes["XOR-MAPPED-ADDRESS"] == HOME


def test_an_unknown_peer_gets_no_answer(transport: RecordingTransport) -> None:
    transport.handle_datagram(FakePeer(1).check(), HOME, 0.0)
    assert transport.sent == []
    assert transport.counted == {"stun_unknown_peer": 1}


def test_a_moved_address_takes_over_when_it_is_nominated(transport: RecordingTransport) -> None:
    peer = FakePeer(1)
    transport.register(peer)
    transport.handle_datagram(peer.check(nominate=False), HOME, 0.0)
    assert peer.ice.address == HOME
    transport.handle_datagram(peer.check(nominate=False), AWAY, 0.0)
    assert peer.ice.address == HOME
    transport.handle_datagram(peer.check(), AWAY, 0.0)
    assert peer.ice.address == AWAY


def test_validated_addresses_are_bounded_and_the_current_one_stays(transport: RecordingTransport) -> None:
    peer = FakePeer(1)
    transport.register(peer)
    transport.handle_datagram(peer.check(), HOME, 0.0)
    for port in range(2000, 2020):
        transport.handle_datagram(peer.check(nominate=False), ("127.0.0.1", port), 0.0)
    assert len(peer.ice.validated) == 4
    transport.handle_datagram(b"\x80media", HOME, 0.0)
    transport.handle_datagram(b"\x80media", ("127.0.0.1", 2000), 0.0)
    assert len(peer.srtp) == 1


def test_a_live_peer_keeps_its_address_and_a_silent_one_loses_it(transport: RecordingTransport) -> None:
    first, second = FakePeer(1), FakePeer(2)
    transport.register(first)
    transport.register(second)
    transport.handle_datagram(first.check(), HOME, 0.0)
    transport.handle_datagram(second.check(), HOME, CONSENT_S - 1)
    assert second.ice.address is None
    transport.handle_datagram(second.check(), HOME, CONSENT_S)
    assert (first.ice.address, second.ice.address) == (None, HOME)
    transport.handle_datagram(b"\x80media", HOME, CONSENT_S)
    assert (first.srtp, second.srtp) == ([], [b"\x80media"])


def test_a_forgotten_peer_is_a_stranger(transport: RecordingTransport) -> None:
    peer = FakePeer(1)
    transport.register(peer)
    transport.handle_datagram(peer.check(), HOME, 0.0)
    transport.forget(peer)
    transport.forget(peer)
    transport.handle_datagram(b"\x80media", HOME, 0.0)
    transport.handle_datagram(peer.check(), OTHER, 0.0)
    assert peer.srtp == []
    assert transport.counted == {"unvalidated_source": 1, "stun_unknown_peer": 1}

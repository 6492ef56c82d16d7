"""UDP sockets of both families, over loopback."""

import socket
from collections import Counter
from contextlib import closing

import pytest

from media.net.paths.udp import UdpSocket
from tests.support.relay.transports import FakePeer


def client(host: str) -> socket.socket:
    made = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_DGRAM)
    made.bind((host, 0))
    made.setblocking(False)
    return made


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_a_path_leads_to_its_address(host: str) -> None:
    drops: Counter[str] = Counter()
    with closing(UdpSocket(host, 0, drops)) as udp, client(host) as far:
        path = udp.path(far.getsockname())
        path.send(b"one")
        path.send_all(b"twothree", [3, 5])
        assert [far.recv(100) for _ in range(3)] == [b"one", b"two", b"three"]
        udp.path((host, 0, *path.address[2:])).send(b"nowhere")
        assert drops == {"send_refused": 1}


def test_both_families_share_a_port_and_no_addresses() -> None:
    with (
        closing(UdpSocket("0.0.0.0", 0, Counter())) as four,
        closing(UdpSocket("::", four.port, Counter())) as six,
    ):
        assert four.port == six.port
        with client("127.0.0.1") as far:
            far.sendto(b"x", ("127.0.0.1", four.port))
            # Not ::ffff:127.0.0.1 on the other socket.
            assert four.inner.recvfrom(10) == (b"x", far.getsockname())


def test_a_path_that_belongs_to_somebody_is_found_again() -> None:
    with closing(UdpSocket("127.0.0.1", 0, Counter())) as udp:
        address, peer = ("127.0.0.1", 5), FakePeer(1)
        assert udp.path(address) is not udp.path(address)
        path = udp.path(address)
        path.keep(peer)
        assert udp.path(address) is path
        assert path.owner is peer
        path.drop()
        path.drop()
        assert (path.owner, udp.paths) == (None, {})


def test_a_port_in_use_is_refused() -> None:
    with closing(UdpSocket("127.0.0.1", 0, Counter())) as udp, pytest.raises(OSError, match="in use"):
        UdpSocket("127.0.0.1", udp.port, Counter())

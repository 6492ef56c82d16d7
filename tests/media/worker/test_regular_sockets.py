"""The receiver in C between real sockets: packets are encrypted, and people leave while it reads."""

import contextlib
import socket
from collections import Counter
from functools import partial

import pylibsrtp
import pytest

from media.control import PeerPlan, RelayPlan, RoomOptions
from media.net.dtls import SrtpKeys
from media.net.ice import Path
from media.net.native import find_native
from media.net.send_buffer import make_send_buffer
from media.net.srtp import make_functions
from media.peer.peer import Peer
from media.room.router import RoomRouter
from media.sdp.profile import OPUS
from media.worker.transport import Transport
from tests.fuzz.side_by_side import NAMES
from tests.support.relay.parts import EVERYTHING, Wire, make_peer, rtp_bytes

pytestmark = pytest.mark.skipif(find_native() is None, reason="the part in C was not compiled here")


def _keys(received: bytes, sent: bytes) -> SrtpKeys:
    def session(key: bytes, kind: int) -> pylibsrtp.Session:
        policy = pylibsrtp.Policy(key=key, ssrc_type=kind)
        policy.allow_repeat_tx = True
        return pylibsrtp.Session(policy)

    inbound, outbound = pylibsrtp.Policy.SSRC_ANY_INBOUND, pylibsrtp.Policy.SSRC_ANY_OUTBOUND
    incoming, outgoing = make_functions(session(received, inbound)), make_functions(session(sent, outbound))
    return SrtpKeys(
        partial(make_send_buffer, lambda: session(sent, outbound)),
        incoming["unprotect"],
        outgoing["protect_rtcp"],
        incoming["unprotect_rtcp"],
    )


class Sockets:
    """A room of people with sockets of their own, whose packets are encrypted; use it as a context.

    Attributes:
        handed_up: datagrams that Python had to take.
        drops: the worker's counters.
    """

    # Of the kind that a browser ends its connection with.
    BYE = bytes([21]) + b"bye"

    def __init__(self, people: int, *, in_c: bool) -> None:
        self.handed_up = 0
        self.drops: Counter[str] = Counter()
        self._transport = Transport(("127.0.0.1",), 0, self.drops, in_c=in_c)
        self._room = RoomRouter("room", RoomOptions(people), lambda event: None, 0.0)
        self._far = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(people)]
        ours, theirs = bytes(range(30)), bytes(range(30, 60))
        inbound, outbound = pylibsrtp.Policy.SSRC_ANY_INBOUND, pylibsrtp.Policy.SSRC_ANY_OUTBOUND
        sealing = pylibsrtp.Policy(key=theirs, ssrc_type=outbound)
        opening = pylibsrtp.Policy(key=ours, ssrc_type=inbound)
        self._sealing = [pylibsrtp.Session(sealing) for _ in range(people)]
        self._opening = [pylibsrtp.Session(opening) for _ in range(people)]
        for number, far in enumerate(self._far):
            far.bind(("127.0.0.1", 0))
            far.setblocking(False)
            self._add(number, far, _keys(theirs, ours))
        entries = {NAMES[one]: PeerPlan(one, "main", audio=True, video=True) for one in range(people)}
        self._room.apply_plan(RelayPlan(1, entries))
        self._take = self._transport.take
        self._transport.take = self._count  # type: ignore[method-assign]
        self.read = self._transport._reader(self._transport._udp[0])

    def __enter__(self) -> "Sockets":
        return self

    def __exit__(self, *_: object) -> None:
        self._transport.close()
        for far in self._far:
            far.close()

    def _add(self, number: int, far: socket.socket, keys: SrtpKeys) -> None:
        peer = make_peer(NAMES[number], number, Wire(self.drops), connected=False)
        peer._socket = self._transport
        path = self._transport._udp[0].path(far.getsockname())
        path.keep(peer)
        peer.ice.path = path
        peer.ice.validated.append(path)
        self._room.add(peer)
        peer.connect(keys, EVERYTHING)

    def _count(self, data: bytes, path: Path, now: float) -> None:
        self.handed_up += 1
        owner = path.owner
        if data == self.BYE and isinstance(owner, Peer):
            # As the worker ends a connection.
            self._room.remove(owner.name)
            self._transport.forget(owner)
            owner.release()
        else:
            self._take(data, path, now)

    def send(self, who: int, plain: bytes) -> None:
        """Put somebody's packet into the relay's socket."""
        self.hand_in(who, self._sealing[who].protect(plain))

    def hand_in(self, who: int, data: bytes) -> None:
        """Put any datagram of somebody there."""
        self._far[who].sendto(data, ("127.0.0.1", self._transport.port))

    def got(self, who: int) -> list[bytes]:
        """What came for somebody since the last call, decrypted."""
        came = []
        with contextlib.suppress(BlockingIOError):
            while True:
                came.append(self._opening[who].unprotect(self._far[who].recv(2048)))
        return came


def _voice(number: int) -> bytes:
    return rtp_bytes(OPUS, number, number * 960, 50, b"\x78" + bytes(number), mid="mic", level=20)


def _through_sockets(packets: list[bytes], *, in_c: bool) -> tuple[list[bytes], int]:
    """What Ben gets of Ann's sound, and how many datagrams Python had to take."""
    with Sockets(2, in_c=in_c) as sockets:
        for plain in packets:
            sockets.send(0, plain)
            sockets.read()
        assert sockets.drops == {}
        return sockets.got(1), sockets.handed_up


def test_a_regular_packet_goes_from_socket_to_socket_and_only_its_receiver_can_read_it() -> None:
    packets = [_voice(number) for number in range(1, 30)]
    carried, handed_up = _through_sockets(packets, in_c=True)
    plain, everything = _through_sockets(packets, in_c=False)
    # The send times differ.
    assert [one[:12] + one[20:] for one in carried] == [one[:12] + one[20:] for one in plain]
    assert len(carried) == len(packets)
    assert (handed_up, everything) == (1, len(packets))


@pytest.mark.parametrize("in_c", [False, True])
def test_who_ends_in_the_middle_of_a_batch_sends_and_gets_nothing_more_and_the_others_do(in_c: bool) -> None:
    ann, ben, cat = range(3)
    with Sockets(3, in_c=in_c) as sockets:
        for number in (1, 2):
            sockets.send(ann, _voice(number))
        sockets.read()
        assert [len(sockets.got(who)) for who in (ann, ben, cat)] == [0, 2, 2]
        # All of it lies in the socket before it is read.
        for number in (3, 4):
            sockets.send(ann, _voice(number))
        sockets.hand_in(ben, Sockets.BYE)
        sockets.send(ann, _voice(5))
        sockets.send(ben, _voice(1))
        sockets.read()
        # What waited for Ben ends with him.
        assert [len(sockets.got(who)) for who in (ann, ben, cat)] == [0, 0, 3]
        sockets.send(ann, _voice(6))
        sockets.hand_in(ann, Sockets.BYE)
        sockets.send(ann, _voice(7))
        sockets.read()
        assert sockets.drops == {"unvalidated_source": 2}
        # Her last word was said before she left.
        assert [len(sockets.got(who)) for who in (ann, ben, cat)] == [0, 0, 1]

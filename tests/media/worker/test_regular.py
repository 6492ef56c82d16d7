"""The receiver in C beside the reference: the same packets, sent byte for byte, and the same state afterwards."""

import contextlib
import socket
import struct
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import pylibsrtp
import pytest
from aiortc.rtp import RtcpPsfbPacket, RtcpRtpfbPacket
from hypothesis import given, settings
from hypothesis import strategies as st

from media.control import PeerPlan, RelayPlan, RoomOptions
from media.net.dtls import SrtpKeys
from media.net.ice import Path
from media.net.native import find_native
from media.net.send_buffer import make_send_buffer
from media.net.srtp import make_functions
from media.peer.peer import Peer
from media.room.router import RoomRouter
from media.rtp.packet import MAX_RTP_BYTES
from media.sdp.profile import OPUS, RED, RTX, VP8, Kind, slot_ssrc
from media.worker.transport import Transport
from tests.fuzz.side_by_side import NAMES, SideBySide
from tests.support.relay.parts import EVERYTHING, Wire, make_peer, red, rtp_bytes, vp8

pytestmark = pytest.mark.skipif(find_native() is None, reason="the part in C was not compiled here")

RIDS = "qhf"
SEATS = len(NAMES)


class Senders:
    """Everybody's streams, each with numbers of its own."""

    def __init__(self) -> None:
        self.both = SideBySide()
        self.numbers: dict[tuple[int, int], int] = {}
        self.last: dict[tuple[int, int], bytes] = {}

    def send(self, who: int, stream: int, make: Callable[[int, int], bytes], step: int = 1) -> None:
        """Send a packet of a stream, 0 for sound, `step` numbers after its last one; `make` takes number and source."""
        number = (self.numbers.get((who, stream), 65_500) + step) & 0xFFFF
        self.numbers[who, stream] = number
        data = make(number, 100 * (who + 1) + stream)
        self.last[who, stream] = data
        self.both.take(who, data)

    def sound(
        self, who: int, step: int = 1, *, level: int | None = 20, size: int = 60, in_red: bool = False
    ) -> None:
        def make(number: int, source: int) -> bytes:
            sound = bytes([0x78]) + bytes(size)
            payload = red(sound, (960, b"\x78older")) if in_red else sound
            kind = RED if in_red else OPUS
            return rtp_bytes(kind, number, number * 960, source, payload, mid="mic", level=level)

        self.send(who, 0, make, step)

    def picture(
        self, who: int, layer: int, step: int = 1, *, key: bool = False, start: bool = True, total: int = 0
    ) -> None:
        def make(number: int, source: int) -> bytes:
            payload = vp8(key=key, picture=number & 0x7FFF, start=start) + bytes(number % 50)
            data = rtp_bytes(VP8, number, number * 3000, source, payload, mid="cam", rid=RIDS[layer])
            return data + bytes(max(0, total - len(data)))

        self.send(who, 1 + layer, make, step)

    def begin(self) -> None:
        """Let everybody be heard and seen by everybody."""
        for _ in range(2):
            for who in range(SEATS):
                self.sound(who)
                for layer in range(3):
                    self.picture(who, layer)
            self.both.wait(0.6)
            for who in range(SEATS):
                for layer in range(3):
                    self.picture(who, layer, key=True)
        self.both.compare_state()


def test_packets_in_order_are_carried_and_everything_is_as_in_python() -> None:
    senders = Senders()
    senders.begin()
    before, sent = senders.both.carried, senders.both.sent
    for _ in range(30):
        for who in range(SEATS):
            senders.sound(who)
            for layer in range(3):
                senders.picture(who, layer, start=False)
        senders.both.compare()
    senders.both.compare_state()
    assert senders.both.carried - before == 30 * SEATS * 4
    assert senders.both.sent - sent == 30 * SEATS * 2 * (SEATS - 1)


def test_what_is_not_the_next_packet_goes_up_and_the_next_one_is_carried_again() -> None:
    senders = Senders()
    senders.begin()
    for step in (3, 1, 0, 1, -4, 1, 1, 400, 1, 1):
        senders.sound(0, step)
        senders.picture(0, 2, step)
        senders.both.wait(0.03)
        senders.both.compare()
    senders.both.compare_state()


def test_the_largest_packet_goes_to_everybody_and_again_and_a_larger_one_to_nobody() -> None:
    senders = Senders()
    senders.begin()
    for total, dropped in ((MAX_RTP_BYTES, 0), (MAX_RTP_BYTES + 1, 1)):
        sent = senders.both.sent
        senders.picture(0, 2, total=total)
        senders.both.compare()
        assert senders.both.sent - sent == (0 if dropped else SEATS - 1)
        assert senders.both.drops["jumbo"] == dropped
    lost = [senders.numbers[0, 3] - 1]
    sent = senders.both.sent
    for who in range(1, SEATS):
        senders.both.take(who, bytes(RtcpRtpfbPacket(1, 1, slot_ssrc(0, Kind.VIDEO), lost=lost)))
    senders.both.compare_state()
    assert senders.both.sent - sent == SEATS - 1


def test_a_closed_gate_lets_nothing_pass_from_the_very_next_packet() -> None:
    senders = Senders()
    senders.begin()
    entries = {who: PeerPlan(who, "main", audio=True, video=True) for who in range(SEATS)}
    for _ in range(6):
        senders.both.plan(entries | {0: PeerPlan(0, "main", audio=False, video=False)})
        sent = senders.both.sent
        for _ in range(3):
            senders.sound(0)
            senders.picture(0, 2)
        senders.both.compare()
        assert senders.both.sent == sent
        senders.both.plan(entries)
        senders.sound(0)
        senders.picture(0, 2, key=True)
        senders.both.wait(0.6)
    senders.both.compare_state()


_who, _layer = st.integers(0, SEATS - 1), st.integers(0, 2)
_step = st.sampled_from([1] * 8 + [0, 2, 3, -1, -2, 300])
_space = st.sampled_from(["main", "main", "side", None])
_action = st.one_of(
    st.tuples(st.just("sound"), _who, _step, st.integers(0, 140), st.integers(0, 20), st.booleans()),
    st.tuples(st.just("picture"), _who, _layer, _step, st.booleans(), st.booleans()),
    st.tuples(st.just("frames"), _who, _layer, st.integers(1, 8)),
    st.tuples(
        *(st.just("raw"), _who, st.integers(0, 3), st.binary(max_size=40), st.integers(0, 255)),
        st.sampled_from([0, 0, MAX_RTP_BYTES, MAX_RTP_BYTES + 1]),
    ),
    st.tuples(st.just("again"), _who, st.integers(0, 3)),
    st.tuples(st.just("repaired"), _who, _layer, st.integers(0, 3)),
    st.tuples(st.just("nack"), _who, _who, st.integers(0, 5)),
    st.tuples(st.just("key"), _who, _who),
    st.tuples(st.just("plan"), st.tuples(*[st.tuples(_space, st.booleans(), st.booleans())] * SEATS)),
    st.tuples(st.just("tiles"), _who, st.tuples(*[st.sampled_from([0, 90, 300, 720])] * SEATS)),
    st.tuples(st.just("wait"), st.sampled_from([0.001, 0.02, 0.5, 3.0])),
    st.tuples(st.just("restart"), _who),
)


class Random(Senders):
    """Any of the actions above."""

    def on_sound(self, who: int, step: int, level: int, size: int, in_red: bool) -> None:
        self.sound(who, step, level=level & 0x7F, size=size, in_red=in_red)

    def on_picture(self, who: int, layer: int, step: int, key: bool, start: bool) -> None:
        self.picture(who, layer, step, key=key, start=start)

    def on_frames(self, who: int, layer: int, count: int) -> None:
        for _ in range(count):
            self.picture(who, layer)
            self.sound(who)

    def on_raw(self, who: int, stream: int, body: bytes, first: int, least: int) -> None:
        kind = OPUS if stream == 0 else VP8

        def make(number: int, source: int) -> bytes:
            head = struct.pack("!BBHII", 0x80 | first & 0x3F, kind, number, number * 960, source)
            data = head + (b"\xbe\xde" if first & 0x40 else b"") + body
            # The last byte may be the length of padding.
            return data + bytes(max(0, least - len(data) - 1)) + bytes([7])

        self.send(who, stream, make)

    def on_again(self, who: int, stream: int) -> None:
        if (who, stream) in self.last:
            self.both.take(who, self.last[who, stream])

    def on_repaired(self, who: int, layer: int, back: int) -> None:
        number = (self.numbers.get((who, 1 + layer), 0) - back) & 0xFFFF
        body = struct.pack("!H", number) + vp8(picture=number & 0x7FFF)
        source = 100 * (who + 1) + 50 + layer
        self.both.take(
            who, rtp_bytes(RTX, back, number * 3000, source, body, mid="cam", repaired=RIDS[layer])
        )

    def on_nack(self, who: int, slot: int, back: int) -> None:
        for kind, stream in ((Kind.AUDIO, 0), (Kind.VIDEO, 3)):
            lost = [(self.numbers.get((slot, stream), 0) - back) & 0xFFFF]
            self.both.take(who, bytes(RtcpRtpfbPacket(1, 1, slot_ssrc(slot, kind), lost=lost)))

    def on_key(self, who: int, slot: int) -> None:
        self.both.take(who, bytes(RtcpPsfbPacket(1, 1, slot_ssrc(slot, Kind.VIDEO))))

    def on_plan(self, entries: tuple[tuple[str | None, bool, bool], ...]) -> None:
        self.both.plan({who: PeerPlan(who, *entry) for who, entry in enumerate(entries)})

    def on_tiles(self, who: int, heights: tuple[int, ...]) -> None:
        self.both.tiles(who, dict(enumerate(heights)))

    def on_wait(self, seconds: float) -> None:
        self.both.wait(seconds)

    def on_restart(self, who: int) -> None:
        # It starts over with the same sources, far from its last numbers.
        for stream in range(4):
            self.numbers[who, stream] = (self.numbers.get((who, stream), 0) + 30_000) & 0xFFFF

    def step(self, action: tuple[Any, ...]) -> None:
        name, *details = action
        self.both.now += 0.004
        getattr(self, "on_" + name)(*details)
        self.both.compare()


@settings(max_examples=12, deadline=None)
@given(st.lists(_action, min_size=20, max_size=120))
def test_random_packets_plans_and_feedback_have_the_same_effect(actions: list[tuple[Any, ...]]) -> None:
    world = Random()
    world.begin()
    for action in actions:
        world.step(action)
    world.both.compare_state()


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

"""The send buffer, in Python and in C: the same tests for both."""

import errno
import socket
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial

import pylibsrtp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.net.native import find_native
from media.net.paths.udp import UdpPath, UdpSocket
from media.net.send_buffer import (
    SendBuffer,
    SendBufferInPython,
    add_to_all,
    make_send_buffer,
    pack_address,
)
from media.net.srtp import SEND_BUFFER_BYTES, find_seal
from media.sdp.profile import VP8
from tests.support.relay.parts import rtp_bytes

KEY = bytes(range(30))


def session() -> pylibsrtp.Session:
    policy = pylibsrtp.Policy(key=KEY, ssrc_type=pylibsrtp.Policy.SSRC_ANY_OUTBOUND)
    policy.allow_repeat_tx = True
    return pylibsrtp.Session(policy=policy)


def packet(sequence: int, size: int = 40) -> bytes:
    return rtp_bytes(VP8, sequence, sequence * 3000, 7, bytes(size))


@dataclass
class Stage:
    """A send buffer, its destination, and what pylibsrtp itself would have sent."""

    send_buffer: SendBuffer
    near: UdpSocket
    far: socket.socket
    reference: pylibsrtp.Session

    @property
    def path(self) -> UdpPath:
        """The way to the destination."""
        return self.near.path(self.far.getsockname())

    def came(self) -> list[bytes]:
        found = []
        while True:
            try:
                found.append(self.far.recv(4096))
            except BlockingIOError:
                return found

    def protect(self, *plain: bytes) -> list[bytes]:
        return [self.reference.protect(data) for data in plain]


@pytest.fixture(params=["python", "c"])
def stage(request: pytest.FixtureRequest) -> Iterator[Stage]:
    if request.param == "c" and find_native() is None:
        pytest.skip("the part in C was not compiled here")
    with (
        closing(UdpSocket("127.0.0.1", 0, Counter())) as near,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as far,
    ):
        far.bind(("127.0.0.1", 0))
        far.setblocking(False)
        send_buffer = make_send_buffer(session, in_c=request.param == "c")
        made = Stage(send_buffer, near, far, session())
        send_buffer.aim(made.path)
        yield made


@pytest.mark.skipif(find_native() is None, reason="the part in C was not compiled here")
def test_with_gcm_what_leaves_is_what_pylibsrtp_would_send() -> None:
    profile = pylibsrtp.Policy.SRTP_PROFILE_AEAD_AES_256_GCM
    policy = pylibsrtp.Policy(
        key=bytes(44), ssrc_type=pylibsrtp.Policy.SSRC_ANY_OUTBOUND, srtp_profile=profile
    )
    with (
        closing(UdpSocket("127.0.0.1", 0, Counter())) as near,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as far,
    ):
        far.bind(("127.0.0.1", 0))
        far.setblocking(False)
        send_buffer = make_send_buffer(partial(pylibsrtp.Session, policy), find_seal(policy))
        stage = Stage(send_buffer, near, far, pylibsrtp.Session(policy))
        send_buffer.aim(stage.path)
        plain = [packet(sequence, size) for sequence, size in enumerate([1100, 1100, 80, 0, 1200])]
        for data in plain:
            send_buffer.add(data)
        # What is no packet is counted.
        send_buffer.add(b"short")
        send_buffer.flush()
        assert stage.came() == stage.protect(*plain)
        assert (send_buffer.packets, send_buffer.failed) == (5, 1)


def test_pending_packets_are_sent_in_order_as_pylibsrtp_would_send_them(stage: Stage) -> None:
    sizes = [1100, 1100, 1100, 900, 80, 80, 1100, 20, 21, 21, 1200]
    plain = [packet(sequence, size) for sequence, size in enumerate(sizes)]
    for data in plain:
        stage.send_buffer.add(data)
    assert stage.came() == []
    stage.send_buffer.flush()
    expected = stage.protect(*plain)
    assert stage.came() == expected
    assert (stage.send_buffer.packets, stage.send_buffer.octets) == (len(sizes), sum(map(len, expected)))
    stage.send_buffer.flush()
    assert stage.came() == []


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 1200), min_size=1, max_size=90))
def test_both_send_the_same(sizes: list[int]) -> None:
    plain = [packet(sequence, size) for sequence, size in enumerate(sizes)]
    seen = []
    for in_c in (False, find_native() is not None):
        with (
            closing(UdpSocket("127.0.0.1", 0, Counter())) as near,
            socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as far,
        ):
            far.bind(("127.0.0.1", 0))
            far.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
            far.setblocking(False)
            one = make_send_buffer(session, in_c=in_c)
            one.aim(near.path(far.getsockname()))
            for data in plain:
                one.add(data)
            one.flush()
            seen.append((Stage(one, near, far, session()).came(), one.packets, one.octets, one.failed))
    assert seen[0] == seen[1]
    assert seen[0][1] == len(sizes)


def test_a_full_send_buffer_is_flushed_before_it_takes_more(stage: Stage) -> None:
    plain = [packet(sequence, 1200) for sequence in range(2 * SEND_BUFFER_BYTES // 1200)]
    for data in plain:
        stage.send_buffer.add(data)
    early = stage.came()
    assert early
    stage.send_buffer.flush()
    assert early + stage.came() == stage.protect(*plain)


def test_without_an_address_pending_packets_are_dropped(stage: Stage) -> None:
    stage.send_buffer.add(packet(1))
    stage.send_buffer.aim(None)
    stage.send_buffer.flush()
    stage.send_buffer.aim(stage.path)
    stage.send_buffer.flush()
    assert stage.came() == []
    assert (stage.send_buffer.packets, stage.send_buffer.refused) == (0, 0)


def test_pending_packets_go_to_the_address_at_the_flush(stage: Stage) -> None:
    try:
        with (
            closing(UdpSocket("::1", 0, Counter())) as near,
            socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as far,
        ):
            far.bind(("::1", 0))
            far.setblocking(False)
            send_buffer = make_send_buffer(
                session, in_c=not isinstance(stage.send_buffer, SendBufferInPython)
            )
            send_buffer.aim(near.path(("::1", 9, 0, 0)))
            send_buffer.add(packet(1))
            send_buffer.add(packet(2))
            send_buffer.aim(near.path(far.getsockname()))
            send_buffer.flush()
            assert Stage(send_buffer, near, far, session()).came() == stage.protect(packet(1), packet(2))
    except OSError:
        pytest.skip("no IPv6 loopback here")


def test_adding_the_same_packet_again_sends_the_same_bytes(stage: Stage) -> None:
    for sequence in (1, 2, 3, 1):
        stage.send_buffer.add(packet(sequence))
    stage.send_buffer.flush()
    came = stage.came()
    assert came[3] == came[0] != came[1]


def test_packets_the_kernel_refuses_are_counted_and_dropped(stage: Stage) -> None:
    stage.send_buffer.aim(stage.near.path(("127.0.0.1", 0)))
    for sequence in range(3):
        stage.send_buffer.add(packet(sequence))
    stage.send_buffer.flush()
    assert (stage.send_buffer.packets, stage.send_buffer.refused) == (0, 3)
    stage.send_buffer.aim(stage.path)
    stage.send_buffer.flush()
    assert stage.came() == []


def test_an_invalid_packet_is_counted_and_not_kept(stage: Stage) -> None:
    for wrong in (b"", b"\x80\x60", bytes(SEND_BUFFER_BYTES)):
        stage.send_buffer.add(wrong)
    stage.send_buffer.add(packet(5))
    stage.send_buffer.flush()
    assert stage.send_buffer.failed == 3
    assert stage.came() == stage.protect(packet(5))


def test_one_packet_goes_into_every_send_buffer_under_its_own_keys() -> None:
    with (
        closing(UdpSocket("127.0.0.1", 0, Counter())) as near,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as far,
    ):
        far.bind(("127.0.0.1", 0))
        far.setblocking(False)
        boxes: list[SendBuffer] = [make_send_buffer(session), SendBufferInPython(session())]
        for box in boxes:
            box.aim(near.path(far.getsockname()))
        add_to_all(boxes, packet(1))
        for box in boxes:
            box.flush()
        assert Stage(boxes[0], near, far, session()).came() == [session().protect(packet(1))] * 2


def test_a_system_without_segments_sends_one_by_one(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    if not isinstance(stage.send_buffer, SendBufferInPython):
        pytest.skip("what the kernel answers cannot be changed for the part in C")

    def refuse(*_: object) -> int:
        raise OSError(errno.EIO, "no segments")

    path = stage.path
    segments, real = path._segments, path.socket.inner

    class Refusing:
        def __getattr__(self, name: str) -> object:
            return refuse if name == "sendmsg" else getattr(real, name)

    monkeypatch.setattr(segments, "_socket", Refusing())
    stage.send_buffer.aim(path)
    plain = [packet(sequence, 500) for sequence in range(4)]
    for data in plain:
        stage.send_buffer.add(data)
    stage.send_buffer.flush()
    assert stage.came() == stage.protect(*plain)


@pytest.mark.skipif(find_native() is None, reason="the part in C was not compiled here")
def test_after_a_broken_address_nothing_is_sent_to_the_old_one() -> None:
    with (
        closing(UdpSocket("127.0.0.1", 0, Counter())) as near,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as far,
    ):
        far.bind(("127.0.0.1", 0))
        far.setblocking(False)
        send_buffer = make_send_buffer(session)
        send_buffer.aim(near.path(far.getsockname()))
        with pytest.raises(OSError, match="illegal"):
            send_buffer.aim(near.path(("no address", 5)))
        send_buffer.add(packet(1))
        send_buffer.flush()
        assert Stage(send_buffer, near, far, session()).came() == []


def test_a_failing_send_buffer_raises() -> None:
    class Failing:
        def add(self, plain: bytes) -> None:
            raise LookupError

    with pytest.raises(LookupError):
        add_to_all([Failing()], packet(1))  # type: ignore[list-item]


@pytest.mark.parametrize(
    ("address", "packed"),
    [
        (("127.0.0.1", 0x1234), socket.AF_INET.to_bytes(2, "little") + b"\x124\x7f\x00\x00\x01" + bytes(8)),
        (
            ("::1", 0x1234, 0, 3),
            socket.AF_INET6.to_bytes(2, "little") + b"\x124" + bytes(4) + bytes(15) + b"\x01" + b"\x03\0\0\0",
        ),
    ],
)
def test_an_address_is_packed_as_the_kernel_wants_it(address: tuple[object, ...], packed: bytes) -> None:
    assert pack_address(address) == packed


class Stream:
    """A path that is no UDP socket."""

    def __init__(self, far: tuple[str, int]) -> None:
        self.address = far
        self.owner = None
        self.came: list[bytes] = []
        self.refuses = False
        self.on_send: Callable[[], None] | None = None

    def send(self, data: bytes) -> None:
        raise AssertionError("what is pending is sent together")

    def send_all(self, datagrams: bytes | memoryview, sizes: list[int]) -> None:
        if self.refuses:
            raise OSError
        if self.on_send is not None:
            self.on_send()
        at = 0
        for size in sizes:
            self.came.append(bytes(datagrams[at : at + size]))
            at += size

    def keep(self, owner: object) -> None:
        """Nobody owns it."""

    def drop(self) -> None:
        """Nobody owns it."""


def test_what_is_no_socket_gets_the_same_packets_together(stage: Stage) -> None:
    stream = Stream(("192.0.2.1", 5))
    stage.send_buffer.aim(stream)
    plain = [packet(sequence, size) for sequence, size in enumerate((1100, 80, 1200))]
    for data in plain:
        stage.send_buffer.add(data)
    stage.send_buffer.flush()
    assert stream.came == stage.protect(*plain)
    assert (stage.send_buffer.packets, stage.send_buffer.refused) == (3, 0)
    stage.send_buffer.aim(stage.path)
    stage.send_buffer.add(packet(3))
    stage.send_buffer.flush()
    assert stage.came() == stage.protect(packet(3))


def test_a_stream_that_ends_in_the_middle_of_a_batch_takes_nothing_with_it(stage: Stage) -> None:
    stream = Stream(("192.0.2.1", 5))
    stage.send_buffer.aim(stream)
    # Its connection ends, and the buffer is aimed at nothing, while it is sending.
    stream.on_send = partial(stage.send_buffer.aim, None)
    stage.send_buffer.add(packet(1))
    stage.send_buffer.add(packet(2))
    stage.send_buffer.flush()
    assert stream.came == stage.protect(packet(1), packet(2))
    stage.send_buffer.add(packet(3))
    stage.send_buffer.flush()
    refusing = Stream(("192.0.2.1", 6))
    refusing.refuses = True
    stage.send_buffer.aim(refusing)
    stage.send_buffer.add(packet(4))
    stage.send_buffer.flush()
    assert (stage.send_buffer.packets, stage.send_buffer.refused) == (2, 1)
    assert (len(stream.came), stage.came()) == (2, [])

"""The transport-wide numbers of a connection, in Python and in C: the same tests for both."""

import contextlib
import socket
import struct
from collections import Counter
from collections.abc import Iterator

import pylibsrtp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.net.native import find_native
from media.net.paths.udp import UdpSocket
from media.net.send_buffer import SendBuffer, make_send_buffer
from media.net.transport_numbers import KEPT_NUMBERS, find_number
from media.sdp.profile import ABS_SEND_TIME_ID, TRANSPORT_ID

KEY = bytes(range(30))
NUMBER = bytes([TRANSPORT_ID << 4 | 1, 0, 0])
SEND_TIME = bytes([ABS_SEND_TIME_ID << 4 | 2, 1, 2, 3])


def session(policy: type[pylibsrtp.Policy] = pylibsrtp.Policy, *, inbound: bool = False) -> pylibsrtp.Session:
    kind = policy.SSRC_ANY_INBOUND if inbound else policy.SSRC_ANY_OUTBOUND
    made = policy(key=KEY, ssrc_type=kind)
    made.allow_repeat_tx = True
    return pylibsrtp.Session(policy=made)


def packet(sequence: int, elements: bytes = NUMBER, size: int = 40, ssrc: int = 7) -> bytes:
    elements += bytes(-len(elements) % 4)
    head = struct.pack("!BBHIIHH", 0x90, 96, sequence & 0xFFFF, 0, ssrc, 0xBEDE, len(elements) // 4)
    return head + elements + bytes(size)


class Stage:
    """A send buffer and its destination."""

    def __init__(self, near: UdpSocket, far: socket.socket, *, in_c: bool) -> None:
        self.far = far
        self.near = near
        self.send_buffer: SendBuffer = make_send_buffer(session, in_c=in_c)
        self.send_buffer.aim(near.path(far.getsockname()))

    def came(self) -> list[bytes]:
        found = []
        while True:
            try:
                found.append(self.far.recv(4096))
            except BlockingIOError:
                return found

    def numbers(self) -> list[int]:
        """The numbers of what came; a header extension is not encrypted."""
        return [
            int.from_bytes(data[at : at + 2], "big") for data in self.came() if (at := find_number(data)) >= 0
        ]


def open_stage(*, in_c: bool) -> Iterator[Stage]:
    with (
        contextlib.closing(UdpSocket("127.0.0.1", 0, Counter())) as near,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as far,
    ):
        far.bind(("127.0.0.1", 0))
        far.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
        far.setblocking(False)
        yield Stage(near, far, in_c=in_c)


@pytest.fixture(params=["python", "c"])
def stage(request: pytest.FixtureRequest) -> Iterator[Stage]:
    if request.param == "c" and find_native() is None:
        pytest.skip("the part in C was not compiled here")
    yield from open_stage(in_c=request.param == "c")


def test_one_counter_runs_over_all_sources(stage: Stage) -> None:
    for ssrc in (7, 8, 9, 7):
        stage.send_buffer.add(packet(ssrc, ssrc=ssrc))
    stage.send_buffer.flush()
    assert stage.numbers() == [0, 1, 2, 3]
    assert stage.send_buffer.number == 4


def test_a_packet_without_room_for_a_number_leaves_unchanged_and_is_not_counted(stage: Stage) -> None:
    plain = packet(1, SEND_TIME)
    stage.send_buffer.add(plain)
    stage.send_buffer.flush()
    assert stage.came() == [session().protect(plain)]
    assert stage.send_buffer.number == 0


def test_the_number_is_found_among_other_elements_and_nothing_else_changes(stage: Stage) -> None:
    stage.send_buffer.add(packet(1))
    stage.send_buffer.add(packet(2, SEND_TIME + b"\0" + NUMBER))
    stage.send_buffer.flush()
    assert stage.came()[1] == session().protect(packet(2, SEND_TIME + b"\0" + NUMBER[:2] + b"\1"))


def test_what_left_is_known_with_its_size_and_time(stage: Stage) -> None:
    stage.send_buffer.add(packet(1, size=40))
    stage.send_buffer.add(packet(2, size=400))
    assert stage.send_buffer.sent(0, 3) == [(0.0, 0)] * 3
    stage.send_buffer.flush()
    sizes = [len(data) for data in stage.came()]
    stage.send_buffer.add(packet(3))
    stage.send_buffer.flush()
    (first, one), (second, other), (third, _) = stage.send_buffer.sent(0, 3)
    assert [one, other] == sizes
    assert 0 < first == second <= third
    assert stage.send_buffer.sent(-1, 1) == stage.send_buffer.sent(3, 1) == [(0.0, 0)]


def test_a_packet_sent_again_has_the_same_bytes_and_no_known_time(stage: Stage) -> None:
    """Under a used nonce, a packet with another number would give the key away."""
    for sequence in range(3):
        stage.send_buffer.add(packet(sequence))
    stage.send_buffer.flush()
    before = stage.came()
    stage.send_buffer.add_again(packet(1))
    stage.send_buffer.flush()
    assert stage.came() == [before[1]]
    assert stage.send_buffer.number == 3
    assert [size > 0 for _, size in stage.send_buffer.sent(0, 3)] == [True, False, True]


def test_a_packet_whose_number_is_forgotten_is_not_sent_again(stage: Stage) -> None:
    for sequence in range(KEPT_NUMBERS + 1):
        stage.send_buffer.add(packet(sequence))
        if sequence % 256 == 0:
            stage.send_buffer.flush()
            stage.came()
    stage.send_buffer.flush()
    stage.came()
    stage.send_buffer.add_again(packet(0))
    stage.send_buffer.add_again(packet(9, ssrc=8))
    stage.send_buffer.flush()
    assert stage.came() == []
    assert stage.send_buffer.sent(0, 1) == [(0.0, 0)]
    assert stage.send_buffer.sent(1, 1) != [(0.0, 0)]


def test_a_packet_without_a_number_is_sent_again_as_it_is(stage: Stage) -> None:
    plain = packet(1, SEND_TIME)
    stage.send_buffer.add(plain)
    stage.send_buffer.add_again(plain)
    stage.send_buffer.flush()
    one, other = stage.came()
    assert one == other


def test_the_number_wraps_in_the_packet_and_not_in_the_counter(stage: Stage) -> None:
    for sequence in range(65_536 + 2):
        stage.send_buffer.add(packet(sequence, size=0))
        if sequence == 65_500:
            stage.send_buffer.aim(None)
            stage.send_buffer.flush()
            stage.send_buffer.aim(stage.near.path(stage.far.getsockname()))
            stage.came()
    stage.send_buffer.flush()
    assert stage.numbers()[-3:] == [65_535, 0, 1]
    assert stage.send_buffer.number == 65_538


def test_nothing_is_known_of_what_did_not_leave(stage: Stage) -> None:
    stage.send_buffer.aim(None)
    stage.send_buffer.add(packet(1))
    stage.send_buffer.flush()
    stage.send_buffer.aim(stage.near.path(("127.0.0.1", 0)))
    stage.send_buffer.add(packet(2))
    stage.send_buffer.flush()
    assert stage.send_buffer.number == 2
    assert stage.send_buffer.sent(0, 2) == [(0.0, 0)] * 2


def test_an_invalid_packet_uses_no_number(stage: Stage) -> None:
    for wrong in (packet(1)[:14], packet(1, size=60_000)):
        stage.send_buffer.add(wrong)
    stage.send_buffer.add(packet(1))
    stage.send_buffer.flush()
    assert stage.numbers() == [0]


def test_no_more_numbers_are_read_than_there_are(stage: Stage) -> None:
    assert len(stage.send_buffer.sent(0, 65_535)) == 65_535
    for count in (-1, 65_536):
        with pytest.raises(ValueError, match="numbers"):
            stage.send_buffer.sent(0, count)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.booleans(), st.integers(0, 20), st.binary(max_size=24), st.integers(0, 300)), max_size=60
    ),
    st.binary(max_size=80),
)
def test_both_give_the_same_numbers_to_the_same_bytes(
    adds: list[tuple[bool, int, bytes, int]], noise: bytes
) -> None:
    seen = []
    for in_c in (False, find_native() is not None):
        for one in open_stage(in_c=in_c):
            one.send_buffer.add(b"\x90" + noise)
            for again, sequence, elements, size in adds:
                plain = packet(sequence, elements if size % 2 else NUMBER + elements, size)
                (one.send_buffer.add_again if again else one.send_buffer.add)(plain)
            one.send_buffer.flush()
            known = [size for _, size in one.send_buffer.sent(0, 80)]
            seen.append((one.came(), known, one.send_buffer.number, one.send_buffer.failed))
    assert seen[0] == seen[1]

"""Batched datagrams: how a list is split, and that they arrive as if sent one by one."""

import errno
import socket
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.net.ice import Address
from media.net.segments import MAX_BYTES, MAX_SEGMENTS, SegmentedSend, runs

SOMEWHERE = ("192.0.2.1", 9)

_sizes = st.lists(st.one_of(st.integers(1, 1500), st.sampled_from([60, 1200, 1356])), max_size=300)


class Kernel:
    """A fake socket: keeps each datagram, split as Linux would; refuses what it is told to."""

    def __init__(self, *faults: int) -> None:
        self.came: list[bytes] = []
        self.calls: list[str] = []
        self.faults = list(faults)

    def sendto(self, data: Any, address: Address) -> None:
        self.calls.append("sendto")
        self.came.append(bytes(data))

    def sendmsg(self, buffers: list[Any], control: list[Any], flags: int, address: Address) -> None:
        self.calls.append("sendmsg")
        if self.faults:
            raise OSError(self.faults.pop(0), "refused")
        data = b"".join(bytes(buffer) for buffer in buffers)
        size = int.from_bytes(control[0][2], sys.byteorder)
        assert len(data) <= 65_507
        cut = [data[at : at + size] for at in range(0, len(data), size)]
        assert len(cut) <= 64
        self.came += cut


def make(kernel: Kernel) -> SegmentedSend:
    sender = SegmentedSend(kernel)  # type: ignore[arg-type]
    # As on Linux, wherever the tests run.
    sender._segments = True
    return sender


def send(sender: SegmentedSend, datagrams: list[bytes], address: Address = SOMEWHERE) -> None:
    sender.send(memoryview(b"".join(datagrams)), [len(data) for data in datagrams], address)


def made(sizes: list[int]) -> list[bytes]:
    return [bytes([index % 251]) * size for index, size in enumerate(sizes)]


@given(_sizes)
def test_runs_cover_everything_in_order_and_within_the_bounds(sizes: list[int]) -> None:
    at = 0
    for count, total in runs(sizes):
        run = sizes[at : at + count]
        at += count
        assert 1 <= count <= MAX_SEGMENTS
        assert sum(run) == total
        assert count == 1 or total <= MAX_BYTES
        assert len(set(run[:-1])) <= 1
        assert run[-1] <= run[0]
    assert at == len(sizes)


@given(_sizes.filter(bool))
def test_what_arrives_is_what_was_given(sizes: list[int]) -> None:
    kernel, datagrams = Kernel(), made(sizes)
    send(make(kernel), datagrams)
    assert kernel.came == datagrams


def test_datagrams_of_equal_size_cost_one_call() -> None:
    kernel = Kernel()
    send(make(kernel), made([1200] * 20 + [80]))
    assert kernel.calls == ["sendmsg"]


@pytest.mark.parametrize("fault", [errno.EIO, errno.EINVAL, errno.ENOPROTOOPT, errno.EOPNOTSUPP])
def test_an_unsupported_system_is_not_tried_again(fault: int) -> None:
    kernel, datagrams = Kernel(fault), made([100, 100, 50, 900, 900])
    sender = make(kernel)
    send(sender, datagrams)
    assert kernel.came == datagrams
    assert kernel.calls == ["sendmsg", *["sendto"] * 5]
    send(sender, datagrams)
    assert kernel.calls.count("sendmsg") == 1
    assert kernel.came == datagrams * 2


def test_a_path_with_a_small_mtu_affects_no_other() -> None:
    kernel, datagrams = Kernel(errno.EMSGSIZE), made([1400, 1400, 30])
    sender = make(kernel)
    send(sender, datagrams)
    assert kernel.came == datagrams
    assert kernel.calls == ["sendmsg", *["sendto"] * 3]
    send(sender, datagrams)
    assert kernel.calls[4:] == ["sendmsg"]


@pytest.mark.parametrize(("fault", "kind"), [(errno.EAGAIN, BlockingIOError), (errno.EPERM, OSError)])
def test_other_faults_are_raised_and_nothing_after_them_is_sent(fault: int, kind: type[OSError]) -> None:
    kernel = Kernel(fault)
    with pytest.raises(kind):
        send(make(kernel), made([100, 100, 900, 900]))
    assert kernel.came == []


@pytest.fixture
def sockets() -> Iterator[tuple[socket.socket, socket.socket]]:
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sending,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiving,
    ):
        receiving.bind(("127.0.0.1", 0))
        receiving.settimeout(5)
        yield sending, receiving


@pytest.mark.parametrize("segments", [True, False])
@pytest.mark.parametrize(
    "sizes", [[700], [1200] * 40, [1200] * 10 + [80], [80, 1200, 1200, 80, 80, 1], [1356, 60] * 10]
)
def test_a_real_socket_delivers_the_same_datagrams_in_order(
    sockets: tuple[socket.socket, socket.socket], sizes: list[int], segments: bool
) -> None:
    sending, receiving = sockets
    sender, datagrams = SegmentedSend(sending), made(sizes)
    sender._segments = sender._segments and segments
    send(sender, datagrams, receiving.getsockname())
    assert [receiving.recv(2048) for _ in datagrams] == datagrams

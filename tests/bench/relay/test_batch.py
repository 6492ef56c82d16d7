import socket
import struct
from collections.abc import Iterator, Sequence

import pytest

from bench.relay.batch import ARRIVAL_STAMPS, DatagramBatch


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver,
    ):
        for end in (sender, receiver):
            end.bind(("127.0.0.1", 0))
        receiver.setsockopt(socket.SOL_SOCKET, ARRIVAL_STAMPS, 1)
        yield sender, receiver


def test_everything_waiting_is_read_at_once(pair: tuple[socket.socket, socket.socket]) -> None:
    sender, receiver = pair
    sent = [bytes([number]) * (10 + number) for number in range(5)]
    for data in sent:
        sender.sendto(data, receiver.getsockname())
    batch = DatagramBatch()
    assert batch.read(receiver.fileno()) == 5
    assert [batch.data(index) for index in range(5)] == sent
    assert batch.source(3) == sender.getsockname()


def test_at_most_its_slots_are_read_and_the_next_call_continues(
    pair: tuple[socket.socket, socket.socket],
) -> None:
    sender, receiver = pair
    batch = DatagramBatch()
    for number in range(batch.slots + 2):
        sender.sendto(bytes([number]), receiver.getsockname())
    assert [batch.read(receiver.fileno()) for _ in range(2)] == [batch.slots, 2]
    assert batch.data(1) == bytes([batch.slots + 1])
    assert batch.read(receiver.fileno()) == 0


def test_a_packet_has_its_arrival_time(pair: tuple[socket.socket, socket.socket]) -> None:
    sender, receiver = pair
    batch = DatagramBatch()
    for _ in range(2):
        sender.sendto(b"x", receiver.getsockname())
    batch.read(receiver.fileno())
    assert 0 < batch.arrival_ns(0) <= batch.arrival_ns(1)


def test_without_stamps_there_is_no_arrival_time(pair: tuple[socket.socket, socket.socket]) -> None:
    sender, receiver = pair
    batch = DatagramBatch()
    receiver.sendto(b"x", sender.getsockname())
    assert batch.read(sender.fileno()) == 1
    assert batch.arrival_ns(0) == 0


def test_the_heads_are_those_of_rtp(pair: tuple[socket.socket, socket.socket]) -> None:
    sender, receiver = pair
    for sequence in (7, 8, 9):
        sender.sendto(struct.pack("!BBHII", 0x80, 111, sequence, 8, 9), receiver.getsockname())
    batch = DatagramBatch()
    batch.read(receiver.fileno())
    assert batch.heads(range(3)) == [(111, 7, 9), (111, 8, 9), (111, 9, 9)]
    assert batch.heads([0, 2]) == [(111, 7, 9), (111, 9, 9)]


@pytest.mark.parametrize(
    ("firsts", "media"),
    [((128, 144, 191), [0, 1, 2]), ((127, 128, 192, 20, 190), [1, 4]), ((0, 22), []), ((), [])],
)
def test_what_looks_like_media_is_told_by_its_first_byte(
    pair: tuple[socket.socket, socket.socket], firsts: Sequence[int], media: list[int]
) -> None:
    sender, receiver = pair
    for first in firsts:
        sender.sendto(bytes([first]), receiver.getsockname())
    batch = DatagramBatch()
    assert list(batch.media(batch.read(receiver.fileno()))) == media


def test_a_file_that_is_not_a_socket_is_an_error() -> None:
    with pytest.raises(OSError, match="Bad file descriptor"):
        DatagramBatch().read(-1)

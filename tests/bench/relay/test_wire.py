import asyncio
import socket
from collections.abc import Sequence

from bench.relay.batch import DatagramBatch
from bench.relay.wire import Wire


class Receiver:
    def __init__(self) -> None:
        self.got: list[tuple[bytes, tuple[str, int]]] = []
        self.lost = asyncio.Event()

    def datagram_received(self, data: bytes, address: tuple[str, int]) -> None:
        self.got.append((data, address))

    def connection_lost(self, error: Exception | None) -> None:
        self.lost.set()


async def test_media_is_taken_before_the_receiver_and_the_rest_is_not() -> None:
    wire, other, receiver, media = Wire("127.0.0.1"), Wire("127.0.0.1"), Receiver(), list[bytes]()

    def take(batch: DatagramBatch, indexes: Sequence[int]) -> None:
        media.extend(batch.data(index) for index in indexes)

    wire.open(asyncio.get_running_loop(), receiver)
    other.open(asyncio.get_running_loop(), Receiver())
    wire.on_media = take
    for data in (b"\x80media", b"\x16record", b"\x00check", b"\x90more"):
        other.sendto(data, wire.name)
    wire.read()
    assert media == [b"\x80media", b"\x90more"]
    assert receiver.got == [(b"\x16record", other.name), (b"\x00check", other.name)]
    for end in (wire, other):
        end.close()


async def test_a_paced_wire_waits_to_be_read() -> None:
    wire, receiver = Wire("127.0.0.1"), Receiver()
    wire.open(asyncio.get_running_loop(), receiver)
    wire.sendto(b"one", wire.name)
    async with asyncio.timeout(5):
        while not receiver.got:  # noqa: ASYNC110
            await asyncio.sleep(0)
    wire.paced()
    wire.sendto(b"two", wire.name)
    for _ in range(50):
        await asyncio.sleep(0)
    assert [data for data, _ in receiver.got] == [b"one"]
    wire.read()
    assert [data for data, _ in receiver.got] == [b"one", b"two"]
    wire.close()


async def test_a_closed_wire_reports_once_and_neither_reads_nor_sends() -> None:
    wire, receiver = Wire("127.0.0.1"), Receiver()
    wire.open(asyncio.get_running_loop(), receiver)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(b"late", wire.name)
        wire.close()
        wire.close()
        wire.read()
        wire.sendto(b"gone", sender.getsockname())
    await asyncio.wait_for(receiver.lost.wait(), 5)
    assert receiver.got == []

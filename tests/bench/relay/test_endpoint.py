import asyncio
import struct
from collections.abc import Sequence

import pytest

from bench.relay.endpoint import Endpoint, sweep
from bench.relay.load import PACES, PacketSource
from bench.relay.rtcp_reporter import ESTIMATE_S, REPORT_S
from media.sdp.profile import OPUS, RTX, VP8, Kind


class Batch:
    """Packets as a `DatagramBatch` presents them."""

    def __init__(self, packets: Sequence[bytes]) -> None:
        self.packets = packets

    def heads(self, indexes: Sequence[int]) -> list[tuple[int, int, int]]:
        return [struct.unpack_from("!xBH4xI", self.packets[index]) for index in indexes]

    def data(self, index: int) -> bytes:
        return self.packets[index]

    def arrival_ns(self, index: int) -> int:
        return 1000 + index


class Client:
    """A connection without encryption."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []
        self.reads = 0

    def take_media(self, on_media: object) -> None:
        self.on_media = on_media

    def read(self) -> None:
        self.reads += 1

    def send_now(self, data: bytes) -> None:
        self.sent.append(data)

    def unprotect(self, data: bytes) -> bytes:
        return data

    protect_rtcp = unprotect_rtcp = unprotect


def packet(payload_type: int, ssrc: int, *, sequence: int = 1, origin: tuple[int, int] = (0, 0)) -> bytes:
    return struct.pack("!BBHII", 0x80, payload_type, sequence, 2, ssrc) + struct.pack("!HH", *origin)


def taking(packets: Sequence[bytes]) -> Endpoint:
    endpoint = Endpoint(Client())
    endpoint.handle_packets(Batch(packets), range(len(packets)))
    return endpoint


def test_packets_are_counted_and_repetitions_are_not() -> None:
    endpoint = taking([packet(OPUS, 5), packet(VP8 | 0x80, 6, sequence=9), packet(RTX, 7)])
    assert endpoint.packets == 2
    assert endpoint.latest == {5: 1, 6: 9}


def test_rtcp_goes_to_the_reporter() -> None:
    camera = PacketSource(Kind.VIDEO, VP8, 12, bytes(1200), b"")
    camera.build_burst()
    endpoint = Endpoint(Client(), [camera])
    endpoint.handle_packets(Batch([struct.pack("!BBHII", 0x81, 206, 2, 1, 12)]), range(1))
    assert camera.wants_key
    assert endpoint.packets == 0


def test_the_latency_is_from_send_to_arrival_of_the_same_packet() -> None:
    endpoint = Endpoint(Client())
    endpoint.sample([5], {77: [0, 0, 0, 400]})
    sampled, other = (packet(OPUS, ssrc, sequence=5, origin=(77, 3)) for ssrc in (5, 6))
    endpoint.handle_packets(Batch([sampled, other]), range(2))
    assert endpoint.latencies_ns == [600]


def test_one_packet_in_five_is_sampled_whichever_place_it_has_in_a_burst() -> None:
    endpoint = Endpoint(Client())
    endpoint.sample([5], {77: [0] * 100})
    packets = [packet(VP8, 5, sequence=number, origin=(77, number)) for number in range(1, 41)]
    endpoint.handle_packets(Batch(packets), range(40))
    sampled = [latency - 1000 for latency in endpoint.latencies_ns]
    assert len(sampled) == 8
    assert {index % PACES[Kind.VIDEO].burst for index in sampled} == {0, 1, 2, 3}


def test_of_what_another_relay_sends_the_first_of_each_kind_is_sampled() -> None:
    endpoint = Endpoint(Client())
    endpoint.sample_first({77: [0, 0, 0, 400]})
    for payload_type, ssrc in ((VP8, 9), (OPUS, 5), (OPUS, 6), (VP8, 9)):
        one = packet(payload_type, ssrc, sequence=10, origin=(77, 3))
        endpoint.handle_packets(Batch([one]), range(1))
    assert endpoint.latencies_ns == [600, 600, 600]


async def test_reports_come_each_second_and_estimates_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    client, slept = Client(), list[float]()
    endpoint = Endpoint(client)
    endpoint.latest[5] = 1

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) > 2 * REPORT_S / ESTIMATE_S:
            raise asyncio.CancelledError

    monkeypatch.setattr("bench.relay.endpoint.asyncio.sleep", sleep)
    with pytest.raises(asyncio.CancelledError):
        await endpoint.report()
    assert [data[1] for data in client.sent] == [206, 201, 206, 206, 201, 206]


async def test_a_sweep_reads_everyone(monkeypatch: pytest.MonkeyPatch) -> None:
    clients = [Client(), Client()]
    turns = iter([None, None])

    async def sleep(seconds: float) -> None:
        if next(turns, "over") == "over":
            raise asyncio.CancelledError

    monkeypatch.setattr("bench.relay.endpoint.asyncio.sleep", sleep)
    with pytest.raises(asyncio.CancelledError):
        await sweep([Endpoint(client) for client in clients])
    assert [client.reads for client in clients] == [2, 2]

import os

import pytest

from bench.relay import clients
from bench.relay.client import LightClient
from bench.relay.clients import clients_at_work, take_figures, until
from bench.relay.seat import Seat
from bench.relay.single import RelayFailed


class Client:
    """A connection on which nothing happens."""

    cipher = "SRTP_AEAD_AES_256_GCM"

    def __init__(self) -> None:
        self.reads = 0
        self.is_paced = False
        self.sent = 0

    def take_media(self, on_media: object) -> None:
        pass

    def pace(self) -> None:
        self.is_paced = True

    def read(self) -> None:
        self.reads += 1

    def protect_rtcp(self, data: bytes) -> bytes:
        return data

    def send_now(self, data: bytes) -> None:
        self.sent += 1

    def send_media(self, plain: bytes) -> int:
        self.sent += 1
        return 7


async def test_clients_send_and_are_read_until_the_block_ends() -> None:
    client, seat = Client(), Seat(0)
    seat.client = Client()  # type: ignore[assignment]
    async with clients_at_work() as them:
        assert them.listen(client).client is client  # type: ignore[arg-type]
        them.send(seat)
        assert await until(lambda: client.reads > 1 and seat.client.sent > 1, 5)  # type: ignore[attr-defined]
    assert client.is_paced


async def fail_at_work(client: LightClient) -> None:
    async with clients_at_work() as them:
        them.listen(client)
        raise RelayFailed("it ended")


async def test_a_failure_inside_the_block_ends_them() -> None:
    with pytest.raises(ExceptionGroup) as raised:
        await fail_at_work(Client())  # type: ignore[arg-type]
    assert raised.group_contains(RelayFailed)


async def test_the_figures_are_of_what_arrived_after_the_warm_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clients, "WARM_UP_S", 0.0)
    async with clients_at_work() as them:
        endpoint = them.listen(Client())  # type: ignore[arg-type]
        endpoint.packets, endpoint.latencies_ns = 1000, [5]
        figures = await take_figures(os.getpid(), them, 0.01)
    assert figures["forwarded_pps"] == 0
    assert figures["added_latency_ms"] == {"p50": 0.0, "p99": 0.0}
    assert figures["cipher"] == "SRTP_AEAD_AES_256_GCM"
    assert figures["clients_cpu_percent"] == pytest.approx(figures["cpu_percent"], abs=20)


async def test_waiting_ends_with_its_time() -> None:
    assert not await until(lambda: False, 0.01)


async def test_what_others_read_counts_as_well() -> None:
    async def read(start_s: float, seconds: float) -> clients.Reading:
        return clients.Reading(500.0, 12.5, [1.0, 3.0], frozenset({"AES"}))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clients, "WARM_UP_S", 0.0)
        async with clients_at_work() as them:
            figures = await take_figures(os.getpid(), them, 0.01, [read, read])
    assert figures["forwarded_pps"] == 1000
    assert figures["added_latency_ms"] == {"p50": 3.0, "p99": 3.0}
    assert figures["cipher"] == "AES"
    assert figures["clients_cpu_percent"] >= 25  # type: ignore[operator]

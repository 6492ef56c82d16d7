import asyncio
import socket
import ssl
import threading
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis.strategies import integers

from app.runtime.public_hosts import PublicHosts, is_public, may_be_asked
from tests.support.mail.server import make_certificate

HOST = "id.clinic.example"
URL = f"https://{HOST}/x"
PUBLIC = ("93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946")
NOT_PUBLIC = (
    "0.0.0.0",
    "10.0.0.5",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.8.8.8",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::10.0.0.5",
    "::ffff:10.0.0.5",
    "::ffff:93.184.216.34",
    "64:ff9b::a00:5",
    "64:ff9b:1::a00:5",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:a00:5::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "no address",
    "0177.0.0.1",
)


class Names:
    """Where names lead: to each of these in its turn, the last for ever."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    async def __call__(self, host: str) -> Sequence[str]:
        self.asked.append(host)
        found = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if not found:
            raise socket.gaierror
        return found


class Receiver:
    """Answers whatever reaches it, but for the addresses at which nobody listens."""

    def __init__(self, *away: str) -> None:
        self.away = away
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if request.url.host in self.away:
            raise httpx.ConnectError("away", request=request)
        return httpx.Response(204)


async def ask(names: Names, receiver: Receiver, *, allow_loopback: bool = False) -> int:
    """Ask a host; return the status, or 0 if it could not be reached."""
    inner = httpx.MockTransport(receiver)
    transport = PublicHosts(allow_loopback=allow_loopback, inner=inner, look_up=names)
    async with httpx.AsyncClient(transport=transport) as client:
        try:
            return (await client.get(URL)).status_code
        except httpx.ConnectError:
            return 0


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_all_other_addresses_are_not(address: str) -> None:
    assert not is_public(address)


@given(integers(0, (1 << 32) - 1))
def test_no_ipv4_address_is_public_that_is_not_for_one_receiver(number: int) -> None:
    address = IPv4Address(number)
    if address.is_private or address.is_multicast or address.is_reserved or not address.is_global:
        assert not is_public(str(address))


@given(integers(0, (1 << 128) - 1))
def test_no_ipv6_address_is_public_that_is_not_for_one_receiver_or_holds_another(number: int) -> None:
    address = IPv6Address(number)
    inside = address.ipv4_mapped or address.sixtofour or address.teredo
    if inside or address.is_private or address.is_multicast or address.is_reserved or not address.is_global:
        assert not is_public(str(address))


async def test_a_public_host_is_asked_at_the_address_that_was_checked_and_by_its_name() -> None:
    names, receiver = Names(PUBLIC), Receiver()
    assert await ask(names, receiver) == 204
    (request,) = receiver.requests
    assert (request.url.host, request.headers["host"]) == (PUBLIC[0], HOST)
    assert request.extensions["sni_hostname"] == HOST


async def test_a_name_that_leads_elsewhere_after_the_look_is_not_followed() -> None:
    names, receiver = Names([PUBLIC[0]], ["127.0.0.1"]), Receiver()
    assert await ask(names, receiver) == 204
    assert names.asked == [HOST], "it is looked up once"
    assert [request.url.host for request in receiver.requests] == [PUBLIC[0]]
    assert await ask(names, receiver) == 0, "and anew for each request"


@pytest.mark.parametrize("address", NOT_PUBLIC)
async def test_a_name_that_leads_into_another_network_is_not_asked(address: str) -> None:
    receiver = Receiver()
    assert await ask(Names([address]), receiver) == 0
    assert await ask(Names([PUBLIC[0], address]), receiver) == 0, "one such address is enough"
    assert receiver.requests == []


async def test_the_second_address_is_tried_where_nobody_listens_at_the_first_and_no_third() -> None:
    receiver = Receiver(PUBLIC[0])
    assert await ask(Names(PUBLIC), receiver) == 204
    away = Receiver("9.9.9.9", "8.8.8.8", "1.1.1.1")
    assert await ask(Names(["9.9.9.9", "8.8.8.8", "1.1.1.1"]), away) == 0
    assert len(away.requests) == 2


async def test_a_host_that_nobody_knows_is_not_asked() -> None:
    assert await ask(Names([]), Receiver()) == 0


async def test_the_demo_may_ask_this_machine_and_no_other() -> None:
    assert await ask(Names(["127.0.0.1", "::1"]), Receiver(), allow_loopback=True) == 204
    assert await ask(Names(["10.0.0.5"]), Receiver(), allow_loopback=True) == 0


async def test_the_system_is_asked_once_for_a_name_however_many_wait_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    looked, answer = asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()

    def look(host: str, *_: Any, **__: Any) -> list[tuple[Any, ...]]:
        asked.append(host)
        loop.call_soon_threadsafe(looked.set)
        answer.wait(5)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (PUBLIC[0], 0))]

    monkeypatch.setattr(socket, "getaddrinfo", look)
    transport = PublicHosts(allow_loopback=False, inner=httpx.MockTransport(Receiver()))
    async with httpx.AsyncClient(transport=transport) as client, asyncio.TaskGroup() as tasks:
        impatient = tasks.create_task(client.get(URL))
        both = [tasks.create_task(client.get(URL)) for _ in range(2)]
        await looked.wait()
        impatient.cancel()
        await asyncio.sleep(0)
        answer.set()
    assert [each.result().status_code for each in both] == [204, 204]
    assert asked == [HOST]


async def test_a_certificate_has_to_be_for_the_name_and_not_for_the_address(tmp_path: Path) -> None:
    context, certificate = make_certificate(tmp_path)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=context)
    port = server.sockets[0].getsockname()[1]
    trusted = ssl.create_default_context(cafile=str(certificate))
    inner = httpx.AsyncHTTPTransport(verify=trusted, trust_env=False)
    transport = PublicHosts(allow_loopback=True, inner=inner, look_up=Names(["127.0.0.1"]))
    async with server, httpx.AsyncClient(transport=transport) as client:
        assert (await client.get(f"https://127.0.0.1:{port}/")).status_code == 204
        with pytest.raises(httpx.ConnectError):
            await client.get(f"https://other.example:{port}/")


@pytest.mark.parametrize(
    ("url", "here", "elsewhere"),
    [
        ("https://hooks.clinic.example/attune", True, True),
        ("http://hooks.clinic.example/attune", False, False),
        ("https://10.0.0.8/attune", False, False),
        ("https://[::ffff:10.0.0.8]/attune", False, False),
        ("https://user@hooks.clinic.example/", False, False),
        ("https://hooks.clinic.example/#part", False, False),
        ("https://hooks.clinic.example:port/", False, False),
        ("http://127.0.0.1:9000/attune", True, False),
        ("ftp://localhost/attune", False, False),
    ],
)
def test_only_public_addresses_by_https_may_be_asked(url: str, here: bool, elsewhere: bool) -> None:
    assert may_be_asked(url, allow_loopback=True) is here
    assert may_be_asked(url, allow_loopback=False) is elsewhere

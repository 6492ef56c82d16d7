import asyncio
import socket
from typing import Any

import httpx
import pytest

from app.runtime.public_hosts import PublicHosts, may_be_asked

URL = "https://id.clinic.example/x"


async def ask(
    monkeypatch: pytest.MonkeyPatch, *addresses: str, allow_loopback: bool = False
) -> tuple[int, list[str]]:
    """Ask a host whose name leads to these addresses; return the status, or 0 if nothing was sent, and its name."""
    looked_up: list[str] = []

    async def look(host: str, port: int | None, **_: Any) -> list[tuple[Any, ...]]:
        looked_up.append(host)
        if not addresses:
            raise socket.gaierror
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", look)
    inner = httpx.MockTransport(lambda _: httpx.Response(204))
    transport = PublicHosts(inner, allow_loopback=allow_loopback)
    async with httpx.AsyncClient(transport=transport) as client:
        try:
            return (await client.get(URL)).status_code, looked_up
        except httpx.ConnectError:
            return 0, looked_up


async def test_a_public_host_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    found = await ask(monkeypatch, "93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946")
    assert found == (204, ["id.clinic.example"])


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.5",
        "192.168.1.1",
        "169.254.169.254",
        "127.0.0.1",
        "::1",
        "fe80::1%eth0",
        "fd00::1",
        "::ffff:10.0.0.5",
    ],
)
async def test_a_name_that_leads_into_a_private_network_is_not_asked(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    assert (await ask(monkeypatch, address))[0] == 0
    assert (await ask(monkeypatch, "93.184.216.34", address))[0] == 0, "one such address is enough"


async def test_a_host_that_nobody_knows_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (await ask(monkeypatch))[0] == 0


async def test_the_demo_may_ask_this_machine_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (await ask(monkeypatch, "127.0.0.1", "::1", allow_loopback=True))[0] == 204
    assert (await ask(monkeypatch, "10.0.0.5", allow_loopback=True))[0] == 0


@pytest.mark.parametrize(
    ("url", "here", "elsewhere"),
    [
        ("https://hooks.clinic.example/attune", True, True),
        ("http://hooks.clinic.example/attune", False, False),
        ("https://10.0.0.8/attune", False, False),
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

import httpx
import pytest

from app.api.clinic.identity.visitors import describe_device
from tests.app.conftest import WebService

OPTIONS = "/api/v1/sign-in/passkey/options"


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        (
            "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0"
            " Mobile Safari/537.36",
            "Chrome, Android",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0"
            " Safari/537.36 Edg/130.0.0.0",
            "Edge, Windows",
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5"
            " Safari/605.1.15",
            "Safari, Mac",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
            " CriOS/126.0 Mobile/15E148 Safari/604.1",
            "Chrome, iPhone",
        ),
        ("curl/8.5", ""),
        ("Windows" * 1000, "Windows"),
    ],
)
def test_a_device_is_called_as_people_call_it(user_agent: str, device: str) -> None:
    assert describe_device(user_agent) == device


async def test_a_browser_keeps_its_random_id(practice: WebService, client: httpx.AsyncClient) -> None:
    first = await client.post(OPTIONS)
    assert len(client.cookies["attune-browser"]) == 24
    assert "set-cookie" in first.headers
    assert "set-cookie" not in (await client.post(OPTIONS)).headers


async def test_an_id_that_is_none_of_ours_is_replaced(
    practice: WebService, client: httpx.AsyncClient
) -> None:
    client.cookies.set("attune-browser", "x", domain="localhost.local")
    assert "attune-browser=" in (await client.post(OPTIONS)).headers["set-cookie"]


async def test_networks_are_limited_apart(practice: WebService, client: httpx.AsyncClient) -> None:
    for _ in range(200):
        await client.get("/api/v1/door")
    assert (await client.get("/api/v1/door")).status_code == 429
    transport = httpx.ASGITransport(practice.app, client=("2001:db8::1", 1))
    async with httpx.AsyncClient(transport=transport, base_url=client.base_url) as other:
        assert (await other.get("/api/v1/door")).status_code == 200

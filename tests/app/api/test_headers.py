from http import HTTPStatus

import httpx
import pytest
from starlette.responses import PlainTextResponse

from app.api.headers import WEB_ASSEMBLY, SecurityHeaders, content_security_policy
from app.api.room.ws import allowed_origins


@pytest.mark.parametrize(
    "path", ["/", "/health", "/nothing", "/web/nothing.js", "/api/v1/tickets", "/api/v1/library/en"]
)
async def test_every_response_carries_the_headers(client: httpx.AsyncClient, path: str) -> None:
    headers = (await client.get(path)).headers
    assert headers["content-security-policy"] == content_security_policy(
        allowed_origins("http://localhost:8000", demo=True)
    )
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["permissions-policy"] == "camera=(self), microphone=(self), display-capture=(self)"
    kept = path.startswith(("/web/", "/api/v1/library/"))
    assert headers["cache-control"] == ("no-cache" if kept else "no-store")
    assert "strict-transport-security" not in headers


async def test_production_insists_on_tls() -> None:
    app = SecurityHeaders(PlainTextResponse("ok"), origins=["https://host"], https_only=True, release="r1")
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://host") as client:
        assert (await client.get("/")).headers["strict-transport-security"] == "max-age=31536000"


def test_nothing_but_our_own_scripts_may_run_and_they_reach_nobody_else() -> None:
    policy = content_security_policy(["https://attune.example"])
    assert "script-src 'self';" in policy
    assert "connect-src 'self' wss://attune.example;" in policy
    assert "unsafe" not in policy


async def test_the_room_and_its_worker_alone_compile_webassembly_and_nothing_evaluates_text(
    client: httpx.AsyncClient,
) -> None:
    for path in WEB_ASSEMBLY:
        answer = await client.get(path)
        assert answer.status_code == HTTPStatus.OK
        assert "script-src 'self' 'wasm-unsafe-eval';" in answer.headers["content-security-policy"]
        assert "'unsafe-eval'" not in answer.headers["content-security-policy"]
    others = ("/", "/today", "/web/room/main.js", "/ops")
    for path in others:
        assert "wasm" not in (await client.get(path)).headers["content-security-policy"]


def test_an_ipv6_address_is_left_to_self_because_no_policy_can_name_one() -> None:
    demo = content_security_policy(allowed_origins("http://localhost:8000", demo=True))
    assert "connect-src 'self' ws://127.0.0.1:8000 ws://localhost:8000;" in demo
    assert "[" not in demo

import httpx
import pytest
from starlette.responses import PlainTextResponse

from app.api.headers import CONTENT_SECURITY_POLICY, SecurityHeaders


@pytest.mark.parametrize(
    "path", ["/", "/health", "/nothing", "/web/nothing.js", "/api/v1/tickets", "/api/v1/library/en"]
)
async def test_every_response_carries_the_headers(client: httpx.AsyncClient, path: str) -> None:
    headers = (await client.get(path)).headers
    assert headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["permissions-policy"] == "camera=(self), microphone=(self), display-capture=(self)"
    kept = path.startswith(("/web/", "/api/v1/library/"))
    assert headers["cache-control"] == ("no-cache" if kept else "no-store")
    assert "strict-transport-security" not in headers


async def test_production_insists_on_tls() -> None:
    app = SecurityHeaders(PlainTextResponse("ok"), https_only=True)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://host") as client:
        assert (await client.get("/")).headers["strict-transport-security"] == "max-age=31536000"


def test_nothing_but_our_own_scripts_may_run() -> None:
    assert "script-src 'self';" in CONTENT_SECURITY_POLICY
    assert "unsafe" not in CONTENT_SECURITY_POLICY

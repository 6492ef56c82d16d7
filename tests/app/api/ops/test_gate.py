"""Access to the operators' pages as a table: direct peer, headers, verdict."""

from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.api.ops.gate import DIRECT_PEER, may_operate
from app.runtime.settings import Settings
from app.wiring.main import create_app
from tests.app.conftest import WebService, inside

STAFF = ("127.0.0.0/8", "::1/128", "10.20.0.0/16")
PROXIES = ("172.30.84.2", "127.0.0.9")
Named = dict[str, str]


def scope(direct: str | None, headers: Named | None = None, client: str | None = None) -> dict[str, Any]:
    made: dict[str, Any] = {
        "type": "http",
        "client": (client or direct, 1) if client or direct else None,
        "headers": [(name.encode(), value.encode()) for name, value in (headers or {}).items()],
    }
    if client is not None:
        made[DIRECT_PEER] = direct
    return made


@pytest.mark.parametrize("direct", ["127.0.0.1", "::1", "10.20.3.4", "::ffff:127.0.0.1", "::ffff:10.20.3.4"])
def test_operators_are_let_through(direct: str) -> None:
    assert may_operate(scope(direct), STAFF, PROXIES)


@pytest.mark.parametrize(
    "direct", ["192.0.2.1", "10.21.0.1", "2001:db8::1", "172.30.84.2", "testclient", "", None]
)
def test_everybody_else_is_not(direct: str | None) -> None:
    assert not may_operate(scope(direct), STAFF, PROXIES)


def test_a_trusted_proxy_may_speak_for_an_operator() -> None:
    assert may_operate(scope("172.30.84.2", {"x-forwarded-for": "10.20.3.4"}), STAFF, PROXIES)
    chain = {"x-forwarded-for": "192.0.2.1, 10.20.3.4, 127.0.0.9"}
    assert may_operate(scope("172.30.84.2", chain, client="10.20.3.4"), STAFF, PROXIES)


@pytest.mark.parametrize(
    ("direct", "headers"),
    [
        # The proxy forwards for somebody else, whatever the client claimed to be.
        ("172.30.84.2", {"x-forwarded-for": "192.0.2.1"}),
        ("172.30.84.2", {"x-forwarded-for": "127.0.0.1, 192.0.2.1"}),
        ("127.0.0.9", {"x-forwarded-for": "192.0.2.1"}),
        # The direct peer is an operator's address but not a trusted proxy: a proxy that is not configured.
        ("127.0.0.1", {"x-forwarded-for": "127.0.0.1"}),
        ("127.0.0.1", {"x-forwarded-for": "192.0.2.1"}),
        ("10.20.3.4", {"forwarded": "for=127.0.0.1"}),
        ("127.0.0.1", {"via": "1.1 proxy"}),
        ("127.0.0.1", {"x-real-ip": "127.0.0.1"}),
        ("127.0.0.1", {"x-forwarded-proto": "https"}),
        # A trusted proxy with a header that we do not trust, or with a malformed one.
        ("127.0.0.9", {"forwarded": "for=127.0.0.1"}),
        ("127.0.0.9", {"x-forwarded-for": ""}),
        ("127.0.0.9", {"x-forwarded-for": "127.0.0.1, "}),
        ("127.0.0.9", {"x-forwarded-for": ","}),
        ("127.0.0.9", {"x-forwarded-for": "unknown"}),
        ("127.0.0.9", {"x-forwarded-for": "127.0.0.9"}),
        # A client outside that is not a proxy at all.
        ("192.0.2.1", {"x-forwarded-for": "127.0.0.1"}),
    ],
)
def test_what_is_unclear_is_refused(direct: str, headers: Named) -> None:
    assert not may_operate(scope(direct, headers), STAFF, PROXIES)


def test_the_direct_peer_is_judged_and_not_whom_the_server_took_for_the_client() -> None:
    headers = {"x-forwarded-for": "127.0.0.1"}
    assert not may_operate(scope("192.0.2.1", headers, client="127.0.0.1"), STAFF, PROXIES)
    assert not may_operate(scope("192.0.2.1", None, client="127.0.0.1"), STAFF, PROXIES)


@given(st.text(max_size=60), st.sampled_from(["192.0.2.1", "127.0.0.1", "10.20.3.4", "::1"]))
def test_no_header_opens_the_gate_for_a_peer_that_is_no_proxy(text: str, direct: str) -> None:
    made = scope(direct)
    made["headers"] = [(b"x-forwarded-for", text.encode(errors="ignore"))]
    assert not may_operate(made, STAFF, PROXIES)


@given(st.text(max_size=60))
def test_a_proxy_that_names_an_outsider_last_never_opens_the_gate(text: str) -> None:
    made = scope("172.30.84.2")
    made["headers"] = [(b"x-forwarded-for", f"{text}, 192.0.2.1".encode(errors="ignore"))]
    assert not may_operate(made, STAFF, PROXIES)


def ops_paths() -> list[str]:
    """Every path below the guarded ones, as registered in the application."""
    return [
        "/metrics",
        "/metrics/",
        "/metrics/x",
        "/ops",
        "/ops/",
        "/ops/snapshot.json",
        "/ops/workers/0/drain",
    ]


@pytest.mark.parametrize("path", ops_paths())
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "OPTIONS"])
async def test_for_outsiders_it_looks_as_if_nothing_were_there(
    client: httpx.AsyncClient, method: str, path: str
) -> None:
    refused = await client.request(method, path)
    unknown = await client.request(method, "/nothing")
    assert refused.status_code == unknown.status_code == 404
    assert refused.content == unknown.content
    assert refused.headers == unknown.headers


async def test_the_networks_of_the_settings_are_those_of_the_gate(
    web_service: WebService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ATTUNE_OPS_NETWORKS", "192.0.2.0/24")
    app = create_app(Settings(), lambda settings: None, {})  # type: ignore[arg-type,return-value]
    inside(app).state.services = web_service.services
    for address, status in (("192.0.2.1", 200), ("127.0.0.1", 404)):
        transport = httpx.ASGITransport(app, client=(address, 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            assert (await client.get("/metrics")).status_code == status

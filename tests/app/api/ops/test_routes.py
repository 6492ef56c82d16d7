from collections.abc import AsyncIterator

import httpx
import pytest

from app.persistence.unit_of_work import StorageUnavailable
from rooms.model.errors import Refused
from tests.app.conftest import WebService

HERE = {"origin": "http://localhost:8000"}


@pytest.fixture
async def operator(web_service: WebService) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(web_service.app, client=("127.0.0.1", 1234))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as client:
        yield client


async def test_metrics_are_text_that_counts_its_own_requests(operator: httpx.AsyncClient) -> None:
    await operator.get("/metrics")
    response = await operator.get("/metrics")
    assert response.headers["content-type"].startswith("text/plain; version=")
    assert 'attune_web_http_requests_total{route="/metrics",status="2xx"} 1.0' in response.text.splitlines()
    assert 'attune_relay_up{worker="1"} 1.0' in response.text.splitlines()


async def test_the_page_tells_of_workers_and_rooms(operator: httpx.AsyncClient) -> None:
    response = await operator.get("/ops")
    assert response.headers["content-type"].startswith("text/html")
    assert "Calm, 2 rooms, 9 seats, 12 % of a core." in response.text
    assert "se_ana" in response.text
    # The page needs nothing that the content security policy forbids.
    assert "<form" not in response.text
    assert "style=" not in response.text


async def test_the_snapshot_is_json(operator: httpx.AsyncClient) -> None:
    taken = (await operator.get("/ops/snapshot.json")).json()
    assert set(taken) == {"service", "workers", "rooms"}


@pytest.mark.parametrize("action", ["drain", "undrain"])
async def test_a_worker_is_drained_from_our_own_page(
    web_service: WebService, operator: httpx.AsyncClient, action: str
) -> None:
    response = await operator.post(f"/ops/workers/1/{action}", headers=HERE)
    assert response.status_code == 202
    assert web_service.watched.changes == [f"{action} 1"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "null"},
        {"origin": "https://elsewhere.example"},
        {"origin": "http://localhost"},
        {"origin": "http://localhost:8001"},
    ],
)
async def test_no_other_page_drains_a_worker(
    web_service: WebService, operator: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    response = await operator.post("/ops/workers/1/drain", headers=headers)
    assert (response.status_code, response.json()["code"]) == (403, "ops.foreign_origin")
    assert web_service.watched.changes == []


@pytest.mark.parametrize(("code", "status"), [("worker.last", 409), ("worker.unknown", 404)])
async def test_a_drain_that_cannot_be_says_why(
    web_service: WebService, operator: httpx.AsyncClient, code: str, status: int
) -> None:
    web_service.watched.refusal = code
    response = await operator.post("/ops/workers/1/drain", headers=HERE)
    assert (response.status_code, response.json()["code"]) == (status, code)


async def test_a_withdrawn_link_is_ended_from_our_own_side(
    web_service: WebService, operator: httpx.AsyncClient
) -> None:
    response = await operator.post("/ops/links/se_ana/end", headers=HERE)
    assert response.status_code == 202
    assert web_service.withdrawn == ["se_ana"]
    unknown = await operator.post("/ops/links/se_none/end", headers=HERE)
    assert (unknown.status_code, unknown.json()["code"]) == (404, "link.unknown")
    for reason in (StorageUnavailable(), Refused("room.busy")):
        web_service.refusals[:] = [reason]
        later = await operator.post("/ops/links/se_ana/end", headers=HERE)
        assert (later.status_code, later.json()["code"]) == (503, "link.not_now")


async def test_nobody_else_ends_anything(
    web_service: WebService, client: httpx.AsyncClient, operator: httpx.AsyncClient
) -> None:
    assert (await client.post("/ops/links/se_ana/end", headers=HERE)).status_code == 404
    foreign = await operator.post("/ops/links/se_ana/end", headers={"origin": "https://elsewhere.example"})
    assert (foreign.status_code, foreign.json()["code"]) == (403, "ops.foreign_origin")
    assert web_service.withdrawn == []


@pytest.mark.parametrize("index", ["-1", "64", "x"])
async def test_a_worker_that_cannot_be_is_refused(
    web_service: WebService, operator: httpx.AsyncClient, index: str
) -> None:
    response = await operator.post(f"/ops/workers/{index}/drain", headers=HERE)
    assert response.status_code == 422
    assert web_service.watched.changes == []


@pytest.mark.parametrize("path", ["/ops", "/ops/snapshot.json", "/ops/workers/0/drain", "/metrics"])
@pytest.mark.parametrize("host", ["elsewhere.example", "elsewhere.example:8000", "", "[::1"])
async def test_a_foreign_name_that_points_here_finds_nothing(
    web_service: WebService, operator: httpx.AsyncClient, host: str, path: str
) -> None:
    method = "POST" if path.endswith("drain") else "GET"
    response = await operator.request(method, path, headers={"host": host, "origin": f"http://{host}"})
    assert response.status_code == 421
    assert web_service.watched.changes == []


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "[::1]:8000", "localhost"])
async def test_our_own_names_are_answered(operator: httpx.AsyncClient, host: str) -> None:
    assert (await operator.get("/ops", headers={"host": host})).status_code == 200

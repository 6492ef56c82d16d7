from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from starlette.responses import PlainTextResponse
from starlette.staticfiles import StaticFiles

from app.api.traffic import CountTraffic, PlainRoute, Traffic


@pytest.fixture
def traffic() -> Traffic:
    return Traffic()


@pytest.fixture
def app(traffic: Traffic, tmp_path: Any) -> FastAPI:
    app = FastAPI()

    @app.get("/rooms/{room}")
    async def show(room: str) -> str:
        if room == "broken":
            raise RuntimeError
        return room

    app.router.routes.append(PlainRoute("/plain/{room}", PlainTextResponse("room"), methods=["GET"]))
    app.mount("/web", StaticFiles(directory=tmp_path))
    app.add_middleware(CountTraffic, traffic=traffic)
    return app


async def test_requests_count_by_template_and_class_and_strangers_as_other(
    app: FastAPI, traffic: Traffic
) -> None:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        for path in (
            "/rooms/a",
            "/rooms/b",
            "/rooms/broken",
            "/ana@example",
            "/web/nothing",
            "/plain/a",
            "/x",
        ):
            await client.get(path)
        await client.post("/rooms/a")
    assert traffic.requests == {
        ("/rooms/{room}", "2xx"): 2,
        ("/rooms/{room}", "5xx"): 1,
        ("/rooms/{room}", "4xx"): 1,
        ("/web", "4xx"): 1,
        ("/plain/{room}", "2xx"): 1,
        ("other", "4xx"): 2,
    }


async def test_sockets_count_while_they_are_open(traffic: Traffic) -> None:
    seen = []

    async def hold(_scope: Any, _receive: Any, _send: Any) -> None:
        seen.append(traffic.sockets)
        raise ConnectionError

    counted = CountTraffic(hold, traffic)
    with pytest.raises(ConnectionError):
        await counted({"type": "websocket"}, None, None)  # type: ignore[arg-type]
    assert (seen, traffic.sockets) == ([1], 0)
    assert traffic.requests == {}

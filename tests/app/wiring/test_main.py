from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.types import ASGIApp

from app.api.services import Services
from app.runtime.settings import Settings
from app.wiring import main
from tests.app.conftest import WebService

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "core").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html><title>Attune</title><p>room")
    (tmp_path / "clinic.html").write_text("<!doctype html><title>Attune</title><p>clinic")
    (tmp_path / "ops.html").write_text("<!doctype html><title>Attune</title><p>{summary}")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "offline.html").write_text("<!doctype html><title>Attune</title><p>offline")
    (tmp_path / "outside" / "worker.js").write_text("// VERSION")
    (tmp_path / "core" / "a.js").write_text("export {}")
    (tmp_path / "package.json").write_text("{}")
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "node_modules" / "b.js").write_text("")
    monkeypatch.setattr(main, "_WEB", tmp_path)
    return tmp_path


@pytest.fixture
def application(web: Path) -> ASGIApp:
    """One that serves these files."""
    return main.create_app(Settings(), None, {})  # type: ignore[arg-type]  # nothing is opened


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/join", "room"),
        ("/offline", "offline"),
        ("/", "clinic"),
        ("/sign-in", "clinic"),
        ("/people/pt_1", "clinic"),
        ("/me", "clinic"),
    ],
)
async def test_a_page_is_served(web: Path, client: httpx.AsyncClient, path: str, page: str) -> None:
    response = await client.get(path)
    assert response.status_code == 200
    assert page in response.text
    assert response.headers["content-type"].startswith("text/html")


async def test_files_are_served_and_not_sent_twice(web: Path, client: httpx.AsyncClient) -> None:
    response = await client.get("/web/core/a.js")
    assert response.headers["content-type"].startswith(("text/javascript", "application/javascript"))
    again = await client.get("/web/core/a.js", headers={"if-none-match": response.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/docs",
        "/openapi.json",
        "/web/",
        "/web/nothing.js",
        "/web/package.json",
        "/web/node_modules/b.js",
        "/web/core/%2e%2e/package.json",
        "/web/%2e%2e/%2e%2e/etc/passwd",
    ],
)
async def test_what_is_not_there_is_a_small_plain_page(
    web: Path, client: httpx.AsyncClient, path: str
) -> None:
    response = await client.get(path)
    assert (response.status_code, response.text) == (404, "Not Found\n")
    assert response.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize(
    "path", ["/nothing", "/people/pt_1/more", "/%ff%00", "/join/nothing", "/web/nothing.js"]
)
async def test_a_browser_sees_a_page_of_ours_where_nothing_is(
    web: Path, client: httpx.AsyncClient, path: str
) -> None:
    """The page tells by its address that there is nothing; it brings no script of its own and the usual policy."""
    known = await client.get("/sign-in")
    response = await client.get(path, headers={"accept": BROWSER})
    assert (response.status_code, response.text) == (404, known.text)
    for header in ("content-type", "content-security-policy"):
        assert response.headers[header] == known.headers[header]
    assert response.headers["vary"] == "Accept-Encoding, Accept"


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/v1/nothing", 404, "route.unknown"),
        ("GET", "/api/v1/library/nothing/else", 404, "route.unknown"),
        ("GET", "/api/v1/seats/nothing", 404, "route.unknown"),
        ("GET", "/api/v2/people", 404, "route.unknown"),
        ("GET", "/api/v1/tickets", 405, "route.method"),
        ("PATCH", "/api/v1/door", 405, "route.method"),
    ],
)
async def test_a_program_gets_a_problem_where_nothing_is(
    client: httpx.AsyncClient, method: str, path: str, status: int, code: str
) -> None:
    for accept in ("*/*", BROWSER):
        response = await client.request(method, path, headers={"accept": accept})
        assert (response.status_code, response.json()["code"]) == (status, code)
        assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "path",
    ["/%2e%2e/etc/passwd", "/%", "/%ff", "/a%0ab", "/web/%00", "/api/v1/%00", "/" + "x" * 2_000],
)
async def test_a_malformed_path_is_nowhere(client: httpx.AsyncClient, path: str) -> None:
    for accept in ("*/*", BROWSER):
        response = await client.get(path, headers={"accept": accept})
        assert response.status_code == 404


async def test_a_method_that_is_not_meant_is_refused(client: httpx.AsyncClient) -> None:
    response = await client.get("/api/v1/tickets")
    assert response.status_code == 405
    assert response.headers["allow"] == "POST"


async def test_services_live_as_long_as_the_application() -> None:
    steps = []

    @asynccontextmanager
    async def open_services(_settings: Settings) -> AsyncIterator[Services]:
        steps.append("open")
        yield None  # type: ignore[misc]  # nobody asks for them here
        steps.append("closed")

    incoming = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]

    async def receive() -> dict[str, str]:
        return incoming.pop(0)

    async def send(message: Any) -> None:
        steps.append(message["type"])

    await main.create_app(Settings(), open_services, {})({"type": "lifespan", "state": {}}, receive, send)
    assert steps == ["open", "lifespan.startup.complete", "closed", "lifespan.shutdown.complete"]


async def test_who_goes_away_in_the_middle_of_a_request_leaves_no_error(
    web_service: WebService, caplog: pytest.LogCaptureFixture
) -> None:
    sent: list[object] = []

    async def receive() -> dict[str, object]:
        return {"type": "http.disconnect"}

    async def send(message: object) -> None:
        sent.append(message)

    headers = {
        "host": "localhost:8000",
        "origin": "http://localhost:8000",
        "content-type": "application/json",
    }
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/api/v1/tickets",
        "raw_path": b"/api/v1/tickets",
        "root_path": "",
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }
    await web_service.app(scope, receive, send)
    assert caplog.records == []

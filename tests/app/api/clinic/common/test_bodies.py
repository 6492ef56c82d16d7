import httpx
import pytest
from fastapi import FastAPI, Request
from pydantic import BaseModel
from starlette.responses import PlainTextResponse, Response
from starlette.types import Message, Receive, Scope, Send

from app.api.clinic.common.bodies import BODY_MAX_BYTES, BoundedBodies


class Text(BaseModel):
    """A body."""

    text: str


def build() -> BoundedBodies:
    app = FastAPI()

    @app.post("/raw")
    async def raw(request: Request) -> Response:
        return PlainTextResponse(str(len(await request.body())))

    @app.post("/json")
    async def parsed(body: Text) -> int:
        return len(body.text)

    return BoundedBodies(app, {"/raw": 100_000})


async def send(path: str, *chunks: bytes, **headers: str) -> httpx.Response:
    async def stream():  # type: ignore[no-untyped-def]
        for chunk in chunks:
            yield chunk

    transport = httpx.ASGITransport(build())
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        content = stream() if not headers else b"".join(chunks)
        kind = {"content-type": "application/json"}
        return await client.post(
            path, content=content, headers=kind | {k.replace("_", "-"): v for k, v in headers.items()}
        )


def filled(size: int) -> bytes:
    return b'{"text":"' + b"x" * (size - 11) + b'"}'


async def test_a_body_of_the_largest_size_is_read() -> None:
    assert (await send("/json", filled(BODY_MAX_BYTES))).json() == BODY_MAX_BYTES - 11


@pytest.mark.parametrize("path", ["/json"])
async def test_a_larger_one_is_refused_whether_it_is_announced_or_not(path: str) -> None:
    body = filled(BODY_MAX_BYTES + 1)
    for answer in (
        await send(path, body, content_length=str(len(body))),
        await send(path, body[:1000], body[1000:]),
    ):
        assert (answer.status_code, answer.json()["code"]) == (413, "request.too_large")


async def test_some_paths_may_have_larger_bodies() -> None:
    assert (await send("/raw", b"x" * 60_000, b"x" * 40_000)).text == "100000"
    assert (await send("/raw", b"x" * 60_000, b"x" * 40_001)).status_code == 413


@pytest.mark.parametrize("length", ["-1", "1e3", "x", "9" * 5000])
async def test_an_announcement_that_is_no_number_is_refused(length: str) -> None:
    assert (await send("/raw", b"x", content_length=length)).status_code == 413


async def test_an_answer_that_has_begun_is_not_answered_again() -> None:
    sent: list[Message] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await receive()

    async def receive() -> Message:
        return {"type": "http.request", "body": b"x" * (BODY_MAX_BYTES + 1), "more_body": False}

    async def collect(message: Message) -> None:
        sent.append(message)

    await BoundedBodies(app, {})({"type": "http", "path": "/", "headers": []}, receive, collect)
    assert [message["type"] for message in sent] == ["http.response.start"]


async def test_what_is_no_request_passes() -> None:
    passed: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        passed.append(scope["type"])

    await BoundedBodies(app, {})({"type": "lifespan"}, None, None)  # type: ignore[arg-type]
    assert passed == ["lifespan"]

import asyncio
import gzip
import json
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import httpx
import pytest

from app.auth.oidc.fetch import MAX_ANSWER, Answer, JsonFetcher
from clinic.common.errors import Refused

URL = "https://id.clinic.example/x"


def fetcher(answer: Callable[[httpx.Request], httpx.Response]) -> JsonFetcher:
    return JsonFetcher(transport=httpx.MockTransport(answer))


async def refusal(answer: Callable[[httpx.Request], httpx.Response], url: str = URL) -> str:
    with pytest.raises(Refused) as refused:
        await fetcher(answer).get(url)
    return refused.value.code


def says(content: bytes, status: int = 200, **headers: str) -> Callable[[httpx.Request], httpx.Response]:
    return lambda _: httpx.Response(
        status,
        stream=httpx.ByteStream(content),
        headers={name.replace("_", "-"): value for name, value in headers.items()},
    )


async def test_a_json_object_is_returned_with_its_status() -> None:
    assert await fetcher(says(b'{"a": 1}')).get(URL) == Answer(200, {"a": 1})
    assert await fetcher(says(b'{"error": "x"}', 400)).post(URL, {}) == Answer(400, {"error": "x"})


async def test_a_form_is_sent_with_the_clients_own_credentials() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, stream=httpx.ByteStream(b"{}"))

    await fetcher(answer).post(URL, {"code": "a b"}, basic=("me", "secret"))
    assert seen[0].content == b"code=a+b"
    assert seen[0].headers["Authorization"] == "Basic bWU6c2VjcmV0"
    assert seen[0].headers["Accept-Encoding"] == "identity"


@pytest.mark.parametrize("content", [b"", b"[]", b'"x"', b"\xff", b"{", b"[" * 100_000])
async def test_anything_but_a_json_object_is_malformed(content: bytes) -> None:
    assert await refusal(says(content)) == "oidc.malformed"


async def test_an_answer_may_have_a_quarter_of_a_megabyte() -> None:
    just = json.dumps({"a": "x" * (MAX_ANSWER - 9)}).encode()
    assert (len(just), (await fetcher(says(just)).get(URL)).status) == (MAX_ANSWER, 200)
    assert await refusal(says(just + b" ")) == "oidc.malformed"


async def test_an_endless_answer_is_given_up_at_the_bound() -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            sent += 1024
            yield b" " * 1024

    assert await refusal(lambda _: httpx.Response(200, content=endless())) == "oidc.malformed"
    assert sent <= MAX_ANSWER + 1024


async def test_a_slow_answer_is_given_up_in_time() -> None:
    async def slow() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.Event().wait()

    short = JsonFetcher(
        transport=httpx.MockTransport(lambda _: httpx.Response(200, content=slow())),
        within=timedelta(milliseconds=50),
    )
    with pytest.raises(Refused) as refused:
        await short.get(URL)
    assert refused.value.code == "oidc.unavailable"


async def test_a_compressed_answer_is_not_unpacked() -> None:
    bomb = gzip.compress(b" " * 10_000_000)
    assert await refusal(says(bomb, Content_Encoding="gzip")) == "oidc.malformed"


async def test_a_redirect_is_not_followed() -> None:
    assert await refusal(says(b"{}", 302, Location="https://elsewhere.example")) == "oidc.malformed"


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_a_failing_provider_is_unavailable(status: int) -> None:
    assert await refusal(says(b"<html>", status)) == "oidc.unavailable"


async def test_a_provider_that_cannot_be_reached_is_unavailable() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    assert await refusal(answer) == "oidc.unavailable"


FORBIDDEN = [
    "http://id.clinic.example",
    "https://localhost/x",
    "https://127.0.0.1/x",
    "https://10.0.0.5/x",
    "https://169.254.169.254/latest/meta-data",
    "https://[::1]/x",
    "https://[fd00::1]/x",
    "https://user@id.clinic.example",
    "https://id.clinic.example/#x",
    "ftp://id.clinic.example",
    "file:///etc/passwd",
    "https://",
    "https://[broken",
    "https://id.clinic.example:99999",
    "",
]


@pytest.mark.parametrize("url", FORBIDDEN)
async def test_what_is_not_public_and_encrypted_is_never_asked(url: str) -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        raise AssertionError("asked")

    assert await refusal(answer, url) == "oidc.address"


async def test_the_demo_may_use_a_provider_on_this_machine() -> None:
    demo = JsonFetcher(allow_loopback=True)
    assert demo.is_allowed("http://localhost:3000/x")
    assert demo.is_allowed("http://127.0.0.1:3000/x")
    assert not demo.is_allowed("http://id.clinic.example")
    assert not demo.is_allowed("https://10.0.0.5/x")
    await demo.close()

import gzip

import httpx
import pytest
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.routing import Mount

from app.api.pages.files import BuiltFiles, Prepared, answer_prepared, prepare

SCRIPT = b"export const calm = true;\n" * 20
FORMS = {"gzip": b"as gzip", "br": b"as brotli"}


def sent(accepts: str | None, prepared: Prepared | None = None, **headers: str) -> Response:
    asked = headers | ({} if accepts is None else {"accept-encoding": accepts})
    return answer_prepared(prepared or prepare(SCRIPT, "text/javascript", FORMS), Headers(asked))


@pytest.mark.parametrize(
    ("accepts", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("GZIP;q=0.5, br; q=0", "gzip"),
        ("*", "br"),
        ("br;q=0, *;q=0.1", "gzip"),
        ("*;q=0, gzip", "gzip"),
        ("identity", None),
        ("br;q=0, gzip;q=0", None),
        ("br;q=nonsense", None),
        ("", None),
        (None, None),
    ],
)
def test_the_smallest_form_that_is_taken_is_sent(accepts: str | None, coding: str | None) -> None:
    answer = sent(accepts)
    assert answer.headers.get("content-encoding") == coding
    assert answer.body == {"br": b"as brotli", "gzip": b"as gzip", None: SCRIPT}[coding]
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"


def test_each_form_has_a_tag_of_its_own_and_is_not_sent_twice() -> None:
    tags = {sent(accepts).headers["etag"] for accepts in ("br", "gzip", "")}
    assert len(tags) == 3
    tag = sent("br").headers["etag"]
    again = sent("br", **{"if-none-match": f'"other", W/{tag}'})
    assert (again.status_code, again.body, again.headers["etag"]) == (304, b"", tag)
    assert sent("gzip", **{"if-none-match": tag}).status_code == 200
    other = prepare(b"other", "text/javascript", FORMS)
    assert sent("br", other, **{"if-none-match": tag}).status_code == 200


def test_what_was_not_compressed_beforehand_is_compressed_once() -> None:
    answer = sent("br, gzip", prepare(SCRIPT, "text/html"))
    assert answer.headers["content-encoding"] == "gzip"
    assert gzip.decompress(bytes(answer.body)) == SCRIPT


@pytest.fixture
def browser() -> httpx.AsyncClient:
    files = BuiltFiles({"room-ABC.js": prepare(SCRIPT, "text/javascript")})
    app = Starlette(routes=[Mount("/web/dist", files)])
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://attune.test")


async def test_a_built_file_is_kept_for_good(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/web/dist/room-ABC.js")
    assert (answer.status_code, answer.content) == (200, SCRIPT)
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    head = await browser.head("/web/dist/room-ABC.js")
    assert (head.content, head.headers["content-length"]) == (b"", answer.headers["content-length"])


@pytest.mark.parametrize("path", ["/", "/room-OLD.js", "/room-ABC.js/", "/../room-ABC.js", "/%00"])
async def test_a_file_of_another_release_is_not_there(browser: httpx.AsyncClient, path: str) -> None:
    answer = await browser.get(f"/web/dist{path}")
    assert answer.status_code == 404
    assert "immutable" not in answer.headers.get("cache-control", "")


async def test_files_are_only_read(browser: httpx.AsyncClient) -> None:
    answer = await browser.post("/web/dist/room-ABC.js")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")

import pytest
from starlette.exceptions import HTTPException
from starlette.requests import Request

from app.api.pages.files import prepare
from app.api.pages.nowhere import answer_nowhere, wants_page

PAGE = prepare(b"<p>ours", "text/html; charset=utf-8")


def request(method: str = "GET", path: str = "/nothing", accept: str | None = None) -> Request:
    headers = [] if accept is None else [(b"accept", accept.encode())]
    return Request({"type": "http", "method": method, "path": path, "headers": headers})


@pytest.mark.parametrize(
    ("method", "accept", "wanted"),
    [
        ("GET", "text/html,application/xml;q=0.9,*/*;q=0.8", True),
        ("GET", "application/json, TEXT/HTML; q=0.5", True),
        ("HEAD", "text/html", True),
        ("POST", "text/html", False),
        ("GET", "*/*", False),
        ("GET", "application/json", False),
        ("GET", "text/html;q=0", False),
        ("GET", "text/htmlish", False),
        ("GET", "", False),
        ("GET", None, False),
    ],
)
def test_only_a_browser_that_asks_for_a_page_wants_one(method: str, accept: str | None, wanted: bool) -> None:
    assert wants_page(request(method, accept=accept)) is wanted


def test_a_browser_gets_the_page_and_nobody_else_does() -> None:
    seen = answer_nowhere(request(accept="text/html"), HTTPException(404), PAGE)
    assert (seen.status_code, seen.body, seen.media_type) == (404, b"<p>ours", "text/html; charset=utf-8")
    plain = answer_nowhere(request(accept="*/*"), HTTPException(404), PAGE)
    assert (plain.status_code, plain.body, plain.media_type) == (404, b"Not Found\n", "text/plain")
    assert (seen.headers["vary"], plain.headers["vary"]) == ("Accept-Encoding, Accept", "Accept")


def test_another_method_is_told_which_are_meant() -> None:
    error = HTTPException(405, headers={"Allow": "GET"})
    for path, kind in (("/nothing", "text/plain"), ("/api/v1/tickets", "application/problem+json")):
        answer = answer_nowhere(request("POST", path, "text/html"), error, PAGE)
        assert (answer.status_code, answer.headers["allow"]) == (405, "GET")
        assert answer.media_type == kind


def test_a_refusal_of_another_kind_stays_a_line_of_text() -> None:
    answer = answer_nowhere(request(path="/api/v1/x", accept="text/html"), HTTPException(401), PAGE)
    assert (answer.status_code, answer.body) == (401, b"Unauthorized\n")

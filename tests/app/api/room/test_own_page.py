import pytest
from starlette.requests import Request

from app.api.problems import Problem
from app.api.room.own_page import require_own_page

OURS = "https://attune.example"


def check(**headers: str) -> str:
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    try:
        require_own_page([OURS])(Request({"type": "http", "headers": raw}))
    except Problem as problem:
        return problem.code
    return "ok"


@pytest.mark.parametrize("kind", ["application/json", "Application/JSON; charset=utf-8"])
def test_json_from_our_page_may_pass(kind: str) -> None:
    assert check(origin=OURS, content_type=kind) == "ok"


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://attune.example", f"{OURS}:8443", ""]
)
def test_other_pages_may_not(origin: str) -> None:
    assert check(origin=origin, content_type="application/json") == "request.foreign_origin"


def test_who_does_not_say_where_it_comes_from_may_not() -> None:
    assert check(content_type="application/json") == "request.foreign_origin"


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
def test_what_forms_can_send_may_not(kind: str) -> None:
    assert check(origin=OURS, content_type=kind) == "request.not_json"
    assert check(origin=OURS) == "request.not_json"

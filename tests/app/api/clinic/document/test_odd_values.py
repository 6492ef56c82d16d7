"""Values that nobody means, in every field that there is: they are refused with a code and the name of the field."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.app.api.clinic.document.test_document import document
from tests.app.conftest import WebService
from tests.support.described.clinic import Callers, fill, find_callers
from tests.support.service.clinics import Visitor, open_clinic

Json = dict[str, Any]
PLACES = {
    "kind": "group",
    "document": "agreement",
    "template": "couples_week",
    "agenda_template": "ag_none",
    "passkey": "AQID",
    "secret": "none",
}
NEEDED = {
    "from": "2026-03-02T05:00:00Z",
    "to": "2026-03-09T05:00:00Z",
    "monday": "2026-03-02",
    "first": "2026-03-02",
    "last": "2026-03-08",
    "dry_run": "true",
}
HUGE = 10**40
PLACES_BY_NAME = {"WyIwMDAxLTAxLTAxIiwiYSJd", "WzFd"}
"""A first day, and a first entry of the audit trail."""


def requests(*methods: str) -> Iterator[tuple[str, str, Json]]:
    """Return every operation that somebody signed in may ask for."""
    for path, item in document()["paths"].items():
        for method, one in item.items():
            if one["security"] and (not methods or method in methods):
                yield method.upper(), path, one


def places(example: Any, way: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Return every value of a body with the way to it."""
    match example:
        case dict():
            for name, part in example.items():
                yield from places(part, (*way, name))
        case list():
            for number, part in enumerate(example):
                yield from places(part, (*way, number))
        case None if not way:
            return
        case _:
            yield way, example


def with_value(example: Any, way: tuple[str | int, ...], value: object) -> Any:
    """Return the body with another value at this place."""
    changed = copy.deepcopy(example)
    part = changed
    for step in way[:-1]:
        part = part[step]
    part[way[-1]] = value
    return changed


@pytest.fixture
async def callers(web_service: WebService, client: httpx.AsyncClient) -> Callers:
    return await find_callers(await open_clinic(web_service.store, "here", web_service.now), client)


async def ask(
    who: Visitor, method: str, path: str, body: Any = None, headers: Json | None = None, **query: str
) -> httpx.Response:
    for name in {part[1:-1] for part in path.replace(".ics", "").split("/") if part.startswith("{")}:
        path = path.replace(f"{{{name}}}", PLACES.get(name, "pt_x7Kq2mPv9rTz"))
    asked = {"if-match": '"1"', "content-type": "application/json", **(headers or {})}
    content = None if body is None else json.dumps(body).encode()
    return await who.send(method, path, headers=asked, content=content, params=query)


def body_of(one: Json) -> Any:
    return one.get("requestBody", {}).get("content", {}).get("application/json", {}).get("example")


@pytest.mark.parametrize(
    "value",
    [
        "A\0b",
        pytest.param("\ud800", marks=pytest.mark.slow),
        HUGE,
        pytest.param(-HUGE, marks=pytest.mark.slow),
        "0001-01-01",
        pytest.param("9999-12-31T23:59:59Z", marks=pytest.mark.slow),
    ],
    ids=ascii,
)
async def test_a_body_with_an_odd_value_is_refused_by_its_field_or_means_nothing_else(
    callers: Callers, value: object
) -> None:
    tried = 0
    for method, path, one in requests():
        example = body_of(one)
        for way, stands in places(example):
            if isinstance(value, str) and not isinstance(stands, str):
                continue
            answer = await ask(callers.owner, method, path, with_value(example, way, value))
            assert answer.status_code < 500, (method, path, way)
            tried += 1
            # A browser's answer to a challenge is read by its library, which has codes of its own.
            is_ours = way[0] != "credential" or isinstance(value, str)
            if value in ("A\0b", "\ud800", HUGE, -HUGE) and is_ours:
                problem = answer.json()
                assert (answer.status_code, problem["code"]) == (422, "form.malformed"), (method, path, way)
                fields = {error["field"] for error in problem["errors"]}
                assert any(field.startswith(str(way[0])) for field in fields), (method, path, way, fields)
    assert tried > 40


@pytest.mark.parametrize(
    ("text", "status", "code"),
    [
        (b"{", 422, "form.malformed"),
        (b"\xff", 400, "request.malformed"),
        (b"[" * 5_000, 400, "request.malformed"),
        (b"[]", 422, "form.malformed"),
        (b'{"surely": "unknown"}', 422, "form.malformed"),
        (b"", 422, "form.malformed"),
    ],
    ids=["half", "not UTF-8", "deep", "list", "unknown", "nothing"],
)
async def test_a_body_that_is_no_form_is_refused(
    callers: Callers, text: bytes, status: int, code: str
) -> None:
    for method, path, one in requests():
        if body_of(one) is not None:
            path = (
                path.replace("{kind}", "group")
                .replace("{template}", "couples_week")
                .replace("{document}", "agreement")
            )
            answer = await callers.owner.send(
                method,
                _filled(path),
                headers={"if-match": '"1"', "content-type": "application/json"},
                content=text,
            )
            assert (answer.status_code, answer.json()["code"]) == (status, code), (method, path)


async def test_a_body_of_another_kind_is_refused_as_such(callers: Callers) -> None:
    for method, path, one in requests():
        if (example := body_of(one)) is not None:
            answer = await ask(callers.owner, method, path, example, {"content-type": "text/plain"})
            assert (answer.status_code, answer.json()["code"]) == (415, "request.not_json"), (method, path)


@pytest.mark.parametrize(
    "cursor",
    ["%00", "!", "WzFd", "WyJcdTAwMDAiLCJhIl0", "W10", "bnVsbA", "WyIwMDAxLTAxLTAxIiwiYSJd", "A" * 400],
)
async def test_an_odd_cursor_is_refused(callers: Callers, cursor: str) -> None:
    needed = {"from": NEEDED["from"], "to": NEEDED["to"]}
    paged = [
        (method, path, one)
        for method, path, one in requests("get")
        if any(parameter["name"] == "cursor" for parameter in one.get("parameters", ()))
    ]
    assert len(paged) >= 7
    for method, path, one in paged:
        query = {
            p["name"]: needed[p["name"]]
            for p in one["parameters"]
            if p["in"] == "query" and p.get("required")
        }
        answer = await ask(callers.owner, method, path, cursor=cursor, **query)
        # What may be the place of a row after which there is nothing, or everything, is a place in a list by names.
        if answer.status_code != 200 or cursor not in PLACES_BY_NAME:
            code = answer.json()["code"]
            assert (answer.status_code, code) in {(400, "page.cursor"), (403, "access.denied")}, (path, code)


@pytest.mark.parametrize(
    "version", ["*", "", '"-1"', '"٣"', '"99999999999999999999"', "W/", '"1", "2"', "\x7f"]
)
async def test_an_odd_version_is_another_one(callers: Callers, version: str) -> None:
    for method, path, one in requests("patch", "put"):
        if "412" in one["responses"]:
            headers = {"if-match": version.encode()}
            answer = await ask(callers.owner, method, path, body_of(one), headers)
            assert (answer.status_code, answer.json()["code"]) == (412, "version.other"), (method, path)


@pytest.mark.parametrize("key", ["", "short", "x" * 81, "with a space", "ключключ"])
async def test_an_odd_key_for_repeats_is_refused_by_its_name(callers: Callers, key: str) -> None:
    tried = 0
    for method, path, one in requests("post"):
        if any(parameter["name"] == "Idempotency-Key" for parameter in one.get("parameters", ())):
            headers = {"idempotency-key": key.encode()}
            query = {"dry_run": "true"} if path.endswith("/import") else {}
            answer = await ask(callers.owner, method, path, body_of(one), headers, **query)
            problem = answer.json()
            assert (answer.status_code, problem["code"]) == (422, "form.malformed"), (path, problem)
            assert problem["errors"][0]["field"] == "Idempotency-Key"
            tried += 1
    assert tried >= 10


@pytest.mark.parametrize("text", ["\0", "0", "1e9", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-23:59"])
async def test_odd_days_and_moments_in_a_query_are_refused_by_their_names(
    callers: Callers, text: str
) -> None:
    for path, names in (
        ("/appointments", ("from", "to")),
        ("/people/{person}/week", ("monday",)),
        ("/audit", ("since", "until")),
    ):
        answer = await ask(callers.owner, "GET", path, **dict.fromkeys(names, text))
        assert answer.status_code == 422
        assert {error["field"] for error in answer.json()["errors"]} == set(names)


async def test_what_exists_can_be_asked_for(callers: Callers) -> None:
    known = await fill(callers)
    for name, path in (
        ("person", "people"),
        ("couple", "couples"),
        ("cohort", "cohorts"),
        ("program", "programs"),
    ):
        answer = await callers.owner.get(f"/{path}/{known[name][0]}")
        assert answer.status_code == 200


def _filled(path: str) -> str:
    return "/".join("pt_x7Kq2mPv9rTz" if part.startswith("{") else part for part in path.split("/"))

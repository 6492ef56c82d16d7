from http import HTTPStatus
from typing import Annotated

import httpx
import pytest
from fastapi import FastAPI, Query

from app.api.clinic.common.errors import STATUSES, ProblemAnswer, add_error_handlers, refused
from app.api.problems import Problem
from app.persistence.clinic_store import ClinicUnknown
from app.persistence.unit_of_work import StorageRefused, StorageUnavailable, WriteConflict
from clinic.common.errors import FieldError, Invalid, Refused
from clinic.identity.lockout import MustWait


async def answer(error: Exception | None, path: str = "/raise") -> httpx.Response:
    app = FastAPI()
    add_error_handlers(app)

    @app.get("/raise")
    async def fail(number: Annotated[int, Query(le=5)] = 1) -> int:
        if error is not None:
            raise error
        return number

    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        return await client.get(path)


@pytest.mark.parametrize(
    ("error", "status", "code", "retry"),
    [
        (Problem(HTTPStatus.TOO_MANY_REQUESTS, "rate.limited", 5), 429, "rate.limited", "5"),
        (Refused("sign_in.needed"), 401, "sign_in.needed", None),
        (Refused("token.invalid"), 401, "token.invalid", None),
        (Refused("access.denied", "people.read"), 403, "access.denied", None),
        (Refused("sign_in.wrong"), 403, "sign_in.wrong", None),
        (Refused("totp.used"), 403, "totp.used", None),
        (MustWait(17), 429, "sign_in.wait", "17"),
        (Refused("sign_in.busy"), 503, "sign_in.busy", "3"),
        (Refused("person.unknown"), 404, "person.unknown", None),
        (Refused("link.invalid"), 404, "link.invalid", None),
        (Refused("link.used"), 410, "link.used", None),
        (Refused("version.other"), 412, "version.other", None),
        (Refused("password.common"), 422, "password.common", None),
        (Refused("care_team.couples_therapist"), 409, "care_team.couples_therapist", None),
        (StorageUnavailable("x"), 503, "storage.unavailable", "3"),
        (StorageRefused("x"), 503, "storage.unavailable", "3"),
        (WriteConflict("x"), 409, "storage.conflict", None),
        (ClinicUnknown("cl_x"), 404, "clinic.unknown", None),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else str(value),
)
async def test_an_error_has_its_status_and_code(
    error: Exception, status: int, code: str, retry: str | None
) -> None:
    response = await answer(error)
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers.get("retry-after") == retry
    problem = ProblemAnswer.model_validate(response.json())
    assert (response.status_code, problem.status, problem.code) == (status, status, code)


async def test_the_reason_comes_along() -> None:
    assert (await answer(Refused("access.denied", "people.read"))).json()["reason"] == "people.read"
    assert "reason" not in (await answer(Refused("access.denied"))).json()


async def test_everything_that_is_wrong_with_a_form_is_listed() -> None:
    wrong = [FieldError("name", "field.missing"), FieldError("address.city", "field.too_long")]
    response = await answer(Invalid(wrong))
    assert response.status_code == 422
    assert response.json()["code"] == "form.invalid"
    assert response.json()["errors"] == [
        {"field": "name", "code": "field.missing"},
        {"field": "address.city", "code": "field.too_long"},
    ]


async def test_a_malformed_field_is_named_and_its_value_is_not_repeated() -> None:
    response = await answer(None, "/raise?number=31337")
    assert response.json()["errors"] == [{"field": "number", "code": "form.less_than_equal"}]
    assert "31337" not in response.text


@pytest.mark.parametrize(("path", "status", "code"), [("/none", 404, "route.unknown")])
async def test_a_path_that_is_none_is_a_problem_as_well(path: str, status: int, code: str) -> None:
    response = await answer(None, path)
    assert (response.status_code, response.json()["code"]) == (status, code)


def test_every_status_in_use_is_described() -> None:
    assert {400, 401, 403, 404, 409, 410, 412, 413, 415, 422, 428, 429, 503} == set(STATUSES)


def test_a_route_may_declare_what_else_it_is_refused_with() -> None:
    assert refused(404, 410) == {404: {"description": STATUSES[404]}, 410: {"description": STATUSES[410]}}


async def test_a_body_of_another_kind_is_no_malformed_form() -> None:
    app = FastAPI()
    add_error_handlers(app)

    @app.post("/take")
    async def take(body: dict[str, int]) -> int:
        return len(body)

    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        answer = await client.post("/take", content=b"{}", headers={"content-type": "text/plain"})
    assert (answer.status_code, answer.json()["code"]) == (415, "request.not_json")

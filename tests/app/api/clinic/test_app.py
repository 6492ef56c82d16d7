"""The programme's requests as the service mounts them."""

import httpx

from app.api.clinic.common.bodies import BODY_MAX_BYTES
from tests.app.conftest import WebService
from tests.support.rooms.setups import ANA_SEAT


async def test_the_document_describes_every_route_with_its_problems(
    web_service: WebService, client: httpx.AsyncClient
) -> None:
    document = (await client.get("/api/v1/openapi.json")).json()
    assert document["info"]["title"] == "Attune"
    assert {"/door", "/sign-in/passkey", "/links/look", "/me", "/me/tokens"} <= document["paths"].keys()
    for path in document["paths"].values():
        for operation in path.values():
            assert "503" in operation["responses"]
            assert operation["security"] == [] or "401" in operation["responses"]
            assert operation["description"]


async def test_it_leaves_alone_what_was_there_before(
    web_service: WebService, client: httpx.AsyncClient
) -> None:
    ticket = await client.post("/api/v1/tickets", json={"invitation": web_service.link(ANA_SEAT)})
    assert ticket.status_code == 200
    assert (await client.get("/api/v1/library/en")).status_code == 200


async def test_an_unknown_path_or_method_is_a_problem(
    web_service: WebService, client: httpx.AsyncClient
) -> None:
    for method, path, status, code in (
        ("GET", "/api/v1/nothing", 404, "route.unknown"),
        ("PATCH", "/api/v1/door", 405, "route.method"),
    ):
        answer = await client.request(method, path)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert answer.headers["content-type"] == "application/problem+json"


async def test_a_line_break_in_a_path_is_any_other_sign(
    web_service: WebService, client: httpx.AsyncClient
) -> None:
    answer = await client.get("/api/v1/people/pt_%0A")
    assert (answer.status_code, answer.json()["code"]) == (401, "sign_in.needed")


async def test_bodies_are_bounded(web_service: WebService, client: httpx.AsyncClient) -> None:
    answer = await client.post("/api/v1/recover", content=b" " * (BODY_MAX_BYTES + 1))
    assert (answer.status_code, answer.json()["code"]) == (413, "request.too_large")


async def test_answers_are_never_stored_by_browsers(
    web_service: WebService, client: httpx.AsyncClient
) -> None:
    assert (await client.get("/api/v1/door")).headers["cache-control"] == "no-store"

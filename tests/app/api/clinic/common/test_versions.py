import httpx
import pytest
from fastapi import FastAPI
from starlette.responses import Response

from app.api.clinic.common.errors import add_error_handlers
from app.api.clinic.common.versions import Version, tag_version


async def ask(**headers: str) -> httpx.Response:
    sent = {name: value.encode("latin-1") for name, value in headers.items()}
    app = FastAPI()
    add_error_handlers(app)

    @app.patch("/thing")
    async def change(version: Version, response: Response) -> int:
        tag_version(response, version + 1)
        return version

    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        return await client.patch("/thing", headers=sent)  # type: ignore[arg-type]


@pytest.mark.parametrize("tag", ['"7"', 'W/"7"'])
async def test_the_version_that_was_seen_comes_back_and_the_new_one_is_named(tag: str) -> None:
    answer = await ask(**{"if-match": tag})
    assert (answer.status_code, answer.json(), answer.headers["etag"]) == (200, 7, '"8"')


async def test_without_a_version_nothing_is_changed() -> None:
    answer = await ask()
    assert (answer.status_code, answer.json()["code"]) == (428, "version.missing")


@pytest.mark.parametrize("tag", ["*", '"x"', '""', '"-1"', '"9999999999"', '"²"'])
async def test_what_is_no_version_of_ours_matches_nothing(tag: str) -> None:
    answer = await ask(**{"if-match": tag})
    assert (answer.status_code, answer.json()["code"]) == (412, "version.other")

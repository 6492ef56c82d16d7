"""The demo's programme over the wire of the real service."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest_asyncio

from tests.support.service.service import Service, running_service

COLUMNS = "kind,display_name,time_zone,email"


@pytest_asyncio.fixture
async def service(tmp_path: Path) -> AsyncIterator[Service]:
    async with running_service(tmp_path) as service:
        yield service


@asynccontextmanager
async def signed_in(service: Service, name: str) -> AsyncIterator[httpx.AsyncClient]:
    """Sign in as one of the invented people."""
    own_page = {"origin": service.base_url}
    async with httpx.AsyncClient(base_url=f"{service.base_url}/api/v1", headers=own_page, timeout=30) as web:
        people = (await web.get("/sign-in/demo")).json()["items"]
        person = next(one["id"] for one in people if one["name"] == name)
        answer = await web.post("/sign-in/demo", json={"person": person})
        assert answer.status_code == 200, answer.text
        yield web


async def test_a_file_far_larger_than_a_strangers_request_is_imported(service: Service) -> None:
    rows = [f"client,Person {number},America/New_York,p{number}@river.example" for number in range(5_000)]
    file = "\r\n".join([COLUMNS, *rows]).encode()
    assert len(file) > 250_000
    async with signed_in(service, "Noor Haddad") as web:
        answer = await web.post(
            "/people/import", params={"dry_run": "true"}, content=file, headers={"content-type": "text/csv"}
        )
    assert answer.status_code == 200, answer.text
    assert (answer.json()["rows"], answer.json()["problems"]) == (5_000, [])

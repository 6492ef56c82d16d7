import httpx
import pytest

from app.persistence.unit_of_work import Database, StorageUnavailable
from tests.app.conftest import WebService


async def test_a_whole_house_is_well(client: httpx.AsyncClient) -> None:
    response = await client.get("/health")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


async def test_it_says_which_part_fails(
    web_service: WebService, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(_self: Database) -> None:
        raise StorageUnavailable

    web_service.relay[0] = False
    response = await client.get("/health")
    assert (response.status_code, response.json()["parts"]) == (503, ["relay"])
    web_service.record[0] = False
    assert (await client.get("/health")).json()["parts"] == ["record", "relay"]
    monkeypatch.setattr(Database, "ping", fail)
    assert (await client.get("/health")).json() == {
        "status": "failing",
        "parts": ["database", "record", "relay"],
    }

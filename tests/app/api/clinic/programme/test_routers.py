"""The routes of the programme in the document that integrations read."""

import httpx
from starlette.routing import BaseRoute

from app.api.clinic.programme.routers import PROGRAMME_ROUTERS


def _paths(routes: list[BaseRoute]) -> set[str]:
    return {route.path for route in routes if hasattr(route, "path")}


async def test_every_route_is_described_with_its_answers(client: httpx.AsyncClient) -> None:
    document = (await client.get("/api/v1/openapi.json")).json()
    for router in PROGRAMME_ROUTERS:
        for path in _paths(router.routes):
            for method, described in document["paths"][path].items():
                assert described["summary"], (method, path)
                assert {"401", "403", "503"} <= described["responses"].keys(), (method, path)

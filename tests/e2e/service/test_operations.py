"""The real service with two relay workers as its operator sees it: what is shown, what is not, and a running drain."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from app.cli.drain import ask_for_drain
from tests.support.service.service import Service, running_service
from tests.support.service.waiting import until
from tests.support.service.wire_client import WireClient, open_client

STAFF, ANA = "Dr. Rivera", "Ana"


@pytest_asyncio.fixture
async def service(tmp_path: Path) -> AsyncIterator[Service]:
    """A service of this test's own, with two workers."""
    async with running_service(tmp_path, ATTUNE_RELAY_WORKERS="2") as service:
        yield service


class Operator:
    """Views the service as its operator."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http

    async def read(self, path: str) -> str:
        response = await self._http.get(path)
        assert response.status_code == 200
        return response.text

    async def room(self) -> dict[str, Any]:
        """Return the only room; empty while it moves from one worker to another."""
        rooms = list((await self._http.get("/ops/snapshot.json")).json()["rooms"].values())
        assert len(rooms) <= 1
        return dict(rooms[0]) if rooms else {}

    async def until_connected(self, worker: int, seats: int) -> None:
        async def look() -> bool:
            room = await self.room()
            return bool(room) and room["worker"] == worker and len(room["connected"]) == seats

        await until(look, f"{seats} seats are connected on worker {worker}")

    async def until_metric(self, line: str) -> None:
        async def look() -> bool:
            return line in (await self.read("/metrics")).splitlines()

        await until(look, line)


@pytest.mark.timeout(180)
async def test_a_drained_worker_hands_over_a_live_turn_and_nobody_is_named(service: Service) -> None:
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(httpx.AsyncClient(base_url=service.base_url))
        operator = Operator(http)
        staff = await stack.enter_async_context(open_client(service.links[STAFF], with_media=True))
        ana = await stack.enter_async_context(open_client(service.links[ANA], with_media=True))
        await let_ana_speak(staff, ana)
        home = (await operator.room())["worker"]
        await operator.until_connected(home, seats=2)
        await ana.until_view(lambda view: view["floor"]["holder"]["phase"] == "speaking", "Ana can be heard")
        holder = ana.view["floor"]["holder"]
        offers = [len(client.offers) for client in (staff, ana)]
        before = service.relay_workers()

        for path in ("/metrics", "/ops", "/ops/snapshot.json"):
            text = await operator.read(path)
            assert not [
                word for word in (STAFF, "Rivera", ANA, "Elena", "127.0.0.1", "v=0") if word in text
            ], path

        await operator.until_metric(f'attune_relay_peers{{worker="{home}"}} 2.0')
        await asyncio.to_thread(ask_for_drain, "127.0.0.1", int(service.base_url.rsplit(":", 1)[1]), home)
        await operator.until_connected(1 - home, seats=2)
        # The turn is suspended while its holder has no media, and continues as the same turn.
        await ana.until_view(lambda view: view["floor"].get("holder") == holder, "the turn goes on")
        assert [len(client.offers) for client in (staff, ana)] == [count + 1 for count in offers]

        async def replaced() -> bool:
            return len(
                set(service.relay_workers()) - set(before)
            ) == 1 and "starting" not in await operator.read("/ops")

        await until(replaced, "a fresh process stands in the drained worker's place")
        assert len(service.relay_workers()) == 2
        assert f'attune_relay_restarts_total{{worker="{home}"}} 0.0' in await operator.read("/metrics")


async def let_ana_speak(staff: WireClient, ana: WireClient) -> None:
    """Admit Ana, have her raise her hand and give her the floor."""
    await staff.until_view(lambda view: len(view["waiting"]) == 1, "Ana waits")
    assert (await staff.ask("seat.admit_all"))["type"] == "ok"
    await ana.until_view(lambda view: len(view.get("seats", {})) == 2, "Ana is in")
    (person,) = ana.view["you"]["people"]
    assert (await ana.floor("request", person=person))["type"] == "ok"
    await staff.until_view(lambda view: view["floor"]["queue"] == [person], "the hand is up")
    assert (await staff.floor("next"))["type"] == "ok"
    await ana.until_view(lambda view: view["floor"].get("holder", {}).get("person") == person, "the turn")

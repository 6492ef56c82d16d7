"""The real service: many people arriving at once, resuming after a restart, and withdrawn links."""

import asyncio
import re
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import httpx
import pytest_asyncio

from tests.support.service.service import Service, running_service
from tests.support.service.wire_client import WireClient, open_client, resumed

STAFF, CO_STAFF, ANA, BEN, CHLOE = "Dr. Rivera", "Sam", "Ana", "Ben", "Chloe"


@pytest_asyncio.fixture
async def service(tmp_path: Path) -> AsyncIterator[Service]:
    """A service of this test's own, which must shut down cleanly."""
    async with running_service(tmp_path) as service:
        yield service


async def answer_to(client: WireClient, **hello: object) -> str:
    """Say hello on a new socket; returns the ``bye`` code, or an empty text for a welcome."""
    other = WireClient(f"{client._base}/join#{client._invitation}")
    await other.open(**hello)
    reading = asyncio.ensure_future(other.read())
    await other.until(lambda c: c.welcome or c.byes, "an answer to hello")
    reading.cancel()
    await other.close()
    return str(other.byes[0]["code"]) if other.byes else ""


async def test_everybody_who_comes_at_one_moment_is_welcomed(service: Service) -> None:
    for links in service.rooms.values():
        clients = [WireClient(link) for link in links.values()]
        tickets = [await client.ticket() for client in clients]
        await asyncio.gather(*(c.open(ticket=ticket) for c, ticket in zip(clients, tickets, strict=True)))
        readers = [asyncio.ensure_future(client.read()) for client in clients]
        for client in clients:
            await client.until(lambda c: c.welcome or c.byes, "an answer to hello")
            assert not client.byes
        for client, reader in zip(clients, readers, strict=True):
            await client.close()
            await reader
    assert "room.failed" not in service.log
    assert "viewer.failed" not in service.log


async def test_after_a_restart_only_the_newest_page_of_a_seat_that_is_in_comes_back(service: Service) -> None:
    async with AsyncExitStack() as stack:
        staff, older, ben, chloe = [
            await stack.enter_async_context(open_client(service.links[name]))
            for name in (STAFF, ANA, BEN, CHLOE)
        ]
        newer = await stack.enter_async_context(open_client(service.links[ANA]))
        await older.until(lambda c: c.byes, "it is replaced")
        await staff.until_view(lambda view: len(view["waiting"]) == 3, "all wait")
        await staff.ask("seat.admit_all")
        await newer.until_view(lambda view: view["you"]["space"] == "main", "in the room")
        await ben.ask_and_go("session.leave")
        await ben.until(lambda c: c.byes, "he has left")
        withdrawn = chloe.welcome["resume"]
        await service.restart(signal.SIGKILL)
        service.command("link", "withdraw", service.links[CHLOE])
        for client, token, code in (
            (older, older.welcome["resume"], "resume.invalid"),
            (ben, ben.welcome["resume"], "resume.invalid"),
            (chloe, withdrawn, "link.withdrawn"),
        ):
            assert await answer_to(client, resume={"token": token, "seq": 1}) == code
        token = newer.welcome["resume"]
        async with resumed(newer):
            assert newer.view["you"]["space"] == "main"
            assert await answer_to(newer, resume={"token": token, "seq": 1}) == "resume.invalid"


async def test_a_withdrawn_link_ends_its_socket_and_the_new_one_leads_to_the_waiting_room(
    service: Service,
) -> None:
    async with open_client(service.links[STAFF]) as staff, open_client(service.links[ANA]) as ana:
        await staff.until_view(lambda view: view["waiting"], "Ana waits")
        await staff.ask("seat.admit_all")
        await ana.until_view(lambda view: view["you"]["space"] == "main", "in the room")
        ticket = await ana.ticket()
        printed = service.command("link", "withdraw", service.links[ANA])
        assert "Whoever was in by the old link is out." in printed
        await ana.until(lambda c: c.close_code, "her socket ends")
        assert (ana.byes, ana.close_code) == (
            [{"type": "bye", "code": "link.withdrawn", "retry": False}],
            4007,
        )
        await staff.until_view(lambda view: ana.welcome["seat"] not in view["seats"], "she has left")
        assert await answer_to(ana, ticket=ticket) == "link.withdrawn"
        assert await answer_to(ana, resume={"token": ana.welcome["resume"], "seq": 1}) == "link.withdrawn"
        headers = {"origin": service.base_url}
        async with httpx.AsyncClient(base_url=service.base_url, headers=headers) as http:
            answer = await http.post("/api/v1/tickets", json={"invitation": ana._invitation})
        assert (answer.status_code, answer.json()["code"]) == (404, "link.invalid")
        (new,) = re.findall(r"https?://\S+/join#\S+", printed)
        async with open_client(new) as again:
            assert again.view["you"]["space"] == "waiting"

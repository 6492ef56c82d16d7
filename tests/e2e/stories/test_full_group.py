"""A full room: fourteen seats with real media through the real service, and a fifteenth that is refused."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from app.auth.invitations import Invitation, Invitations
from app.auth.secret_key import keep_demo_key
from app.persistence.unit_of_work import Database
from media.sdp.profile import Kind, slot_ssrc
from rooms.model.ids import PersonId, RoomId, SeatId
from rooms.model.people import Person, Role, RoomSetup, Seating
from rooms.model.policy.policy import AdmissionRule, RoomPolicy
from tests.support.service.service import Service, running_service
from tests.support.service.wire_client import PATIENCE_S, WireClient, open_client

# Five people meet in every run of the service's tests, and fourteen seats in those of the relay.
pytestmark = [pytest.mark.alone, pytest.mark.slow]

SEATS = 14


@pytest_asyncio.fixture
async def links(tmp_path: Path) -> AsyncIterator[list[str]]:
    """A running service with a session of two facilitators and thirteen members for fourteen seats."""
    async with running_service(tmp_path) as service:
        yield await _seed(service, tmp_path / "data")


async def _seed(service: Service, data: Path) -> list[str]:
    people = [
        Person(PersonId(f"pt_{n}"), f"Person {n}", Role.FACILITATOR if n < 2 else Role.MEMBER)
        for n in range(SEATS + 1)
    ]
    seats = [Seating(SeatId(f"se_{secrets.token_hex(6)}"), (person.id,)) for person in people]
    setup = RoomSetup(
        RoomId(f"ss_{secrets.token_hex(6)}"),
        "A full group",
        RoomPolicy(admission=AdmissionRule.BATCH, max_seats=SEATS),
        {person.id: person for person in people},
        {seat.id: seat for seat in seats},
    )
    database = Database.at(f"sqlite+aiosqlite:///{service.database}")
    now = datetime.now(UTC)
    async with database.write() as unit:
        await unit.sessions.ensure_clinic("cl_full", "A clinic")
        await unit.sessions.add("cl_full", setup, now, now + timedelta(hours=3))
    await database.close()
    invitations = Invitations(keep_demo_key(data))
    return [f"{service.base_url}/join#{invitations.write(Invitation(seat.id, 1))}" for seat in seats]


async def test_fourteen_people_hear_and_see_each_other(links: list[str]) -> None:
    async with AsyncExitStack() as stack:
        clients = [
            await stack.enter_async_context(open_client(link, with_media=True)) for link in links[:SEATS]
        ]
        await clients[0].ask("seat.admit_all")
        for client in clients:
            await client.until_view(lambda view: len(view.get("seats", {})) == SEATS, "all are in")
            await client.until_view(
                lambda view: all(s["presence"] == "here" and s["audio"] for s in view["seats"].values()),
                "all may be heard",
            )
            await client.until(lambda client: client.has_media, "the relay is connected")
        slots = {seat["slot"] for seat in clients[0].view["seats"].values()}
        assert slots == set(range(SEATS))
        async with asyncio.timeout(PATIENCE_S):
            while missing := _missing(clients):
                for client in clients:
                    assert client.media is not None
                    await client.media.send_audio()
                    await client.media.send_video(key=True)
                await asyncio.sleep(0.05)
        assert missing == []

        late = WireClient(links[SEATS])
        await late.open(ticket=await late.ticket())
        await late.read()
        assert late.byes == [{"type": "bye", "code": "room.full", "retry": False}]
        assert late.close_code == 4004


def _missing(clients: list[WireClient]) -> list[tuple[int, int, str]]:
    """Return which receiver has nothing yet from which other's slot."""
    missing = []
    for client in clients:
        assert client.media is not None
        own = client.view["seats"][client.view["you"]["seat"]]["slot"]
        arrived = {packet.ssrc for packet in client.media.rtp}
        for seat in client.view["seats"].values():
            if seat["slot"] == own:
                continue
            missing += [
                (own, seat["slot"], kind.value)
                for kind in Kind
                if slot_ssrc(seat["slot"], kind) not in arrived
            ]
    return missing

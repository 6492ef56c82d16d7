import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.auth.tickets import TicketGrant
from app.cli.demo.rooms import seed_demo
from app.live.journal import DatabaseJournal
from app.live.library import load_libraries
from app.persistence.clinic_store import ClinicStore
from app.persistence.encryption import InstallationKey
from app.persistence.migrate import upgrade
from app.persistence.unit_of_work import Database
from app.runtime.clock import to_datetime
from app.runtime.settings import Settings
from app.wiring.bootstrap import _rooms, open_services
from rooms.model import commands as cmd
from rooms.model.ids import PersonId, RoomId, SeatId
from rooms.model.library import LibraryIndex
from rooms.model.policy.policy import RoomPolicy
from rooms.runtime.actor import RoomActor
from rooms.runtime.registry import RoomRegistry
from tests.app.conftest import DATA_KEY
from tests.support.protocols.dyads import DANA, DANA_SEAT, EMIL, EMIL_SEAT, dyad_setup
from tests.support.rooms.fakes import FakeClock, FakeRelay, FakeSocket, FakeViewer
from tests.support.rooms.setups import STAFF_SEAT, START, THERAPIST


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("ATTUNE_DATA_DIR", str(tmp_path))
    return Settings()


async def test_a_ticket_leads_to_a_welcome_and_a_media_offer(settings: Settings) -> None:
    await upgrade(settings.database_url)
    async with open_services(settings, load_libraries(None)) as services:
        assert services.relay_ready()
        now = services.clock.now()
        first = (await seed_demo(services.database, services.invitations, now))[0].links[0]
        invitation = services.invitations.read(first.invitation)
        assert invitation is not None
        arrival = await services.entrance.find(invitation.seat)
        assert arrival is not None
        socket = FakeSocket()
        devices = {"mic": True, "camera": True}
        ticket = services.tickets.issue(
            TicketGrant(arrival.setup.id, invitation.seat, arrival.link.version), services.clock.steady()
        )
        socket.say(json.dumps({"type": "hello", "ticket": ticket, "devices": devices, "client": "test/1"}))
        async with asyncio.timeout(30), asyncio.TaskGroup() as tasks:
            tasks.create_task(services.run_session(socket))
            heard = []
            while not heard or heard[-1]["type"] != "media.offer":
                heard.append(json.loads(await socket.hear()))
            socket.say(json.dumps({"type": "session.leave", "id": 1}))
            while heard[-1]["type"] != "bye":
                heard.append(json.loads(await socket.hear()))
            assert await socket.closed == 4000
    kinds = [message["type"] for message in heard]
    assert kinds[0] == "welcome"
    assert "media.offer" in kinds
    assert (kinds[-1], heard[-1]["code"]) == ("bye", "left")


class _RoomRelay(FakeRelay):
    """A relay that also records opening and closing rooms."""

    async def open_room(self, room: RoomId, policy: RoomPolicy, actor: RoomActor) -> None:
        self.notes.append(f"open:{room}")

    async def close_room(self, room: RoomId) -> None:
        self.notes.append(f"close:{room}")


class _Couple:
    """The same couple and therapist in consecutive sessions, over the real registry and journal."""

    def __init__(self, rooms: RoomRegistry, name: str) -> None:
        self.rooms = rooms
        self.room = RoomId(f"ss_{name}")

    def seat(self, seat: SeatId) -> SeatId:
        return SeatId(f"{seat}_{self.room}")

    async def add(self, database: Database) -> None:
        setup = dyad_setup()
        seats = [replace(seating, id=self.seat(seating.id)) for seating in setup.seats.values()]
        setup = replace(setup, id=self.room, seats={seating.id: seating for seating in seats})
        async with database.write() as unit:
            await unit.sessions.ensure_clinic("cl_test", "Test clinic")
            opens = to_datetime(START)
            await unit.sessions.add("cl_test", setup, opens, opens + timedelta(hours=1))

    async def meet(self) -> RoomActor:
        actor = await self.rooms.get(self.room)
        assert actor is not None
        await self.arrive(actor)
        for seat in (DANA_SEAT, EMIL_SEAT):
            await actor.do(cmd.Admit(THERAPIST, self.seat(seat)))
        return actor

    async def arrive(self, actor: RoomActor) -> None:
        for seat in (STAFF_SEAT, DANA_SEAT, EMIL_SEAT):
            await actor.attach(cmd.Attach(self.seat(seat), mic=True, camera=True), FakeViewer())

    def seq(self, actor: RoomActor) -> int:
        floor = actor.floor(self.seat(STAFF_SEAT))
        assert floor is not None
        return int(floor["seq"])

    async def start(self, actor: RoomActor, kept: int | None = None) -> None:
        options = {} if kept is not None else {"people": [DANA, EMIL]}
        await actor.do(cmd.StartProtocol(THERAPIST, "imago", self.seq(actor), options, kept))

    async def act(self, actor: RoomActor, by: PersonId, seat: SeatId, action: str) -> None:
        await actor.do(cmd.ActInProtocol(by, self.seat(seat), action, self.seq(actor), {}))

    async def leading(self, actor: RoomActor) -> dict[str, object]:
        """Return what the therapist's page shows after joining again."""
        seat = self.seat(STAFF_SEAT)
        page = FakeViewer()
        await actor.attach(cmd.Attach(seat, mic=True, camera=True), page)
        return {"kept": page.view["leading"].get("kept"), "step": page.view.get("run", {}).get("step")}


@asynccontextmanager
async def _open_rooms(database: Database, opened: list[RoomId] | None = None) -> AsyncIterator[RoomRegistry]:
    """Run one process; leaving the block is a restart. ``opened`` gets the rooms that were opened."""
    told = ([] if opened is None else opened).append
    journal = DatabaseJournal(database)
    clinics = ClinicStore(database, InstallationKey(DATA_KEY))
    rooms = _rooms(clinics, journal, _RoomRelay(), FakeClock(), LibraryIndex(), told)  # type: ignore[arg-type]
    started = asyncio.Event()
    tasks = [asyncio.ensure_future(journal.run()), asyncio.ensure_future(rooms.run(started))]
    try:
        await started.wait()
        yield rooms
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)


async def test_an_imago_dialogue_that_the_hour_cut_off_goes_on_next_time(settings: Settings) -> None:
    """Scenario 12: the step is stored, and next time the other's half is offered first."""
    await upgrade(settings.database_url)
    database = Database.at(settings.database_url)
    opened: list[RoomId] = []
    async with _open_rooms(database, opened) as rooms:
        first, second = _Couple(rooms, "first"), _Couple(rooms, "second")
        for couple in (first, second):
            await couple.add(database)
        actor = await first.meet()
        await first.start(actor)
        await first.act(actor, EMIL, EMIL_SEAT, "now")
        await first.act(actor, DANA, DANA_SEAT, "sent")
        await actor.do(cmd.EndSession(THERAPIST))
        actor = await second.meet()
        roles = {"sender": [DANA], "receiver": [EMIL]}
        offer = {"kept": 0, "protocol": "imago", "step": "mirror", "roles": roles}
        assert await second.leading(actor) == {"kept": [offer], "step": None}
        await second.start(actor, kept=0)
        assert await second.leading(actor) == {"kept": None, "step": "welcome_back"}
        assert opened == [first.room, second.room], "each has to be told how ready its people are"
    # After a restart the room is unchanged, but the run is no longer offered.
    async with _open_rooms(database) as rooms:
        second, third = _Couple(rooms, "second"), _Couple(rooms, "third")
        found = await rooms.get(second.room)
        assert found is not None
        assert await second.leading(found) == {"kept": None, "step": "welcome_back"}
        await second.arrive(found)
        await second.act(found, EMIL, EMIL_SEAT, "other_half")
        assert (await second.leading(found))["step"] == "appointment"
        await third.add(database)
        assert (await third.leading(await third.meet()))["kept"] is None
    await database.close()

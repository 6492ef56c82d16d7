import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from app.auth.invitations import Invitations
from app.live.entrance import Entrance
from app.persistence.clinic_store import Actor, ClinicStore
from app.persistence.encryption import InstallationKey
from app.persistence.unit_of_work import Database
from app.runtime.clock import to_datetime
from app.runtime.settings import Settings
from app.wiring.identity import DEMO_CLINIC, OpenedIdentity, UnsentNotices, find_demo_clinic, open_identity
from clinic.common.ids import PersonId
from rooms.model.ids import RoomId
from rooms.runtime.actor import RoomActor
from rooms.runtime.registry import RoomRegistry
from tests.app.conftest import DATA_KEY
from tests.app.runtime.test_settings import PRODUCTION
from tests.support.rooms.fakes import FakeClock
from tests.support.sign_in.accounts import HERE, OWNER, add_clinic


@pytest.fixture(autouse=True)
def own_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATTUNE_DATA_DIR", str(tmp_path))


@asynccontextmanager
async def opened(database: Database, settings: Settings) -> AsyncIterator[OpenedIdentity]:
    async def open_room(_room: RoomId) -> RoomActor | None:
        return None

    async def close_room(_room: RoomId) -> None:
        return

    store = ClinicStore(database, InstallationKey(DATA_KEY))
    clock = FakeClock()
    entrance = Entrance(database, clock)
    rooms = RoomRegistry(open_room, close_room)
    found = await find_demo_clinic(settings, store)
    identity = open_identity(settings, store, Invitations("key"), entrance, rooms, clock, demo_clinic=found)
    try:
        yield identity
    finally:
        await identity.close()


async def test_without_invented_people_nobody_can_be_one(sqlite: Database) -> None:
    async with opened(sqlite, Settings()) as identity:
        assert identity.services.demo_clinic is None


async def test_the_demo_has_a_clinic_where_anybody_can_be_anybody(sqlite: Database) -> None:
    store = ClinicStore(sqlite, InstallationKey(DATA_KEY))
    now = to_datetime(FakeClock().now())
    async with store.create(DEMO_CLINIC, "Riverside", "UTC", Actor("system"), now):
        pass
    async with opened(sqlite, Settings()) as identity:
        assert identity.services.demo_clinic == DEMO_CLINIC
        assert identity.services.passkeys is not None
        assert identity.services.devices.name("pt_a").startswith("device-")
        assert not identity.services.in_live_room(PersonId("pt_a"))


async def test_production_has_none_and_its_cookies_are_for_tls_alone(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in PRODUCTION.items():
        monkeypatch.setenv(f"ATTUNE_{name}", value)
    async with opened(sqlite, Settings()) as identity:
        assert identity.services.demo_clinic is None
        assert identity.services.devices.name("pt_a").startswith("__Host-device-")
        assert not identity.fetcher.is_allowed("http://localhost:1/")


async def test_at_an_ip_address_there_are_no_passkeys(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ATTUNE_PUBLIC_URL", "http://192.0.2.1:8000")
    async with opened(sqlite, Settings()) as identity:
        assert identity.services.passkeys is None


async def test_without_a_way_to_send_mail_nothing_is_sent_and_nothing_fails(sqlite: Database) -> None:
    now = FakeClock().now()
    store = ClinicStore(sqlite, InstallationKey(DATA_KEY))
    await add_clinic(store, to_datetime(now))
    notices = UnsentNotices()
    async with store.read(HERE, Actor("system"), to_datetime(now)) as unit:
        await notices.invite(unit, OWNER, "url")
        await notices.recovery(unit, OWNER, "url")
        await notices.new_device(unit, OWNER)
        assert unit.notes == []


async def test_while_it_runs_it_sends_links(sqlite: Database) -> None:
    async with opened(sqlite, Settings()) as identity, asyncio.TaskGroup() as tasks:
        running = tasks.create_task(identity.run())
        identity.recoveries.ask("nobody@riverside.example")
        async with asyncio.timeout(20):
            await identity.recoveries.settled()
        assert not running.done()
        running.cancel()

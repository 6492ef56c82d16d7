"""Somebody who called for help, and a session that asks its people where they are."""

import httpx
import pytest

from app.persistence.clinic_store import ClinicStore
from app.persistence.encryption import InstallationKey
from app.persistence.unit_of_work import Database
from app.runtime.clock import to_datetime
from tests.app.conftest import DATA_KEY, WebService
from tests.support.rooms.setups import START
from tests.support.schedule.help import HelpScene, open_scene
from tests.support.schedule.prepared import Prepared, prepare_session
from tests.support.schedule.world import World, build_world
from tests.support.service.clinics import open_clinic


@pytest.fixture
async def scene(sqlite: Database) -> HelpScene:
    store = ClinicStore(sqlite, InstallationKey(DATA_KEY))
    clinic = await open_clinic(store, "here", to_datetime(START))
    return await open_scene(clinic, START)


@pytest.fixture
async def world(web_service: WebService, client: httpx.AsyncClient) -> World:
    services = web_service.services
    now = to_datetime(services.clock.now())
    return await build_world(await open_clinic(services.clinics, "here", now), client)


@pytest.fixture
async def session(web_service: WebService, world: World) -> Prepared:
    return await prepare_session(web_service, world)

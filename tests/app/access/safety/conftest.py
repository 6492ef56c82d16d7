"""Somebody who called for help, and a session that asks its people where they are."""

import pytest

from app.persistence.clinic_store import ClinicStore
from app.persistence.encryption import InstallationKey
from app.persistence.unit_of_work import Database
from app.runtime.clock import to_datetime
from tests.app.conftest import DATA_KEY, WebService
from tests.support.databases.built_once import BuiltOnce
from tests.support.rooms.setups import START
from tests.support.schedule.help import HelpScene, open_scene
from tests.support.schedule.prepared import Prepared, prepare_session
from tests.support.schedule.world import World
from tests.support.service.clinics import open_clinic


@pytest.fixture
async def scene(sqlite: Database, built_once: BuiltOnce) -> HelpScene:
    store = ClinicStore(sqlite, InstallationKey(DATA_KEY))

    async def make() -> HelpScene:
        return await open_scene(await open_clinic(store, "here", to_datetime(START)), START)

    return await built_once.step("help scene", make, store)


@pytest.fixture
async def session(web_service: WebService, world: World) -> Prepared:
    return await prepare_session(web_service, world)

import pytest

from app.persistence.clinic_store import ClinicStore
from app.persistence.encryption import InstallationKey
from app.persistence.unit_of_work import Database
from app.runtime.clock import to_datetime
from tests.app.conftest import DATA_KEY
from tests.support.rooms.setups import START
from tests.support.service.clinics import open_clinic
from tests.support.service.help import HelpScene, open_scene


@pytest.fixture
async def scene(sqlite: Database) -> HelpScene:
    store = ClinicStore(sqlite, InstallationKey(DATA_KEY))
    clinic = await open_clinic(store, "here", to_datetime(START))
    return await open_scene(clinic, START)
